"""The keys of the desk in one table, and their way from anywhere in the window to one signal.

A key is called by its standard spelling everywhere, also in the words that reach us from below the window ("F12"); what
is shown and listened to is what this station has put in its place.
"""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Key(StrEnum):
    """What a key does, whatever key it is. What has no key at first may be given one."""

    CHECK_OUT = "check_out"
    CHECK_IN = "check_in"
    PATRONS = "patrons"
    HOLDS = "holds"
    TILL = "till"
    NEW = "new"
    HOLDS_OF = "holds_of"
    WAIVE = "waive"
    REFUND = "refund"
    TRANSFER = "transfer"
    CREDIT = "credit"
    VOID = "void"
    SETTLED = "settled"
    OPEN_TILL = "open_till"
    COUNT_TILL = "count_till"
    MOVE_CASH = "move_cash"
    CLOSE_TILL = "close_till"
    DRAWER = "drawer"
    PRICES = "prices"
    LAST_PATRON = "last_patron"
    LAST_READERS = "last_readers"
    PARKED = "parked"
    PRINT = "print"
    REPRINT = "reprint"
    OVERRIDE = "override"
    ROW_ACTIONS = "row_actions"
    FULL_SCREEN = "full_screen"
    FINISH = "finish"
    RECOMMENDED = "recommended"
    UNDO = "undo"
    REDO = "redo"
    DATE = "date"
    RENEW = "renew"
    FILTER = "filter"
    MUTE = "mute"
    THEME = "theme"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    ZOOM_USUAL = "zoom_usual"
    NAVIGATION = "navigation"
    PERSON = "person"
    LOCK = "lock"
    ASIDE = "aside"
    ADMINISTRATION = "administration"
    SAVE = "save"
    WHY = "why"
    WHAT_IF = "what_if"
    UNCATALOGUED = "uncatalogued"
    LIST = "list"
    HELP = "help"
    PALETTE = "palette"
    MODE_NORMAL = "mode_normal"
    MODE_BOOK_DROP = "mode_book_drop"
    MODE_IN_HOUSE = "mode_in_house"
    MODE_RENEW = "mode_renew"
    STATUS_DATABASE = "status_database"
    STATUS_SCANNER = "status_scanner"
    STATUS_PRINTER = "status_printer"
    STATUS_SOUNDS = "status_sounds"
    STATUS_SIZE = "status_size"
    MESSAGES = "messages"
    COMMAND_SHEET = "command_sheet"
    KEEP_PRINT = "keep_print"
    KEYS_PAGE = "keys_page"
    COACH = "coach"
    TRAINING = "training"
    DRILL = "drill"
    LIST_NEXT = "list_next"
    LIST_BACK = "list_back"
    HOLD_QUEUE = "hold_queue"
    HOLD_MISSED = "hold_missed"
    HOLD_LIST = "hold_list"
    HOLD_RATIOS = "hold_ratios"
    HOLD_HOPELESS = "hold_hopeless"
    PAY_READER = "pay_reader"
    RENEW_CARD = "renew_card"
    CHANGE_DETAILS = "change_details"
    NEW_CARD = "new_card"
    LOST_CARD = "lost_card"
    WRITE_NOTE = "write_note"
    RESTRICT = "restrict"
    MERGE = "merge"
    CLEARANCE = "clearance"
    REGISTER = "register"
    CHANGE_MANY = "change_many"
    TWICE_HERE = "twice_here"
    PURGE = "purge"


