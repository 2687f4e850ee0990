"""The night's work, with nobody waiting: every night that is missing, oldest first, each as of its own evening."""

from collections.abc import Callable
from datetime import date, datetime

from desk.chores.readers import readers_tonight
from desk.rules.vocabulary import Permission, RenewalSource
from desk.services.accounts.answers import Lost
from desk.services.accounts.losses import DeclareLost, LoansToLose
from desk.services.answers import Refused
from desk.services.circulation.answers import Renewed
from desk.services.circulation.nights import (
    BeginNight,
    Counted,
    EndNight,
    FinishReshelving,
    LoansToRenew,
    LoanTonight,
    NightReport,
    NightsToDo,
    NightTaken,
    NightWork,
    NotRenewed,
    added,
)
from desk.services.circulation.renew import Renew
from desk.services.database import Database, sweep_log
from desk.services.desk import Desk, StaffFace, StationFace
from desk.services.holds.answers import HoldExpired
from desk.services.holds.ending import ExpireHold
from desk.services.holds.nights import HoldsToExpire
from desk.services.patrons.severing import LoansToSever, SeverLoans, SeverRest
from desk.services.work import Progress, Work

# Nobody sits at a desk at night: what the rules allow is done, and nothing is overridden.
MAY = frozenset({Permission.NIGHTLY, Permission.RENEW, Permission.MARK, Permission.PATRONS})
NIGHT = StaffFace(0, "", "", "", MAY)


def nightly(desk: Desk, nights: tuple[date, ...] = (), *, again: bool = False) -> Work[tuple[NightReport, ...]]:
    """Do the work of these nights, or of all that are missing; gives what each of them did.

    A night that is done is passed over; one that another desk is at is left to it, and so are the later ones: the
    oldest missing night is where the next run begins. A renewal of a night carries that night's name, so that doing
    the night again renews nothing twice.
    """
    desks = Desks(desk.database, desk.clock)
    own = desks.at(desk.station.branch)
    wanted = nights or own.ask(NightsToDo())
    done = []
    for number, night in enumerate(wanted):
        yield Progress(number, len(wanted), night.isoformat())
        begun = own.do(BeginNight(night, again))
        if isinstance(begun, NightTaken):
            if begun.ended:
                continue
            break
        report = yield from _night(desks, own, night)
        own.do(EndNight(report))
        done.append(report)
    return tuple(done)


class Desks:
    """A desk of the night for each branch, on the same library."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database, self.clock = database, clock
        self._made: dict[int, Desk] = {}

    def at(self, branch: int) -> Desk:
        """The desk of one branch."""
        if branch not in self._made:
            self._made[branch] = Desk(self.database, StationFace(0, "", "", branch), NIGHT, self.clock)
        return self._made[branch]


def _night(desks: Desks, own: Desk, night: date) -> Work[NightReport]:
    loans = own.ask(LoansToRenew(night))
    renewed, last_time, refused = [], [], []
    for number, loan in enumerate(loans):
        yield Progress(number, len(loans), loan.item)
        answer = _renew(desks.at(loan.branch), loan, night)
        if isinstance(answer, Renewed):
            renewed.append(loan.item)
            if answer.final:
                last_time.append(loan.item)
        elif isinstance(answer, Refused):
            refused.append(NotRenewed(loan.item, answer.reasons))
    reshelved = own.do(FinishReshelving()).count
    others: list[Counted] = []
    for work in OF_THE_AREAS:
        others += yield from work(desks, own, night)
    return NightReport(night, tuple(renewed), tuple(last_time), tuple(refused), reshelved, added(others))


def _renew(desk: Desk, loan: LoanTonight, night: date) -> object:
    """As of the night's last minute: a night that is caught up later does the reader no harm."""
    calendar = desk.rulebook().calendars[loan.branch]
    evening = min(calendar.end_of(night), desk.clock())
    act = Renew(loan.item, source=RenewalSource.AUTOMATIC, seen=False)
    return desk.do(act, f"night:{night}:{loan.loan}", at=evening)


def _expire_holds(desks: Desks, own: Desk, night: date) -> Work[tuple[Counted, ...]]:
    """End the holds that have run out, each once, as of the night's last minute."""
    tonight = own.ask(HoldsToExpire(night))
    count = 0
    for number, each in enumerate(tonight):
        yield Progress(number, len(tonight), night.isoformat())
        desk = desks.at(each.branch)
        evening = min(desk.rulebook().calendars[each.branch].end_of(night), desk.clock())
        answer = desk.do(ExpireHold(each.hold), f"night:{night}:hold:{each.hold}", at=evening)
        count += isinstance(answer, HoldExpired)
    return (Counted(NightWork.EXPIRED, count),) if count else ()


def _sever(_desks: Desks, own: Desk, night: date) -> Work[tuple[Counted, ...]]:
    """What is over forgets whom it was about; at the end nothing of it stands in the file's log either."""
    count, after = 0, 0
    while True:
        loans, seen = own.ask(LoansToSever(night, after))
        if loans:
            count += own.do(SeverLoans(loans)).count
        yield Progress(count, 0)
        if seen is None:
            break
        after = seen
    count += own.do(SeverRest(night)).count
    sweep_log(own.database)
    return (Counted(NightWork.SEVERED, count),)


def _lose(desks: Desks, own: Desk, night: date) -> Work[tuple[Counted, ...]]:
    """What is overdue for so long that the rules take it as lost is billed, as of the night's last minute."""
    items = own.ask(LoansToLose(night))
    lost = 0
    for number, item in enumerate(items):
        yield Progress(number, len(items), item)
        calendar = own.rulebook().calendars[own.station.branch]
        evening = min(calendar.end_of(night), own.clock())
        lost += isinstance(own.do(DeclareLost(item, by_age=True), f"lost:{night}:{item}", at=evening), Lost)
    return (Counted(NightWork.LOST, lost),) if lost else ()


# What each area does in a night besides, in this order: severing comes last, when everything else has been settled.
NightJob = Callable[[Desks, Desk, date], Work[tuple[Counted, ...]]]
OF_THE_AREAS: tuple[NightJob, ...] = (readers_tonight, _expire_holds, _lose, _sever)
