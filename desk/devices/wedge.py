"""A scanner that types like a keyboard, recognised wherever the focus is.

Its keys cannot be told from a person's until a few have come, so the first ones reach the focused control. When the
burst ends as a scan, its Enter is kept back, the control is put back to what it was, and the code is handed on.
"""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk.devices.bursts import ENDS, Burst, BurstRules, Clock, Key
from desk.devices.device import ScanningDevice
from desk.devices.focus_memory import TYPED_ONLY, Memory, remember, takes_text
from desk.devices.states import DeviceState
from desk.settings import Scanner

_WATCHED = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
    | {Qt.Key.Key_NumLock}
)
_ENDS = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Enter: "\r", Qt.Key.Key_Tab: "\t"}


class WedgeScanner(ScanningDevice):
    """Watches every key press of the application for a scanner's."""

    def __init__(self, settings: Scanner, parent: QObject | None = None, clock: Clock = time.monotonic) -> None:
        super().__init__(DeviceState.KEYBOARD, parent)
        self._burst = Burst(_rules(settings))
        self._clock = clock
        self._memories: dict[QWidget, Memory | None] = {}
        self._kept_back: set[int] = set()
        self._pressed_in: QWidget | None = None

    def start(self) -> None:
        """Begin to watch."""
        _application().installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer."""
        _application().removeEventFilter(self)
        self._forget()

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Qt asks before each event; True keeps it back. A QWindow's copy of a key press is not ours."""
        # The kind of the object is known at once; of what type it is has to be asked of Qt, a hundred times a scan.
        if not isinstance(event, QKeyEvent) or event.type() not in _WATCHED:
            return False
        if not receiver.isWidgetType() or not isinstance(receiver, QWidget):
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                kept = self._overridden(event)
            case QEvent.Type.KeyRelease:
                kept = self._released(event)
            case _:
                kept = self._pressed(receiver, event)
        if kept:
            event.accept()
        return kept

    def _overridden(self, event: QKeyEvent) -> bool:
        """Inside a burst no key is a shortcut: Ctrl+M is then a carriage return and not the mute key."""
        text = _text(event)
        return bool(text) and (self._burst.is_running(self._moment(event)) or self._burst.begins(text))

    def _released(self, event: QKeyEvent) -> bool:
        """The release of a key that was kept back is kept back too: a button is pressed by the release of Space."""
        self._pressed_in = None
        if event.isAutoRepeat() or event.key() not in self._kept_back:
            return False
        self._kept_back.discard(event.key())
        return True

    def _pressed(self, receiver: QWidget, event: QKeyEvent) -> bool:
        if self._is_passed_on(receiver) or event.key() in _MODIFIERS or receiver.property(TYPED_ONLY):
            return False
        self._pressed_in = receiver
        text = _text(event)
        if not text or (event.isAutoRepeat() and not self._burst.goes_on(self._moment(event))):
            self._forget()
            return False
        # a list of completions hands its keys to the line it belongs to
        kept = self._judge(receiver.focusProxy() or receiver, event, text)
        if kept:
            self._kept_back.add(event.key())
        return kept

    def _judge(self, receiver: QWidget, event: QKeyEvent, text: str) -> bool:
        moment = self._moment(event)
        was_running = self._burst.is_running(moment)
        if _is_control(text) and not (was_running or self._burst.begins(text) or event.key() in _ENDS):
            self._forget()  # a person's Ctrl+letter
            return False
        # Qt takes a quick scanner's doubled digit for a repeat: release and press came in one millisecond
        match self._burst.press(text, moment, repeated=event.isAutoRepeat()):
            case Key.TYPED:
                self._memories.clear()
                self._remember(receiver)
                return _is_control(text) and self._burst.begins(text)
            case Key.STALLED:
                self._remember(receiver)
                return False
            case Key.BURST:
                self._remember(receiver)
                return _is_control(text) or not takes_text(receiver)
            case Key.SCAN:
                self._deliver()
        return True

    def _deliver(self) -> None:
        """First put back, the first one last, for its keys may have gone on to the others; then tell.

        Whoever hears of the scan may move the focus or clear the field.
        """
        for widget, memory in reversed(self._memories.items()):
            if memory is not None and isValid(widget):
                memory.restore()
        self._memories.clear()
        self._hand_on(self._burst.code, self._burst.took)

    def _remember(self, receiver: QWidget) -> None:
        if receiver not in self._memories:
            self._memories[receiver] = remember(receiver)

    def _forget(self) -> None:
        self._burst.reset()
        self._memories.clear()

    def _is_passed_on(self, receiver: QWidget) -> bool:
        """Qt offers a key that nobody took to the parent next: the same press must not count twice."""
        before = self._pressed_in  # the same control again is the next key, pressed before the last came up
        return before is not None and before is not receiver and isValid(before) and receiver.isAncestorOf(before)

    def _moment(self, event: QKeyEvent) -> float:
        """When the key was pressed; by the system's own time where it is told, for a busy window hears of keys late."""
        stamp = event.timestamp()
        return stamp / 1000 if stamp else self._clock()


def _rules(settings: Scanner) -> BurstRules:
    return BurstRules(settings.min_length, settings.max_gap_ms / 1000, settings.prefix, settings.suffix)


def _application() -> QCoreApplication:
    application = QApplication.instance()
    assert application is not None, "a keyboard scanner needs the application"
    return application


def _is_control(text: str) -> bool:
    return text < " "


def _text(event: QKeyEvent) -> str:
    """What the key writes, nothing for most; Ctrl+letter as the control character that it is on a terminal."""
    if event.key() in _ENDS:
        return "" if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else _ENDS[Qt.Key(event.key())]
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return chr(event.key() - Qt.Key.Key_A + 1) if Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z else ""
    if (
        event.modifiers() & Qt.KeyboardModifier.AltModifier
        and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
    ):
        return ""
    return event.text() if event.text().isprintable() or event.text() in ENDS else ""
