"""Keys: every command with its key at this station, and another key in its place for whoever wants one."""

from functools import partial

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.administration.house_page import HousePage
from desk.ui.commands.deeds import Deed, Group, deeds, group_word
from desk.ui.commands.entries import Entry, EntryList
from desk.ui.commands.spelling import MODIFIERS, Fault, fault, holder, table, table_without
from desk.ui.desk_thread import DeskLine
from desk.ui.keys import ENTER, SEQUENCES, Key, cap, normal, own_keys
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Tone, Weight

FREE = "Del"


class KeyLine(QLineEdit):
    """Waits for one key. While it has the keyboard, no key does what it does elsewhere."""

    caught = Signal(str)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Every key is for this line, also those that are shortcuts and Tab."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key as it is spelled; Esc alone leaves everything as it is."""
        key = Qt.Key(event.key())
        if key in MODIFIERS:
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key is Qt.Key.Key_Escape and not held:
            self.left.emit()
        else:
            spelled = QKeySequence(QKeyCombination(held, key))
            self.caught.emit(spelled.toString(QKeySequence.SequenceFormat.PortableText))


class KeysPage(HousePage):
    """All staff may see and change them: they are this station's, and no rule of the library."""

    respelled = Signal(object)

    def __init__(self, look: Look, desk: DeskLine) -> None:
        super().__init__(look, desk, _("Keys"))
        self.list = EntryList(look, _("Commands and their keys"))
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.catch = KeyLine()
        self._prompt = Text(look, "", 14, MEDIUM, wrap=True)
        self._ask = Surface(look, 10, "info_bg", "info_line")
        self._change = KeyButton(look, _("Change"), ENTER, "pencil", Weight.PRIMARY)
        self._free = KeyButton(look, _("No key"), FREE, "x")
        self._standard = KeyButton(look, _("Standard key"), "", "rotate-ccw")
        self._all = KeyButton(look, _("All keys as standard"), "", "rotate-ccw", Weight.GHOST)
        self._wanted: Deed | None = None
        self._build()
        self._connect()
        self.order_tabs()
        self.refresh()

    def _build(self) -> None:
        px = self.look.px
        ground = Surface(self.look)
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(px(8), px(8), px(8), px(8))
        inside.addWidget(self.list)
        self.body.addWidget(ground, 1)
        asked = QHBoxLayout(self._ask)
        asked.setContentsMargins(px(16), px(10), px(16), px(10))
        asked.addWidget(self._prompt, 1)
        asked.addWidget(self.catch)
        self.catch.setReadOnly(True)
        self.catch.setAccessibleName(_("The new key"))
        self.body.addWidget(self._ask)
        self._ask.hide()
        for button in (self._change, self._standard, self._free):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.foot.addWidget(self._all)

    def _connect(self) -> None:
        self.list.itemActivated.connect(self._begin)
        self.list.currentRowChanged.connect(self._settle)
        self._change.clicked.connect(self._begin)
        self._free.clicked.connect(partial(self._give, ""))
        free = QShortcut(QKeySequence(FREE), self.list)
        free.setContext(Qt.ShortcutContext.WidgetShortcut)
        free.activated.connect(self._free.click)
        self._standard.clicked.connect(self._give_standard)
        self._all.clicked.connect(self._give_all)
        self.catch.caught.connect(self._caught)
        self.catch.left.connect(self._leave)

    # What the house page asks

    def refresh(self) -> None:
        """The lines with the keys as they are now."""
        entries: list[Entry] = []
        for group in Group:
            entries.append(Entry(group_word(group), "", self._begin, heading=True))
            entries += [self._entry(deed) for deed in deeds() if deed.group is group]
        self.list.show_entries(entries, keep=True)
        self._settle()

    def take_focus(self) -> None:
        """The list has the keyboard."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def in_order(self) -> list[QWidget]:
        """The list, what waits for a key, the foot."""
        return [self.list, self.catch, self._change, self._standard, self._free, self._all]

    def press(self, key: Key) -> bool:
        """Enter in the list is the list's own; nothing else of the table belongs here."""
        return False

    # One key

    def _entry(self, deed: Deed) -> Entry:
        own = deed.key in own_keys()
        standard = _("standard is {key}").format(key=cap_of(SEQUENCES[deed.key])) if own else ""
        return Entry(deed.label, deed.icon, self._begin, standard, SEQUENCES[deed.key] or cap(deed.key))

    def current(self) -> Deed | None:
        """The command that is marked."""
        entry = self.list.current()
        return next((deed for deed in deeds() if entry is not None and deed.label == entry.title), None)

    def _settle(self) -> None:
        deed = self.current()
        self._change.setEnabled(deed is not None)
        self._free.setEnabled(deed is not None and bool(cap(deed.key)))
        self._standard.setEnabled(deed is not None and deed.key in own_keys())
        self._all.setEnabled(bool(own_keys()))

    def _begin(self) -> None:
        self._wanted = self.current()
        if self._wanted is None:
            return
        self.untell()
        words = _("Press the new key for “{command}”. Esc leaves it as it is.").format(command=self._wanted.label)
        self._prompt.setText(words)
        self.catch.setAccessibleDescription(words)
        self._ask.show()
        self.catch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._wanted = None
        self.untell()
        self._ask.hide()
        self.take_focus()

    def _caught(self, spelled: str) -> None:
        deed = self._wanted
        if deed is None:
            return
        why = self.refusal(deed.key, spelled)
        if why:
            self.tell([why], Tone.WARN, "triangle-alert")
        else:
            self._leave()
            self._put(deed, spelled)

    def refusal(self, name: Key, spelled: str) -> str:
        """Why this key cannot be taken, in words; nothing where it can."""
        shown = cap_of(spelled)
        wrong = fault(name, spelled)
        if wrong is not None:
            return fault_words(wrong, shown)
        other = holder(spelled, table_without(table(own_keys()), name))
        if other is None:
            return ""
        label = next(deed.label for deed in deeds() if deed.key is other)
        return _("{key} already does “{command}”. Give that another key first.").format(key=shown, command=label)

    def _give(self, spelled: str) -> None:
        deed = self.current()
        if deed is not None:
            self._put(deed, spelled)

    def _give_standard(self) -> None:
        deed = self.current()
        if deed is None:
            return
        why = self.refusal(deed.key, SEQUENCES[deed.key])
        if why:
            self.tell([why], Tone.WARN, "triangle-alert")
        else:
            self._put(deed, SEQUENCES[deed.key])

    def _give_all(self) -> None:
        self.respelled.emit({})
        self.refresh()
        self.tell_done([_("All keys are as standard again")], Tone.OK, "check")

    def _put(self, deed: Deed, spelled: str) -> None:
        own = {**own_keys(), deed.key: spelled}
        self.respelled.emit({key: each for key, each in own.items() if normal(each) != normal(SEQUENCES[key])})
        self.refresh()
        self.take_focus()
        told = _("{command}: {key}").format(command=deed.label, key=cap_of(spelled) or _("no key"))
        self.tell_done([told], Tone.OK, "check")


def cap_of(spelled: str) -> str:
    """A key as it stands on the keyboard, whatever it does at this station."""
    return normal(spelled).replace("+", " ").replace("Plus", "+")


def fault_words(wrong: Fault, shown: str) -> str:
    """Why no command may have this key."""
    return {
        Fault.UNREADABLE: _("This key cannot be taken."),
        Fault.TYPED: _("A scanner or a person may type {key}: hold Ctrl or Alt with it, or take an F key."),
        Fault.KEPT: _("{key} has its meaning in every text box or list."),
        Fault.BARE: _("This lets something through that stands in the way: hold Ctrl, Alt or Shift with {key}."),
    }[wrong].format(key=shown)
