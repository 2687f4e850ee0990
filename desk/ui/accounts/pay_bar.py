"""The pay bar: what is to be paid, how, what was given, and the change, large enough to be read from a step away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import _, pgettext
from desk.rules.settling import in_coins
from desk.rules.vocabulary import PaymentKind
from desk.ui.accounts.asks import read_sum
from desk.ui.administration.forms import LineField, PickField
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.command_bar import CommandBar
from desk.ui.parts.labels import Surface, Text, width_of
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.accounts.money import money_word
from desk.wording.context import Place
from desk.wording.shapes import Command, Weight

# The edges of the bar and the gaps between sums, boxes and change.
AROUND = 2 * 16 + 2 * 12
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
        self._grid = self._build_grid(look)
        column.addLayout(self._grid)
        column.addWidget(foot)
        self.amount.line.textChanged.connect(self._reckon)
        self.given.line.textChanged.connect(self._reckon)
        self.method.box.currentIndexChanged.connect(self._reckon)
        self.amount.line.returnPressed.connect(self.given.line.setFocus)
        self.pay.clicked.connect(self.pay_wanted)
        foot.command.connect(self.command)
        self._lay()
        self._reckon()

    def _build_grid(self, look: Look) -> QGridLayout:
        px = look.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        for column, share in enumerate((4, 9, 3)):
            grid.setColumnStretch(column, share)
        for text in (self.change_word, self.change):
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._sums = _above(look, self.label, self.sum)
        self._change = _above(look, self.change_word, self.change)
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        for field, least in ((self.amount, 106), (self.method, 112), (self.given, 84), (self.reference, 84)):
            field.setMinimumWidth(px(least))
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow bar the boxes stand below the sums."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        """Change is given back of no more than about what is paid: it has the room before it is known."""
        look, words = self._look, self.sum.text()
        sums = width_of(look, words, 22, SEMIBOLD), self.label.sizeHint().width()
        change = width_of(look, words, 28, SEMIBOLD)
        needed = max(sums) + change + self._fields.minimumSizeHint().width() + look.px(AROUND)
        narrow = needed > self.width()
        self._grid.addWidget(self._sums, 0, 0, 1, 2 if narrow else 1)
        self._grid.addWidget(self._fields, 1 if narrow else 0, 0 if narrow else 1, 1, 3 if narrow else 1)
        self._grid.addWidget(self._change, 0, 2)

    def set_sum(self, label: str, amount: int, place: Place, step: int) -> None:
        """What would be paid, in words and as a sum; `step` is the smallest coin."""
        self._place, self._sum, self._step = place, amount, step
        self.label.setText(label)
        self.sum.setText(place.money(amount))
        self.amount.line.setPlaceholderText(place.money(amount))
        self._lay()
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


def _above(look: Look, words: Text, value: Text) -> QWidget:
    """Small words with a large value below them."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px(4))
    column.addWidget(words)
    column.addWidget(value)
    column.addStretch(1)
    return held


def _methods(kinds: tuple[PaymentKind, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, money_word(kind)) for kind in kinds)
