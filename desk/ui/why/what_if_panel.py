"""What if? beside the rows: what a check-out would come to, for any reader, copy and day. Nothing is lent by it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desk.i18n import _
from desk.ui.keys import ENTER
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Rule, Text
from desk.ui.parts.side_panel import SidePanel
from desk.ui.parts.switches import Switch, SwitchKind
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.shapes import Explanation, Tone

FEW_ROWS = 5


class WhatIfPanel(SidePanel):
    """Three lines and a switch; the answer stands below. Enter in any of them asks."""

    asked = Signal()
    when_edited = Signal(str)
    picked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "scale", _("What if?"))
        self.column.setSpacing(look.px(6))
        self.reader = self._add_line(_("Reader"), _("Card or name"))
        self.item = self._add_line(_("Item"), _("Barcode or title"))
        self.when = self._add_line(_("Day and time"), _("Now, or a day: +7 14:30"))
        self.when.textChanged.connect(self.when_edited)
        self._understood = Text(look, "", 12, colour="ink2", elide=True)
        self.column.addWidget(self._understood)
        self.on_site = Switch(look, SwitchKind("on_site", _("Used in the library"), _("only")))
        self.on_site.switched.connect(self._switched)
        self.column.addLayout(self._last_line())
        self._build_answer()

    def _add_line(self, label: str, hint: str) -> QLineEdit:
        look = self._look
        line = QLineEdit()
        line.setFont(look.font(14, figures=True))
        line.setPlaceholderText(hint)
        line.setAccessibleName(label)
        line.returnPressed.connect(self.asked)
        self.column.addWidget(Text(look, label, 12, MEDIUM, "ink2"))
        self.column.addWidget(line)
        return line

    def _last_line(self) -> QHBoxLayout:
        ask = KeyButton(self._look, _("Ask"), ENTER, height=32)
        ask.clicked.connect(self.asked)
        row = QHBoxLayout()
        row.setContentsMargins(0, self._look.px(4), 0, 0)
        row.addWidget(self.on_site)
        row.addStretch(1)
        row.addWidget(ask)
        return row

    def _build_answer(self) -> None:
        look = self._look
        self._choices = QListWidget()
        self._choices.setFont(look.font(13))
        self._choices.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choices.itemActivated.connect(self._activated)
        self._choices.itemClicked.connect(self._activated)
        self._headline = Text(look, "", 16, SEMIBOLD, wrap=True)
        self.column.addSpacing(look.px(4))
        self.column.addWidget(Rule(look))
        self.column.addWidget(self._headline)
        self.column.addWidget(self._choices)
        self.column.addWidget(self.view, 1)
        self.column.addLayout(self.foot())
        self._show(self.view, "")

    def asked_in(self) -> QLineEdit | None:
        """The line that the keyboard is in."""
        focus = QApplication.focusWidget()
        return next((line for line in (self.reader, self.item, self.when) if line is focus), None)

    def has_focus(self) -> bool:
        """Whether the keyboard is somewhere in here."""
        focus: QWidget | None = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def say_moment(self, words: str, *, wrong: bool = False) -> None:
        """What was understood of the day."""
        self._understood.setText(words)
        self._understood.setVisible(bool(words))
        self._understood.set_colour("bad_ink" if wrong else "ink2")
        self.when.setAccessibleDescription(words)

    def say(self, said: Explanation, tone: Tone) -> None:
        """The answer: in one line, and why."""
        self._show(self.view, said.title, f"{tone}_ink")
        self.view.say(said)

    def complain(self, words: str) -> None:
        """Why there is no answer."""
        self._show(self.view, words, "bad_ink")
        self.view.say(None)

    def offer(self, prompt: str, choices: tuple[Choice, ...]) -> None:
        """Several may be meant: pick one."""
        self._choices.clear()
        for choice in choices:
            QListWidgetItem(choice.label, self._choices).setData(Qt.ItemDataRole.UserRole, choice.value)
        self._choices.setAccessibleName(prompt)
        self._choices.setCurrentRow(0)
        self._choices.setFixedHeight(self._look.px(36) * min(FEW_ROWS, len(choices)) + self._look.px(4))
        self._show(self._choices, prompt)
        self._choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, below: QWidget, headline: str, colour: str = "ink") -> None:
        self._headline.setText(headline)
        self._headline.set_colour(colour)
        self._headline.setVisible(bool(headline))
        self._choices.setVisible(below is self._choices)
        self.view.setVisible(True)
        if below is self._choices:
            self.view.say(None)

    def _activated(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _switched(self, _name: str, _on: bool) -> None:
        if self.reader.text() and self.item.text():
            self.asked.emit()
