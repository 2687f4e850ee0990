"""Palette, key sheet, keys page, status panels, messages and lock, in the whole window with its real threads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desk.devices.serial_scanner import Port
from desk.devices.states import DeviceState
from desk.models import Loan
from desk.models.search import write_patron_words, write_title_words
from desk.services.answers import Unknown
from desk.services.circulation.undo import Undo
from desk.services.patrons.details import Details
from desk.services.patrons.register import Register
from desk.settings import Theme, load
from desk.ui.commands.commanding import KEYS
from desk.ui.commands.states import without_secret
from desk.ui.keys import SEQUENCES, Key, use_keys
from desk.ui.parts.buttons import KeyButton
from desk.ui.shell import Shell
from desk.ui.tokens import Scheme
from tests.makers import House, barcode
from tests.ui.test_keys import CTRL, K
from tests.ui.test_shell import Opening, at_desk, opened, results, shows, wedge  # noqa: F401


@pytest.fixture
def shell(at_desk: Shell) -> Iterator[Shell]:  # noqa: F811
    """A window with the supervisor signed in; every test ends with the standard keys."""
    yield at_desk
    use_keys({})


def press(shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or shell.window, key, modifier)


def find(shell: Shell, qtbot: QtBot, words: str, title: str) -> None:
    """Type into the palette until a line with this title stands there, and go to it."""
    press(shell, K.Key_K, CTRL)
    finder = shell.commanding.overlays.finder
    for letter in words:
        QTest.keyClick(finder.line, letter)
        qtbot.wait(45)  # slower than a scanner
    qtbot.waitUntil(lambda: title in titles(shell), timeout=5_000)
    finder.list.setCurrentRow(titles(shell).index(title))


def titles(shell: Shell) -> list[str]:
    """What the palette shows."""
    return [entry.title for entry in shell.commanding.overlays.finder.list.entries()]


def test_a_command_is_found_done_and_counted_and_the_keyboard_is_back(shell: Shell, qtbot: QtBot) -> None:
    find(shell, qtbot, "chin", "Check in")
    press(shell, K.Key_Return)
    assert shell.window.current() == "checkin" and shell.commanding.overlays.finder.isHidden()
    assert shell.parts.checkin.scan.line.hasFocus()
    qtbot.waitUntil(lambda: shell.parts.store.counter("command check_in") == 1)
    press(shell, K.Key_K, CTRL)
    assert titles(shell)[0] == "Check in"
    press(shell, K.Key_Escape)
    assert shell.commanding.overlays.finder.isHidden() and shell.parts.checkin.scan.line.hasFocus()


def test_a_page_over_the_whole_window_shows_its_own_keys(opened: Opening, tmp_path: Path, qtbot: QtBot) -> None:  # noqa: F811
    shell = opened(str(tmp_path / "none.db"))
    qtbot.waitUntil(lambda: shell._first is not None and shell.first_run().welcome.isVisible(), timeout=10_000)
    sheet = shell.commanding.overlays.sheet
    for key, modifier in ((K.Key_F1, Qt.KeyboardModifier.NoModifier), (K.Key_K, CTRL)):
        press(shell, key, modifier)
        told = sheet._area.accessibleDescription()
        assert sheet.isVisible() and "New library: Alt N" in told and "Full screen: F11" in told
        assert "Check out" not in told and not any(button.isVisible() for button in sheet._prints)
        press(shell, K.Key_Escape)
        assert sheet.isHidden() and shell.first_run().welcome.isVisible()
    press(shell, K.Key_F1)
    QTest.keyClick(shell.window, K.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shell.first_run().making is not None)
    assert sheet.isHidden(), "the sheet of one page does not lie over the next"
    press(shell, K.Key_F1)
    assert "Go on" in sheet._area.accessibleDescription()


def test_a_mode_of_check_in_is_chosen_from_the_other_page(shell: Shell, qtbot: QtBot) -> None:
    find(shell, qtbot, "book drop", "Book drop")
    press(shell, K.Key_Return)
    assert shell.window.current() == "checkin"
    assert shell.parts.checkin.chips["mode"].value == "book_drop"


def test_a_reader_found_by_name_opens_the_visit(shell: Shell, house: House, qtbot: QtBot) -> None:
    card = house.card()
    house.index(write_patron_words, house.patron(card), f"quillfeather rosalind {card}")
    find_first(shell, qtbot, "quillf")
    press(shell, K.Key_Return)
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card, timeout=5_000)


def find_first(shell: Shell, qtbot: QtBot, words: str) -> None:
    """Type words that only one thing has."""
    press(shell, K.Key_K, CTRL)
    for letter in words:
        QTest.keyClick(shell.commanding.overlays.finder.line, letter)
        qtbot.wait(45)
    qtbot.waitUntil(lambda: len(titles(shell)) == 1, timeout=5_000)


def test_a_copy_is_looked_at_and_never_lent(shell: Shell, house: House, qtbot: QtBot) -> None:
    card, item = house.card(), house.item()
    shell.scanned(card)
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card)
    find_first(shell, qtbot, item)
    press(shell, K.Key_Return)
    qtbot.waitUntil(shows(shell, "Looked up"), timeout=5_000)
    assert house.count(Loan) == 0


def test_a_title_shows_its_copies_and_each_can_be_looked_up(shell: Shell, house: House, qtbot: QtBot) -> None:
    title = house.title("Braiding Sweetgrass")
    first, _second = house.item(title_id=title), house.item(title_id=title)
    house.index(write_title_words, title, "braiding sweetgrass")
    find_first(shell, qtbot, "sweetgr")
    press(shell, K.Key_Return)
    qtbot.waitUntil(lambda: len(titles(shell)) == 2, timeout=5_000)
    press(shell, K.Key_Down)
    press(shell, K.Key_Up)
    press(shell, K.Key_Return)
    qtbot.waitUntil(shows(shell, "Looked up"), timeout=5_000)
    rows = shell.parts.checkout.table.rows
    assert rows.row(rows.key_at(0)).barcode.replace(" ", "") == first


def test_a_scan_goes_to_the_page_and_closes_what_lies_over_it(shell: Shell, house: House, qtbot: QtBot) -> None:
    card = house.card()
    press(shell, K.Key_K, CTRL)
    wedge(shell.commanding.overlays.finder.line, card)
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card, timeout=5_000)
    assert shell.commanding.overlays.finder.isHidden() and shell.commanding.overlays.finder.words() == ""
    press(shell, K.Key_F1)
    assert shell.commanding.overlays.sheet.isVisible()
    shell.scanned(house.item())
    assert shell.commanding.overlays.sheet.isHidden()
    qtbot.waitUntil(shows(shell, "Checked out"), timeout=5_000)


def test_the_key_sheet_is_closed_by_esc_and_its_keys_do_their_work(shell: Shell) -> None:
    press(shell, K.Key_F1)
    sheet = shell.commanding.overlays.sheet
    assert "Finish the visit or session: F12" in sheet._area.accessibleDescription()
    press(shell, K.Key_Escape)
    assert sheet.isHidden() and shell.parts.checkout.scan.line.hasFocus()
    press(shell, K.Key_F1)
    press(shell, K.Key_F3)
    assert sheet.isHidden() and shell.window.current() == "checkin"


def test_sheets_are_kept_as_pdf(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    file = tmp_path / "keys.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(file), ""))
    press(shell, K.Key_F1)
    shell.commanding.overlays.sheet.save_wanted.emit()
    assert file.read_bytes().startswith(b"%PDF")
    file.unlink()
    shell.window.press(Key.KEEP_PRINT)
    assert not file.exists(), "nothing was printed yet"
    shell.parts.slips.print_page("receipt", lambda: b"%PDF receipt")
    qtbot.waitUntil(lambda: shell.parts.slips.last is not None)
    shell.window.press(Key.KEEP_PRINT)
    assert file.read_bytes() == b"%PDF receipt"
    file.unlink()
    shell.window.press(Key.COMMAND_SHEET)
    assert titles(shell) == ["Print", "Keep as PDF"]
    press(shell, K.Key_Down)
    press(shell, K.Key_Return)
    assert file.read_bytes().startswith(b"%PDF")


def test_last_readers_and_parked_visits_are_lists(shell: Shell, house: House, qtbot: QtBot) -> None:
    panel = shell.panels["checkout"]
    first, second = house.card(), house.card()
    for card in (first, second):
        shell.scanned(card)
        shell.scanned("99999999999999")
    qtbot.waitUntil(lambda: panel.visit.card == second and panel.is_idle(), timeout=5_000)
    row = shell.window.navigation.rows["checkout"]
    assert row.count() == 1 and row.has_dot() and row.accessibleDescription() == "1 visit is parked"
    shell.window.press(Key.PARKED)
    assert len(titles(shell)) == 1
    press(shell, K.Key_Return)
    qtbot.waitUntil(lambda: panel.visit.card == first and panel.is_idle(), timeout=5_000)
    press(shell, K.Key_F12)
    press(shell, K.Key_F12)
    qtbot.waitUntil(lambda: panel.visit.card == "" and panel.is_idle(), timeout=5_000)
    shell.window.press(Key.LAST_READERS)
    assert len(titles(shell)) == 1
    press(shell, K.Key_Return)
    qtbot.waitUntil(lambda: panel.visit.card == first, timeout=5_000)


def test_what_was_said_can_be_read_again(shell: Shell) -> None:
    shell.window.toast.say("The backup is done")
    shell.window.toast.say("The slip is at the printer")
    shell.window.press(Key.MESSAGES)
    assert titles(shell)[:2] == ["The slip is at the printer", "The backup is done"]


# Keys


def test_a_key_is_changed_refused_and_set_back(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    shell.parts.settings_file = tmp_path / "station.toml"
    shell.window.press(Key.KEYS_PAGE)
    page = shell.administration.keys
    assert shell.window.current() == "administration" and page.isVisible()
    lines = [entry.title for entry in page.list.entries()]
    page.list.setCurrentRow(lines.index("Finish the visit or session"))
    page.take_focus()
    press(shell, K.Key_Return)
    assert page.catch.hasFocus()
    press(shell, K.Key_F9)
    assert "already does" in page.told.headline.text() and page.catch.hasFocus()
    press(shell, K.Key_7)
    assert "A scanner or a person may type 7" in page.told.headline.text()
    press(shell, K.Key_F7)
    finish = shell.parts.checkout.footer.buttons["finish"]
    assert finish.key == "F7" and load(shell.parts.settings_file).keys == {"finish": "F7"}
    page._standard.click()
    assert finish.key == "F12" and load(shell.parts.settings_file).keys == {}
    page.list.setCurrentRow(lines.index("Sounds on or off"))
    press(shell, K.Key_Delete)
    assert load(shell.parts.settings_file).keys == {"mute": ""}
    page._all.click()
    assert load(shell.parts.settings_file).keys == {}


def test_esc_leaves_a_key_as_it_is(shell: Shell) -> None:
    shell.window.press(Key.KEYS_PAGE)
    page = shell.administration.keys
    page.take_focus()
    press(shell, K.Key_Return)
    press(shell, K.Key_Escape)
    assert not page.catch.isVisible() and page.list.hasFocus()


# Status


def ways(shell: Shell) -> dict[str, KeyButton]:
    """The buttons of the panel."""
    return {button.label: button for button in shell.commanding.overlays.panel.buttons}


def told(shell: Shell) -> str:
    """What its test has shown."""
    panel = shell.commanding.overlays.panel
    return panel._result.text() if panel._told.isVisible() else ""


def test_the_database_is_measured(shell: Shell, qtbot: QtBot) -> None:
    shell.window.status.database.click()
    panel = shell.commanding.overlays.panel
    assert panel.isVisible() and QApplication.focusWidget() in panel.buttons
    ways(shell)["Test: measure an answer"].click()
    qtbot.waitUntil(lambda: told(shell).startswith("It answers."), timeout=5_000)
    press(shell, K.Key_Escape)
    assert shell.commanding.overlays.panel.isHidden() and shell.parts.checkout.scan.line.hasFocus()


def test_a_test_scan_is_shown_and_nothing_is_done_with_it(
    shell: Shell, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.ui.commands.states.find_ports", lambda: (Port("/dev/ttyACM7", "Barcode Reader"),))
    shell.window.press(Key.STATUS_SCANNER)
    assert "/dev/ttyACM7 Barcode Reader" in ways(shell)
    ways(shell)["Test: scan something"].click()
    wedge(QApplication.focusWidget() or shell.window, house.card())
    assert told(shell).startswith("Came well: 2") and "ms a character" in told(shell)
    assert shell.panels["checkout"].visit.card == "" and results(shell) == []
    shell.scanned(house.card())
    assert shell.commanding.overlays.panel.isHidden(), "the next one is for the page"


def test_another_port_is_read_at_once_and_remembered(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    import os
    import pty
    import tty

    shell.parts.settings_file = tmp_path / "station.toml"
    hand, port = pty.openpty()
    tty.setraw(port)
    monkeypatch.setattr("desk.ui.commands.states.find_ports", lambda: (Port(os.ttyname(port), ""),))
    shell.window.press(Key.STATUS_SCANNER)
    ways(shell)[os.ttyname(port)].click()
    qtbot.waitUntil(lambda: shell.window.status.scanner.words() == "Scanner ready", timeout=5_000)
    assert load(shell.parts.settings_file).scanner.port == os.ttyname(port)
    os.write(hand, b"99999999999999\r")
    qtbot.waitUntil(shows(shell, "Not on file"), timeout=5_000)
    shell.window.press(Key.STATUS_SCANNER)
    ways(shell)["Keyboard scanner"].click()
    assert shell.window.status.scanner.words() == "Keyboard scanner" and len(shell.parts.scanners) == 1
    os.close(hand)
    os.close(port)


def test_a_print_queue_is_chosen_and_what_waits_is_cleared(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shell.parts.settings_file = tmp_path / "station.toml"
    shell.window.press(Key.STATUS_PRINTER)
    ways(shell)["Test: print a slip"].click()
    qtbot.waitUntil(lambda: shell.parts.slips.waiting == 1, timeout=5_000)
    qtbot.waitUntil(lambda: "Throw away what waits" in ways(shell), timeout=5_000)
    ways(shell)["Throw away what waits"].click()
    assert shell.parts.slips.waiting == 0
    qtbot.waitUntil(lambda: shell.parts.store.slips() == ())
    monkeypatch.setattr("desk.devices.system_printer.queues", lambda: ("counter", "office"))
    ways(shell)["Look for printers again"].click()
    qtbot.waitUntil(lambda: "office" in ways(shell), timeout=5_000)
    ways(shell)["office"].click()
    assert load(shell.parts.settings_file).slip_printer.name == "office"
    assert shell.parts.slips.printer.queue == "office"
    qtbot.waitUntil(lambda: shell.parts.slips.state is DeviceState.READY, timeout=5_000)


def test_sounds_are_louder_and_the_size_is_kept(shell: Shell, tmp_path: Path) -> None:
    shell.parts.settings_file = tmp_path / "station.toml"
    shell.window.press(Key.STATUS_SOUNDS)
    ways(shell)["Louder"].click()
    assert load(shell.parts.settings_file).sounds.volume == 80
    shell.window.status.zoom.click()
    ways(shell)["Larger"].click()
    assert load(shell.parts.settings_file).zoom == 110
    assert shell.commanding.overlays.panel.accessibleDescription().startswith("110 %")
    ways(shell)["Usual size"].click()
    assert load(shell.parts.settings_file).zoom == 100


def test_no_password_is_shown() -> None:
    assert without_secret("postgresql://desk:secret@host/library") == "postgresql://desk@host/library"
    assert without_secret("sqlite:////srv/library.db") == "/srv/library.db"


# Lock


def test_a_locked_desk_has_no_reader_and_scans_wait_for_whoever_comes(shell: Shell, house: House, qtbot: QtBot) -> None:
    card, item = house.card(), house.item()
    panel = shell.panels["checkout"]
    shell.scanned(card)
    qtbot.waitUntil(lambda: panel.visit.card == card and panel.is_idle())
    press(shell, K.Key_L, CTRL)
    qtbot.waitUntil(lambda: not shell.window.at_desk(), timeout=5_000)
    shell.scanned(item)
    press(shell, K.Key_Escape)
    qtbot.wait(50)
    assert not shell.window.at_desk() and house.count(Loan) == 0
    assert shell._sign_in is not None
    shell._sign_in.secret.line.setText("2222")
    shell._sign_in.submit()
    qtbot.waitUntil(lambda: shell.window.at_desk(), timeout=10_000)
    qtbot.waitUntil(lambda: panel.is_idle() and bool(panel.visit.scans), timeout=5_000)
    assert panel.visit.card == "" and house.count(Loan) == 0, "nobody took it while the desk was locked"
    shell.window.press(Key.LAST_PATRON)
    qtbot.waitUntil(lambda: panel.visit.card == card, timeout=5_000)


def test_a_registration_that_is_taken_back_leaves_nobody_at_check_out(shell: Shell, house: House, qtbot: QtBot) -> None:
    panel = shell.panels["checkout"]
    act = Register(barcode("2", 950), Details(family_name="Ghost", given_name="Gina", category="adult", branch="MAIN"))
    answers: list[Any] = []
    shell.parts.desk.do(act, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    shell.scanned(barcode("2", 950))
    qtbot.waitUntil(lambda: panel.visit.card == barcode("2", 950) and panel.is_idle(), timeout=5_000)
    shell.parts.desk.do(Undo(house.journal()[-1].key), answers.append)
    qtbot.waitUntil(lambda: panel.visit.card == "" and panel.is_idle(), timeout=5_000)
    shell.scanned(house.item())
    qtbot.waitUntil(lambda: panel.is_idle() and bool(panel.visit.scans), timeout=5_000)
    assert not isinstance(panel.visit.scans[-1].answer, Unknown)


def test_everything_that_has_a_name_can_be_given_a_key(shell: Shell) -> None:
    assert [name for name in Key if not SEQUENCES[name]]
    use_keys({Key.MESSAGES: "Ctrl+F2"})
    shell.window.keys.listen()
    press(shell, K.Key_F2, CTRL)
    assert shell.commanding.overlays.finder.isVisible()


def test_colours_and_language_are_chosen_in_the_bar_and_kept(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    shell.parts.settings_file = tmp_path / "station.toml"
    shell.window.status.zoom.click()
    ways(shell)["High contrast"].click()
    assert shell.parts.look.scheme is Scheme.CONTRAST and shell.settings.theme is Theme.CONTRAST
    ways(shell)["Light"].click()
    ways(shell)["Español"].click()
    qtbot.waitUntil(shell.window.isHidden)
    assert shell.settings.language == "es" and shell.leaves_for == shell.parts.where
    assert load(shell.parts.settings_file).language == "es"


def test_titles_for_which_many_wait_are_offered_and_lead_to_their_queue(
    shell: Shell, house: House, qtbot: QtBot
) -> None:
    item = house.item(title=house.title("Wanted"))
    house.lend(house.card(), item)
    for _number in range(4):
        house.hold(house.card(), item)
    shell.window.press(Key.HOLD_RATIOS)
    finder = shell.commanding.overlays.finder
    qtbot.waitUntil(lambda: not finder.isHidden())
    [entry] = finder._fixed
    assert entry.title == "Wanted" and "4 wait" in entry.detail and "1 copy" in entry.detail
    entry.do()
    page = shell.window.page("holds")
    qtbot.waitUntil(lambda: not page.queue.isHidden())  # type: ignore[attr-defined]
    shell.window.press(Key.HOLD_HOPELESS)
    qtbot.waitUntil(lambda: not finder.isHidden() and finder._fixed == ())


def test_every_key_that_is_no_pages_has_something_to_open(shell: Shell) -> None:
    assert shell.commanding.overlays._steps.keys() == KEYS
