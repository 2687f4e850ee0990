"""What the card asks before money moves: sums, reasons, a count of the drawer. Never a dialog, never a bare Enter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QLineEdit, QWidget

from desk.i18n import _
from desk.rules.coins import money_of
from desk.rules.money import decimal_text, exponent, minor_units
from desk.ui.administration.forms import Field, LineField, PickField
from desk.ui.parts.card_ask import CardAsk
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look


def read_sum(words: str, currency: str) -> int | None:
    """What was typed as a sum, with a point or a comma; None while nothing is. Raises ValueError with the words."""
    typed = words.strip().replace(" ", "").replace(" ", "")
    if not typed:
        return None
    if typed.count(",") == 1 and "." not in typed:
        typed = typed.replace(",", ".")
    try:
        return minor_units(typed.lstrip("+"), currency)
    except ValueError:
        example = "1.50" if exponent(currency) else "150"
        raise ValueError(
            _("{words} is no amount. Write it like {example}.").format(words=words.strip(), example=example)
        ) from None


@dataclass(frozen=True, slots=True)
class Blank:
    """One box of a form: its name inside, its label, what stands in it while it is empty, what it begins with.

    `choices` make it a list, `own` one in which something else may be written; `sum` is money.
    """

    name: str
    label: str
    hint: str = ""
    begins: str = ""
    choices: tuple[Choice, ...] = ()
    own: bool = False
    sum: bool = False
    needed: bool = False


def without_prompt(ask: CardAsk) -> None:
    """The card's own headline says what is asked."""
    layout = ask.layout()
    item = layout.itemAt(0) if layout is not None else None
    widget = item.widget() if item is not None else None
    if widget is not None:
        widget.hide()


