"""Nights: what was done while the library was closed, what was not renewed and why, and a way to do it now."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desk.i18n import _
from desk.services.circulation.lookup import ItemShown, ShowItem
from desk.services.circulation.nights import NightReport, NightsToDo, PastNights
from desk.ui.administration.house_page import HousePage
from desk.ui.administration.night_rows import LeftGrid, Night, NightGrid
from desk.ui.desk_thread import DeskLine, Failed
from desk.ui.keys import Key
from desk.ui.nights import Nights, NightsEnded
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.nights import last_time_words, missing_words, night_headline, night_lines, nights_sentence, unended
from desk.wording.shapes import Tone, Weight

if TYPE_CHECKING:
    from desk.services.desk import Desk

# So many loans of a night are looked up by their title; the rest stands there by its barcode.
NAMED = 100


@dataclass(frozen=True, slots=True)
class NightSheet:
    """What the page shows: the last nights, how many are missing, and whether any rule renews by itself."""

    nights: tuple[Night, ...]
    missing: int
    renews: bool


def read_nights(desk: "Desk") -> NightSheet:
    """Read it, on the desk thread."""
    past = tuple(Night(*each) for each in desk.ask(PastNights()))
    return NightSheet(past, len(desk.ask(NightsToDo())), desk.rulebook().policy.uses("auto_renew"))


def titles_of(items: tuple[str, ...], desk: "Desk") -> dict[str, str]:
    """The titles of copies, on the desk thread."""
    shown = {item: desk.ask(ShowItem(item)) for item in items}
    return {item: found.item.title for item, found in shown.items() if isinstance(found, ItemShown)}


class NightsPage(HousePage):
    """The nights of the library."""

    def __init__(self, look: Look, desk: DeskLine, nights: Nights) -> None:
        super().__init__(look, desk, _("Nights"))
        self.nights = nights
        self.sheet: NightSheet | None = None
        self.grid, self.left = NightGrid(look), LeftGrid(look)
        self.bar = QProgressBar()
        self._headline = Text(look, "", 15, SEMIBOLD, elide=True)
        self._sums = Text(look, "", 13, colour="ink2", elide=True)
        self._note = Text(look, "", 13, colour="ink2", elide=True, figures=True)
        self._titles: dict[str, str] = {}
        self._wanted: Night | None = None
        self._build()
        self._build_foot()
        self.grid.selectionModel().currentRowChanged.connect(self._chosen)
        nights.began.connect(self._began)
        nights.progressed.connect(self._progressed)
        nights.ended.connect(self._ended)
        self.order_tabs()
        self._settle()

    def _build(self) -> None:
        px = self.look.px
        above, below = Surface(self.look), Surface(self.look)
        inside = QVBoxLayout(above)
        inside.setContentsMargins(px(2), px(4), 1, px(4))
        inside.addWidget(self.grid)
        column = QVBoxLayout(below)
        column.setContentsMargins(px(2), px(10), 1, px(4))
        column.setSpacing(px(2))
        for text in (self._headline, self._sums):
            text.setContentsMargins(px(16), 0, px(16), 0)
            column.addWidget(text)
        column.addWidget(self.left, 1)
        self.body.addWidget(above, 3)
        self.body.addWidget(below, 2)

    def _build_foot(self) -> None:
        look = self.look
        self.again_button = KeyButton(look, _("Do this night again"), "", "rotate-ccw", Weight.GHOST)
        self.run_button = KeyButton(look, _("Do the missing nights now"), Key.RECOMMENDED, "moon", Weight.PRIMARY)
        self.again_button.clicked.connect(self.do_again)
        self.run_button.clicked.connect(self.run_now)
        self.bar.setFixedWidth(look.px(180))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the night's work"))
        self.foot.addWidget(self.again_button)
        self.foot.addWidget(self.bar)
        self.foot.addWidget(self._note, 1)
        self.foot.addWidget(self.run_button)

    # Reading

    def refresh(self) -> None:
        """Read the nights anew."""
        self.desk.run(read_nights, self._read)

    def _read(self, sheet: Any) -> None:
        if isinstance(sheet, Failed):
            return self.tell_failure(sheet)
        chosen = self.grid.night()
        self.sheet = sheet
        self.grid.empty = self._nothing_yet(sheet)
        self.grid.rows.show(sheet.nights, self.place())
        again = next((at for at, night in enumerate(sheet.nights) if chosen and night.night == chosen.night), 0)
        if sheet.nights:
            self.grid.selectRow(again)
        self.aside.setText(missing_words(sheet.missing))
        return self._settle()

    @staticmethod
    def _nothing_yet(sheet: NightSheet) -> str:
        words = _("No night's work was done yet. The window does it by itself, some minutes after the library is open.")
        none = _("No loan rule renews by itself; only copies go back on their shelves.")
        return words if sheet.renews else f"{words} {none}"

    def _chosen(self) -> None:
        self._settle()
        night = self.grid.night()
        refused = night.report.refused if night is not None and night.report is not None else ()
        unknown = tuple(each.item for each in refused[:NAMED] if each.item not in self._titles)
        if unknown:
            self.desk.run(partial(titles_of, unknown), self._named)

    def _named(self, titles: Any) -> None:
        if not isinstance(titles, Failed):
            self._titles |= titles
            self._show_left()

    # Showing

    def _settle(self) -> None:
        """What can be done now, and what the chosen night did."""
        busy, night = self.nights.at_work(), self.grid.night()
        self.again_button.setEnabled(night is not None and not busy)
        self.run_button.setEnabled(not busy)
        self.bar.setVisible(busy)
        if not busy:
            self._note.setText("")
        self._headline.setText(night_headline(night.night, self.place()) if night is not None else "")
        self._sums.setText(self._did(night))
        self._sums.setVisible(bool(self._sums.text()))
        self._show_left()

    def _did(self, night: Night | None) -> str:
        if night is None:
            return ""
        if night.report is None:
            return unended(night.ended)
        return " ".join(part for part in (last_time_words(night.report),) if part)

    def _show_left(self) -> None:
        if self.sheet is None:
            return
        night = self.grid.night()
        renewed = bool(night is not None and night.report is not None and night.report.renewed)
        self.left.empty = _("Every loan was renewed.") if renewed else _("There was nothing to renew.")
        if night is None or night.report is None:
            self.left.empty = ""
        self.left.show_left(night, self._titles, self.place())

    # Doing

    def run_now(self) -> None:
        """Do every missing night."""
        self.untell()
        self.nights.do()

    def do_again(self) -> None:
        """Do the chosen night once more; what was done is not done twice."""
        night = self.grid.night()
        if night is not None:
            self.untell()
            self.nights.do((night.night,), again=True)

    def _began(self) -> None:
        self.bar.setRange(0, 0)
        self._settle()

    def _progressed(self, done: int, total: int, note: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._note.setText(note)

    def _ended(self, ended: NightsEnded) -> None:
        if ended.wished and ended.error is not None:
            self.tell_failure(ended.error)
        elif ended.wished:
            self._tell_done(ended.reports)
        self._settle()
        if self.isVisible():
            self.refresh()

    def _tell_done(self, reports: tuple[NightReport, ...]) -> None:
        place = self.place()
        headline = nights_sentence(reports, place)
        if not reports:
            self.desk.run(read_nights, self._tell_nothing)
        elif not headline:
            self.tell_done([_("Done: there was nothing to renew and nothing to reshelve.")], Tone.OK, "check")
        else:
            busy = [report for report in reports if nights_sentence((report,), place)] if len(reports) > 1 else []
            self.tell_done([headline + ".", *(night_lines(report, place)[0] for report in busy)], Tone.OK, "check")

    def _tell_nothing(self, sheet: Any) -> None:
        if isinstance(sheet, Failed):
            self.tell_failure(sheet)
        elif sheet.missing:
            words = _("Another computer is at this work, or broke off. It goes on by itself after half an hour.")
            self.tell([words], Tone.WARN, "hourglass")
        else:
            self.tell_done([_("Every night's work is done.")], Tone.OK, "check")

    # The keyboard

    def in_order(self) -> list[QWidget]:
        """Nights, what they left, the foot."""
        return [self.grid, self.left, self.again_button, self.run_button]

    def take_focus(self) -> None:
        """The table of the nights has the keyboard."""
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def press(self, key: Key) -> bool:
        """Ctrl+Enter does the missing nights."""
        if key is Key.RECOMMENDED and self.run_button.isEnabled():
            self.run_now()
        return key is Key.RECOMMENDED
