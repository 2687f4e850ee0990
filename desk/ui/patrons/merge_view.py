"""Two records of one person side by side: each line that differs is chosen, then they become one."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desk.i18n import _
from desk.services.patrons.merge import MergeReaders, MergeShown, ShowMerge, SideBySide
from desk.ui.flow import empty_layout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.room import Room
from desk.ui.theme import MEDIUM, SEMIBOLD
from desk.wording.blocks import block_sentence
from desk.wording.patrons.fields import field_word
from desk.wording.patrons.merging import has_words
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage


class MergeView(Surface):
    """The record that stays on the left, the one that goes on the right."""

    def __init__(self, page: "PatronsPage", keep: str, away: str) -> None:
        super().__init__(page.look)
        self._page, self.keep, self.away = page, keep, away
        self._groups: dict[str, QButtonGroup] = {}
        self._choices: list[QRadioButton] = []
        look, px = page.look, page.look.px
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(18), px(8), px(18), px(8))
        inside.addLayout(self._grid)
        inside.addStretch(1)
        self._told = Text(look, "", 13, colour="ink2", wrap=True)
        self.merge_button = KeyButton(look, _("Make them one"), Key.SAVE, "check", Weight.PRIMARY)
        self.swap_button = KeyButton(look, _("Keep the other one"), "", "arrow-left-right")
        self.back_button = KeyButton(look, _("Back"), Key.ASIDE, "", Weight.GHOST)
        self.merge_button.clicked.connect(self.go_on)
        self.swap_button.clicked.connect(self._swap)
        self.back_button.clicked.connect(page.leave)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        for button in (self.merge_button, self.swap_button, self.back_button):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(12))
        column.setSpacing(px(10))
        column.addWidget(Text(look, _("Two records of one person?"), 18, SEMIBOLD, elide=True))
        column.addWidget(self._told)
        column.addWidget(Room(inside), 1)
        column.addLayout(foot)
        self.read()

    def read(self) -> None:
        """Put both side by side."""
        self._page.ask(ShowMerge(self.keep, self.away), self._show)

    def _show(self, shown: Any) -> None:
        if not isinstance(shown, MergeShown):
            self._page.leave()
            self._page.told(shown)
            return
        self._clear()
        place = self._page.place()
        why = "; ".join(block_sentence(block, place) for block in shown.blocks)
        usual = _("Loans, holds, charges, cards and notes move. Category and what stands against a reader do not.")
        self._told.setText(why or usual)
        self._told.set_colour("bad_ink" if why else "ink2")
        self.merge_button.setEnabled(not shown.blocks)
        self._heads(shown)
        for at, line in enumerate(shown.fields, 3):
            self._choice(at, line)
        self._page.order_tabs()
        self.take_focus()

    def _clear(self) -> None:
        empty_layout(self._grid)
        self._groups, self._choices = {}, []

    def _heads(self, shown: MergeShown) -> None:
        look = self._page.look
        for column, title, face, category, has in (
            (1, _("Stays"), shown.keep, shown.keep_category, shown.keep_has),
            (2, _("Goes into it"), shown.away, shown.away_category, shown.away_has),
        ):
            self._grid.addWidget(Text(look, title, 12, SEMIBOLD, "ink3"), 0, column)
            self._grid.addWidget(Text(look, f"{face.name} · {category}", 15, SEMIBOLD, elide=True), 1, column)
            self._grid.addWidget(Text(look, has_words(has), 13, colour="ink2", wrap=True), 2, column)

    def _choice(self, at: int, line: SideBySide) -> None:
        look = self._page.look
        self._grid.addWidget(Text(look, field_word(line.name), 13, colour="ink3"), at, 0)
        if not line.differs:
            self._grid.addWidget(Text(look, line.keep or line.away, 14, wrap=True), at, 1 if line.keep else 2)
            return
        group = QButtonGroup(self)
        for column, value in ((1, line.keep), (2, line.away)):
            choice = QRadioButton(value.replace("\n", ", "))
            choice.setFont(look.font(14, MEDIUM))
            choice.setAccessibleName(f"{field_word(line.name)}: {value}")
            choice.setChecked(column == 1)
            group.addButton(choice, column)
            self._grid.addWidget(choice, at, column)
            self._choices.append(choice)
        self._groups[line.name] = group

    def _swap(self) -> None:
        self.keep, self.away = self.away, self.keep
        self.read()

    def go_on(self) -> None:
        """Make them one, with what was chosen."""
        if self.merge_button.isEnabled():
            taken = tuple(name for name, group in self._groups.items() if group.checkedId() == 2)
            self._page.do(MergeReaders(self.keep, self.away, taken), partial(self._page.merged, self.keep))

    def take_focus(self) -> None:
        """The first choice, or the button that merges."""
        (self._choices[0] if self._choices else self.merge_button).setFocus()

    def stops(self) -> list[QWidget]:
        """What Tab reaches."""
        return [*self._choices, self.merge_button, self.swap_button, self.back_button]
