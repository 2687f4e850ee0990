"""Training: its marks, its drill in the real window, the page at the end, and that the real library is left alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.app import forget_training, make_shell, training_place
from desk.devices.folder_printer import FolderPrinter
from desk.devices.sounds import SoundPlayer
from desk.services.training.beginner import FindBeginnerNumbers
from desk.services.training.judging import Outcome
from desk.services.training.numbers import BeginnerNumbers
from desk.services.training.situations import Kind, Situation
from desk.settings import Settings, Theme
from desk.ui.shell import Shell
from desk.ui.theme import Look
from desk.ui.training.coral import CoralLook
from desk.ui.training.drill import Ended, Result
from desk.ui.training.result_page import ResultPage
from desk.wording.shapes import Tone
from desk.wording.training import duration_words, number_words, outcome_words, remedy_words, situation_words
from tests.makers import House
from tests.ui.test_keys import K, heard


@pytest.fixture
def shell(
    qapp: QApplication, qtbot: QtBot, own_home: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """A window on training, with a library of one's own beside it."""
    monkeypatch.setattr(SoundPlayer, "start", lambda _self: None)
    settings = replace(Settings(theme=Theme.LIGHT), sounds=replace(Settings().sounds, on=False))
    settings = replace(settings, database=house.database.where)
    made = make_shell(qapp, settings, training_place(), lambda: datetime.now(UTC))
    qtbot.addWidget(made.window)
    made.start()
    made.window.activateWindow()
    qtbot.waitUntil(lambda: bool(made.panels) and made.window.at_desk(), timeout=30_000)
    qtbot.waitUntil(made.panels["checkout"].is_idle, timeout=10_000)
    yield made
    made.window.close()


def scan(shell: Shell, qtbot: QtBot, page: str, *codes: str) -> None:
    """Scan on a page, and wait until the desk rests."""
    shell.window.show_page(page)
    for code in codes:
        shell.scanned(code)
        qtbot.waitUntil(shell.panels[page].is_idle, timeout=10_000)
        qtbot.wait(10)


def do_right(shell: Shell, qtbot: QtBot, situation: Situation) -> None:
    """What a good trainee does."""
    if not situation.card:
        return scan(shell, qtbot, "checkin", *situation.items)
    scan(shell, qtbot, "checkout", situation.card, *situation.items)
    if situation.kind is Kind.WRONG_READER:
        QTest.keyClick(shell.window, K.Key_Z, qt_control())
        qtbot.waitUntil(shell.panels["checkout"].is_idle, timeout=10_000)
        scan(shell, qtbot, "checkout", situation.other_card, *situation.items)
    if situation.kind is Kind.LEND_FINISH:
        shell.panels["checkout"].finish()  # type: ignore[attr-defined]
        qtbot.waitUntil(shell.panels["checkout"].is_idle, timeout=10_000)
    if situation.stops:
        shell.training.drill_strip.next.click()
    return None


def qt_control() -> Any:
    """The Ctrl key."""
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.ControlModifier


def test_a_whole_drill_in_the_window_and_then_another(shell: Shell, house: House, qtbot: QtBot) -> None:
    training = shell.training
    assert training.active and shell.window.navigation._edge == "training"
    assert house.desk().rulebook().library in shell.window.windowTitle() and "TRAINING" in shell.window.windowTitle()
    training.drill.begin(11)
    qtbot.waitUntil(training.drill.is_on, timeout=10_000)
    left: list[Situation] = []
    while training.drill.is_on():
        situation = training.drill._run.now  # type: ignore[union-attr]
        assert training.drill_strip.words() == situation_words(situation)
        if len(left) in (2, 5):
            training.drill_strip.next.click()
        else:
            do_right(shell, qtbot, situation)
        left.append(situation)
        qtbot.waitUntil(lambda: not training.drill.is_on() or training.drill._run.now not in left, timeout=10_000)  # type: ignore[union-attr]
    page = training.page
    assert page is not None
    result = page.result
    wrong = [ended.situation for ended in result.endings if ended.outcome is not Outcome.RIGHT]
    assert len(result.endings) == 12 and wrong == [left[2], left[5]] and result.scans > 12
    assert page.isVisible() and shell.parts.geometry.value("training/best")
    page.more.click()
    qtbot.waitUntil(training.drill.is_on, timeout=10_000)
    assert shell.window.at_desk()
    training.drill_strip.stop.click()
    training.drill.ended.emit(result)
    shell.parts.scanners[0].scanned.emit("20000000090016")  # type: ignore[attr-defined]
    assert shell.window.at_desk() and training.page is None
    qtbot.waitUntil(lambda: all(panel.is_idle() for panel in shell.panels.values()), timeout=10_000)
    assert not training.drill.is_on() and not training.strip.isHidden()
    assert house.journal() == []


