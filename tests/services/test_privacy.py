"""Nothing that says who somebody is stands in the columns that outlive them; nothing secret stands anywhere."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from desk.models import Card
from desk.services.administration.staff import CheckPin, SignedIn, SignIn, WrongSecret, grant, hash_pin
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import FinishVisit
from desk.services.patrons.find import FindPatrons
from desk.services.patrons.panel import OpenPatron
from tests.makers import NOW, House


def test_the_public_columns_of_the_journal_name_nobody(house: House) -> None:
    card = house.card(family_name="Lindqvist", given_name="Marisol", preferred_name="Mari")
    waiting = house.card(family_name="Okonkwo", given_name="Chidi")
    item, desk = house.item(), house.desk()
    desk.do(Checkout(card, item, visit="v"))
    house.hold(waiting, item)
    house.clock.now = NOW + timedelta(days=1)
    refused = desk.do(Renew(item))
    desk.do(refused.overridden(desk.staff.id))  # type: ignore[union-attr]
    desk.do(FinishVisit("v", card))
    desk.do(Checkin(item))
    desk.do(Undo())
    rows = house.journal()
    assert [entry.kind for entry in rows] == ["checkout", "renew", "finish_visit", "checkin", "undo"]
    personal = ("Lindqvist", "Marisol", "Mari", "Okonkwo", "Chidi", card, waiting, f"OKO-{waiting[-4:]}")
    for entry in rows:
        public = " ".join((entry.act, entry.answer, entry.before or ""))
        assert [word for word in personal if word in public] == [], entry.kind
        assert entry.private and card in entry.private


def test_a_severed_row_still_reads(house: House) -> None:
    from desk.models import JournalRow

    desk, act = house.desk(), Checkout(house.card(), house.item())
    desk.do(act, key="k")
    house.change(JournalRow, 1, private=None, person=None)
    again = desk.do(act, key="k")
    assert again.patron.name == ""  # type: ignore[union-attr]


def test_secrets_are_written_nowhere(house: House) -> None:
    desk = house.desk()
    desk.do(SignIn("sue", "secret-s"))
    desk.do(CheckPin((), "2222"))
    desk.do(SignIn("sue", "wrong-guess"))
    for entry in house.journal():
        everything = " ".join((entry.act, entry.answer, entry.before or "", entry.private or ""))
        assert not {"secret-s", "2222", "wrong-guess"} & set(everything.replace('"', " ").split())
    assert "secret-s" not in repr(SignIn("sue", "secret-s"))


@pytest.mark.parametrize("secret", ["secret-s", "2222"])
def test_signing_in_by_password_or_pin(house: House, secret: str) -> None:
    answer = house.desk().do(SignIn("sue", secret))
    assert isinstance(answer, SignedIn) and answer.name == "Sue Supervisor"


def test_five_wrong_passwords_make_a_pause(house: House) -> None:
    desk = house.desk()
    answers = [desk.do(SignIn("sue", "guess")) for _ in range(5)]
    assert all(isinstance(answer, WrongSecret) for answer in answers)
    assert answers[-1].wait_until == NOW + timedelta(seconds=30)  # type: ignore[union-attr]
    assert isinstance(desk.do(SignIn("sue", "secret-s")), WrongSecret), "even the right one waits"
    house.clock.now = NOW + timedelta(seconds=31)
    assert isinstance(desk.do(SignIn("sue", "secret-s")), SignedIn)
    assert isinstance(desk.do(SignIn("nobody", "guess")), WrongSecret)


def test_a_pin_grants_only_what_its_owner_may(house: House) -> None:
    desk = house.desk(login="ada")
    from desk.rules.vocabulary import Permission

    assert isinstance(grant(desk, "1111", (Permission.LEND_BARRED,)), WrongSecret), "her own PIN is not enough"
    answer = grant(desk, "2222", (Permission.LEND_BARRED,))
    assert isinstance(answer, SignedIn) and Permission.LEND_BARRED in desk.granters[answer.staff]


def test_wrong_pins_are_counted_by_desk(house: House) -> None:
    desk = house.desk(login="ada")
    for _ in range(5):
        desk.do(CheckPin((), "9999"))
    assert isinstance(desk.do(CheckPin((), "2222")), WrongSecret)
    house.clock.now = NOW + timedelta(seconds=31)
    assert isinstance(desk.do(CheckPin((), "2222")), SignedIn)


@pytest.mark.parametrize("pin", ["12", "abcd", ""])
def test_a_pin_is_digits_and_not_too_short(pin: str) -> None:
    with pytest.raises(ValueError):
        hash_pin(pin)


def test_no_log_names_anybody_whatever_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    card, item = house.card(family_name="Quillfeather", given_name="Ottoline"), house.item()
    desk = house.desk()
    with caplog.at_level(logging.DEBUG):
        # As far as an installation goes that looks for a fault: every statement, without its values.
        logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
        try:
            desk.do(Checkout(card, item))
            desk.ask(OpenPatron(card))
            desk.ask(FindPatrons("Quillfeather"))
            desk.do(Checkin(item))
            with pytest.raises(IntegrityError):
                house.put(Card(number=card, patron_id=house.patron(card)))
        finally:
            logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    assert "INSERT INTO cards" in caplog.text
    assert [word for word in ("Quillfeather", "Ottoline", card) if word in caplog.text] == []
