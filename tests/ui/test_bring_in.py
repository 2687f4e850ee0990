"""Records brought in from the administration, while the desk goes on: tried, brought in, stopped, told elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.models import Patron
from desk.rules.vocabulary import Permission
from desk.ui.administration.administration_page import AdministrationPage
from desk.ui.administration.bring_in_page import BringInPage
from desk.ui.frame import MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place as NavPlace
from desk.ui.nights import Nights
from desk.ui.theme import Look
from tests.makers import House
from tests.ui.panels import AtOnce
from tests.ui.test_keys import CTRL, K

READERS = "card,family_name,category,branch\n" + "".join(
    f"2123400098{number:04},Lindqvist,adult,MAIN\n" for number in range(1, 1_201)
)


@pytest.fixture
def whole(window: MainWindow, look: Look, house: House) -> Iterator[AdministrationPage]:
    desk = AtOnce(house.desk(login="admin"))
    made = AdministrationPage(look, desk, Nights(desk, house.database.where, window))
    window.add_page(NavPlace("administration", "settings-2", "Administration", Key.ADMINISTRATION, manages=True), made)
    window.show_page("administration")
    made.show_page(made.bringing)
    yield made
    made.bringing.run.stop()


@pytest.fixture
def page(whole: AdministrationPage) -> BringInPage:
    return whole.bringing


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """More than one portion of them."""
    file = tmp_path / "readers.csv"
    file.write_text(READERS, encoding="utf-8")
    return file


def choose(page: BringInPage, kind: str, file: Path) -> None:
    page.form.kind.box.setCurrentIndex(page.form.kind.box.findData(kind))
    page.form.file.line.setText(str(file))


def over(page: BringInPage, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: not page.form.is_running(), timeout=20_000)
    return page.form._note.text()


def test_a_trial_writes_nothing_and_then_they_come_in(
    page: BringInPage, house: House, readers: Path, qtbot: QtBot
) -> None:
    before = house.count(Patron)
    choose(page, "patrons", readers)
    QTest.keyClick(page.form.file.line, K.Key_T, CTRL)
    assert over(page, qtbot).startswith("readers.csv, tried: 1200 new") and house.count(Patron) == before
    assert "Nothing was written" in page.form.report.toPlainText() and page.form.bring_button.hasFocus()
    assert page.press(Key.RECOMMENDED)
    assert "1200 new" in over(page, qtbot) and house.count(Patron) == before + 1_200
    assert page.form.another.isVisible() and not page.form.bring_button.isVisible()
    assert page.form.another.hasFocus(), "nobody has to look for the keyboard"


def test_esc_stops_behind_a_portion_and_what_is_in_stays(
    page: BringInPage, house: House, readers: Path, qtbot: QtBot
) -> None:
    before = house.count(Patron)
    choose(page, "patrons", readers)
    page.take_focus()
    page.form.bring()
    assert page.form.stop.hasFocus()
    page.set_aside()
    assert over(page, qtbot).startswith("readers.csv, stopped: ")
    assert house.count(Patron) - before in (0, 1_000, 1_200)


def test_whoever_looks_at_another_page_is_told(
    whole: AdministrationPage, page: BringInPage, readers: Path, qtbot: QtBot
) -> None:
    choose(page, "patrons", readers)
    with qtbot.waitSignal(page.ended_elsewhere, timeout=20_000) as heard:
        page.form.bring()
        whole.show_page(whole.keys)
    assert "1200 new" in heard.args[0]
    whole.show_page(page)
    assert page.form._note.isVisible() and page.form.another.isVisible()
    QTest.keyClick(page.form.another, K.Key_N, Qt.KeyboardModifier.AltModifier)
    assert page.form.file.line.hasFocus() and page.form.file.line.selectedText() == str(readers)
    assert not page.form.report.isVisible() and page.form.bring_button.isVisible()


def test_what_is_told_of_one_file_goes_when_another_is_named(page: BringInPage, readers: Path, qtbot: QtBot) -> None:
    choose(page, "patrons", readers)
    page.form.bring()
    over(page, qtbot)
    QTest.keyClicks(page.form.file.line, "x")
    assert not page.form.report.isVisible() and page.form.bring_button.isVisible() and not page.form.done


def test_a_file_without_records_and_one_of_another_sort_are_told(
    page: BringInPage, tmp_path: Path, qtbot: QtBot
) -> None:
    empty, other = tmp_path / "empty.mrc", tmp_path / "copies.csv"
    empty.write_bytes(b"")
    other.write_text("barcode,branch,item_type\n1,MAIN,book\n", encoding="utf-8")
    choose(page, "marc", empty)
    page.form.attempt()
    assert over(page, qtbot) == "empty.mrc: there are no records in it."
    choose(page, "patrons", other)
    page.take_focus()
    page.form.attempt()
    assert "It has no column card" in over(page, qtbot) and page.form.file.line.hasFocus()


def test_rows_that_were_chosen_as_marc_are_told_for_what_they_are(
    page: BringInPage, readers: Path, qtbot: QtBot
) -> None:
    choose(page, "marc", readers)
    page.form.attempt()
    assert "readers.csv" in over(page, qtbot) and "a table of rows (CSV). Items, readers" in over(page, qtbot)
    assert not page.form.report.isVisible() and not page.form.done


def test_a_file_that_is_none_is_told_and_another_can_be_chosen(page: BringInPage, tmp_path: Path, qtbot: QtBot) -> None:
    choose(page, "marc", tmp_path / "nothing.mrc")
    page.form.bring()
    assert "nothing.mrc" in over(page, qtbot)
    assert page.form.bring_button.isVisible() and page.form.bring_button.isEnabled()


def test_only_who_may_import_sees_it(whole: AdministrationPage) -> None:
    whole.allow(frozenset({Permission.POLICY}))
    assert not whole.entries[whole.bringing].isVisible()
    whole.allow(frozenset({Permission.IMPORT}))
    assert whole.entries[whole.bringing].isVisible() and whole.current() is whole.bringing
