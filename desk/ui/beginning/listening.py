"""The scanner of a desk that is being set up: its wire is listened to while somebody tries which one it is."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desk.devices.ports import serial_ports
from desk.devices.serial_scanner import SerialScanner
from desk.devices.states import DeviceState
from desk.i18n import _
from desk.settings import Scanner
from desk.ui.parts.chips import Choice


class Listening(QObject):
    """Opens the wire that was chosen, and no other; the one that the window reads already is left to it."""

    scanned = Signal(str)
    state_changed = Signal(object)

    def __init__(self, settings: Scanner, parent: QObject) -> None:
        super().__init__(parent)
        self.settings = settings
        self._taken = settings.port
        self._wire: SerialScanner | None = None

    def choices(self) -> tuple[Choice, ...]:
        """The ways a scanner can be plugged in here: as a keyboard always, a wire only where there is one."""
        names = {port.name: port.about for port in serial_ports()}
        if self._taken:
            names.setdefault(self._taken, "")
        wires = (Choice(name, f"{name}  {about}".strip()) for name, about in names.items())
        return Choice("", _("It types like a keyboard")), *wires

    def choose(self, port: str) -> None:
        """Listen to this wire from now on."""
        if port == self.settings.port:
            return
        self.stop()
        self.settings = replace(self.settings, port=port)
        if port and port != self._taken:
            self._wire = SerialScanner(self.settings, self)
            self._wire.scanned.connect(self.scanned)
            self._wire.state_changed.connect(self.state_changed)
            self._wire.start()

    def state(self) -> DeviceState:
        """How the wire is; a keyboard cannot be looked at."""
        return self._wire.state if self._wire is not None else DeviceState.KEYBOARD

    def stop(self) -> None:
        """Let the wire go."""
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.stop()
            wire.deleteLater()