class FormAsk(CardAsk):
    """A few boxes and yes. Enter goes to the next box and stops in the last: a scanner's Enter moves no money."""

    def __init__(
        self,
        look: Look,
        blanks: tuple[Blank, ...],
        yes: str,
        currency: str,
        filled: Callable[[Mapping[str, str | int | None]], None],
    ) -> None:
        super().__init__(look, "")
        without_prompt(self)
        self._blanks, self._currency, self._filled = blanks, currency, filled
        self.boxes: dict[str, Field] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(8))
        for at, blank in enumerate(blanks):
            box = self._box(look, blank)
            self.boxes[blank.name] = box
            grid.addWidget(box, at // 3, at % 3, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self._column.addLayout(grid)
        self._column.addLayout(self.buttons(yes))
        self._chain()
        self.setFocusProxy(next(iter(self.boxes.values())))

    def _box(self, look: Look, blank: Blank) -> Field:
        if blank.choices:
            picked = PickField(look, blank.label, blank.choices, blank.begins)
            if blank.own:
                picked.box.setEditable(True)
                picked.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
                line = picked.box.lineEdit()
                if line is not None:
                    line.setAccessibleName(blank.label)
                picked.box.setCurrentIndex(-1 if not blank.begins else picked.box.currentIndex())
            return picked
        field = LineField(look, blank.label, blank.begins)
        field.line.setPlaceholderText(blank.hint)
        return field

    def _lines(self) -> list[QLineEdit]:
        lines = []
        for box in self.boxes.values():
            line = box.line if isinstance(box, LineField) else None
            if isinstance(box, PickField):
                line = box.box.lineEdit()
            if line is not None:
                lines.append(line)
        return lines

    def _chain(self) -> None:
        lines = self._lines()
        for line, following in pairwise(lines):
            line.returnPressed.connect(following.setFocus)

    def has_focus(self) -> bool:
        """Whether the keyboard is in one of the boxes."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def take_scan(self, name: str, words: str) -> bool:
        """A scan fills this box, where the form has it."""
        box = self.boxes.get(name)
        if not isinstance(box, LineField):
            return False
        box.line.setText(words)
        return True

    def accept(self) -> None:
        """Read every box; what cannot be read is told below it, and nothing happens."""
        read: dict[str, str | int | None] = {}
        wrong: Field | None = None
        for blank in self._blanks:
            box = self.boxes[blank.name]
            words = self._value(box)
            trouble = ""
            if blank.sum:
                try:
                    read[blank.name] = read_sum(words, self._currency)
                except ValueError as error:
                    trouble = str(error)
            else:
                read[blank.name] = words
            if blank.needed and not words:
                trouble = _("This is needed.")
            box.set_trouble(trouble)
            wrong = wrong or (box if trouble else None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._filled(read)

    @staticmethod
    def _value(box: Field) -> str:
        return box.value()


class CountAsk(CardAsk):
    """Count the drawer: how many of each coin and note, the sum large beside them. What is expected is not told."""

    counted = Signal(object)

    def __init__(self, look: Look, currency: str, money: Callable[[int], str], others: tuple[Blank, ...]) -> None:
        super().__init__(look, "")
        without_prompt(self)
        self._currency, self._money = currency, money
        self.lines: dict[int, QLineEdit] = {}
        self.others: dict[str, LineField] = {}
        self.sum = Text(look, money(0), 28, SEMIBOLD, figures=True)
        self._trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self._trouble.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(8))
        grid.setVerticalSpacing(look.px(6))
        worths = money_of(currency).all
        across = 4 if len(worths) > 9 else 3
        down = -(-len(worths) // across)
        for at, worth in enumerate(worths):
            self._worth(look, grid, at % down, at // down, worth)
        for column in range(across):
            grid.setColumnStretch(column * 2 + 1, 1)
        self._column.addLayout(grid)
        other = QGridLayout()
        other.setHorizontalSpacing(look.px(12))
        for at, blank in enumerate(others):
            field = LineField(look, blank.label)
            field.line.setPlaceholderText(blank.hint)
            self.others[blank.name] = field
            other.addWidget(field, 0, at)
        self._column.addLayout(other)
        self._column.addWidget(self.sum)
        self._column.addWidget(self._trouble)
        self._column.addLayout(self.buttons(_("This is counted")))
        self._chain()
        self.setFocusProxy(self.lines[worths[0]])

    def _worth(self, look: Look, grid: QGridLayout, row: int, column: int, worth: int) -> None:
        label = self._money(worth)
        line = QLineEdit()
        line.setFont(look.font(14))
        line.setPlaceholderText("0")
        line.setMaxLength(5)
        line.setMinimumWidth(look.px(56))
        line.setAccessibleName(_("How many of {sum}").format(sum=label))
        line.textChanged.connect(self._sum_up)
        words = Text(look, label, 13, figures=True)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(words, row, column * 2)
        grid.addWidget(line, row, column * 2 + 1)
        self.lines[worth] = line

    def _chain(self) -> None:
        """Enter and the arrows go from coin to coin."""
        lines: list[QWidget] = [*self.lines.values(), *(field.line for field in self.others.values())]
        for line, following in pairwise(lines):
            if isinstance(line, QLineEdit):
                line.returnPressed.connect(partial(following.setFocus, Qt.FocusReason.OtherFocusReason))

    def has_focus(self) -> bool:
        """Whether the keyboard is in one of the boxes."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def counts(self) -> tuple[tuple[int, int], ...]:
        """Each worth with its number; what is no number counts as none."""
        read = ((worth, line.text().strip()) for worth, line in self.lines.items())
        return tuple((worth, int(words)) for worth, words in read if words.isdecimal() and int(words))

    def total(self) -> int:
        """The cash in the drawer as counted so far."""
        return sum(worth * number for worth, number in self.counts())

    def _sum_up(self) -> None:
        self.sum.setText(self._money(self.total()))
        self.sum.setAccessibleName(_("Counted: {sum}").format(sum=self._money(self.total())))

    def accept(self) -> None:
        """Hand the count on; a number that is none is told."""
        wrong = next((line for line in self.lines.values() if line.text().strip() and not _number(line)), None)
        read: dict[str, int | None] = {}
        trouble = _("{words} is not a number of coins.").format(words=wrong.text()) if wrong is not None else ""
        for name, field in self.others.items():
            try:
                read[name] = read_sum(field.value(), self._currency)
            except ValueError as error:
                trouble, wrong = str(error), field.line
        if not trouble and not any(line.text().strip() for line in self.lines.values()):
            trouble, wrong = _("Count at least one coin or note; write 0 where the drawer is empty."), None
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        if trouble:
            (wrong or next(iter(self.lines.values()))).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.counted.emit((self.counts(), read))


def _number(line: QLineEdit) -> bool:
    return line.text().strip().isdecimal()


def as_typed(amount: int, currency: str) -> str:
    """A sum as somebody would write it into a box."""
    return decimal_text(amount, currency)
