"""Readers who have been away for years, deleted together: first who that is, then a word to type, for good."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.services.patrons.leaving import PurgeReaders, PurgeShown, ShowPurge
from desk.ui.administration.forms import Field, LineField
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.day_box import DayBox
from desk.ui.patrons.crowd import Crowd
from desk.ui.patrons.row_list import RowList
from desk.wording.patrons.several import gone_row, purge_words
from desk.wording.shapes import Tone, Weight

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

YEARS = 3


class PurgeView(Crowd):
    """Whoever has something or owes something is kept."""

    def __init__(self, page: "PatronsPage") -> None:
        told = _(
            "Readers whose card expired before this day and who have borrowed nothing since. Whoever has something, "
            "owes something, waits for something or answers for somebody is kept."
        )
        rows = RowList(page.look, _("Readers who would be deleted"), _("Nobody."))
        super().__init__(page, _("Purge readers who have been away for years"), told, rows)
        look, today = page.look, page.place().today
        self._usual = years_before(today, YEARS)
        self._count = 0
        self.before = DayBox(look, _("Expired before"), today, page.place().day(self._usual), ahead=False)
        self.before.line.textChanged.connect(self.look_again)
        self._wanted = _("delete")
        hint = _('Type "{word}": this cannot be taken back.').format(word=self._wanted)
        self.word = LineField(look, _("To be sure"), hint=hint)
        self.word.line.textChanged.connect(self._sure)
        held = QWidget()
        flow = FlowLayout(held, look.px(12))
        for box in (Field(look, self.before.line.accessibleName(), self.before), self.word):
            box.setFixedWidth(look.px(300))
            flow.addWidget(box)
        self.blanks.addWidget(held)
        self.purge_button = KeyButton(look, _("Delete for good"), Key.SAVE, "trash-2", Weight.SECONDARY, Tone.BAD)
        self.purge_button.clicked.connect(self.go_on)
        self.close_foot(self.purge_button)
        self.look_again()

    def day(self) -> date | None:
        """The day that is meant; none where it cannot be read."""
        return self.before.day() if self.before.line.text().strip() else self._usual

    def look_again(self) -> None:
        """Who would go, by the day that stands there."""
        day = self.day()
        self._count = 0
        self._sure()
        if day is not None:
            self.page.ask(ShowPurge(day), self._show)

    def _show(self, shown: Any) -> None:
        if isinstance(shown, PurgeShown):
            self._count = shown.count
            self.outcome.setText(purge_words(shown))
            self.rows.show_rows([gone_row(each) for each in shown.examples])
            self._sure()
            self.page.order_tabs()

    def _sure(self) -> None:
        said = self.word.value().casefold() == self._wanted.casefold()
        self.purge_button.setEnabled(bool(self._count) and said)

    def go_on(self) -> None:
        """They go."""
        day = self.day()
        if self.purge_button.isEnabled() and day is not None:
            self.page.desk.do(PurgeReaders(day), self.page.forgotten)

    def stops(self) -> list[QWidget]:
        """The day, the word, the rows, the buttons."""
        return [self.before.line, self.word.line, *self.rows.stops(), self.purge_button, self.back_button]


def years_before(today: date, years: int) -> date:
    """The same day so many years ago."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - years, day=day)
