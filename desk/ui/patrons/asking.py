"""What the card asks for a reader: a few blanks to fill in, checked as they are left. Never a dialog."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desk.ui.administration.forms import Field, LineField, PickField
from desk.ui.flow import FlowLayout
from desk.ui.parts.card_ask import CardAsk
from desk.ui.parts.chips import Choice
from desk.ui.parts.day_box import DayBox
from desk.ui.parts.labels import Text
from desk.ui.theme import Look

Filled = dict[str, str]


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in. With choices it is picked; `day` is a day ahead, `tick` yes or no; else a line."""

    name: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    day: bool = False
    tick: bool = False
    hint: str = ""
    wide: bool = False


class BlanksAsk(CardAsk):
    """Some blanks. Enter goes to the next one; only Ctrl+Enter or a click says yes, which no scanner can send.

    `trouble` says what is wrong with what was entered, by the name of the blank; nothing when all is well.
    """

    filled = Signal(object)

    def __init__(
        self,
        look: Look,
        prompt: str,
        yes: str,
        blanks: tuple[Blank, ...],
        today: date,
        trouble: Callable[[Filled], dict[str, str]] | None = None,
    ) -> None:
        super().__init__(look, prompt)
        self._today, self._trouble = today, trouble
        self.boxes: dict[str, Field | DayBox | QCheckBox] = {}
        if not prompt and (item := self._column.itemAt(0)) is not None and (words := item.widget()) is not None:
            words.hide()
        held = QWidget()
        flow = FlowLayout(held, look.px(12))
        for blank in blanks:
            flow.addWidget(self._box(look, blank))
        self._column.addWidget(held)
        self._wrong = Text(look, "", 13, colour="bad_ink", wrap=True)
        self._wrong.hide()
        self._column.addWidget(self._wrong)
        self._column.addLayout(self.buttons(yes))
        first = next(iter(self.boxes.values()))
        self.setFocusProxy(first)

    def _box(self, look: Look, blank: Blank) -> QWidget:
        made: Field | DayBox | QCheckBox
        if blank.tick:
            made = QCheckBox(blank.label)
            made.setFont(look.font(14))
            made.setChecked(blank.value == "yes")
        elif blank.day:
            made = DayBox(look, blank.label, self._today, blank.hint, ahead=True)
            made.line.returnPressed.connect(self._next)
            self.boxes[blank.name] = made
            held = Field(look, blank.label, made)
            held.setFixedWidth(look.px(300))
            return held
        elif blank.choices:
            made = PickField(look, blank.label, blank.choices, blank.value)
        else:
            made = LineField(look, blank.label, blank.value, blank.hint)
            made.line.returnPressed.connect(self._next)
        if not blank.tick:
            made.setFixedWidth(look.px(460 if blank.wide else 230))
        self.boxes[blank.name] = made
        return made

    def _next(self) -> None:
        self.focusNextChild()

    def values(self) -> Filled:
        """What was entered, by the names of the blanks; a day as ISO 8601 has it."""
        said = {}
        for name, box in self.boxes.items():
            if isinstance(box, QCheckBox):
                said[name] = "yes" if box.isChecked() else ""
            elif isinstance(box, DayBox):
                day = box.day()
                said[name] = day.isoformat() if day is not None else ""
            else:
                said[name] = box.value()
        return said

    def accept(self) -> None:
        """Hand on what was entered, unless something is wrong with it."""
        for box in self.boxes.values():
            if isinstance(box, DayBox) and box.day() is None and box.line.text().strip():
                box.submit()
                box.setFocus()
                return
        said = self.values()
        wrong = self._trouble(said) if self._trouble is not None else {}
        for name, box in self.boxes.items():
            if isinstance(box, Field):
                box.set_trouble(wrong.get(name, ""))
        self._wrong.setText(wrong.get("", ""))
        self._wrong.setVisible("" in wrong)
        if wrong:
            named = next((name for name in wrong if name in self.boxes), "")
            if named:
                self.boxes[named].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.filled.emit(said)


def read_iso(text: str) -> date | None:
    """A day of the blanks."""
    return date.fromisoformat(text) if text else None
