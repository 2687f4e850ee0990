"""The real reader thread on a pseudo-terminal: what goes in at the wire comes out as codes."""

import os
import sys
import threading
import tty
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.devices.serial_scanner import SerialScanner
from desk.devices.states import DeviceState
from desk.settings import Scanner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

CARD, ITEM = "21234000987768", "30500004128818"


class Wire:
    """One end of a cable: `port` is what the scanner is opened on. A link stands for the socket it is plugged into."""

    def __init__(self, link: Path) -> None:
        self.port = str(link)
        self._link = link
        self._master = -1
        self.plug()

    def plug(self) -> None:
        """Put the plug in."""
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        os.close(slave)

    def unplug(self) -> None:
        """Pull it out."""
        if self._master >= 0:
            self._link.unlink(missing_ok=True)
            os.close(self._master)
            self._master = -1

    def send(self, data: bytes) -> None:
        """What the scanner's laser saw."""
        os.write(self._master, data)


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    cable = Wire(tmp_path / "scanner")
    yield cable
    cable.unplug()


@pytest.fixture
def scanner(wire: Wire, qtbot: QtBot) -> Iterator[SerialScanner]:
    device = SerialScanner(Scanner(port=wire.port))
    with qtbot.waitSignal(device.state_changed, timeout=3000):
        device.start()
    assert device.state is DeviceState.READY
    yield device
    device.stop()


class Ear:
    """Keeps what it hears, in order."""

    def __init__(self, device: SerialScanner) -> None:
        self.codes: list[str] = []
        device.scanned.connect(self.codes.append)


def test_a_scan_arrives(scanner: SerialScanner, wire: Wire, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scanner.scanned, timeout=2000) as heard:
        wire.send(ITEM.encode() + b"\r")
    assert heard.args == [ITEM]


def test_a_scan_is_read_away_from_the_window_and_its_end_may_be_silence(
    scanner: SerialScanner, wire: Wire, qtbot: QtBot
) -> None:
    assert any("scanner" in thread.name for thread in threading.enumerate())
    with qtbot.waitSignal(scanner.scanned, timeout=2000) as heard:
        wire.send(ITEM.encode())
    assert heard.args == [ITEM]


def test_five_hundred_scans_without_a_pause_arrive_in_order(scanner: SerialScanner, wire: Wire, qtbot: QtBot) -> None:
    ear = Ear(scanner)
    codes = [f"3050000{number:07d}" for number in range(500)]
    for code in codes:
        wire.send(code.encode() + b"\r\n")
    qtbot.waitUntil(lambda: len(ear.codes) >= 500, timeout=10_000)
    assert ear.codes == codes


def test_an_unplugged_scanner_is_missing_and_comes_back(scanner: SerialScanner, wire: Wire, qtbot: QtBot) -> None:
    wire.unplug()
    qtbot.waitUntil(lambda: scanner.state is DeviceState.MISSING, timeout=3000)
    wire.plug()
    qtbot.waitUntil(lambda: scanner.state is DeviceState.READY, timeout=5000)
    with qtbot.waitSignal(scanner.scanned, timeout=2000) as heard:
        wire.send(CARD.encode() + b"\r")
    assert heard.args == [CARD]


@pytest.mark.world
def test_half_a_code_is_no_code(
    scanner: SerialScanner, wire: Wire, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    ear = Ear(scanner)
    wire.send(ITEM[:7].encode())
    qtbot.wait(15)
    wire.unplug()
    qtbot.waitUntil(lambda: scanner.state is DeviceState.MISSING, timeout=3000)
    qtbot.wait(100)
    assert ear.codes == []
    assert "7 bytes dropped" in caplog.text
    assert ITEM[:7] not in caplog.text


def test_a_scanner_that_was_never_there_is_missing(tmp_path: Path, qtbot: QtBot) -> None:
    device = SerialScanner(Scanner(port=str(tmp_path / "nothing")))
    with qtbot.waitSignal(device.state_changed, timeout=3000):
        device.start()
    assert device.state is DeviceState.MISSING
    device.stop()
    device.stop()


def test_prefix_and_suffix_of_the_settings_are_taken_off(wire: Wire, qtbot: QtBot) -> None:
    device = SerialScanner(replace(Scanner(port=wire.port), prefix="A", suffix="B"))
    with qtbot.waitSignal(device.state_changed, timeout=3000):
        device.start()
    with qtbot.waitSignal(device.scanned, timeout=2000) as heard:
        wire.send(b"A30500004128818B\r")
    device.stop()
    assert heard.args == [ITEM]
