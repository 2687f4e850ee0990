"""Signing in: who works at the desk."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from desk.devices.focus_memory import TYPES_INTO
from desk.i18n import _, ngettext
from desk.rules.barcodes import COMMAND_PREFIX, Pattern, clean, own_numbers
from desk.rules.text import fold
from desk.ui.administration.forms import LineField, WholePage
from desk.ui.announcements import announce
from desk.ui.keys import ENTER, Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Weight

END = "\r\n\t"
LONG_NUMBER = 8
ROWS = 6
ROW = 36


class SignInPage(WholePage):
    """A name and a password or PIN; or the PIN alone, for a quick change at the desk."""

    signed_in = Signal(str, str)
    cancelled = Signal()

    def __init__(self, look: Look, library: str, place: str) -> None:
        super().__init__(look, library, place, width=420)
        self._known: tuple[str, ...] = ()
        self.name = LineField(look, _("Your name"))
        self.people = self._people()
        self.secret = LineField(look, _("Password or PIN"), "", _("Your PIN alone is enough."), secret=True)
        _surface, column = self.card()
        column.addWidget(self.name)
        column.addWidget(self.people)
        column.addWidget(self.secret)
        self._trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        column.addLayout(self._buttons())
        self.waiting = self._waiting()
        self.column.addWidget(self.waiting)
        self.name.line.textEdited.connect(self._name_edited)
        self.name.line.returnPressed.connect(self._name_given)
        self.name.line.installEventFilter(self)
        self.people.installEventFilter(self)
        self.secret.line.returnPressed.connect(self.submit)
        self.name.line.setProperty(TYPES_INTO, self.secret.line)
        self.people.setProperty(TYPES_INTO, [self.name.line, self.secret.line])
        self.setFocusProxy(self.name.line)

    def _waiting(self) -> Text:
        """It has its place from the start, so that nothing moves under somebody's hands."""
        waiting = Text(self.look, "", 14, MEDIUM, "ink2")
        policy = waiting.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        waiting.setSizePolicy(policy)
        waiting.hide()
        return waiting

    def show_waiting(self, count: int) -> None:
        """So many scans came while nobody is signed in: none is lost, and none is shown."""
        words = ngettext("{count} scan waits", "{count} scans wait", count).format(count=count)
        if count and words != self.waiting.text():
            announce(self, words)
        self.waiting.setText(words)
        self.waiting.setVisible(bool(count))

    def _people(self) -> QListWidget:
        people = QListWidget()
        people.setFont(self.look.font(14))
        people.setAccessibleName(_("Who works here"))
        people.itemActivated.connect(self._picked)
        people.itemClicked.connect(self._picked)
        people.hide()
        return people

    def _buttons(self) -> QHBoxLayout:
        look = self.look
        self.back = KeyButton(look, _("Back"), Key.ASIDE, "arrow-left", Weight.GHOST)
        self.button = KeyButton(look, _("Sign in"), ENTER, "check", Weight.PRIMARY)
        self.back.clicked.connect(self.cancelled)
        self.button.clicked.connect(self.submit)
        self.back.hide()
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.button)
        return row

    def set_names(self, names: tuple[str, ...], logins: tuple[str, ...] = ()) -> None:
        """The people to pick from, fewer while typing; a single one is filled in. Some call themselves by a login."""
        self._known = tuple(_plain(each) for each in (*names, *logins))
        self.people.clear()
        for name in names:
            QListWidgetItem(name, self.people)
        self.people.setFixedHeight(self.look.px(ROW) * min(ROWS, len(names)) + self.look.px(2))
        self.people.setVisible(len(names) > 1)
        if len(names) == 1:
            self.name.line.setText(names[0])
        self.setFocusProxy(self.secret.line if len(names) == 1 else self.name.line)

    def submit(self) -> None:
        """Hand name and secret on, and forget the secret. A PIN alone tells who it is."""
        secret = self.secret.line.text()
        if secret:
            self.secret.line.clear()
            self.signed_in.emit(self.name.value(), secret)

    def takes(self, raw: str, patterns: tuple[Pattern, ...]) -> bool:
        """Whether what came as fast as a scan is the password: a password manager types so, and nobody may see it.

        What is a number of this library, any long number, or a command stays a scan, and waits.
        """
        words = raw.strip(END)
        if not self.secret.line.hasFocus() or not words or words.startswith(COMMAND_PREFIX):
            return False
        if any(len(each) >= LONG_NUMBER and each.isdigit() for each in clean(words)) or own_numbers(words, patterns):
            return False
        self.secret.line.setText(words)
        self.submit()
        return True

    def press(self, key: Key) -> bool:
        """Esc goes back to the desk where somebody is signed in already."""
        if key is Key.ASIDE:
            self.cancelled.emit()
        return key is Key.ASIDE

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the name into the list, Tab past it once the name is clear; digits anywhere are the PIN."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        taken = self._list_pressed(event) if watched is self.people else self._name_pressed(event)
        return taken or super().eventFilter(watched, event)

    def _name_pressed(self, event: QKeyEvent) -> bool:
        shown = self._shown()
        if event.key() == Qt.Key.Key_Down and shown and self.people.isVisible():
            self.people.setCurrentRow(shown[0])
            self.people.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.key() == Qt.Key.Key_Tab and self.name.value() and len(shown) <= 1:
            self._name_clear()
            self.secret.line.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _list_pressed(self, event: QKeyEvent) -> bool:
        """Tab takes the person who is marked. Digits are no use to the list: they are a PIN, of that person."""
        if event.key() == Qt.Key.Key_Tab:
            for item in self.people.selectedItems():
                self._picked(item)
                return True
        if not event.text().isdecimal():
            return False
        for item in self.people.selectedItems():
            if not item.isHidden():
                self._picked(item)
        self.secret.line.setFocus()
        self.secret.line.insert(event.text())
        return True

    def _shown(self) -> list[int]:
        return [row for row in range(self.people.count()) if not self.people.item(row).isHidden()]

    def _name_clear(self) -> None:
        """What was typed fits one person only: it is they."""
        shown = self._shown()
        if len(shown) == 1 and self.name.value():
            self.name.line.setText(self.people.item(shown[0]).text())

    def _name_edited(self, words: str) -> None:
        """Nobody is called by digits: that is a PIN, and it is hidden at once. Nor do the letters of a password stay,
        which somebody types here without looking: they are nobody's name.
        """
        hint = ""
        if words.isdecimal():
            self.name.line.clear()
            self.secret.line.setText(words)
            self.secret.line.setFocus()
            words = ""
        elif not self._is_somebody(words):
            self.name.line.clear()
            words, hint = "", _("Nobody of this name works here.")
            announce(self, hint)
        self.name.set_hint(hint)
        self._show_only(words)

    def _is_somebody(self, words: str) -> bool:
        """Whether anybody is called so, as far as it is typed."""
        said = _plain(words)
        return not self._known or any(said in each for each in self._known)

    def _show_only(self, words: str) -> None:
        said = _plain(words)
        for row in range(self.people.count()):
            item = self.people.item(row)
            item.setHidden(said not in _plain(item.text()))

    def _picked(self, item: QListWidgetItem) -> None:
        self.name.line.setText(item.text())
        self._show_only("")
        self.secret.line.setFocus()

    def _name_given(self) -> None:
        self._name_clear()
        self.submit() if self.secret.line.text() else self.secret.line.setFocus()

    def begin(self, *, may_leave: bool = False) -> None:
        """Nothing entered, nothing wrong yet. Back is shown where somebody is signed in already."""
        self.name.line.clear()
        self.name.set_hint("")
        self.secret.line.clear()
        self.back.setVisible(may_leave)
        self.show_trouble("")
        self.name.line.setFocus()

    def show_trouble(self, words: str) -> None:
        """Why it was not possible."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self.secret.line.setFocus()


def _plain(words: str) -> str:
    """Letters and digits alone, without case and accents: who types "muller" or "obrien" means Müller or O'Brien."""
    return fold(words).replace(" ", "")
