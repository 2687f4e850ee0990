"""Ctrl+Shift+I: what would happen if a reader took a copy, now or on another day. Nothing is lent and nothing kept."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.i18n import _, format_when
from desk.rules.barcodes import CardNumber, Isbn, ItemBarcode, grouped, read_scan
from desk.rules.vocabulary import BarcodeKind
from desk.services.answers import Unknown
from desk.services.circulation.answers import Lent, Renewed
from desk.services.circulation.lookup import FoundBoth, FoundCard, FoundItem, FoundSeveral, Hit, Identify
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.ui.desk_thread import Failed
from desk.ui.parts.chips import Choice
from desk.ui.parts.day_box import puts_day_first
from desk.wording.errors import error_sentence
from desk.wording.shapes import Explanation, Part, Tone

if TYPE_CHECKING:
    from desk.services.circulation.why import Supposed, WhatIf
    from desk.services.desk import Desk
    from desk.ui.circulation.desk_panel import DeskPanel
    from desk.ui.why.what_if_panel import WhatIfPanel
    from desk.wording.why import Names


def supposed(act: "WhatIf", desk: "Desk") -> "tuple[Supposed, Names, str]":
    """The check-out tried and taken back, the names that its explanation needs, and the reader's."""
    from desk.wording.why import names_of

    opened = desk.ask(OpenPatron(act.card))
    return desk.do(act), names_of(desk.rulebook()), opened.patron.name if isinstance(opened, PatronOpened) else ""


def named(said: Explanation, reader: str) -> Explanation:
    """Of whom and of what it is said, before the reasons: a number alone is easily a wrong one."""
    about = Part(_("For {name}").format(name=reader), (said.detail,) if said.detail else ())
    return replace(said, parts=(about, *said.parts)) if reader else said


def line_of(hit: Hit, *, card: bool) -> str:
    """One that may be meant. Copies of one title differ by their numbers, which must not be cut off."""
    if card:
        return f"{hit.title}   {hit.detail}"
    return f"{grouped(hit.number)}   {hit.title}   {hit.detail}"


