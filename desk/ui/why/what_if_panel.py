"""What if? beside the rows: what a check-out would come to, for any reader, copy and day. Nothing is lent by it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desk.i18n import _
from desk.ui.keys import ENTER
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Rule, Text
from desk.ui.parts.side_panel import SidePanel
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.shapes import Explanation, Tone

FEW_ROWS = 5


class WhatIfPanel(SidePanel):
    """Three lines and a box; the answer stands below. Enter in any of them asks."""

    asked = Signal()
    when_edited = Signal(str)
    picked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "scale", _("What if?"))
        self.column.setSpacing(look.px(6))
        self.reader = self._add_line(_("Reader"), _("Card or name"))
        self.item = self._add_line(_("Item"), _("Barcode or title"))
        self.when = self._add_line(_("Day and time"), _("Empty: now"))
        self.when.textChanged.connect(self.when_edited)
        self._understood = Text(look, "", 12, colour="ink2", elide=True)
        self.on_site = QCheckBox(_("To be used in the library"))
        self.on_site.setFont(look.font(14))
        self.on_site.toggled.connect(self._toggled)
        self._ask = KeyButton(look, _("What would happen?"), ENTER, "scale")
        self._ask.clicked.connect(self.asked)
        for widget in (self._understood, self.on_site, self._ask):
            self.column.addWidget(widget)
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

    def _toggled(self, _on: bool) -> None:
        if self.reader.text() and self.item.text():
            self.asked.emit()
