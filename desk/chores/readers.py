"""What a night does with readers; nobody waits for it."""

from datetime import date
from typing import TYPE_CHECKING

from desk.services.circulation.nights import Counted, NightWork
from desk.services.desk import Desk
from desk.services.patrons.answers import GrownUp
from desk.services.patrons.family import GrowUp
from desk.services.patrons.nights import ReadersToGrow, SweepReaders
from desk.services.work import Progress, Work

if TYPE_CHECKING:
    from desk.chores.nightly import Desks


def readers_tonight(_desks: "Desks", own: Desk, night: date) -> Work[tuple[Counted, ...]]:
    """Children who have grown up get their category, one act for each; what has run out is swept away."""
    cards, grown = own.ask(ReadersToGrow(night)), 0
    for number, card in enumerate(cards):
        yield Progress(number, len(cards), "")
        grown += isinstance(own.do(GrowUp(card), f"grown:{night}:{number}"), GrownUp)
    own.do(SweepReaders())
    return (Counted(NightWork.GROWN, grown),)
