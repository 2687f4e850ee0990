"""A box for a day: typed as people write it, and said in words before it counts."""

from datetime import date

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk.i18n import _, format_day_long, language
from desk.rules.days import read_day
from desk.ui.parts.labels import Text
from desk.ui.theme import Look


class DayBox(QWidget):
    """A plain line for a day ahead or behind, and under it what was understood.

    Left empty it means `usual`, which stands there in words until something is typed.
    """

    entered = Signal(str)

    def __init__(self, look: Look, name: str, today: date, usual: str, *, ahead: bool) -> None:
        super().__init__()
        self._today, self._usual, self._ahead = today, usual, ahead
        self._day_first = puts_day_first()
        example = _("19, 19/11 or +7") if self._day_first else _("19, 11/19 or +7")
        self.example = example if ahead else example.replace("+", "-")
        self.line = self._build_line(look, name)
        self.words = Text(look, "", 13, colour="ink2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(self.line)
        column.addWidget(self.words)
        self.setMinimumWidth(look.px(290))
        self.setFocusProxy(self.line)
        self._read()

    def _build_line(self, look: Look, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setFont(look.font(14, figures=True))
        line.setAccessibleName(name)
        line.setPlaceholderText(self.example)
        line.textChanged.connect(self._read)
        return line

    def day(self) -> date | None:
        """The day that was understood and can be meant here."""
        day = self._meant()
        return None if self._trouble(day) else day

    def submit(self) -> None:
        """Hand on the day as ISO 8601 has it, nothing for an empty box. What is no day stays, and says so."""
        day = self.day()
        if day is not None or not self.line.text().strip():
            self.entered.emit(day.isoformat() if day is not None else "")
            return
        self.line.selectAll()
        self._say(self._trouble(self._meant()), wrong=True)

    def _meant(self) -> date | None:
        return read_day(self.line.text(), self._today, day_first=self._day_first, ahead=self._ahead)

    def _trouble(self, day: date | None) -> str:
        if day is None:
            return _("That is no day. Write {example}.").format(example=self.example)
        if self._ahead and day < self._today:
            return _("{day} is over.").format(day=format_day_long(day, self._today))
        if not self._ahead and day > self._today:
            return _("{day} is still to come.").format(day=format_day_long(day, self._today))
        return ""

    def _read(self) -> None:
        day = self._meant()
        if not self.line.text().strip():
            self._say(_("Empty: {usual}").format(usual=self._usual))
        elif day is None:
            self._say(self._trouble(day))
        else:
            self._say(self._trouble(day) or format_day_long(day, self._today), wrong=bool(self._trouble(day)))

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.words.setText(words)
        self.words.set_colour("bad_ink" if wrong else "ink2")
        self.line.setAccessibleDescription(words)


def puts_day_first() -> bool:
    """Whether people who speak this language write the day before the month."""
    pattern = QLocale(language()).dateFormat(QLocale.FormatType.ShortFormat)
    return "d" in pattern and "M" in pattern and pattern.index("d") < pattern.index("M")