class Supposing:
    """Belongs to one panel. While the keyboard is in its lines, a scan fills them and lends nothing."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self._shown: WhatIfPanel | None = None
        self._asking = 0
        self._picking_card = True

    def open(self) -> None:
        """Open it with the reader who is at the desk and the last copy; pressed again it closes."""
        page = self._panel.page
        if self._shown is not None and page.is_beside(self._shown):
            page.close_beside()
        elif self._panel.is_ready():
            self._open()

    def _open(self) -> None:
        panel = self._panel
        shown = self._made()
        row = panel.page.current_row()
        scanned = panel.scanned_at(row) if row is not None else panel.about
        barcodes = [each.barcode for each in panel.visit.scans if each.barcode]
        shown.reader.setText(grouped(panel.visit.card) if panel.visit.card else "")
        last = scanned.barcode if scanned is not None and scanned.barcode else barcodes[-1] if barcodes else ""
        shown.item.setText(grouped(last) if last else "")
        shown.when.clear()
        shown.on_site.reset()
        self._read_moment("")
        panel.page.show_beside(shown)
        first = shown.reader if not shown.reader.text() else shown.item if not shown.item.text() else shown.when
        first.setFocus()
        if shown.reader.text() and shown.item.text():
            self.ask()

    def _made(self) -> "WhatIfPanel":
        if self._shown is None:
            from desk.ui.why.what_if_panel import WhatIfPanel

            shown = self._shown = WhatIfPanel(self._panel.page.look)
            shown.closed.connect(self._panel.page.close_beside)
            shown.asked.connect(self.ask)
            shown.picked.connect(self._picked)
            shown.when_edited.connect(self._read_moment)
        return self._shown

    def takes(self, raw: str) -> bool:
        """Whether a scan belongs into one of its lines: a card into the first, a copy into the second."""
        shown, standing = self._shown, self._panel.desk.standing
        if shown is None or standing is None or not self._panel.page.is_beside(shown) or not shown.has_focus():
            return False
        candidates = read_scan(raw, standing.patterns).candidates
        kinds = {type(candidate) for candidate in candidates}
        if CardNumber in kinds:
            line = shown.reader
        elif kinds & {ItemBarcode, Isbn}:
            line = shown.item
        else:
            line = shown.asked_in() or shown.item
        line.setText(grouped(raw.strip()))
        if shown.reader.text() and shown.item.text():
            self.ask()
        return True

    # The moment

    def _moment(self) -> datetime | None:
        now = self._panel.place().local(self._panel.place().now)
        text = self._shown.when.text() if self._shown is not None else ""
        from desk.ui.why.moments import read_moment

        return read_moment(text, now, day_first=puts_day_first())

    def _read_moment(self, text: str) -> None:
        if self._shown is None:
            return
        moment, place = self._moment(), self._panel.place()
        if moment is None:
            self._shown.say_moment(_("That is no day. Write +7, or +7 14:30."), wrong=True)
        elif not text.strip():
            self._shown.say_moment("")
        else:
            self._shown.say_moment(format_when(moment, place.today))

    # Reader, copy, answer

    def ask(self) -> None:
        """Find reader and copy, then try it out."""
        shown, standing = self._shown, self._panel.desk.standing
        if shown is None or standing is None:
            return
        self._asking += 1
        if not shown.reader.text().strip() or not shown.item.text().strip():
            shown.complain(_("Say which reader, and which item."))
            return
        if self._moment() is None:
            shown.when.setFocus()
            return
        read = read_scan(shown.reader.text(), standing.patterns)
        self._panel.desk.ask(Identify(read, BarcodeKind.PATRON), partial(self._reader_found, self._asking))

    def _reader_found(self, asking: int, found: Any) -> None:
        shown, standing = self._shown, self._panel.desk.standing
        if shown is None or standing is None or asking != self._asking:
            return
        match found:
            case FoundCard() | FoundBoth():
                read = read_scan(shown.item.text(), standing.patterns)
                found_item = partial(self._item_found, asking, found.number)
                self._panel.desk.ask(Identify(read, BarcodeKind.ITEM), found_item)
            case FoundSeveral() if found.hits:
                self._offer(found, card=True)
            case Failed():
                self._fail(found)
            case _:
                shown.complain(_("No reader has this card or name."))

    def _item_found(self, asking: int, card: str, found: Any) -> None:
        shown = self._shown
        if shown is None or asking != self._asking:
            return
        match found:
            case FoundItem():
                self._suppose(asking, card, found.barcode)
            case FoundBoth():
                self._suppose(asking, card, found.number)
            case FoundSeveral() if found.hits:
                self._offer(found, card=False)
            case Failed():
                self._fail(found)
            case _:
                shown.complain(_("No copy has this barcode or title."))

    def _offer(self, found: FoundSeveral, *, card: bool) -> None:
        self._picking_card = card
        choices = tuple(Choice(hit.number, line_of(hit, card=card)) for hit in found.hits)
        self._made().offer(_("Which one is meant?"), choices)

    def _picked(self, number: str) -> None:
        shown = self._made()
        (shown.reader if self._picking_card else shown.item).setText(grouped(number))
        shown.when.setFocus()
        self.ask()

    def _suppose(self, asking: int, card: str, item: str) -> None:
        shown = self._made()
        at = self._moment() if shown.when.text().strip() else None
        from desk.services.circulation.why import WhatIf

        act = WhatIf(card, item, at, shown.on_site.is_on())
        self._panel.desk.run(partial(supposed, act), partial(self._told, asking))

    def _told(self, asking: int, told: Any) -> None:
        if asking != self._asking:
            return
        if isinstance(told, Failed):
            return self._fail(told)
        from desk.wording.why import supposition

        said, names, reader = told
        tone = Tone.OK if isinstance(said.answer, Lent | Renewed) else Tone.BAD
        if isinstance(said.answer, Unknown):
            tone = Tone.WARN
        return self._made().say(named(supposition(said, self._panel.place(), names), reader), tone)

    def _fail(self, failed: Failed) -> None:
        known = isinstance(failed.error, DeskError)
        self._made().complain(error_sentence(failed.error) if known else _("That did not work."))  # type: ignore[arg-type]
