"""Records brought in from the administration, while the desk goes on: tried, brought in, stopped, told elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
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
    assert "Nothing was written" in over(page, qtbot) and house.count(Patron) == before
    assert "1200 new" in page.form.report.toPlainText()
    assert page.press(Key.RECOMMENDED)
    assert "1200 new" in over(page, qtbot) and house.count(Patron) == before + 1_200
    assert page.form.another.isVisible() and not page.form.bring_button.isVisible()
    page.take_focus()
    assert page.form.another.hasFocus()


def test_esc_stops_behind_a_portion_and_what_is_in_stays(
    page: BringInPage, house: House, readers: Path, qtbot: QtBot
) -> None:
    before = house.count(Patron)
    choose(page, "patrons", readers)
    page.form.bring()
    page.take_focus()
    assert page.form.stop.hasFocus()
    page.set_aside()
    assert over(page, qtbot).startswith("Stopped.")
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
