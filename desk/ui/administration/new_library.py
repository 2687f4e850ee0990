"""A new library on one page: its name, where it is, how it lends, and who may change that."""

from dataclasses import dataclass, field
from zoneinfo import available_timezones

from PySide6.QtCore import QTimeZone, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout

from desk.i18n import _
from desk.ui.administration.forms import Field, LineField, PickField, WholePage, pair
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Weight

SHORTEST_PASSWORD = 8
CURRENCIES = (
    "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "DKK", "SEK", "NOK", "PLN", "CZK", "HUF", "RON", "ISK", "TRY",
    "INR", "PKR", "BDT", "LKR", "JPY", "CNY", "KRW", "TWD", "HKD", "SGD", "MYR", "PHP", "IDR", "THB", "VND", "ILS",
    "AED", "SAR", "EGP", "MAD", "KES", "NGN", "GHS", "ZAR", "BRL", "ARS", "CLP", "COP", "MXN", "PEN", "UYU",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """What a person entered. The password is kept out of every text that this could be turned into."""

    name: str
    branch: str
    currency: str
    time_zone: str
    template: str
    administrator: str
    password: str = field(repr=False)


class NewLibraryPage(WholePage):
    """One page, checked as it is left; nothing is written before the button."""

    created = Signal(object)
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("New library"), _("Everything here can be changed later."))
        self._fields()
        self._library_card()
        self._template_card()
        self._administrator_card()
        self._trouble = Text(look, "", 14, colour="bad_ink", wrap=True)
        self._trouble.hide()
        self.column.addWidget(self._trouble)
        self.column.addLayout(self._buttons())
        self.setFocusProxy(self.name.line)

    def _fields(self) -> None:
        look = self.look
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        zones = tuple(Choice(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name)
        self.name = LineField(look, _("Name of the library"))
        self.branch = LineField(look, _("First branch"), _("Main branch"))
        self.currency = PickField(look, _("Currency"), tuple(Choice(c, c) for c in CURRENCIES), search=True)
        self.zone = PickField(look, _("Time zone"), zones, zone, search=True)
        self.administrator = LineField(look, _("Administrator's name for signing in"), "admin")
        hint = _("At least {count} characters.").format(count=SHORTEST_PASSWORD)
        self.password = LineField(look, _("Password"), "", hint, secret=True)
        self.again = LineField(look, _("The password again"), secret=True)
        for each in (self.name, self.branch, self.administrator, self.password, self.again):
            each.line.editingFinished.connect(self._look_again)

    def _library_card(self) -> None:
        _surface, column = self.card()
        column.addLayout(pair(self.look, self.name, self.branch))
        column.addLayout(pair(self.look, self.currency, self.zone))

    def _template_card(self) -> None:
        _surface, column = self.card()
        column.addWidget(Text(self.look, _("How it lends"), 15, SEMIBOLD))
        self._templates = QButtonGroup(self)
        self._names = ("public", "school", "special")
        words = (
            (_("Public library"), _("Three weeks for books, one for films; fines and holds; adults and children.")),
            (_("School library"), _("Two weeks, no fines; students and teachers; due on the same weekday.")),
            (_("Special library"), _("Long loans that renew often; no fines; members and guests.")),
        )
        for number, (label, detail) in enumerate(words):
            column.addLayout(self._template(number, label, detail))
        self._templates.button(0).setChecked(True)

    def _template(self, number: int, label: str, detail: str) -> QVBoxLayout:
        button = QRadioButton(label)
        button.setFont(self.look.font(14, SEMIBOLD))
        button.setAccessibleDescription(detail)
        self._templates.addButton(button, number)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(button)
        row = QHBoxLayout()
        row.addSpacing(self.look.px(24))
        row.addWidget(Text(self.look, detail, 13, colour="ink2", wrap=True))
        column.addLayout(row)
        return column

    def _administrator_card(self) -> None:
        _surface, column = self.card()
        column.addWidget(self.administrator)
        column.addLayout(pair(self.look, self.password, self.again))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        back = KeyButton(self.look, _("Back"), Key.ASIDE, "arrow-left", Weight.GHOST)
        make = KeyButton(self.look, _("Make the library"), Key.RECOMMENDED, "check", Weight.PRIMARY)
        back.clicked.connect(self.cancelled)
        make.clicked.connect(self.submit)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(make)
        return row

    def _troubles(self) -> dict[Field, str]:
        """What is wrong with each field."""
        needed = _("This is needed.")
        short = len(self.password.value()) < SHORTEST_PASSWORD
        known_zone = self.zone.value() in available_timezones()
        return {
            self.name: "" if self.name.value() else needed,
            self.branch: "" if self.branch.value() else needed,
            self.currency: "" if self.currency.value() in CURRENCIES else _("Choose one of the list."),
            self.zone: "" if known_zone else _("Choose one of the list."),
            self.administrator: "" if self.administrator.value() else needed,
            self.password: _("The password is too short.") if short else "",
            self.again: "" if self.again.value() == self.password.value() else _("The two passwords differ."),
        }

    def _look_again(self) -> None:
        """A field that was wrong may be right now; one that was left empty on the way is not scolded yet."""
        for box, words in self._troubles().items():
            if box.trouble() or (words and box.value() and box is not self.again):
                box.set_trouble(words)

    def submit(self) -> None:
        """Check everything, then say what is to be made."""
        troubles = self._troubles()
        for box, words in troubles.items():
            box.set_trouble(words)
        wrong = next((box for box, words in troubles.items() if words), None)
        if wrong is not None:
            wrong.setFocus()
            return
        self.created.emit(self.value())

    def press(self, key: Key) -> bool:
        """Ctrl+Enter makes the library, Esc goes back."""
        if key is Key.RECOMMENDED:
            self.submit()
        elif key is Key.ASIDE:
            self.cancelled.emit()
        return key in (Key.RECOMMENDED, Key.ASIDE)

    def value(self) -> NewLibrary:
        """What is entered now."""
        return NewLibrary(
            self.name.value(),
            self.branch.value(),
            self.currency.value(),
            self.zone.value(),
            self._names[self._templates.checkedId()],
            self.administrator.value(),
            self.password.value(),
        )

    def show_trouble(self, words: str) -> None:
        """Why the library could not be made."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
