"""What the record of a reader says: little of it until somebody asks, and then it is written down that they did."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import _, format_day_full
from desk.services.patrons.account import Account
from desk.services.patrons.answers import PersonalShown
from desk.ui.flow import empty_layout
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import IconLabel, Text
from desk.ui.parts.room import Room
from desk.ui.patrons.row_list import RowList
from desk.ui.theme import MEDIUM, Look
from desk.wording.context import Place
from desk.wording.patrons.account import paper_row
from desk.wording.patrons.details import card_row, hidden_lines, open_lines


class FactsTab(QWidget):
    """Two columns of what is known; below them the cards and the papers."""

    show_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        px = look.px
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.show_button = KeyButton(look, _("Show birth date, address, phone, e-mail"), "", "eye", height=32)
        self.show_button.clicked.connect(self.show_wanted)
        self._hidden = QWidget()
        row = QHBoxLayout(self._hidden)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(IconLabel(look, "lock", 15, "ink3"))
        row.addWidget(Text(look, _("Who looks is written down."), 12, colour="ink3", elide=True))
        row.addStretch(1)
        self.rows = RowList(look, _("Cards and papers"), _("No cards"))
        inside = QVBoxLayout()
        inside.setContentsMargins(px(18), px(12), px(18), px(8))
        inside.setSpacing(px(10))
        inside.addLayout(self._grid)
        held = QHBoxLayout()
        held.addWidget(self.show_button)
        held.addWidget(self._hidden, 1)
        inside.addLayout(held)
        inside.addWidget(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Room(inside))

    def show_account(self, account: Account, shown: PersonalShown | None, place: Place) -> None:
        """What the record says; birth date, address, phone and e-mail only once somebody has asked."""
        empty_layout(self._grid)
        lines = [*open_lines(account, place), *(hidden_lines(shown, format_day_full) if shown is not None else ())]
        half = (len(lines) + 1) // 2
        for at, (label, words) in enumerate(lines):
            across, down = divmod(at, half) if half else (0, at)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Text(self._look, label, 13, colour="ink3"), down, across * 2, top)
            self._grid.addWidget(Text(self._look, words or "–", 14, MEDIUM, wrap=True), down, across * 2 + 1, top)
        self.show_button.setVisible(shown is None)
        self._hidden.setVisible(shown is None)
        self.rows.show_rows(
            [card_row(card) for card in account.cards] + [paper_row(paper, place) for paper in account.papers]
        )

    def stops(self) -> list[QWidget]:
        """What Tab reaches."""
        return [self.show_button, *self.rows.stops()]
