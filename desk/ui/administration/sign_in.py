"""Signing in: who works at the desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout

from desk.i18n import _
from desk.ui.administration.forms import LineField, WholePage
from desk.ui.keys import ENTER, Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.wording.shapes import Weight


class SignInPage(WholePage):
    """A name and a password or PIN; or the PIN alone, for a quick change at the desk."""

    signed_in = Signal(str, str)
    cancelled = Signal()

    def __init__(self, look: Look, library: str, place: str) -> None:
        super().__init__(look, library, place, width=420)
        self.name = LineField(look, _("Your name"))
        self.secret = LineField(look, _("Password or PIN"), secret=True)
        _surface, column = self.card()
        column.addWidget(self.name)
        column.addWidget(self.secret)
        self._trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        self.button = KeyButton(look, _("Sign in"), ENTER, "check", Weight.PRIMARY)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.button.clicked.connect(self.submit)
        self.name.line.returnPressed.connect(self._name_given)
        self.secret.line.returnPressed.connect(self.submit)
        self.setFocusProxy(self.name.line)

    def set_names(self, names: tuple[str, ...]) -> None:
        """Names to complete while typing; a single one is filled in."""
        self.name.line.setCompleter(QCompleter(list(names), self.name.line))
        if len(names) == 1:
            self.name.line.setText(names[0])
            self.setFocusProxy(self.secret.line)

    def submit(self) -> None:
        """Hand name and secret on, and forget the secret. A PIN alone tells who it is."""
        secret = self.secret.line.text()
        if secret:
            self.secret.line.clear()
            self.signed_in.emit(self.name.value(), secret)

    def press(self, key: Key) -> bool:
        """Esc goes back to the desk where somebody is signed in already."""
        if key is Key.ASIDE:
            self.cancelled.emit()
        return key is Key.ASIDE

    def _name_given(self) -> None:
        self.submit() if self.secret.line.text() else self.secret.line.setFocus()

    def begin(self) -> None:
        """Nothing entered, nothing wrong yet."""
        self.name.line.clear()
        self.secret.line.clear()
        self.show_trouble("")
        self.name.line.setFocus()

    def show_trouble(self, words: str) -> None:
        """Why it was not possible."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self.secret.line.setFocus()
