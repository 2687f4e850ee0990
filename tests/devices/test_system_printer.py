"""Printing through the system: a stand-in for CUPS's two commands, in a folder of its own."""

import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.devices.states import DeviceState
from desk.devices.system_printer import SystemPrinter, print_file, queues
from desk.errors import FileUnreadable, NoPrinter, PrinterGone
from desk.settings import SlipPrinter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no CUPS")


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer with two queues, one of which refuses. What was asked for stands in the file `asked`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    _command(folder / "lpstat", "printf 'Front_desk\\nBroken\\n'")
    asked = tmp_path / "asked"
    _command(folder / "lp", f'case "$*" in *Broken*) echo "lp: out of paper" >&2; exit 1;; esac; echo "$@" >>{asked}')
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return asked


def _command(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    path = tmp_path / "slip.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def test_a_slip_goes_to_the_queue_of_the_settings(cups: Path, slip: Path, qtbot: QtBot) -> None:
    printer = SystemPrinter(SlipPrinter("Front_desk"))
    with qtbot.waitSignal(printer.sent, timeout=3000) as sent:
        printer.send(slip)
    printer.stop()
    assert sent.args == [slip]
    assert cups.read_text().strip() == f"-d Front_desk -- {slip}"
    assert printer.state is DeviceState.READY


def test_a_queue_that_refuses_is_told_in_its_own_words(cups: Path, slip: Path, qtbot: QtBot) -> None:
    printer = SystemPrinter(SlipPrinter("Broken"))
    with qtbot.waitSignal(printer.failed, timeout=3000) as failed:
        printer.send(slip)
    printer.stop()
    assert isinstance(failed.args[0], PrinterGone)
    assert failed.args[0].why == "lp: out of paper"
    assert printer.state is DeviceState.FAILED


def test_the_queues_are_listed(cups: Path, qtbot: QtBot) -> None:
    assert queues() == ("Front_desk", "Broken")
    printer = SystemPrinter(SlipPrinter("Sold"))
    with qtbot.waitSignal(printer.state_changed, timeout=3000):
        printer.start()
    printer.stop()
    assert printer.state is DeviceState.MISSING


def test_an_unknown_queue_is_told_before_anything_is_sent(cups: Path, slip: Path) -> None:
    with pytest.raises(PrinterGone):
        print_file(slip, "Sold")
    assert not cups.exists()


def test_a_computer_without_printing_says_so(slip: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert queues() == ()
    with pytest.raises(NoPrinter):
        print_file(slip)


def test_a_slip_that_is_gone_is_told(cups: Path, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        print_file(tmp_path / "gone.pdf")
