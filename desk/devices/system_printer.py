"""A printer that the system knows: a PDF goes to it through `lp`, off the GUI thread and without a dialog."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.devices.device import Device
from desk.devices.states import DeviceState
from desk.devices.worker import Worker
from desk.errors import DeskError, FileUnreadable, NoPrinter, PrinterGone
from desk.settings import SlipPrinter

if TYPE_CHECKING:
    import subprocess

LOOK_SECONDS = 5
SEND_SECONDS = 20


class SystemPrinter(Device):
    """Sends files to a print queue, one after another. `sent` means that the queue has it, not that paper came out."""

    sent = Signal(object)
    failed = Signal(object)
    queues_found = Signal(object)

    def __init__(self, settings: SlipPrinter | None = None, parent: QObject | None = None) -> None:
        super().__init__(DeviceState.WAITING, parent)
        self._settings = settings or SlipPrinter()
        self._worker = Worker("printer")

    def start(self) -> None:
        """Look whether there is a printer."""
        self._worker.do(self._look)

    def stop(self) -> None:
        """Send what is waiting, then end."""
        self._worker.stop(SEND_SECONDS)

    def send(self, path: Path, printer: str = "") -> None:
        """Print this file on this queue, or on the one of the settings. Answers with `sent` or `failed`."""
        self._worker.do(lambda: self._send(path, printer or self._settings.name))

    @property
    def queue(self) -> str:
        """The queue that it prints on; none means the system's default."""
        return self._settings.name

    def use(self, settings: SlipPrinter) -> None:
        """Another queue from now on."""
        self._settings = settings
        self._worker.do(self._look)

    def _look(self) -> None:
        names = queues()
        self.queues_found.emit(names)
        known = not self._settings.name or self._settings.name in names
        self._become(DeviceState.READY if names and known else DeviceState.MISSING)

    def _send(self, path: Path, printer: str) -> None:
        self._become(DeviceState.BUSY)
        try:
            print_file(path, printer)
        except DeskError as error:
            self._become(DeviceState.MISSING if isinstance(error, NoPrinter) else DeviceState.FAILED)
            self.failed.emit(error)
        else:
            self._become(DeviceState.READY)
            self.sent.emit(path)


def queues() -> tuple[str, ...]:
    """The names of the print queues of this computer."""
    try:
        listed = _run(["lpstat", "-e"], LOOK_SECONDS)
    except DeskError:
        return ()
    return tuple(name.strip() for name in listed.stdout.splitlines() if name.strip())


def print_file(path: Path, printer: str = "") -> None:
    """Hand a file to a queue (none: the system's default); raises what went wrong as an error a person can be told."""
    if not path.is_file():
        raise FileUnreadable(path)
    names = queues()
    if not names:
        raise NoPrinter()
    if printer and printer not in names:
        raise PrinterGone(printer, "No print queue has that name.")
    only = printer or (names[0] if len(names) == 1 else "")
    target = ["-d", only] if only else []
    answer = _run(["lp", *target, "--", str(path)], SEND_SECONDS)
    if answer.returncode:
        raise PrinterGone(printer or names[0], answer.stderr.strip())


def _run(command: list[str], seconds: int) -> "subprocess.CompletedProcess[str]":
    """Run one of CUPS's commands in plain English, since its words are passed on."""
    if shutil.which(command[0]) is None:
        raise NoPrinter()
    import subprocess

    english = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=english, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrinterGone(command[0], str(error)) from error
