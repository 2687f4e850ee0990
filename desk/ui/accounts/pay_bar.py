"""The pay bar: what is to be paid, how, what was given, and the change, large enough to be read from a step away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk.i18n import _, pgettext
from desk.rules.settling import in_coins
from desk.rules.vocabulary import PaymentKind
from desk.ui.accounts.asks import read_sum
from desk.ui.administration.forms import LineField, PickField
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.command_bar import CommandBar
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.accounts.money import money_word
from desk.wording.context import Place
from desk.wording.shapes import Command, Weight

METHODS = (PaymentKind.CASH, PaymentKind.CARD, PaymentKind.CHEQUE, PaymentKind.OTHER, PaymentKind.CREDIT)


class PayBar(Surface):
    """The amount is never filled in: the box shows what is ticked in grey, and empty means that."""

    pay_wanted = Signal()
    command = Signal(str)

    def __init__(self, look: Look, commands: tuple[Command, ...]) -> None:
        super().__init__(look)
        px = look.px
        self._place: Place | None = None
        self._sum, self._step = 0, 0
        self.label = Text(look, _("All that is owed"), 13, colour="ink2", elide=True)
        self.sum = Text(look, "", 22, SEMIBOLD, figures=True)
        self.amount = LineField(look, _("Amount"))
        self.method = PickField(look, _("Kind"), _methods(METHODS), PaymentKind.CASH.value)
        self.given = LineField(look, _("Given"))
        self.reference = LineField(look, _("Number of the slip"))
        self.change_word = Text(look, pgettext("money given back", "Change"), 13, colour="ink2")
        self.change = Text(look, "–", 28, SEMIBOLD, figures=True)
        self.pay = KeyButton(look, _("Pay"), Key.RECOMMENDED, "check", Weight.PRIMARY)
        foot = CommandBar(look, commands, first=(self.pay,))
        self.buttons = foot.buttons
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(10))
        column.addLayout(self._row(look))
        column.addWidget(foot)
        self.amount.line.textChanged.connect(self._reckon)
        self.given.line.textChanged.connect(self._reckon)
        self.method.box.currentIndexChanged.connect(self._reckon)
        self.amount.line.returnPressed.connect(self.given.line.setFocus)
        self.pay.clicked.connect(self.pay_wanted)
        foot.command.connect(self.command)
        self._reckon()

    def _row(self, look: Look) -> QHBoxLayout:
        px = look.px
        row = QHBoxLayout()
        row.setSpacing(px(12))
        sums, change = QVBoxLayout(), QVBoxLayout()
        for column in (sums, change):
            column.setSpacing(px(4))
        sums.addWidget(self.label)
        sums.addWidget(self.sum)
        sums.addStretch(1)
        change.addWidget(self.change_word)
        change.addWidget(self.change)
        change.addStretch(1)
        for text in (self.change_word, self.change):
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(sums, 4)
        for field, least in ((self.amount, 106), (self.method, 112), (self.given, 84), (self.reference, 84)):
            field.setMinimumWidth(px(least))
            row.addWidget(field, 3, Qt.AlignmentFlag.AlignTop)
        row.addLayout(change, 3)
        return row

    def set_sum(self, label: str, amount: int, place: Place, step: int) -> None:
        """What would be paid, in words and as a sum; `step` is the smallest coin."""
        self._place, self._sum, self._step = place, amount, step
        self.label.setText(label)
        self.sum.setText(place.money(amount))
        self.amount.line.setPlaceholderText(place.money(amount))
        self._reckon()

    def kind(self) -> PaymentKind:
        """The kind of money that is chosen."""
        return PaymentKind(self.method.value())

    def currency(self) -> str:
        """The library's."""
        return self._place.currency if self._place is not None else "USD"

    def entered(self) -> int | None:
        """The amount that was written; None where nothing is. Raises ValueError that says what is wrong."""
        return read_sum(self.amount.value(), self.currency())

    def given_sum(self) -> int | None:
        """What was put on the desk. Raises ValueError that says what is wrong."""
        return read_sum(self.given.value(), self.currency()) if self.kind() is PaymentKind.CASH else None

    def clear(self) -> None:
        """Empty boxes for the next reader; cash again."""
        for field in (self.amount, self.given, self.reference):
            field.line.setText("")
            field.set_trouble("")
        self.method.box.setCurrentIndex(0)

    def _reckon(self) -> None:
        cash = self.kind() is PaymentKind.CASH
        credit = self.kind() is PaymentKind.CREDIT
        self.given.setVisible(cash)
        self.reference.setVisible(not cash and not credit)
        self.change_word.setVisible(cash)
        self.change.setVisible(cash)
        self.change.setText("–")
        self.change.set_colour("ink")
        self.change_word.setText(pgettext("money given back", "Change"))
        try:
            amount, given = self.entered(), self.given_sum()
        except ValueError:
            return
        due = in_coins(self._sum if amount is None else amount, self._step)
        if self._place is None or given is None or not due:
            return
        left = given - due
        words = pgettext("money given back", "Change") if left >= 0 else _("Still missing")
        self.change_word.setText(words)
        self.change.setText(self._place.money(abs(left)))
        self.change.set_colour("ink" if left >= 0 else "warn_ink")
        self.change.setAccessibleName(f"{words} {self._place.money(abs(left))}")


def _methods(kinds: tuple[PaymentKind, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, money_word(kind)) for kind in kinds)