def test_one_key_leaves_it_and_the_next_training_is_new(shell: Shell, house: House, qtbot: QtBot) -> None:
    QTest.keyClick(shell.window, K.Key_E, qt_control() | qt_shift())
    qtbot.waitUntil(lambda: not shell.window.isVisible(), timeout=10_000)
    assert shell.leaves_for == house.database.where
    assert Path(training_place()).exists()
    forget_training()
    assert not Path(training_place()).exists()


def qt_shift() -> Any:
    """The Shift key."""
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.ShiftModifier


def test_a_slip_of_the_training_says_so_and_is_kept_in_a_folder(shell: Shell, own_home: Path, qtbot: QtBot) -> None:
    found: list[BeginnerNumbers] = []
    shell.parts.desk.ask(FindBeginnerNumbers(), found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5_000)
    numbers = found[0]
    scan(shell, qtbot, "checkout", numbers.card, numbers.lend[0])
    shell.panels["checkout"].run_command("print")
    folder = own_home / "training-slips"
    qtbot.waitUntil(lambda: any(folder.glob("due-*.pdf")), timeout=20_000)
    slip = next(folder.glob("due-*.pdf"))
    qtbot.waitUntil(lambda: not any((own_home / "slips").glob("*.pdf")), timeout=5_000)
    page = pypdfium2.PdfDocument(slip.read_bytes())[0].get_textpage().get_text_range()
    assert page.startswith("TRAINING")


def test_what_is_printed_stays_in_a_folder(tmp_path: Path, qtbot: QtBot) -> None:
    printer = FolderPrinter(tmp_path / "training-slips")
    sent, failed = heard(printer.sent), heard(printer.failed)
    slip = tmp_path / "due-1.pdf"
    slip.write_bytes(b"%PDF")
    printer.start()
    printer.send(slip)
    assert sent == [slip] and (tmp_path / "training-slips" / "due-1.pdf").read_bytes() == b"%PDF"
    printer.send(tmp_path / "nothing.pdf")
    assert len(failed) == 1


def test_every_situation_and_every_ending_has_its_words() -> None:
    for kind in Kind:
        situation = Situation(
            kind, ("30000000091516",), "20000000090254", "Anna Birch", "20000000090262", "Nils Hollow"
        )
        assert situation_words(situation).endswith(".") and "30000 0000 91516" in number_words(situation)
        assert remedy_words(kind).endswith(".")
    assert all(outcome_words(outcome).endswith(".") for outcome in Outcome)
    assert duration_words(247.4) == "4:07"


def test_the_page_tells_what_would_have_been_right(look: Look, qtbot: QtBot) -> None:
    missed = Situation(Kind.RENEW, ("1",), "2", "Anna Birch")
    result = Result((Ended(missed, Outcome.NOT_RENEWED), Ended(missed, Outcome.RIGHT)), 60.0, 9)
    page = ResultPage(look, result, "")
    qtbot.addWidget(page)
    again, closed = heard(page.again), heard(page.closed)
    QTest.keyClick(page, K.Key_Return)
    assert len(again) == 1 and closed == [] and result.scans_a_minute == 9
    assert "9 scans a minute" in page.subtitle.text()


def test_on_coral_everything_has_the_ink_that_is_read_there(look: Look) -> None:
    coral = CoralLook(look)
    assert coral.colour("nav") == look.colour("training") and coral.colour("ink2") == look.colour("on_training")
    assert coral.tone(Tone.BAD).solid == look.colour("on_training").name() and coral.px(10) == look.px(10)
