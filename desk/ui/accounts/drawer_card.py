"""What was taken and given back between two moments, as a card beside the account; it can be printed."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk.i18n import _, format_time
from desk.services.accounts.answers import DrawerReport
from desk.services.accounts.reports import DrawerOf
from desk.ui.accounts.asks import Blank
from desk.ui.accounts.page_deeds import PageDeeds
from desk.ui.accounts.sum_lines import SumLines
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.room import bring_into_sight
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.accounts.tills import report_lines
from desk.wording.context import Place
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from desk.ui.accounts.till_page import TillPage

MOMENT = "%Y-%m-%d %H:%M"


class DrawerCard(Surface):
    """The lines of one report; absent until somebody asks for one."""

    print_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self.report: DrawerReport | None = None
        self.when = Text(look, "", 13, colour="ink2", wrap=True, figures=True)
        self.printer = KeyButton(look, _("Print"), "", "printer", Weight.GHOST, height=32)
        self.closer = KeyButton(look, _("Close"), "", "x", Weight.GHOST, height=32)
        self._lines = SumLines(look, 3)
        buttons = QHBoxLayout()
        buttons.addWidget(self.printer)
        buttons.addWidget(self.closer)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(10))
        column.setSpacing(px(8))
        column.addWidget(Text(look, _("Drawer report"), 15, SEMIBOLD, elide=True))
        column.addWidget(self.when)
        column.addLayout(self._lines)
        column.addLayout(buttons)
        self.printer.clicked.connect(self.print_wanted)
        self.closer.clicked.connect(self.hide)
        self.hide()

    def show_report(self, report: DrawerReport, place: Place) -> None:
        """Another report: the sums first, then their parts."""
        self.report = report
        self.when.setText(between(report, place))
        self._lines.show_lines(report_lines(report, place))
        self.show()


def between(report: DrawerReport, place: Place) -> str:
    """ "Sat 21 Nov, 00:00 – Sat 21 Nov, 23:59"."""
    ends = (place.local(report.since), place.local(report.until))
    return " – ".join(f"{place.day(end.date())}, {format_time(end)}" for end in ends)


class DrawerReports(PageDeeds):
    """Asks for the two moments, reads the report, prints it."""

    icon = "chart-column"

    def __init__(self, page: "TillPage", card: DrawerCard) -> None:
        super().__init__(page)
        self.card = card
        card.print_wanted.connect(self.print_it)

    def ask(self) -> None:
        """Today, unless somebody says otherwise."""
        day = self._page.place().today.isoformat()
        blanks = (
            Blank("since", _("From"), begins=f"{day} 00:00", needed=True),
            Blank("until", _("To"), begins=f"{day} 23:59", needed=True),
        )
        self.form(_("What was taken and given back"), blanks, _("Show"), self._asked)

    def _asked(self, read: Any) -> None:
        moments = []
        for name in ("since", "until"):
            words = str(read[name])
            try:
                moments.append(self._moment(words))
            except ValueError:
                self._page.workplace.say(_("{text} is not a time such as 2026-11-21 17:30.").format(text=words))
                return
        self._page.card.close_ask()
        self._page.show_card(None)
        since, until = moments
        self._page.ask(DrawerOf(since, until), self._read)

    def _moment(self, words: str) -> datetime:
        return datetime.strptime(words, MOMENT).replace(tzinfo=self._page.place().zone).astimezone(UTC)

    def _read(self, report: DrawerReport) -> None:
        self.card.show_report(report, self._page.place())
        bring_into_sight(self.card)
        self._page.order_tabs()

    def print_it(self) -> None:
        """As a strip for the slip printer."""
        page, report, standing = self._page, self.card.report, self._page.desk.standing
        if report is not None and standing is not None:
            place, library = page.place(), standing.library
            page.workplace.slips.print_page("drawer", lambda: _drawer_pdf(report, place, library))


def _drawer_pdf(report: DrawerReport, place: Place, library: str) -> bytes:
    from desk.printing.receipts import drawer_sheet

    return drawer_sheet(report, between(report, place), place, library)
