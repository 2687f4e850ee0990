"""Sentences of the cards, as the window shows them."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk.rules.barcodes import grouped
from desk.services.circulation.marks import ClaimReturned
from desk.ui.frame import MainWindow
from desk.ui.why.what_if_panel import WhatIfPanel
from desk.wording.shapes import Sound
from tests.makers import House
from tests.ui.panels import Counter
from tests.ui.test_keys import CTRL, K


def test_a_sentence_that_goes_on_keeps_one_full_stop(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card(barred=True))
    counter.checkout.scan(house.item(not_for_loan=True))
    card = counter.checkout.page.card.card
    assert card is not None and "Also: " in card.detail and ".." not in card.detail


def pile(counter: Counter, name: str) -> str:
    """The number on a counter of check-in."""
    return counter.checkin.page.counters.tiles[name].accessibleName().rpartition(" ")[2]


def test_a_closed_claim_is_no_note_and_goes_to_its_shelf(counter: Counter, house: House, window: MainWindow) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=2)
    house.desk().do(ClaimReturned(item))
    window.show_page("checkin")
    counter.checkin.scan(item)
    QTest.keyClick(counter.checkin.page.scan.line, K.Key_1, Qt.KeyboardModifier.AltModifier)
    assert counter.back == ["Claim closed"] and (pile(counter, "reshelve"), pile(counter, "look")) == ("1", "0")


def test_a_suspension_is_said_and_goes_to_its_shelf(counter: Counter, house: House, window: MainWindow) -> None:
    house.policy({"loan": "14 days", "suspension_days": 1})
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=25)
    window.show_page("checkin")
    counter.checkin.scan(item)
    assert counter.back == ["Suspended"] and pile(counter, "reshelve") == "1" and counter.heard == [Sound.ATTENTION]


def test_what_has_to_be_looked_at_is_named(counter: Counter, house: House, window: MainWindow) -> None:
    window.show_page("checkin")
    counter.checkin.scan(house.item(status="lost"))
    counter.checkin.scan(house.item(note="Water stain p. 40"))
    counter.checkin.scan(house.item(pieces=4))
    assert counter.back == ["Count pieces", "See note", "Found"] and pile(counter, "look") == "3"


def test_a_copy_taken_in_for_cataloguing_was_on_no_shelf(counter: Counter, house: House, window: MainWindow) -> None:
    window.show_page("checkin")
    counter.checkin.scan(house.item(status="uncatalogued"))
    rows = counter.checkin.page.table.rows
    assert rows.row(rows.key_at(0)).middle == "Not catalogued yet"


def test_what_if_tells_copies_of_one_title_apart_and_names_the_reader(counter: Counter, house: House) -> None:
    title = house.title("The Hobbit, or, There and back again")
    items = [house.item(title=title) for _ in range(2)]
    QTest.keyClick(counter.checkout.page.scan.line, K.Key_I, CTRL | Qt.KeyboardModifier.ShiftModifier)
    shown = counter.checkout.page.findChild(WhatIfPanel)
    assert isinstance(shown, WhatIfPanel)
    shown.reader.setText(house.card(given_name="Aino", family_name="Lindqvist"))
    shown.item.setText("hobbit")
    QTest.keyClick(shown.item, K.Key_Return)
    lines = [shown._choices.item(row).text() for row in range(shown._choices.count())]
    assert [line.split("   ")[0] for line in lines] == [grouped(item) for item in items]
    QTest.keyClick(shown._choices, K.Key_Return)
    assert "For Aino Lindqvist" in shown.view.words()
