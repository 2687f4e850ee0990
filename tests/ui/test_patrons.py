"""The page of the readers: found, opened, changed, registered, merged, by keyboard and scanner alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.models import Card, JournalRow, Patron, PatronNote, Restriction
from desk.rules.vocabulary import CardStatus, FileKind, NoteKind
from desk.ui.circulation.tools import ActsDone
from desk.ui.frame import MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place
from desk.ui.patrons.asking import BlanksAsk
from desk.ui.patrons.many_view import ManyView
from desk.ui.patrons.patrons_page import PatronsPage
from desk.ui.patrons.purge_view import PurgeView
from desk.ui.patrons.twice_view import TwiceView
from desk.ui.theme import Look
from desk.ui.workroom import Workplace
from tests.makers import House, barcode
from tests.services.patrons.people import registered
from tests.ui.panels import AtOnce

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass(slots=True)
class Around:
    """What stands around the page in a test: what it said, where it went, what it sounded."""

    desk: AtOnce
    said: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    lent: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    till: list[str] = field(default_factory=list)

    # As the look-up thread
    def find(self, question: Any, then: Any) -> None:
        then(self.desk.desk.ask(question))

    def forget(self) -> None:
        """Nothing waits here."""

    # As the printer's queue
    def print_page(self, kind: str, make: Any) -> None:
        assert make().startswith(b"%PDF")
        self.printed.append(kind)

    # As the page of the till
    def card_scanned(self, number: str) -> None:
        self.till.append(number)

    def go(self, name: str) -> Any:
        self.went.append(name)
        return self


@pytest.fixture
def around(house: House) -> Around:
    return Around(AtOnce(house.desk()))


@pytest.fixture
def page(qtbot: QtBot, look: Look, window: MainWindow, around: Around) -> Iterator[PatronsPage]:
    workplace = Workplace(
        look=look,
        desk=around.desk,
        lookup=around,  # type: ignore[arg-type]
        lists=around,  # type: ignore[arg-type]
        slips=around,  # type: ignore[arg-type]
        acts=ActsDone(),
        sound=lambda sound: around.sounds.append(sound),
        say=around.said.append,
        go=around.go,
        lend_to=around.lent.append,
        undo_there=lambda _doer: False,
        badge=lambda *_told: None,
    )
    made = PatronsPage(workplace)
    window.add_page(Place("patrons", "users", "Patrons", Key.PATRONS), made)
    standing = around.desk.standing
    assert standing is not None
    made.allow(standing.staff.permissions)
    window.show_page("patrons")
    yield made


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def tell(page: PatronsPage) -> str:
    """The headline of the card."""
    return page.card.card.headline if page.card.card is not None else ""


def rows(page: PatronsPage) -> list[str]:
    """The titles under the heading that is open."""
    model = page.view.rows().rows
    return [model.row(model.key_at(at)).title for at in range(model.rowCount())]


def fill(page: PatronsPage, **said: str) -> None:
    """Fill in the blanks of the card, and say yes."""
    ask = page.card.ask
    assert isinstance(ask, BlanksAsk)
    for name, words in said.items():
        box: Any = ask.boxes[name]
        if hasattr(box, "line"):
            box.line.setText(words)
        else:
            box.box.setCurrentIndex(box.box.findData(words))
    page.press(Key.RECOMMENDED)


def search(page: PatronsPage, words: str, qtbot: QtBot) -> None:
    page.readers.box.setFocus()
    page.readers.box.selectAll()
    QTest.keyClicks(page.readers.box, words)
    qtbot.waitUntil(lambda: not page.readers._timer.isActive())


def test_a_reader_is_found_by_any_part_and_opened_by_the_keyboard(
    page: PatronsPage, house: House, qtbot: QtBot
) -> None:
    card = registered(house, phone="555-0101")
    registered(house, 501, family_name="Haddad", given_name="Yusuf")
    search(page, "qvist", qtbot)
    assert page.readers.told.text() == "1 reader"
    QTest.keyClick(page.readers.box, Qt.Key.Key_Return)
    assert page.number == card and page.view.head.name.text() == "Marisol Lindqvist"
    search(page, "xyzzy", qtbot)
    assert page.readers.told.text() == "Nobody by that name." and page.number == card
    page.card_scanned(barcode("2", 501))
    assert page.view.head.name.text() == "Yusuf Haddad"
    page.scan(barcode("2", 77))
    assert tell(page) == "Card not on file"


def test_little_is_shown_until_it_is_asked_and_looking_is_written_down(page: PatronsPage, house: House) -> None:
    card = registered(house, birth_date=date(1984, 6, 17), address="14 Mill Lane")
    page.open_card(card, "details")
    assert "14 Mill Lane" not in words_on(page)
    before = house.count(JournalRow, kind="show_personal")
    page.deeds.run("show")
    assert "14 Mill Lane" in words_on(page) and house.count(JournalRow, kind="show_personal") == before + 1
    page.open_card(card)
    page.view.show_tab("details")
    assert "14 Mill Lane" not in words_on(page), "another look is another asking"


def words_on(page: PatronsPage) -> str:
    grid = page.view.facts._grid
    return " ".join(grid.itemAt(at).widget().text() for at in range(grid.count()))  # type: ignore[union-attr]


def test_somebody_new_ends_at_check_out_and_nobody_is_doubled(
    page: PatronsPage, around: Around, house: House, qtbot: QtBot
) -> None:
    known = registered(house, birth_date=date(1984, 6, 17))
    search(page, "mari lindqvist", qtbot)
    page.press(Key.NEW)
    form = page.form
    assert form is not None and form.fields["family_name"].value() == "Lindqvist"
    assert focus() is form.fields["card"].focusProxy()
    page.press(Key.SAVE)
    assert form.fields["card"].trouble(), "a card is needed"
    page.scan(barcode("2", 900))
    assert form.fields["card"].value() == barcode("2", 900)
    line: Any = form.fields["given_name"]
    line.line.setText("Marisol")
    line.line.textEdited.emit("Marisol")
    qtbot.waitUntil(lambda: bool(form.alike))
    assert "Same name" in form.alike[0].accessibleName()
    page.press(Key.SAVE)
    assert "very like this one" in tell(page) and around.sounds[-1] == "attention"
    page.press(Key.RECOMMENDED)
    assert around.lent == [barcode("2", 900)] and house.count(Patron) == 2
    page.press(Key.UNDO)
    assert house.count(Patron) == 1 and tell(page) == "Not registered after all" and page.account is None
    page.register("lindqvist, marisol")
    form = page.form
    assert form is not None
    form._look_for()
    form.alike[0].click()
    assert page.number == known and page.form is None


def test_details_are_changed_with_one_key_and_taken_back(page: PatronsPage, house: House) -> None:
    card = registered(house)
    page.open_card(card)
    page.press(Key.SAVE)
    form = page.form
    assert form is not None
    email: Any = form.fields["email"]
    email.line.setText("no address")
    page.press(Key.SAVE)
    assert email.trouble() and focus() is email.line
    email.line.setText("mari@example.org")
    born: Any = form.fields["birth_date"]
    born.line.setText("6/17/84")
    page.press(Key.SAVE)
    assert tell(page) == "Saved" and page.form is None
    patron = house.one(Patron, id=house.patron(card))
    assert (patron.email, patron.birth_date) == ("mari@example.org", date(1984, 6, 17))
    page.press(Key.UNDO)
    assert house.one(Patron, id=house.patron(card)).email == ""
    page.press(Key.SAVE)
    page.press(Key.ASIDE)
    assert page.form is None, "Esc leaves the form"


def test_what_somebody_else_changed_is_said(page: PatronsPage, house: House) -> None:
    card = registered(house)
    page.open_card(card)
    page.change()
    form = page.form
    assert form is not None
    house.change(Patron, house.patron(card), city="Oxted")
    line: Any = form.fields["city"]
    line.line.setText("Millbrook")
    page.press(Key.SAVE)
    assert tell(page) == "Another desk has done this meanwhile" and page.form is form


def test_notes_restrictions_and_cards_by_the_keyboard(page: PatronsPage, house: House, around: Around) -> None:
    card = registered(house)
    page.open_card(card, "notes")
    page.press(Key.NEW)
    fill(page, text="Prefers large print", sort=NoteKind.ALERT)
    assert tell(page) == "The note is kept" and rows(page) == ["Prefers large print"]
    page.deeds.run("restrict")
    fill(page, reason="Noise", above="5,00")
    assert house.one(Restriction).lifted_below == 500 and "Noise" in rows(page)
    page.deeds.run("restrict")
    fill(page, reason="x", above="much")
    assert house.count(Restriction) == 1 and isinstance(page.card.ask, BlanksAsk)
    page.set_aside()
    page.deeds.row_menu("notes", 0, page.mapToGlobal(page.rect().center()))
    ways = [way.label for way in page.deeds._rows.ways("notes", 0)]
    assert ways == ["Lift the restriction"]
    page.deeds.lift(house.one(Restriction).id)
    assert rows(page) == ["Prefers large print"]
    page.deeds.archive(house.one(PatronNote).id)
    page.press(Key.UNDO)
    assert house.one(PatronNote).archived_at is None
    page.deeds.asks.card(CardStatus.LOST, page.deeds._give_card)
    page.scan(barcode("2", 901))
    page.press(Key.RECOMMENDED)
    assert house.one(Card, number=card).status is CardStatus.LOST and house.count(Card) == 2
    assert tell(page).startswith("New card")


def test_loans_are_renewed_returned_and_claimed_from_their_rows(page: PatronsPage, house: House) -> None:
    card, items = registered(house), [house.item(), house.item()]
    for item in items:
        house.lend(card, item)
    house.clock.set(2026, 4, 10, 12)
    page.open_card(card)
    assert len(rows(page)) == 2 and page.view.lists["loans"].view.hasFocus()
    page.press(Key.RENEW)
    assert "now due" in tell(page) and house.loan(items[0]).renewals == 1
    page.readers.box.setFocus()
    page.view.lists["loans"].view.unmark()
    page.press(Key.RENEW)
    assert tell(page) == "1 renewed, 0 not renewed"
    page.item_scanned(items[1])
    page.press(Key.DATE)
    fill(page, day="2026-05-20")
    assert house.loan(items[1]).due_at.date() == date(2026, 5, 20) or tell(page)
    labels = [way.label for way in page.deeds._rows.ways("loans", 0)]
    assert {"Renew", "Check in", "The reader says it came back", "Lost: charge it"} <= set(labels)
    page.deeds.claim(items[0])
    assert house.loan(items[0]).claimed_on is not None
    page.deeds.return_item(items[1])
    assert len(rows(page)) == 1


def test_family_holds_and_money_lead_on(page: PatronsPage, house: House, around: Around) -> None:
    parent = registered(house)
    child = registered(house, 501, given_name="Aino", guarantor=parent, category="child")
    hold = house.hold(child, house.item())
    house.charge(child, 340)
    page.open_card(parent, "family")
    assert rows(page) == ["Aino Lindqvist", "Marisol Lindqvist"]
    page.deeds.open_row("family", 0)
    assert page.number == child
    page.view.show_tab("holds")
    assert len(rows(page)) == 1
    page.deeds.run("cancel_hold")
    from desk.models import Hold

    assert house.one(Hold, id=hold).status.value == "cancelled"
    page.deeds.run("pay")
    assert around.went == ["till"] and around.till == [child]
    page.deeds.run("guarantor")
    fill(page, card="")
    assert house.one(Patron, id=house.patron(child)).guarantor_id is None


def test_two_records_become_one_and_come_apart(page: PatronsPage, house: House) -> None:
    keep = registered(house, phone="555-0101")
    away = registered(house, 501, given_name="Mari", phone="555-0202")
    page.open_card(keep)
    page.deeds.asks.other(page.merge_with)
    page.scan(away)
    page.press(Key.RECOMMENDED)
    merging = page.merging
    assert merging is not None and len(merging._choices) == 4
    merging._groups["phone"].button(2).setChecked(True)
    page.press(Key.SAVE)
    assert tell(page) == "The two are one" and house.one(Patron, id=house.patron(keep)).phone == "555-0202"
    labels = [way.label for way in page.deeds.ways(page.account)]  # type: ignore[arg-type]
    assert "Take Mari Lindqvist out again" in labels
    page.press(Key.UNDO)
    assert house.patron(keep) != house.patron(away) and tell(page) == "The two are apart again"


def test_a_picture_a_paper_and_what_is_kept(page: PatronsPage, house: House, around: Around, tmp_path: Path) -> None:
    card = registered(house, photo_allowed=True)
    page.open_card(card, "details")
    (tmp_path / "me.png").write_bytes(PNG)
    page.deeds.attach(FileKind.PHOTO, tmp_path / "me.png")
    assert page.account is not None and page.account.photo == PNG
    page.deeds.attach(FileKind.PAPER, tmp_path / "me.png")
    assert "me.png" in rows(page)
    page.deeds.attach(FileKind.PAPER, tmp_path / "none.pdf")
    assert tell(page) == "Not done"
    page.deeds.tell_all(tmp_path)
    assert "Lindqvist" in (tmp_path / f"{card}.html").read_text(encoding="utf-8")
    page.deeds._clear()
    assert around.printed == ["clearance"] and tell(page) == "Has nothing, owes nothing"


def test_deleting_is_asked_first_and_refused_with_the_reasons(page: PatronsPage, house: House) -> None:
    card, item = registered(house), house.item()
    house.lend(card, item)
    page.open_card(card)
    page.deeds._ask_delete()
    page.press(Key.RECOMMENDED)
    assert tell(page) == "Has 1 item out" and house.count(Patron) == 1
    house.take_back(item)
    page.deeds._ask_delete()
    page.press(Key.RECOMMENDED)
    assert house.count(Patron) == 0 and page.account is None and tell(page) == "1 reader deleted"


def test_nobody_sees_whom_the_page_was_about_once_it_is_cleared(page: PatronsPage, house: House) -> None:
    page.open_card(registered(house))
    page.clear()
    assert page.account is None and not page.view.isVisible() and page.readers.model.rowCount() == 0


def test_what_a_role_may_not_do_is_absent(page: PatronsPage, house: House) -> None:
    card = registered(house)
    page.open_card(card)
    page.allow(house.person("ada").permissions)
    labels = {way.label for way in page.deeds.ways(page.account)}  # type: ignore[arg-type]
    assert not {"Delete this reader", "Merge with another record"} & labels and "Restrict" in labels


def test_tab_reaches_everything_that_is_there(page: PatronsPage, house: House) -> None:
    card = registered(house)
    house.lend(card, house.item())
    page.open_card(card)
    for tab in ("loans", "holds", "money", "details", "family", "notes"):
        page.view.show_tab(tab)
        page.order_tabs()
        wanted = [each for each in page.in_order() if each.isVisible() and each.isEnabled()]
        place, met = wanted[0], []
        for _step in range(400):
            if place in wanted and place not in met:
                met.append(place)
            place = place.nextInFocusChain()  # type: ignore[assignment]
        assert met == wanted, tab


def set_pick(field: Any, value: str) -> None:
    """Choose in a box, as a person does."""
    field.box.setCurrentIndex(field.box.findData(value))


def test_many_are_scanned_seen_changed_and_taken_back(page: PatronsPage, house: House) -> None:
    one, other = registered(house, 500), registered(house, 501, family_name="Haddad", given_name="Yusuf")
    page.press(Key.CHANGE_MANY)
    view = page.crowd
    assert isinstance(view, ManyView) and focus() is view.card.line
    assert not view.change_button.isEnabled()
    page.scan(one)
    page.scan(other)
    assert view.cards == (one, other) and page.account is None
    assert [view.rows.rows.row(view.rows.rows.key_at(at)).barcode for at in range(2)]
    assert not view.change_button.isEnabled(), "nothing is said yet of what they get"
    set_pick(view.fields["to_category"], "child")
    assert "2" in view.outcome.text() and view.change_button.isEnabled()
    view.expires_on.line.setText("nonsense")
    view.expires_on.line.textChanged.emit("nonsense")
    assert not view.change_button.isEnabled(), "a day that cannot be read is not an empty one"
    view.expires_on.line.clear()
    page.press(Key.SAVE)
    assert tell(page) == "2 readers changed" and page.crowd is None
    page.press(Key.UNDO)
    assert tell(page) == "All of them are as they were"


def test_a_purge_needs_its_word(page: PatronsPage, house: House) -> None:
    now, house.clock.now = house.clock.now, house.clock.now - timedelta(days=2000)
    registered(house, 500, expires_on=date(2022, 1, 1))
    house.clock.now = now
    page.press(Key.PURGE)
    view = page.crowd
    assert isinstance(view, PurgeView)
    assert not view.purge_button.isEnabled() and "1 reader" in view.outcome.text()
    page.press(Key.SAVE)
    assert page.crowd is view
    view.word.line.setText("Delete")
    page.press(Key.SAVE)
    assert tell(page) == "1 reader deleted" and page.crowd is None


def test_pairs_who_may_be_one_are_listed_and_put_side_by_side(page: PatronsPage, house: House) -> None:
    registered(house, 500, birth_date=date(1984, 6, 17))
    registered(house, 501, birth_date=date(1984, 6, 17))
    page.press(Key.TWICE_HERE)
    view = page.crowd
    assert isinstance(view, TwiceView) and len(view.pairs) == 1 and focus() is view.rows.view
    QTest.keyClick(view.rows.view, Qt.Key.Key_Return)
    assert page.merging is not None and page.crowd is None
    page.press(Key.SAVE)
    assert tell(page) == "The two are one"


def test_commands_of_the_palette_want_somebody_open(page: PatronsPage, around: Around, house: House) -> None:
    page.press(Key.RENEW_CARD)
    page.press(Key.MERGE)
    assert around.said == ["Open a reader's account first"] * 2
    page.allow(frozenset())
    page.press(Key.CHANGE_MANY)
    page.press(Key.MERGE)
    assert around.said[2:] == ["Your role may not do this"] * 2 and page.crowd is None
    assert not page.several_button.isVisible()
    page.press(Key.REGISTER)
    assert page.form is not None


def test_a_bare_enter_renews_no_card(page: PatronsPage, house: House) -> None:
    page.card_scanned(registered(house))
    before = len(house.journal())
    button = page.view.head.button("renew_card")
    assert not page.enter_presses(button)
    assert page.enter_presses(page.view.head.button("lend"))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert len(house.journal()) == before


def test_a_failure_is_said_after_every_act(house: House, page: PatronsPage, around: Around, tmp_path: Path) -> None:
    from desk.errors import DatabaseUnavailable

    page.open_card(registered(house))
    around.desk.trouble = DatabaseUnavailable("library.db", "away")
    deeds = page.deeds
    for act in (deeds.delete, lambda: deeds.tell_all(tmp_path), lambda: deeds._take_apart("unknown")):
        page.show_card(None)
        act()
        assert tell(page) == "Not done"


def test_a_form_that_is_left_half_filled_is_there_again(page: PatronsPage, around: Around, house: House) -> None:
    page.press(Key.REGISTER)
    assert page.form is not None
    page.form.fields["family_name"].line.setText("Okafor")  # type: ignore[attr-defined]
    page.press(Key.ASIDE)
    assert page.form is None and around.said[-1].startswith("What was typed is kept")
    known = registered(house, 502, phone="555-0101")
    page.open_card(known, "details")
    page.change()
    form: Any = page.form
    form.fields["city"].line.setText("Northbrook")
    form.fields["contacts"].line.setText("Work: 555-0199, m@example.org")
    form.fields["addresses"].edit.setPlainText("School:\n1 Elm St\n97217 Fairview\n\n2 Oak St\nSalem")
    page.press(Key.REGISTER)
    form = page.form
    assert form.fields["family_name"].value() == "Okafor"
    page.press(Key.ASIDE)
    page.open_card(known, "details")
    page.change()
    form = page.form
    assert form.fields["city"].value() == "Northbrook"
    page.press(Key.SAVE)
    page.open_card(known, "details")
    page.change()
    said = page.form.details()  # type: ignore[union-attr]
    assert [(each.label, each.address, each.postcode, each.city) for each in said.addresses] == [
        ("School", "1 Elm St", "97217", "Fairview"),
        ("", "2 Oak St", "", "Salem"),
    ]
    assert [(each.label, each.kind) for each in said.contacts] == [("Work", "phone"), ("", "email")]
    assert not page.form.is_changed()  # type: ignore[union-attr]
    page.press(Key.ASIDE)
    page.press(Key.REGISTER)
    page.clear()
    page.press(Key.REGISTER)
    assert page.form.fields["family_name"].value() == ""  # type: ignore[union-attr]


def test_a_refusal_leads_to_the_guarantor_whose_name_is_told(page: PatronsPage, house: House) -> None:
    parent = registered(house, 503, given_name="Ines", family_name="Moreau")
    house.policy({"loan": "21 days", "guarantor_below": 18})
    page.press(Key.REGISTER)
    form: Any = page.form
    form.fields["family_name"].line.setText("Moreau")
    form.fields["card"].line.setText(barcode("2", 504))
    form.fields["birth_date"].line.setText("2018-05-04")
    page.press(Key.SAVE)
    assert form.fields["guarantor"].trouble() and focus() is form.fields["guarantor"].line
    page.card_scanned(parent)
    assert not form.fields["guarantor"].trouble() and form.fields["guarantor"].value() == parent
    assert "Ines Moreau" in form.fields["guarantor"].accessibleDescription() or "Ines Moreau" in words_in(form)


def words_in(form: Any) -> str:
    from desk.ui.parts.labels import Text

    return " ".join(each.text() for each in form.findChildren(Text))


def test_a_replaced_card_is_the_accounts(page: PatronsPage, house: House, around: Around) -> None:
    card = registered(house)
    page.open_card(card)
    page.deeds._give_card(CardStatus.REPLACED, barcode("2", 905))
    assert page.number == barcode("2", 905)
    page.press(Key.RECOMMENDED)
    assert around.lent[-1] == barcode("2", 905)
