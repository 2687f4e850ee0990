"""A scanner on a wire of its own (USB-COM, RS-232): it never touches the keyboard, and is known when it is gone."""

import logging
import threading
import time
from typing import NamedTuple

import serial
from PySide6.QtCore import QObject
from serial.tools import list_ports

from desk.devices.device import ScanningDevice
from desk.devices.frames import IDLE_SECONDS, Framer
from desk.devices.states import DeviceState
from desk.settings import Scanner

REOPEN_SECONDS = 1.0
STOP_SECONDS = 3.0

log = logging.getLogger(__name__)


class Identity(NamedTuple):
    """Which scanner it is, however the system names its port today."""

    vendor: int
    product: int
    serial_number: str | None


class Port(NamedTuple):
    """A port of this computer that a scanner may be plugged into, and what says so."""

    name: str
    words: str


def find_ports() -> tuple[Port, ...]:
    """The ports there are now; those of USB devices first, for a scanner is hardly ever on an old one."""
    found = sorted(list_ports.comports(), key=lambda port: (port.vid is None, port.device))
    return tuple(Port(port.device, port.description if port.vid is not None else "") for port in found)


class SerialScanner(ScanningDevice):
    """Reads one port on a thread of its own. Unplugged, it looks for the same scanner until it is back or told to stop.

    Modem lines are never used: many USB scanners have none, and reading them fails there.
    """

    def __init__(self, settings: Scanner, parent: QObject | None = None) -> None:
        super().__init__(DeviceState.WAITING, parent)
        self._settings = settings
        self._framer = Framer(settings.prefix, settings.suffix)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._identity: Identity | None = None
        self._begun: float | None = None

    @property
    def port(self) -> str:
        """Where it was said to be."""
        return self._settings.port

    def start(self) -> None:
        """Begin to read."""
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._run, name=f"scanner {self._settings.port}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the reader thread and close the port."""
        self._ended.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._read_until_gone()
            except OSError as error:  # pyserial's own errors are OSErrors too
                self._gone(error)
            except Exception:
                # pyserial and drivers raise TypeError, struct.error and others when a port vanishes in a call; a
                # reader that dies of one would lose every later scan without a word.
                log.exception("the scanner's reader stumbled")
                self._become(DeviceState.FAILED)
            self._ended.wait(REOPEN_SECONDS)

    def _read_until_gone(self) -> None:
        with serial.Serial(self._port(), self._settings.baud, timeout=IDLE_SECONDS) as wire:
            self._remember(wire.port)
            self._become(DeviceState.READY)
            while not self._ended.is_set():
                self._read(wire)

    def _read(self, wire: serial.Serial) -> None:
        data = wire.read(wire.in_waiting or 1)
        now = time.monotonic()
        if data and self._begun is None:
            self._begun = now
        for code in self._framer.feed(data, now) if data else self._framer.idle(now):
            begun, self._begun = self._begun or now, None
            self._hand_on(code, now - begun)

    def _gone(self, error: OSError) -> None:
        """Half a code is no code: handing it on could lend the wrong book. The numbers themselves are never logged."""
        torn = self._framer.tear()
        if torn:
            log.warning("scanner unplugged in the middle of a scan: %d bytes dropped", torn)
        if self.state is not DeviceState.MISSING:
            log.info("scanner at %s is not there: %s", self._settings.port, error)
        self._become(DeviceState.MISSING)

    def _port(self) -> str:
        """Where the scanner is now: a port's name changes when it is plugged in elsewhere, its identity does not."""
        if self._identity is None:
            return self._settings.port
        found = (port.device for port in list_ports.comports() if _identity(port) == self._identity)
        return next(found, self._settings.port)

    def _remember(self, name: str) -> None:
        if self._identity is None:
            found = (_identity(port) for port in list_ports.comports() if port.device == name)
            self._identity = next(found, None)


def _identity(port: object) -> Identity | None:
    vendor, product = getattr(port, "vid", None), getattr(port, "pid", None)
    if vendor is None or product is None:
        return None
    return Identity(vendor, product, getattr(port, "serial_number", None))
