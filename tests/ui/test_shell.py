"""The whole window on a real library, with its real threads: from the first run to the end of a visit."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desk.app import make_shell
from desk.devices.sounds import SoundPlayer
from desk.errors import DatabaseUnavailable
from desk.models import JournalRow, Loan
from desk.settings import Settings, Theme, load, save
from desk.ui.administration.first_run import FirstRun
from desk.ui.parts.labels import Text
from desk.ui.shell import Shell
from desk.ui.why.what_if_panel import WhatIfPanel
from tests.makers import House
from tests.ui.panels import not_on_file
from tests.ui.test_keys import CTRL, K

Opening = Callable[..., Shell]


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    """Opens windows, and closes them all."""
    shells: list[Shell] = []
    monkeypatch.setattr(SoundPlayer, "start", lambda _self: None)
    monkeypatch.setattr("desk.devices.system_printer.queues", lambda: ())

    def open_window(where: str = "", settings: Settings | None = None) -> Shell:
        quiet = replace(settings or Settings(theme=Theme.LIGHT), sounds=replace(Settings().sounds, on=False))
        shell = make_shell(qapp, quiet, where or house.database.where, house.clock)
        qtbot.addWidget(shell.window)
        shells.append(shell)
        shell.start()
        shell.window.activateWindow()
        return shell

    yield open_window
    for shell in shells:
        shell.window.close()


@pytest.fixture
def at_desk(opened: Opening, qtbot: QtBot) -> Shell:
    """A window with the supervisor signed in."""
    shell = opened()
    sign_in(shell, qtbot, "Sue Supervisor", "secret-s")
    return shell


def sign_in(shell: Shell, qtbot: QtBot, name: str, secret: str) -> None:
    """Enter name and password."""
    qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)
    page = shell._sign_in
    assert page is not None
    page.name.line.setText(name)
    page.secret.line.setText(secret)
    QTest.keyClick(page.secret.line, K.Key_Return)
    qtbot.waitUntil(lambda: shell.window.at_desk() and shell.panels["checkout"].is_idle(), timeout=10_000)


def results(shell: Shell, page: str = "checkout") -> list[str]:
    """The results on a page, newest first."""
    rows = shell.panels[page].page.table.rows
    return [rows.row(rows.key_at(at)).pill.text for at in range(rows.rowCount())]


def shows(shell: Shell, *wanted: str, page: str = "checkout") -> Callable[[], bool]:
    """Whether the page shows just these results."""
    return lambda: results(shell, page) == list(wanted)


def wedge(widget: QWidget, code: str) -> None:
    """A scanner that types like a keyboard."""
    QTest.keyClicks(widget, code)
    QTest.keyClick(widget, K.Key_Return)


def test_a_visit_from_the_card_to_the_slip(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    card, item = house.card(), house.item()
    for code in (card, item, not_on_file()):
        wedge(at_desk.window.focusWidget(), code)
    qtbot.waitUntil(shows(at_desk, "Not on file", "Checked out"))
    assert house.loan(item).patron_id == house.patron(card)
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_F12)
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_F12)
    qtbot.waitUntil(shows(at_desk))
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_F3)
    house.clock.set(2026, 3, 10, 13, 0)
    wedge(at_desk.window.focusWidget(), item)
    qtbot.waitUntil(shows(at_desk, "Reshelve", page="checkin"))


def test_a_scan_is_heard_whatever_has_the_focus(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    page: Any = at_desk.panels["checkout"].page
    wedge(at_desk.window.focusWidget(), house.card())
    qtbot.waitUntil(lambda: bool(at_desk.panels["checkout"].visit.card))
    wedge(at_desk.window.focusWidget(), house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out"))
    places = (page.table.view, page.footer.buttons["finish"], page.chips["due"], at_desk.window.navigation, page.panel)
    for count, widget in enumerate(places, 2):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        wedge(at_desk.window.focusWidget() or widget, house.item())
        qtbot.waitUntil(shows(at_desk, *["Checked out"] * count))
    assert at_desk.panels["checkout"].visit.card


def test_a_scan_while_a_list_is_open_or_a_pin_is_asked_for(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    page = at_desk.panels["checkout"].page
    wedge(at_desk.window.focusWidget(), house.card(barred=True))
    wedge(at_desk.window.focusWidget(), house.item())
    qtbot.waitUntil(shows(at_desk, "Waiting"))
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_F10)
    assert page.card.ask is not None
    wedge(at_desk.window.focusWidget(), house.item())
    qtbot.waitUntil(shows(at_desk, "Waiting", "Waiting"))
    page.chips["due"].open()
    wedge(at_desk.window.focusWidget(), house.item())
    qtbot.waitUntil(shows(at_desk, "Waiting", "Waiting", "Waiting"))


def test_a_burst_through_the_real_thread_keeps_its_order(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    one, two = house.card(), house.card()
    items = [house.item() for _ in range(40)]
    for code in (one, *items[:20], two, *items[20:]):
        at_desk.scanned(code)
    qtbot.waitUntil(shows(at_desk, *["Checked out"] * 20), timeout=15_000)
    panel = at_desk.panels["checkout"]
    assert panel.visit.card == two and house.count(Loan, patron_id=house.patron(one)) == 20


def test_scans_before_the_library_is_open_wait_for_it(opened: Opening, house: House, qtbot: QtBot) -> None:
    card, item = house.card(), house.item()
    shell = opened()
    shell.scanned(card)
    shell.scanned(item)
    sign_in(shell, qtbot, "sue", "2222")
    qtbot.waitUntil(shows(shell, "Checked out"))


def test_the_open_visit_is_there_in_the_next_window(
    at_desk: Shell, opened: Opening, house: House, qtbot: QtBot
) -> None:
    card = house.card()
    at_desk.scanned(card)
    at_desk.scanned(house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out"))
    at_desk.window.close()
    again = opened()
    sign_in(again, qtbot, "sue", "2222")
    qtbot.waitUntil(shows(again, "Checked out"))
    assert again.panels["checkout"].visit.card == card and again.window.isVisible()


def test_early_scans_follow_the_visit_of_before_and_are_their_own_readers(
    at_desk: Shell, opened: Opening, house: House, qtbot: QtBot
) -> None:
    before, early = house.card(), house.card()
    at_desk.scanned(before)
    at_desk.scanned(house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out"))
    at_desk.window.close()
    again = opened()
    items = [house.item() for _ in range(3)]
    for code in (early, *items[:2]):
        again.scanned(code)
    sign_in(again, qtbot, "sue", "2222")
    qtbot.waitUntil(shows(again, "Checked out", "Checked out"))
    again.scanned(items[2])
    qtbot.waitUntil(shows(again, *["Checked out"] * 3))
    assert again.panels["checkout"].visit.card == early
    assert {house.loan(item).patron_id for item in items} == {house.patron(early)}
    assert house.count(Loan, patron_id=house.patron(before)) == 1


def test_early_scans_keep_their_order_across_the_pages(opened: Opening, house: House, qtbot: QtBot) -> None:
    card, one, two, three = house.card(), house.item(), house.item(), house.item()
    shell = opened()
    for code in (card, one, "%%IN", one, two, "%%OUT", three):
        shell.scanned(code)
    house.clock.set(2026, 3, 10, 13, 0)
    sign_in(shell, qtbot, "sue", "2222")
    qtbot.waitUntil(lambda: [house.count(JournalRow, kind=kind) for kind in ("checkout", "checkin")] == [2, 2])
    with house.database.question() as db:
        told = db.execute(select(JournalRow.kind).where(JournalRow.item_id.is_not(None)).order_by(JournalRow.id))
        assert list(told.scalars()) == ["checkout", "checkin", "checkin", "checkout"]
    assert house.loan(three).patron_id == house.patron(card) and house.count(Loan, returned_at=None) == 1


def test_a_page_that_is_turned_while_early_scans_are_still_at_work_waits_for_them(
    opened: Opening, house: House, qtbot: QtBot
) -> None:
    card, items = house.card(), [house.item() for _ in range(6)]
    shell = opened()
    for code in (card, *items[:3], "%%IN", items[0]):
        shell.scanned(code)
    house.clock.set(2026, 3, 10, 13, 0)
    qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)
    shell._try_sign_in("sue", "2222")
    qtbot.waitUntil(lambda: shell._worked and shell.turning.has_early(), timeout=10_000)
    for code in ("%%OUT", items[3], "%%IN", items[1], "%%OUT", *items[4:]):
        shell.scanned(code)
    qtbot.waitUntil(lambda: house.count(JournalRow, kind="checkout") == 6, timeout=10_000)
    assert house.count(JournalRow, kind="checkin") == 2 and not shell.turning.has_early()


def test_the_first_way_to_patrons_and_to_the_till_takes_the_reader_along(
    at_desk: Shell, house: House, qtbot: QtBot
) -> None:
    at_desk.scanned(house.card())
    qtbot.waitUntil(lambda: bool(at_desk.panels["checkout"].visit.opened))
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_F6)
    till: Any = at_desk.window.page("till")
    qtbot.waitUntil(lambda: till.account is not None)


def test_ctrl_n_at_check_out_registers_whoever_was_looked_for(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    out: Any = at_desk.panels["checkout"]
    at_desk.scanned(house.card())
    qtbot.waitUntil(lambda: bool(out.visit.opened))
    card = out.visit.card
    out.page.scan.line.setText("Okonkwo Adaeze")
    QTest.keyClick(out.page.scan.line, K.Key_N, CTRL)
    assert at_desk.window.current() == "patrons" and out.page.scan.text() == "" and out.visit.card == card
    page: Any = at_desk.window.page("patrons")
    qtbot.waitUntil(lambda: page.form is not None, timeout=10_000)
    qtbot.wait(100)
    assert page.form is not None and page.form.is_new(), "the reader of the visit is not opened in its place"


def test_ctrl_n_at_check_out_leads_nowhere_for_whoever_may_not_register(opened: Opening, qtbot: QtBot) -> None:
    shell = opened()
    sign_in(shell, qtbot, "sue", "2222")
    shell.window.navigation.rows["patrons"].hide()
    QTest.keyClick(shell.panels["checkout"].page.scan.line, K.Key_N, CTRL)
    assert shell.window.current() == "checkout"


def test_another_person_takes_over_by_pin(at_desk: Shell, qtbot: QtBot) -> None:
    at_desk.window.person_pressed.emit()
    page = at_desk._sign_in
    assert page is not None and not at_desk.window.at_desk()
    page.secret.line.setText("9999")
    page.submit()
    qtbot.waitUntil(lambda: bool(page._trouble.text()))
    page.secret.line.setText("1111")
    page.submit()
    qtbot.waitUntil(at_desk.window.at_desk)
    assert at_desk.window.navigation.person.name.text() == "Ada Clerk"


def test_a_card_and_a_book_scanned_over_the_check_in_page_while_it_is_asked_who_works_here_are_lent(
    at_desk: Shell, house: House, qtbot: QtBot
) -> None:
    card, item = house.card(), house.item()
    at_desk.window.show_page("checkin")
    at_desk.window.person_pressed.emit()
    page = at_desk._sign_in
    assert page is not None and at_desk.window.covered
    at_desk.scanned(card)
    at_desk.scanned(item)
    page.secret.line.setText("1111")
    page.submit()
    qtbot.waitUntil(lambda: house.count(Loan, returned_at=None) == 1, timeout=10_000)
    assert at_desk.window.current() == "checkout" and house.loan(item).patron_id == house.patron(card)


def test_how_many_scans_wait_is_said_and_nothing_of_what_they_are(opened: Opening, house: House, qtbot: QtBot) -> None:
    card, item = house.card(), house.item()
    shell = opened()
    shell.scanned(card)
    qtbot.waitUntil(lambda: shell._sign_in is not None and shell._sign_in.isVisible(), timeout=10_000)
    page = shell._sign_in
    assert page is not None and page.waiting.isVisible() and page.waiting.text() == "1 scan waits"
    shell.scanned(item)
    assert page.waiting.text() == "2 scans wait"
    sign_in(shell, qtbot, "sue", "2222")
    qtbot.waitUntil(lambda: house.count(Loan, returned_at=None) == 1, timeout=10_000)
    shell.window.person_pressed.emit()
    assert page.isVisible() and not page.waiting.isVisible()
    shell.scanned(house.item())
    assert page.waiting.text() == "1 scan waits"


def test_a_password_that_comes_as_fast_as_a_scan_is_no_scan(opened: Opening, house: House, qtbot: QtBot) -> None:
    card = house.card()
    shell = opened()
    qtbot.waitUntil(lambda: shell._sign_in is not None and shell._sign_in.isVisible(), timeout=10_000)
    page = shell._sign_in
    assert page is not None
    page.name.line.setText("sue")
    page.secret.line.setFocus()
    shell.scanned(card)
    shell.scanned("9780571333349")
    shell.scanned("%%OUT")
    assert page.secret.line.text() == "" and shell.turning.has_early(), "these are scans, and wait"
    shell.scanned("secret-s\r")
    qtbot.waitUntil(lambda: shell.window.at_desk() and shell.panels["checkout"].is_idle(), timeout=10_000)
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card, timeout=10_000)
    assert "secret" not in "".join(results(shell)) and shell.panels["checkout"].page.table.rows.rowCount() <= 1


def test_a_lost_database_is_told_and_recovers(at_desk: Shell, qtbot: QtBot) -> None:
    at_desk.parts.desk.trouble.emit(DatabaseUnavailable("library.db", "away"))
    assert "does not answer" in at_desk.window.banner.words()
    assert at_desk.window.status.database.words() == "Not connected"
    at_desk.parts.desk.recovered.emit()
    assert at_desk.window.banner.words() == "" and at_desk.window.status.database.words() == "Connected"


def test_a_damaged_library_is_a_page_with_a_way_to_try_again(opened: Opening, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is no library" * 400)
    shell = opened(str(path))
    qtbot.waitUntil(lambda: "damaged" in shell.away.page().words.text(), timeout=10_000)
    QTest.keyClick(shell.away.page(), K.Key_Return)
    qtbot.wait(50)
    assert not shell.window.at_desk()


def test_the_first_page_goes_to_the_demo_and_the_demo_back_to_the_first_page(
    opened: Opening, tmp_path: Path, own_home: Path, qtbot: QtBot
) -> None:
    library = str(tmp_path / "new" / "library.db")
    shell = opened(library, replace(Settings(), database=library))
    qtbot.waitUntil(lambda: shell.first_run().welcome.isVisible(), timeout=10_000)
    QTest.keyClick(shell.first_run().welcome, K.Key_Return)
    qtbot.waitUntil(lambda: not shell.window.isVisible(), timeout=30_000)
    assert shell.leaves_for == str(own_home / "demo.db")
    demo = opened(shell.leaves_for, shell.settings)
    qtbot.waitUntil(lambda: bool(demo.panels) and demo.window.at_desk(), timeout=30_000)
    assert "DEMO" in demo.window.status.database.words()
    card, _copy, own = demo.parts.checkout.panel.focus_order()[:3]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(demo.panels["checkout"].visit.card))
    demo.panels["checkout"].own_library.emit()  # type: ignore[attr-defined]
    assert demo.leaves_for == library and own is not None
    assert not Path(library).exists(), "looking around never stands in the library's place"


def test_where_there_is_no_library_the_demo_is_opened_at_once(opened: Opening, own_home: Path, qtbot: QtBot) -> None:
    shell = opened(str(own_home / "demo.db"))
    qtbot.waitUntil(lambda: bool(shell.panels) and shell.window.at_desk(), timeout=30_000)
    assert "DEMO" in shell.window.status.database.words()


def test_the_first_run_makes_a_new_library_and_takes_records_in(
    opened: Opening, own_home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shell = opened(str(tmp_path / "library-of-ours.db"))
    first: FirstRun = shell.first_run()
    qtbot.waitUntil(first.welcome.isVisible, timeout=10_000)
    first.welcome.bring.click()
    making = first.making
    assert making is not None
    shell.parts.look.set_zoom(110)
    making.place.name.line.setText("Ours")
    for _step in range(4):
        making.go_on()
    for box in (making.devices.password, making.devices.again):
        box.line.setText("long-enough")
    making.go_on()
    qtbot.waitUntil(lambda: first.importing is not None and first.importing.isVisible(), timeout=20_000)
    importing = first.importing
    assert importing is not None
    rows = tmp_path / "readers.csv"
    rows.write_text("card,family_name,category,branch\n21234000987768,Lindqvist,adult,MAIN\n", encoding="utf-8")
    importing.form.kind.box.setCurrentIndex(importing.form.kind.box.findData("patrons"))
    importing.form.file.line.setText(str(rows))
    importing.form.bring()
    qtbot.waitUntil(lambda: not importing.form.is_running() and bool(importing.form._note.text()), timeout=10_000)
    assert "1 new" in importing.form._note.text()
    assert shell.settings.zoom == load().zoom == 110, "the steps do not ask for the size"
    shell.parts.look.set_zoom(100)
    importing.closed.emit()
    qtbot.waitUntil(lambda: not shell.window.isVisible(), timeout=10_000)
    desk = opened(shell.leaves_for, shell.settings)
    sign_in(desk, qtbot, "admin", "long-enough")
    desk.scanned("21234000987768")
    qtbot.waitUntil(lambda: bool(desk.panels["checkout"].visit.card))


def test_the_theme_and_the_mute_key_are_remembered(at_desk: Shell, own_home: Path, qtbot: QtBot) -> None:
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_M, CTRL)
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    kept = load()
    assert kept.theme is Theme.DARK and kept.sounds.on
    at_desk.parts.look.set_theme(Theme.LIGHT)


def test_a_library_opened_for_once_is_not_kept_but_one_that_is_made_is(
    opened: Opening, own_home: Path, tmp_path: Path
) -> None:
    save(replace(load(), database="ours.db", branch="MAIN"))
    shell = opened("", replace(Settings(), database="copy.db", branch="NORTH"))
    shell.keep(replace(shell.settings, zoom=125))
    assert (load().database, load().branch, load().zoom) == ("ours.db", "MAIN", 125)
    assert (shell.settings.database, shell.settings.branch) == ("copy.db", "NORTH")
    shell.first_run().settled.emit(shell.settings)
    assert load().database == "copy.db"
    shell.keep(replace(shell.settings, zoom=100))
    assert (load().database, load().zoom) == ("copy.db", 100)


def test_a_name_is_found_while_it_is_typed(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    from desk.models.search import write_patron_words

    card = house.card(family_name="Lindqvist")
    with house.database.act() as connection:
        write_patron_words(connection, [(house.patron(card), "Lindqvist Robin")])
        connection.commit()
    line = at_desk.parts.checkout.scan.line
    line.setFocus()
    for letter in "lind":
        QTest.keyClick(line, letter)
        qtbot.wait(60)
    qtbot.waitUntil(lambda: at_desk.parts.checkout.card.ask is not None)
    assert line.hasFocus() and line.text() == "lind"
    at_desk.parts.checkout.picked.emit(card)
    qtbot.waitUntil(lambda: at_desk.panels["checkout"].visit.card == card)


def test_a_slow_library_and_a_wrong_clock_are_told_in_the_status_bar(at_desk: Shell) -> None:
    desk, status = at_desk.parts.desk._desk, at_desk.window.status.database
    assert desk is not None
    desk.busy_ms = 1234.0
    at_desk._tick()
    assert status.words() == "Slow, 1234 ms"
    desk.skew = -600.0
    at_desk._tick()
    assert status.words() == "This clock is wrong by 10 min"
    desk.skew = desk.busy_ms = 0.0
    at_desk._tick()
    assert status.words() == "Connected"


def test_a_scan_into_what_if_lends_nothing_and_one_into_the_field_does(
    at_desk: Shell, house: House, qtbot: QtBot
) -> None:
    window, panel = at_desk.window, at_desk.panels["checkout"]
    QTest.keyClick(window.focusWidget(), K.Key_I, CTRL | Qt.KeyboardModifier.ShiftModifier)
    asked = window.findChild(WhatIfPanel)
    assert isinstance(asked, WhatIfPanel)
    item, card = house.item(), house.card()
    for code in (item, card):
        wedge(window.focusWidget(), code)
    qtbot.waitUntil(lambda: asked._headline.text().startswith("It would be lent"))
    assert asked.item.text().replace(" ", "") == item and panel.visit.card == "" and house.count(Loan) == 0
    QTest.keyClick(window.focusWidget(), K.Key_Escape)
    for code in (card, item):
        wedge(window.focusWidget(), code)
    qtbot.waitUntil(shows(at_desk, "Checked out"))


def test_five_hundred_pasted_lines_are_taken_back_in_their_order(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_F3)
    items = [house.item() for _ in range(10)]
    lines = [items[at % 10] for at in range(500)]
    QApplication.clipboard().setText("\n".join(lines))
    QTest.keyClick(at_desk.window.focusWidget(), K.Key_V, CTRL)
    panel = at_desk.panels["checkin"]
    assert len(panel.page.table.rows.rows()) == 500 and not panel.is_idle()
    qtbot.waitUntil(panel.is_idle, timeout=60_000)
    assert [scan.barcode for scan in panel.visit.scans] == lines


def test_a_library_that_was_named_and_is_not_there_is_named_on_the_first_page(
    opened: Opening, tmp_path: Path, qtbot: QtBot
) -> None:
    shell = opened(str(tmp_path / "mistyped.db"))
    qtbot.waitUntil(lambda: shell._first is not None and not shell.window.at_desk(), timeout=10_000)
    said = f"There is no library at {tmp_path / 'mistyped.db'} yet."
    assert any(each.text() == said for each in shell.first_run().welcome.findChildren(Text))


def test_the_first_page_never_shows_the_password_of_a_database(opened: Opening, qtbot: QtBot) -> None:
    first = opened("postgresql://desk:hidden@127.0.0.1:1/library").first_run()
    said = [each.text() for each in first.welcome.findChildren(Text)]
    assert any("desk@127.0.0.1:1/library" in each for each in said) and not any("hidden" in each for each in said)