SEQUENCES: dict[Key, str] = dict.fromkeys(Key, "") | {
    Key.CHECK_OUT: "F2",
    Key.CHECK_IN: "F3",
    Key.PATRONS: "F4",
    Key.HOLDS: "F5",
    Key.TILL: "F6",
    Key.NEW: "Ctrl+N",
    Key.HOLDS_OF: "Ctrl+H",
    Key.WAIVE: "Alt+W",
    Key.REFUND: "Alt+G",
    Key.TRANSFER: "Alt+T",
    Key.SETTLED: "Alt+H",
    Key.OPEN_TILL: "Alt+O",
    Key.COUNT_TILL: "Alt+C",
    Key.MOVE_CASH: "Alt+M",
    Key.LAST_PATRON: "F8",
    Key.LAST_READERS: "Shift+F8",
    Key.PRINT: "F9",
    Key.REPRINT: "Shift+F9",
    Key.OVERRIDE: "F10",
    Key.ROW_ACTIONS: "Shift+F10",
    Key.FULL_SCREEN: "F11",
    Key.FINISH: "F12",
    Key.RECOMMENDED: "Ctrl+Return",
    Key.UNDO: "Ctrl+Z",
    Key.REDO: "Ctrl+Shift+Z",
    Key.DATE: "Ctrl+D",
    Key.RENEW: "Ctrl+R",
    Key.FILTER: "Ctrl+F",
    Key.MUTE: "Ctrl+M",
    Key.THEME: "Ctrl+Shift+T",
    Key.ZOOM_IN: "Ctrl++",
    Key.ZOOM_OUT: "Ctrl+-",
    Key.ZOOM_USUAL: "Ctrl+0",
    Key.NAVIGATION: "Ctrl+B",
    Key.PERSON: "Ctrl+Shift+P",
    Key.LOCK: "Ctrl+L",
    Key.ASIDE: "Esc",
    Key.ADMINISTRATION: "Ctrl+8",
    Key.SAVE: "Ctrl+S",
    Key.WHY: "Ctrl+I",
    Key.WHAT_IF: "Ctrl+Shift+I",
    Key.UNCATALOGUED: "Ctrl+U",
    Key.LIST: "Ctrl+O",
    Key.HELP: "F1",
    Key.PALETTE: "Ctrl+K",
    Key.TRAINING: "Ctrl+Shift+E",
    Key.DRILL: "Ctrl+Shift+D",
    Key.LIST_NEXT: "Ctrl+PgDown",
    Key.LIST_BACK: "Ctrl+PgUp",
}

ENTER = "Enter"
# A keyboard's second way to the same: the Enter of the number block, the plus that needs no Shift.
TWINS = {"Ctrl+Return": "Ctrl+Enter", "Ctrl++": "Ctrl+="}
AUTO_REPEATED = frozenset({Key.UNDO, Key.REDO, Key.ZOOM_IN, Key.ZOOM_OUT})
_own: dict[Key, str] = {}


def use_keys(own: Mapping[Key, str]) -> None:
    """From now on these keys stand in the place of the standard ones."""
    _own.clear()
    _own.update(own)


def own_keys() -> dict[Key, str]:
    """What this station has put in the place of the standard keys."""
    return dict(_own)


def sequence(key: Key) -> str:
    """The key that does this at this station; nothing where none was given."""
    return _own.get(key, SEQUENCES[key])


def normal(key: str) -> str:
    """One spelling for a key however it was written: "Ctrl Enter" and "Ctrl+Return" are the same."""
    if key.endswith(("++", " +")):
        key = key[:-1] + "Plus"
    parts = key.replace("+", " ").split()
    return "+".join({"Return": "Enter", "Escape": "Esc", "Delete": "Del"}.get(part, part) for part in parts)


def cap(key: str | Key) -> str:
    """What stands on the keycap: "Ctrl Enter". A key of the table is shown as it is at this station."""
    name = key if isinstance(key, Key) else key_named(key)
    return normal(sequence(name) if name is not None else key).replace("+", " ").replace("Plus", "+")


def key_named(key: str) -> Key | None:
    """Which of the desk's keys this standard spelling is."""
    wanted = normal(key)
    if not wanted:
        return None
    return next((name for name, spelled in SEQUENCES.items() if normal(spelled) == wanted), None)


class Keys(QObject):
    """Listens to every key of the table in the whole window and says which was pressed.

    A text box with typing to take back keeps Ctrl+Z for itself: Qt asks it first.
    """

    pressed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts: list[QShortcut] = []
        self.listen()

    def listen(self) -> None:
        """Listen to the keys of this station, and to no others any more."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []
        for name in Key:
            spelled = sequence(name)
            for each in filter(None, (spelled, TWINS.get(spelled, ""))):
                self._shortcuts.append(self._shortcut(name, each))

    def _shortcut(self, name: Key, spelled: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(spelled), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(name in AUTO_REPEATED)
        shortcut.setObjectName(name)
        shortcut.activated.connect(self._activated)
        shortcut.activatedAmbiguously.connect(self._activated)
        return shortcut

    def _activated(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self.pressed.emit(Key(shortcut.objectName()))
