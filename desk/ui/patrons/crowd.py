"""Work on several readers at once, in the place of the account: a heading, what it would do, and one button."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.room import Room
from desk.ui.patrons.row_list import RowList
from desk.ui.theme import SEMIBOLD
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

ROWS = 230


class Crowd(Surface):
    """What the kinds of such work share. `blanks` is filled by each with what it asks for."""

    def __init__(self, page: "PatronsPage", title: str, told: str, rows: RowList) -> None:
        super().__init__(page.look)
        self.page, self.rows = page, rows
        look, px = page.look, page.look.px
        self.blanks = QVBoxLayout()
        self.blanks.setSpacing(px(10))
        self.told = Text(look, told, 13, colour="ink2", wrap=True)
        self.outcome = Text(look, "", 14, SEMIBOLD, wrap=True, figures=True)
        rows.setMinimumHeight(px(ROWS))
        self.foot = QHBoxLayout()
        self.foot.setSpacing(px(8))
        self.back_button = KeyButton(look, _("Back"), Key.ASIDE, "", Weight.GHOST)
        self.back_button.clicked.connect(page.leave)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(10))
        inside.addWidget(self.told)
        inside.addLayout(self.blanks)
        inside.addWidget(self.outcome)
        inside.addWidget(rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(12))
        column.setSpacing(px(10))
        column.addWidget(Text(look, title, 18, SEMIBOLD, elide=True))
        column.addWidget(Room(inside), 1)
        column.addLayout(self.foot)

    def close_foot(self, *buttons: QWidget) -> None:
        """What is done, then the way back."""
        for button in (*buttons, self.back_button):
            self.foot.addWidget(button)
        self.foot.addStretch(1)

    def go_on(self) -> None:
        """Ctrl+S: do it."""

    def take_card(self, _number: str) -> bool:
        """Whether a scanned card is for this; else it opens its reader."""
        return False

    def take_focus(self) -> None:
        """Where it begins."""
        (self.stops() or [self.back_button])[0].setFocus()

    def stops(self) -> list[QWidget]:
        """What Tab reaches, as it is read."""
        return [*self.rows.stops(), self.back_button]
