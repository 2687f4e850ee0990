"""What the page of the holds prints: its lists, and the slip of a line once more."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desk.rules.routing import Destination
from desk.rules.vocabulary import HoldStatus
from desk.services.answers import ItemFace
from desk.services.circulation.answers import HoldFace, Returned
from desk.services.holds.board import ListName
from desk.services.holds.lists import HoldLine, Lines
from desk.ui.circulation.tools import Slip, slip_of
from desk.wording.context import Place
from desk.wording.holds.rows import hold_row, list_word

if TYPE_CHECKING:
    from desk.ui.standing import Standing


def pull_page(name: ListName, lines: Lines, standing: "Standing") -> Callable[[], bytes]:
    """The list as a page; laid out on the thread of the press."""
    return partial(_page, name, lines, standing)


def _page(name: ListName, lines: Lines, standing: "Standing") -> bytes:
    from desk.printing.hold_lists import ListLine, hold_list

    here = standing.here()
    rows = [hold_row(name, line, here) for line in lines]
    printed = [
        ListLine((*((cell.text, cell.below) for cell in row.cells[:3]), (row.cells[3].text, row.pill.text)))
        for row in rows
    ]
    about = f"{standing.library}, {standing.branch}, {here.due(here.now)}"
    return hold_list(list_word(name), about, printed)


def slip_of_line(line: HoldLine, place: Place) -> Slip | None:
    """The slip that belongs into the copy of this line: as it was printed when the copy came in."""
    item = ItemFace(0, line.barcode, line.title, line.author, line.call_number, line.icon, "")
    if not line.barcode:
        return None
    if line.goes_to:
        hold = HoldFace(line.hold, line.status, line.goes_to) if line.hold else None
        to = Destination.TRANSIT_HOLD if line.hold else Destination.TRANSIT_HOME
        return slip_of(Returned(item, to, place.now, line.goes_to, hold=hold))
    if line.status is HoldStatus.READY:
        note = line.note if line.note_on_slip else ""
        kept = HoldFace(
            line.hold,
            line.status,
            line.pickup,
            line.until,
            line.shelf_code,
            until_at=line.until_at,
            slip_note=note,
        )
        return slip_of(Returned(item, Destination.HOLD_SHELF, place.now, hold=kept))
    return None
