"""After a crash: the visits of this desk, put together again from the library's journal and this station's store."""

from dataclasses import replace
from typing import Any

from desk.i18n import _
from desk.services.answers import Thing, Unknown
from desk.services.circulation.visit import VisitSoFar
from desk.services.desk import Desk
from desk.station.store import PageKind, ScanState, StationStore, StoredScan, StoredVisit
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.circulation.lost import failed_row
from desk.ui.circulation.tools import usable_grants
from desk.ui.circulation.visit import Scanned, Stage, Visit, stage_of
from desk.wording.checkout import aside_row, unknown_row, waiting_row
from desk.wording.shapes import Pill, Row, Tone

Found = tuple[StoredVisit, tuple[tuple[str, Any], ...], tuple[StoredScan, ...]]


def read_back(store: StationStore, page: PageKind, desk: Desk) -> tuple[Found, ...]:
    """What was open, with the acts that stand in the journal. A visit of which nothing is left is forgotten."""
    found = []
    for visit in store.visits(page):
        acts = desk.ask(VisitSoFar(visit.id))
        done = {key for key, _answer in acts}
        scans = tuple(scan for scan in store.scans(visit.id) if scan.key not in done)
        if acts or scans:
            found.append((visit, acts, scans))
        else:
            store.forget_visit(visit.id)
    return tuple(sorted(found, key=lambda each: not each[0].parked))


def take_up(panel: DeskPanel, found: tuple[Found, ...]) -> list[Visit]:
    """The visits as the window knows them, the one that was at the desk last."""
    standing = panel.desk.standing
    assert standing is not None
    visits = []
    for stored, acts, scans in found:
        visit = Visit(stored.id, stored.card, grants=usable_grants(stored.grants, standing.staff.id))
        panel.visit, before = visit, panel.visit
        visit.scans = [_act(panel, key, answer) for key, answer in acts] + [_scan(scan) for scan in scans]
        panel.visit = before
        visits.append(visit)
    return visits


def release(panel: DeskPanel) -> None:
    """In a step: what was open before is open again, and the scans since then follow."""
    held, panel.held_back = panel.held_back or [], None
    for scanned in held:
        panel.catch(scanned)
    panel.settled()


def _act(panel: DeskPanel, key: str, answer: Any) -> Scanned:
    row = panel.words(answer)[1]
    return Scanned(row.barcode, row, key, stage=stage_of(answer), answer=answer, done={key: answer})


def _scan(scan: StoredScan) -> Scanned:
    stage = Stage.ASIDE if scan.state is ScanState.ASIDE else Stage.LOOK
    text = scan.raw.strip()
    answer = Unknown(Thing.ITEM, text) if scan.state is ScanState.UNKNOWN else None
    return Scanned(scan.raw, _row(scan), scan.key, stage=stage, answer=answer)


def _row(scan: StoredScan) -> Row:
    plain = waiting_row(scan.raw.strip())
    match scan.state:
        case ScanState.UNKNOWN:
            return unknown_row(scan.raw.strip())
        case ScanState.ASIDE:
            return aside_row(plain)
        case ScanState.REFUSED:
            pill = Pill(_("Scan it again"), Tone.WARN, "eye")
            return replace(plain, subtitle=_("Was not done before"), pill=pill, tone=Tone.WARN, needs_look=True)
        case ScanState.WAITING:
            return failed_row(plain)
