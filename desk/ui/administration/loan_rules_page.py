"""Loan rules: one table of all places, every value of the chosen one beside it, and what holds for whom below."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.i18n import _
from desk.rules.policy import Place
from desk.services.administration.policy import (
    LoadPolicy,
    PolicyLoaded,
    PolicyPreview,
    PolicySheet,
    PreviewPolicy,
    ReadPolicy,
    ShowPolicy,
)
from desk.ui.administration.draft_page import DraftPage
from desk.ui.administration.rule_details import RuleDetails
from desk.ui.administration.rule_grid import RuleGrid
from desk.ui.administration.rule_try import TryIt
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft
from desk.ui.desk_thread import DeskLine
from desk.ui.keys import Key
from desk.ui.parts.labels import Surface
from desk.ui.theme import Look
from desk.wording import context
from desk.wording.administration import policy_lines

if TYPE_CHECKING:
    from desk.services.desk import Act, Question

# How wide the values of the chosen row are, beside the table.
DETAILS = 348


class LoanRulesPage(DraftPage):
    """The rules as a librarian reads them."""

    def __init__(self, look: Look, desk: DeskLine) -> None:
        super().__init__(look, desk, _("Loan rules"), _("Save"))
        self.rules: RulesDraft | None = None
        self.grid = RuleGrid(look)
        self.details = RuleDetails(look)
        self.trying = TryIt(look)
        self._build()
        self.grid.chosen.connect(self._chosen)
        self.grid.entered_row.connect(self.details.take_focus)
        self.grid.removed.connect(self.remove)
        self.details.edited.connect(self._edited)
        self.details.removed.connect(self.remove)
        self.trying.wanted.connect(self.add)
        self.details.grown.connect(self.order_tabs)
        self.order_tabs()
        self.settle()

    def _build(self) -> None:
        px = self.look.px
        held = Surface(self.look)
        inside = QVBoxLayout(held)
        inside.setContentsMargins(px(2), px(4), 1, px(4))
        inside.addWidget(self.grid)
        held.setMinimumHeight(px(140))
        left = QVBoxLayout()
        left.setSpacing(px(12))
        left.addWidget(held, 1)
        left.addWidget(self.trying)
        across = self.lay_beside(self.details, DETAILS)
        across.addLayout(left, 1)
        across.addWidget(self.details)
        self.body.addLayout(across, 1)

    # What the shared page asks for

    def reading(self) -> "Question[PolicySheet]":
        """The rules as they stand."""
        return ReadPolicy()

    def showing(self) -> "Question[str]":
        """The same as a file."""
        return ShowPolicy()

    def loading(self, text: str) -> "Act[PolicyLoaded]":
        """Put the draft in force."""
        return LoadPolicy(text)

    def previewing(self, text: str) -> "Question[PolicyPreview]":
        """What the draft would do."""
        return PreviewPolicy(text)

    def show_sheet(self, sheet: Any) -> None:
        """The rules in force, with the row that was chosen chosen again."""
        chosen = self.grid.place() or EVERYWHERE
        self.rules = RulesDraft(sheet)
        self.trying.show_names(sheet.names)
        self._show_rows(chosen)

    def draft(self) -> str:
        """The draft as a file."""
        return self.rules.text() if self.rules is not None else ""

    def trouble(self) -> str:
        """The first value that cannot be read."""
        return next(self.rules.troubles(), "") if self.rules is not None else ""

    def preview_lines(self, answer: Any, place: context.Place) -> list[str]:
        """What the draft would do."""
        return policy_lines(answer, place)

    def saved_words(self, answer: Any) -> str:
        """The rules are in force."""
        return _("Saved. The next scan goes by it; what is lent keeps its due date")

    # What a person does

    def _show_rows(self, chosen: Place) -> None:
        assert self.rules is not None
        self.grid.rows.show(self.rules)
        self.grid.choose(chosen if chosen in self.rules.rows else EVERYWHERE)
        self.trying.show_draft(self.rules)

    def _chosen(self, place: Place) -> None:
        if self.rules is not None:
            if place != self.details.place():
                self.pass_over()
            self.details.show_row(self.rules, place)

    def _edited(self, name: str, value: str) -> None:
        place = self.grid.place()
        if self.rules is None or place is None:
            return
        self.rules.state(place, name, value)
        self.grid.rows.touch()
        self.details.touch(name)
        self.trying.show_draft(self.rules)
        self.touched()

    def press(self, key: Key) -> bool:
        """Ctrl+N, as on every page, is something new: here a row."""
        if key is Key.NEW:
            self.trying.want()
            return True
        return super().press(key)

    def add(self, place: Place) -> None:
        """Go to the row of a place, a new one where there is none, and to its first value."""
        if self.rules is None:
            return
        self.rules.add(place)
        self._show_rows(place)
        self.details.take_focus()
        self.touched()

    def remove(self) -> None:
        """Take the chosen row away; the widest one stays."""
        place = self.grid.place()
        if self.rules is None or place is None or place == EVERYWHERE:
            return
        self.rules.remove(place)
        self._show_rows(EVERYWHERE)
        self.touched()

    def in_order(self) -> list[QWidget]:
        """Table, trying, values."""
        tried = (self.trying.row_button, self.trying.category, self.trying.kind, self.trying.branch)
        return [self.grid, *tried, *self.details.in_order()]

    def take_focus(self) -> None:
        """The table has the keyboard."""
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
