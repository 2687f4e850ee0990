"""The situations of a drill: invented readers and copies for each, set out in the sandbox by a seed."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from desk.errors import WrongUse
from desk.models import Branch, Hold, Loan, Staff, Title
from desk.models.collection import Item
from desk.rules.vocabulary import CardStatus, HoldStatus, ItemStatus
from desk.services.answers import Refused
from desk.services.circulation.answers import Lent, Renewed, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.desk import Desk, Unit
from desk.services.training.sandbox import TRAINEE, Numbers, add_copy, add_reader

DRAWN = 12
KEPT_DAYS, LATE_DAYS, OUT_DAYS, LEFT_DAYS = 7, 6, 9, 4


class Kind(StrEnum):
    """What happens at the desk."""

    LEND_THREE = "lend_three"
    LEND_FINISH = "lend_finish"
    RENEW = "renew"
    RENEW_ALL = "renew_all"
    RETURN = "return"
    RETURN_LATE = "return_late"
    RETURN_HELD = "return_held"
    OTHER_BRANCH = "other_branch"
    EXPIRED = "expired"
    BARRED = "barred"
    LOST_CARD = "lost_card"
    HELD = "held"
    PICK_UP = "pick_up"
    WRONG_READER = "wrong_reader"
    FOUND = "found"


# Where nothing may happen: it is right to stop, and only the trainee can say that they have.
STOPS = frozenset({Kind.EXPIRED, Kind.BARRED, Kind.LOST_CARD, Kind.HELD})


@dataclass(frozen=True, slots=True)
class Situation:
    """One of them: the card and items to scan, and for some a second reader."""

    kind: Kind
    items: tuple[str, ...]
    card: str = ""
    reader: str = ""
    other_card: str = ""
    other_reader: str = ""

    @property
    def stops(self) -> bool:
        """Whether it is right to lend nothing."""
        return self.kind in STOPS

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that is scanned in it."""
        return frozenset({self.card, self.other_card, *self.items} - {""})


@dataclass(slots=True)
class _Stage:
    """What a situation is set out with."""

    db: Connection
    desk: Desk
    dice: random.Random
    numbers: Numbers
    titles: list[int]
    branches: list[int]
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.desk.clock()

    @property
    def here(self) -> int:
        return self.desk.station.branch

    def reader(self, **facts: Any) -> tuple[int, str, str]:
        return add_reader(self.db, self.numbers, self.here, self.dice, **facts)

    def copy(self, **facts: Any) -> tuple[int, str]:
        return add_copy(self.db, self.numbers, self.titles.pop(), facts.pop("branch", self.here), **facts)

    def loan(self, item: int, patron: int, due_in: int) -> None:
        kind = select(Item.item_type_id).where(Item.id == item)
        values = {
            "item_id": item,
            "patron_id": patron,
            "branch_id": self.here,
            "item_type_id": self.db.execute(kind).scalar_one(),
            "out_at": self.now - timedelta(days=OUT_DAYS + max(0, -due_in)),
            "due_at": self._end_of_day(due_in),
        }
        self.db.execute(insert(Loan), values)

    def _end_of_day(self, days: int) -> datetime:
        calendar = self.desk.rulebook().calendars[self.here]
        return calendar.end_of(calendar.today(self.now) + timedelta(days=days))

    def hold(self, item: int, patron: int, *, ready: bool) -> None:
        title = self.db.execute(select(Item.title_id).where(Item.id == item)).scalar_one()
        today = self.desk.rulebook().calendars[self.here].today(self.now)
        values = {
            "title_id": title,
            "patron_id": patron,
            "pickup_branch_id": self.here,
            "placed_at": self.now - timedelta(days=OUT_DAYS),
            "rank": 1,
            "status": HoldStatus.READY if ready else HoldStatus.QUEUED,
            "copy_id": item if ready else None,
            "ready_at": self.now - timedelta(days=1) if ready else None,
            "shelf_until": today + timedelta(days=KEPT_DAYS) if ready else None,
        }
        self.db.execute(insert(Hold), values)


def set_out(desk: Desk, seed: int, count: int = DRAWN) -> tuple[Situation, ...]:
    """Draw situations and put their readers and copies into the sandbox. Raises WrongUse in any other library."""
    dice = random.Random(seed)
    with desk.database.act() as db:
        if db.execute(select(Staff.id).where(Staff.login == TRAINEE)).first() is None:
            raise WrongUse("A drill is set out in training only.")
        branches = list(db.execute(select(Branch.id).order_by(Branch.id)).scalars())
        held = select(Hold.title_id)
        titles = list(db.execute(select(Title.id).where(Title.id.not_in(held)).order_by(Title.id)).scalars())
        dice.shuffle(titles)
        stage = _Stage(db, desk, dice, Numbers(db), titles, branches)
        kinds = [kind for kind in Kind if kind is not Kind.OTHER_BRANCH or len(branches) > 1]
        dice.shuffle(kinds)
        kinds.sort(key=lambda kind: kind is not Kind.LEND_THREE)  # the first is what a desk does most
        situations = [_SET[kind](stage, kind) for kind in kinds]
        db.commit()
    return tuple(each for each in situations if desk.ask(CanComeOut(each)))[:count]


