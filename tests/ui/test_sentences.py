"""Sentences of the cards, as the window shows them."""

from tests.makers import House
from tests.ui.panels import Counter


def test_a_sentence_that_goes_on_keeps_one_full_stop(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card(barred=True))
    counter.checkout.scan(house.item(not_for_loan=True))
    card = counter.checkout.page.card.card
    assert card is not None and "Also: " in card.detail and ".." not in card.detail
