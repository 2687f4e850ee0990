"""A new library on one page: its name, where it is, how it lends, and who may change that."""

from dataclasses import dataclass, field
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.administration.forms import Field, LineField, PickField, WholePage, pair
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Weight

SHORTEST_PASSWORD = 8
WIDTH = 820
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
        super().__init__(look, _("New library"), _("Everything here can be changed later."), width=WIDTH)
        self._fields()
        self._library_card()
        self._template_card()
        self._administrator_card()
        self.column.setSpacing(look.px(10))
        self._trouble = Text(look, "", 14, colour="bad_ink", wrap=True)
        self._trouble.hide()
        foot = self.foot(WIDTH)
        foot.addWidget(self._trouble)
        foot.addLayout(self._buttons())
        self.set_then_import(False)
        self.setFocusProxy(self.name.line)

    def set_then_import(self, then: bool) -> None:
        """Whether records are brought in as soon as the library is made."""
        usual = _("Everything here can be changed later.")
        follows = _("First the library itself. The records of the other system are brought in right after it.")
        self.subtitle.setText(follows if then else usual)
        self._follow.setVisible(then)

    def _fields(self) -> None:
        look = self.look
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        zones = tuple(Choice(name, name.replace("_", " ")) for name in sorted(available_timezones()) if _is_place(name))
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
        for picked in (self.currency, self.zone):
            line = picked.box.lineEdit()
            if line is not None:
                line.editingFinished.connect(picked.settle)
                line.editingFinished.connect(self._look_again)

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
        row = QHBoxLayout()
        row.setSpacing(self.look.px(16))
        for number, (label, detail) in enumerate(words):
            row.addLayout(self._template(number, label, detail), 1)
        column.addLayout(row)
        self._templates.button(0).setChecked(True)

    def _template(self, number: int, label: str, detail: str) -> QVBoxLayout:
        button = QRadioButton(label)
        button.setFont(self.look.font(14, SEMIBOLD))
        button.setAccessibleDescription(detail)
        self._templates.addButton(button, number)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(button)
        column.addWidget(Text(self.look, detail, 13, colour="ink2", wrap=True))
        column.addStretch(1)
        return column

    def _administrator_card(self) -> None:
        _surface, column = self.card()
        row = pair(self.look, self.administrator, self.password)
        row.addWidget(self.again, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        back = KeyButton(self.look, _("Back"), Key.ASIDE, "arrow-left", Weight.GHOST)
        self.make = KeyButton(self.look, _("Make the library"), Key.RECOMMENDED, "check", Weight.PRIMARY)
        self._follow = Text(self.look, _("Then: choose the file to bring in"), 13, colour="ink2")
        back.clicked.connect(self.cancelled)
        self.make.clicked.connect(self.submit)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self._follow)
        row.addWidget(self.make)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain Enter goes on to the next field, at last to the button, and presses that."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        if self.make.hasFocus():
            return self.make.click()
        template = self._templates.checkedButton()
        stops: tuple[QWidget, ...] = (
            self.name.line, self.branch.line, self.currency.box, self.zone.box, template or self.make,
            self.administrator.line, self.password.line, self.again.line, self.make,
        )  # fmt: skip
        now = QApplication.focusWidget()
        at = next((n for n, stop in enumerate(stops) if stop is now or (now and stop.isAncestorOf(now))), -1)
        if at + 1 < len(stops):
            stops[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        return None

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
            self.again: self._again_trouble(needed),
        }

    def _again_trouble(self, needed: str) -> str:
        if not self.again.value():
            return needed
        return "" if self.again.value() == self.password.value() else _("The two passwords differ.")

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
            wrong.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(wrong)
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


def _is_place(zone: str) -> bool:
    return "/" in zone or zone == "UTC"
