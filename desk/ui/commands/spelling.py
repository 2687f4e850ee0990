"""Which keys a station may put in the place of the standard ones, and why not others."""

from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from desk.ui.keys import SEQUENCES, TWINS, Key, normal

# What a scanner can type, and what moves in a form: none of these may ever do anything by itself.
TYPED = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space}
    | {Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp}
    | {Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Insert}
)
MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
    | {Qt.Key.Key_NumLock, Qt.Key.Key_unknown}
)
# What every text box knows, and the last way to close a window.
KEPT = frozenset({"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Alt+F4"})
# What says yes to something that stands in the way: never by one slip of a finger on a key that was given to it here,
# and never by a scanner, which may send Esc and every other control character as Ctrl with "@" to "_".
CAREFUL = frozenset({Key.OVERRIDE, Key.RECOMMENDED})
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Fault(Enum):
    """Why a key cannot be taken."""

    UNREADABLE = auto()
    TYPED = auto()
    KEPT = auto()
    BARE = auto()


def fault(name: Key, spelled: str) -> Fault | None:
    """What is wrong with this key for this command, whatever the others have; a command may be left without a key."""
    if not spelled or canonical(spelled) == canonical(SEQUENCES[name]):
        return None
    sequence = QKeySequence.fromString(spelled)
    if sequence.count() != 1:
        return Fault.UNREADABLE
    pressed: QKeyCombination = sequence[0]  # type: ignore[index]
    key, held = pressed.key(), pressed.keyboardModifiers() & HELD
    if key in MODIFIERS:
        return Fault.UNREADABLE
    shift = pressed.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
    function = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
    if not held and not function and key is not Qt.Key.Key_Escape:
        return Fault.TYPED
    if key in TYPED and not (held & Qt.KeyboardModifier.ControlModifier and key is Qt.Key.Key_Return):
        return Fault.TYPED
    if held == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return Fault.KEPT
    if canonical(spelled) in KEPT:
        return Fault.KEPT
    sent = key is Qt.Key.Key_Escape or (
        held == Qt.KeyboardModifier.ControlModifier and not shift and Qt.Key.Key_At <= key <= Qt.Key.Key_Underscore
    )
    return Fault.BARE if name in CAREFUL and (sent or (function and not (held or shift))) else None


def portable(spelled: str) -> str:
    """The key as Qt writes it, however a person did: "shift+ctrl+z" is "Ctrl+Shift+Z"."""
    form = QKeySequence.SequenceFormat.PortableText
    return QKeySequence.fromString(spelled, form).toString(form) or spelled


def canonical(spelled: str) -> str:
    """One spelling for each key."""
    return normal(portable(spelled))


def _heard(spelled: str) -> set[str]:
    """The key and its twin, by both of which the command is given."""
    written = portable(spelled)
    return {canonical(each) for each in (written, TWINS.get(written, "")) if each}


def holder(spelled: str, keys: Mapping[Key, str]) -> Key | None:
    """Which command has this key, or its twin, in a table of all keys."""
    wanted = _heard(spelled)
    return next((name for name in Key if wanted & _heard(keys[name])), None)


def table(own: Mapping[Key, str]) -> dict[Key, str]:
    """All keys, with those of the station in the place of the standard ones."""
    return SEQUENCES | dict(own)


def read_own(stored: Mapping[str, str]) -> tuple[dict[Key, str], list[str]]:
    """The station's own keys as its file names them, and the names of those that cannot be used.

    The file may have been written by a person: what is unknown, forbidden or given twice is left at its standard.
    """
    names = {str(name) for name in Key}
    own = {Key(name): portable(str(spelled)) for name, spelled in stored.items() if name in names}
    left = [name for name in stored if name not in names]
    wrong = [name for name, spelled in own.items() if fault(name, spelled) is not None]
    for name in wrong:
        del own[name]
    while (twice := _twice(own)) is not None:
        wrong.append(twice)
        del own[twice]
    return own, [*left, *map(str, wrong)]


def _twice(own: Mapping[Key, str]) -> Key | None:
    keys = table(own)
    return next((name for name in own if own[name] and holder(own[name], table_without(keys, name)) is not None), None)


def table_without(keys: Mapping[Key, str], name: Key) -> dict[Key, str]:
    """The same table in which this command has no key."""
    return {**keys, name: ""}
