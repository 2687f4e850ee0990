"""The keys of the desk in one table, and their way from anywhere in the window to one signal."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Key(StrEnum):
    """What a key does, whatever key it is."""

    CHECK_OUT = "check_out"
    CHECK_IN = "check_in"
    LAST_PATRON = "last_patron"
    PRINT = "print"
    REPRINT = "reprint"
    OVERRIDE = "override"
    FULL_SCREEN = "full_screen"
    FINISH = "finish"
    RECOMMENDED = "recommended"
    UNDO = "undo"
    REDO = "redo"
    DATE = "date"
    RENEW = "renew"
    MUTE = "mute"
    THEME = "theme"
    NAVIGATION = "navigation"
    PERSON = "person"
    ASIDE = "aside"
    ADMINISTRATION = "administration"
    SAVE = "save"
    WHY = "why"
    WHAT_IF = "what_if"
    UNCATALOGUED = "uncatalogued"
    LIST = "list"


SEQUENCES: dict[Key, str] = {
    Key.CHECK_OUT: "F2",
    Key.CHECK_IN: "F3",
    Key.LAST_PATRON: "F8",
    Key.PRINT: "F9",
    Key.REPRINT: "Shift+F9",
    Key.OVERRIDE: "F10",
    Key.FULL_SCREEN: "F11",
    Key.FINISH: "F12",
    Key.RECOMMENDED: "Ctrl+Return",
    Key.UNDO: "Ctrl+Z",
    Key.REDO: "Ctrl+Shift+Z",
    Key.DATE: "Ctrl+D",
    Key.RENEW: "Ctrl+R",
    Key.MUTE: "Ctrl+M",
    Key.THEME: "Ctrl+Shift+T",
    Key.NAVIGATION: "Ctrl+B",
    Key.PERSON: "Ctrl+Shift+P",
    Key.ASIDE: "Esc",
    Key.ADMINISTRATION: "Ctrl+8",
    Key.SAVE: "Ctrl+S",
    Key.WHY: "Ctrl+I",
    Key.WHAT_IF: "Ctrl+Shift+I",
    Key.UNCATALOGUED: "Ctrl+U",
    Key.LIST: "Ctrl+O",
}

ENTER = "Enter"


def normal(key: str) -> str:
    """One spelling for a key however it was written: "Ctrl Enter" and "Ctrl+Return" are the same."""
    parts = key.replace("+", " ").split()
    return "+".join({"Return": "Enter", "Escape": "Esc", "Delete": "Del"}.get(part, part) for part in parts)


def cap(key: str | Key) -> str:
    """What stands on the keycap: "Ctrl Enter"."""
    return normal(SEQUENCES.get(key, key) if isinstance(key, Key) else key).replace("+", " ")


def key_named(key: str) -> Key | None:
    """Which of the desk's keys this spelling is."""
    wanted = normal(key)
    return next((name for name, sequence in SEQUENCES.items() if normal(sequence) == wanted), None)


class Keys(QObject):
    """Listens to every key of the table in the whole window and says which was pressed.

    A text box with typing to take back keeps Ctrl+Z for itself: Qt asks it first.
    """

    pressed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for name, sequence in SEQUENCES.items():
            self._listen(window, name, sequence)
        self._listen(window, Key.RECOMMENDED, "Ctrl+Enter")

    def _listen(self, window: QWidget, name: Key, sequence: str) -> None:
        shortcut = QShortcut(QKeySequence(sequence), window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(name in (Key.UNDO, Key.REDO))
        shortcut.setObjectName(name)
        shortcut.activated.connect(self._activated)
        shortcut.activatedAmbiguously.connect(self._activated)

    def _activated(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self.pressed.emit(Key(shortcut.objectName()))
