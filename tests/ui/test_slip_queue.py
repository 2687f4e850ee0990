"""Slips on their way to the printer: kept until it has them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.devices.system_printer import SystemPrinter
from desk.errors import NoPrinter
from desk.services.circulation.answers import SlipLine
from desk.station.store import StationStore
from desk.ui.circulation.tools import Slip, SlipKind
from desk.ui.slip_queue import SlipQueue
from tests.makers import House
from tests.ui.panels import AtOnce

LINE = SlipLine("Piranesi", "30500003779025", datetime(2026, 4, 1, 23, 59, tzinfo=UTC))


@pytest.fixture
def queue(house: House, tmp_path: Path, qtbot: QtBot) -> Iterator[SlipQueue]:
    """A queue with its store, at a desk that answers at once."""
    store = StationStore(tmp_path / "station.db")
    made = SlipQueue(SystemPrinter(), store, tmp_path / "slips", "80mm")
    made.stands(AtOnce(house.desk()))
    yield made
    made.stop()
    store.close()


def test_a_slip_goes_to_the_printer_and_nothing_of_it_is_kept(
    queue: SlipQueue, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr("desk.devices.system_printer.print_file", lambda path, _name: printed.append(path.read_bytes()))
    with qtbot.waitSignal(queue.waiting_changed, timeout=10_000):
        queue.print_slip(Slip(SlipKind.DUE, (LINE,)))
    assert printed[0].startswith(b"%PDF") and queue._store.slips() == () and not list((tmp_path / "slips").iterdir())


def test_without_a_printer_the_slip_waits_and_it_is_told_once(
    queue: SlipQueue, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_path: Path, _name: str) -> None:
        raise NoPrinter()

    monkeypatch.setattr("desk.devices.system_printer.print_file", none)
    told: list[str] = []
    queue.told.connect(told.append)
    for count in (1, 2):
        with qtbot.waitSignal(queue.waiting_changed, timeout=10_000) as waiting:
            queue.print_slip(Slip(SlipKind.DUE, (LINE,)))
        assert waiting.args == [count]
    assert len(told) == 1 and len(queue._store.slips()) == 2
    again: list[bytes] = []
    monkeypatch.setattr("desk.devices.system_printer.print_file", lambda path, _name: again.append(path.read_bytes()))
    queue.stands(queue._desk)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: queue._store.slips() == ())
    assert len(again) == 2


def test_a_slip_that_was_made_last_is_kept_when_the_window_closes(
    queue: SlipQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue._printer, "send", lambda _path: None)
    queue.print_slip(Slip(SlipKind.DUE, (LINE,)))
    queue.stop()
    assert [slip.kind for slip in queue._store.slips()] == [SlipKind.DUE]
