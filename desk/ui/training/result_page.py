"""How a drill went: what was right, what was missed and what would have been right, how long, how fast."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout

from desk.i18n import _, ngettext
from desk.services.training.judging import Outcome
from desk.ui.administration.forms import WholePage
from desk.ui.announcements import announce
from desk.ui.keys import ENTER, Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import IconLabel, Rule, Text
from desk.ui.theme import MEDIUM, Look
from desk.ui.training.drill import Ended, Result
from desk.wording.shapes import Weight
from desk.wording.training import duration_words, outcome_words, remedy_words, situation_words

WIDTH = 860


class ResultPage(WholePage):
    """Shown over the whole window after the last situation. Enter begins another one."""

    again = Signal()
    closed = Signal()

    def __init__(self, look: Look, result: Result, best: str) -> None:
        title = ngettext("{right} of {count} right", "{right} of {count} right", result.right)
        super().__init__(look, title.format(right=result.right, count=len(result.endings)), _speed(result, best), WIDTH)
        self.result = result
        _surface, column = self.card()
        column.setSpacing(look.px(8))
        for at, ended in enumerate(result.endings):
            if at:
                column.addWidget(Rule(look))
            column.addLayout(self._line(ended))
        self._foot()
        announce(self, f"{title.format(right=result.right, count=len(result.endings))}. {_speed(result, best)}")

    def _line(self, ended: Ended) -> QHBoxLayout:
        right = ended.outcome is Outcome.RIGHT
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(self.look.px(12))
        words.setSpacing(self.look.px(2))
        mark = IconLabel(self.look, "circle-check" if right else "circle-x", 18, "ok" if right else "bad")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(Text(self.look, situation_words(ended.situation), 14, MEDIUM, wrap=True))
        if right:
            words.addWidget(Text(self.look, outcome_words(ended.outcome), 13, colour="ok_ink"))
        else:
            words.addWidget(Text(self.look, outcome_words(ended.outcome), 13, colour="bad_ink"))
            told = _("Right would have been: {remedy}").format(remedy=remedy_words(ended.situation.kind))
            words.addWidget(Text(self.look, told, 13, colour="ink2", wrap=True))
        row.addLayout(words, 1)
        return row

    def _foot(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        self.back = KeyButton(self.look, _("Practise on"), Key.ASIDE, "arrow-left", Weight.GHOST)
        self.more = KeyButton(self.look, _("Another drill"), ENTER, "list-checks", Weight.PRIMARY)
        self.back.clicked.connect(self.closed)
        self.more.clicked.connect(self.again)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.more)
        self.foot(WIDTH).addLayout(row)
        self.setFocusProxy(self.more)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that the keyboard is on, else it begins another one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            now = QApplication.focusWidget()
            (now if isinstance(now, QAbstractButton) else self.more).click()
        else:
            super().keyPressEvent(event)

    def press(self, key: Key) -> bool:
        """Esc goes back to the desk of the training, Ctrl+Enter to another drill."""
        if key is Key.ASIDE:
            self.closed.emit()
        elif key is Key.RECOMMENDED:
            self.again.emit()
        return key in (Key.ASIDE, Key.RECOMMENDED)


def _speed(result: Result, best: str) -> str:
    told = _("{time} min, {scans} scans a minute.").format(
        time=duration_words(result.seconds), scans=round(result.scans_a_minute)
    )
    return f"{told} {best}".strip()