@dataclass(frozen=True, slots=True)
class CanComeOut:
    """Whether this library's rules let a situation come out as it is meant: each act is tried and rolled back."""

    situation: Situation

    def ask(self, unit: Unit) -> bool:
        """A rule that forbids renewing, say, makes an exercise in renewing impossible."""
        situation, kind = self.situation, self.situation.kind
        tried = [self._try(unit, item) for item in situation.items]
        if situation.stops:
            return all(isinstance(answer, Refused) for answer in tried)
        if kind in (Kind.RENEW, Kind.RENEW_ALL):
            return all(isinstance(answer, Renewed) for answer in tried)
        return all(isinstance(answer, Lent | Returned) for answer in tried)

    def _try(self, unit: Unit, item: str) -> object:
        if self.situation.kind in (Kind.RENEW, Kind.RENEW_ALL):
            return Renew(item).run(unit)
        return Checkout(self.situation.card, item).run(unit) if self.situation.card else Checkin(item).run(unit)


def _lend(stage: _Stage, kind: Kind) -> Situation:
    _row, card, name = stage.reader()
    count = 3 if kind is Kind.LEND_THREE else 2
    return Situation(kind, tuple(stage.copy()[1] for _copy in range(count)), card, name)


def _renew(stage: _Stage, kind: Kind) -> Situation:
    patron, card, name = stage.reader()
    copies = [stage.copy() for _copy in range(1 if kind is Kind.RENEW else 2)]
    for row, _barcode in copies:
        stage.loan(row, patron, -2 if kind is Kind.RENEW_ALL else LEFT_DAYS)
    return Situation(kind, tuple(barcode for _row, barcode in copies), card, name)


def _return(stage: _Stage, kind: Kind) -> Situation:
    patron, _card, name = stage.reader()
    row, barcode = stage.copy()
    stage.loan(row, patron, -LATE_DAYS if kind is Kind.RETURN_LATE else LEFT_DAYS)
    if kind is Kind.RETURN_HELD:
        waiting, _other, _who = stage.reader()
        stage.hold(row, waiting, ready=False)
    return Situation(kind, (barcode,), reader=name)


def _other_branch(stage: _Stage, kind: Kind) -> Situation:
    away = next(branch for branch in stage.branches if branch != stage.here)
    row, barcode = stage.copy(branch=away)
    patron, _card, name = stage.reader()
    stage.loan(row, patron, LEFT_DAYS)
    return Situation(kind, (barcode,), reader=name)


def _blocked(stage: _Stage, kind: Kind) -> Situation:
    long_ago = (stage.now - timedelta(days=30)).date()
    facts: dict[Kind, dict[str, Any]] = {
        Kind.EXPIRED: {"expires_on": long_ago},
        Kind.BARRED: {"barred": True},
        Kind.LOST_CARD: {"card_status": CardStatus.LOST},
    }
    _row, card, name = stage.reader(**facts[kind])
    return Situation(kind, (stage.copy()[1],), card, name)


def _held(stage: _Stage, kind: Kind) -> Situation:
    patron, card, name = stage.reader()
    row, barcode = stage.copy()
    stage.hold(row, patron, ready=True)
    if kind is Kind.PICK_UP:
        return Situation(kind, (barcode,), card, name)
    _row, other, who = stage.reader()
    return Situation(kind, (barcode,), other, who, card, name)


def _wrong_reader(stage: _Stage, kind: Kind) -> Situation:
    (_first, card, name), (_second, other, who) = stage.reader(), stage.reader()
    return Situation(kind, (stage.copy()[1],), card, name, other, who)


def _found(stage: _Stage, kind: Kind) -> Situation:
    return Situation(kind, (stage.copy(status=ItemStatus.MISSING)[1],))


_SET = {
    Kind.LEND_THREE: _lend,
    Kind.LEND_FINISH: _lend,
    Kind.RENEW: _renew,
    Kind.RENEW_ALL: _renew,
    Kind.RETURN: _return,
    Kind.RETURN_LATE: _return,
    Kind.RETURN_HELD: _return,
    Kind.OTHER_BRANCH: _other_branch,
    Kind.EXPIRED: _blocked,
    Kind.BARRED: _blocked,
    Kind.LOST_CARD: _blocked,
    Kind.HELD: _held,
    Kind.PICK_UP: _held,
    Kind.WRONG_READER: _wrong_reader,
    Kind.FOUND: _found,
}
