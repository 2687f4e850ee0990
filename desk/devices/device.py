"""What all devices have in common: a state that is shown, and a way to end."""

from PySide6.QtCore import QObject, Signal

from desk.devices.states import DeviceState


class Device(QObject):
    """Something plugged into this desk. Made on the GUI thread; its signals may be sent from its own thread."""

    state_changed = Signal(object)

    def __init__(self, state: DeviceState = DeviceState.WAITING, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state

    @property
    def state(self) -> DeviceState:
        """How it is now."""
        return self._state

    def start(self) -> None:
        """Begin to work; a device that waits to be asked has nothing to do."""

    def stop(self) -> None:
        """End its thread and let go of its port. It may be called twice."""

    def _become(self, state: DeviceState) -> None:
        """Tell everybody, but only when something changed."""
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)


class ScanningDevice(Device):
    """A scanner of whatever kind; `last` is what it read last and `took_ms` how long that took to come."""

    scanned = Signal(str)

    def __init__(self, state: DeviceState, parent: QObject | None = None) -> None:
        super().__init__(state, parent)
        self.last = ""
        self.took_ms = 0.0

    def _hand_on(self, code: str, seconds: float) -> None:
        self.last, self.took_ms = code, seconds * 1000
        self.scanned.emit(code)
