"""The desk: one act is one transaction, with its row in the journal."""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from desk.errors import DatabaseUnavailable
from desk.models import hot
from desk.models.prepared import prepared
from desk.models.wire import Wire
from desk.rules.blocks import OVERRIDES
from desk.rules.vocabulary import Permission, Reason
from desk.services.answers import NotDone, Refused, refused
from desk.services.clock import utc_now
from desk.services.codec import decode, encode, to_text
from desk.services.database import Database, driver_errors
from desk.services.rulebook import Rulebook, read_rulebook

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

A = TypeVar("A", covariant=True)
SERIALIZATION = ("40001", "40P01")
STORED = prepared("SELECT answer, private FROM journal WHERE id = :id")


@dataclass(frozen=True, slots=True)
class StationFace:
    """The desk where an act happens."""

    id: int
    code: str
    name: str
    branch: int


@dataclass(frozen=True, slots=True)
class StaffFace:
    """Who is signed in, and what they may do."""

    id: int
    login: str
    name: str
    role: str
    permissions: frozenset[Permission]


@dataclass(slots=True)
class Record:
    """What an act notes for its journal row: whom and what it touched, what undo needs, what statistics count by."""

    person: int | None = None
    item_id: int | None = None
    loan_id: int | None = None
    hold_id: int | None = None
    charge_id: int | None = None
    charges: tuple[int, ...] = ()
    before: Any = None
    item_type: int | None = None
    collection: int | None = None
    audience: str | None = None
    patron_category: int | None = None
    renewal_source: str | None = None
    quantity: int = 1
    amount: int | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """All that an act may see. The clock comes in here and nowhere else.

    `ahead` are the answers to what the act says first, where a server was asked that with the BEGIN.
    """

    hot: Wire
    now: datetime
    policy: Rulebook
    station: StationFace
    staff: StaffFace
    key: str
    record: Record
    recorded: datetime
    ahead: Sequence[Any] | None = None
    _writes: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    _sessions: "list[Session]" = field(default_factory=list)

    @property
    def db(self) -> "Session":
        """The session of this act; a scan that needs none (it has `hot`, the bare connection) makes none."""
        if not self._sessions:
            from sqlalchemy.orm import Session

            self._sessions.append(Session(self.hot.sql, autoflush=False))
        return self._sessions[0]

    @property
    def sql(self) -> "Connection":
        """SQLAlchemy's connection, for what needs no session."""
        return self.hot.sql

    @property
    def branch(self) -> int:
        """The branch where this happens."""
        return self.station.branch

    def write(self, what: str, **values: Any) -> None:
        """Plan one of the writes of a scan; all are written together with the journal row."""
        self._writes.append((what, values))

    def planned(self, *what: str) -> int:
        """How many of these writes are planned and not yet written."""
        return sum(name in what for name, _values in self._writes)

    def commit(self) -> None:
        """Write what was changed through the session, then what was planned, and keep it."""
        for session in self._sessions:
            session.flush()
        hot.write_and_commit(self.hot, self._writes)

    def close(self) -> None:
        """Let go of the session."""
        for session in self._sessions:
            session.close()


class Act(Protocol[A]):
    """Something a person does: data for the journal, and its behaviour beside it."""

    kind: ClassVar[str]
    version: ClassVar[int]
    permission: ClassVar[Permission | None]

    def run(self, unit: Unit) -> A: ...


class Foretold(Protocol):
    """An act that can say what it will ask first: on a server that goes with the BEGIN (hot.begin_with)."""

    def first(self, unit: Unit) -> tuple[hot.Trip, Mapping[str, Any]]: ...


class Question(Protocol[A]):
    """Something a person asks: read only, no journal."""

    def ask(self, unit: Unit) -> A: ...


# How often an act begins anew because another desk was first: with eight desks on one copy twice was seen, never more.
STARTS = 20


class Stale(Exception):
    """Another desk changed the record between the first look and the lock; the act starts over."""


def new_key() -> str:
    """A name for one act that no other act has."""
    return os.urandom(16).hex()


class Desk:
    """The way into the library. One desk belongs to one thread at a time."""

    def __init__(
        self,
        database: Database,
        station: StationFace,
        staff: StaffFace,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.database = database
        self.station = station
        self.staff = staff
        self.clock = clock
        self.own_clock = clock is utc_now
        self.skew = 0.0
        self.busy_ms = 0.0
        self.granters: dict[int, frozenset[Permission]] = {}
        self._rulebook: Rulebook | None = None

    def do(self, act: Act[A], key: str | None = None, at: datetime | None = None) -> A:
        """Run an act in one transaction, write its journal row, commit, and give the answer.

        A key that is in the journal already is not run again: its first answer is given. A conflict with another
        desk, or a connection lost in the commit, is tried once more under the same key.
        """
        key = key or new_key()
        begun = time.perf_counter()
        try:
            return self._over_again(act, key, at)
        except driver_errors(Stale, DatabaseUnavailable) as error:
            if not worth_another_try(error) or (self.database.sqlite and isinstance(error, DatabaseUnavailable)):
                raise
            return self._over_again(act, key, at)
        finally:
            self.busy_ms = (time.perf_counter() - begun) * 1000

    def _over_again(self, act: Act[A], key: str, at: datetime | None) -> A:
        """A copy many desks want may go to another reader each time its locks are waited for: then from the start."""
        for _start in range(STARTS):
            try:
                return self._once(act, key, at)
            except Stale:
                continue
        return self._once(act, key, at)

    def _once(self, act: Act[A], key: str, at: datetime | None) -> A:
        with self.database.acting(begun=False) as connection:
            start, ahead = self._begin(connection, act, key, at)
            if start.done is not None:
                return self._answered(connection, start.done)  # type: ignore[no-any-return]
            with closing(self._unit(connection, start.server, key, at, ahead)) as unit:
                answer: Any = self._stopped(act) or act.run(unit)
                if isinstance(answer, NotDone):
                    return self._not_done(connection, key, answer)  # type: ignore[no-any-return]
                unit.write("journal", **self._journal(act, answer, unit))
                unit.commit()
            return answer  # type: ignore[no-any-return]

    def _not_done(self, connection: Wire, key: str, answer: Any) -> Any:
        """Nothing is written. On a server the same act may have happened while this one waited for its locks."""
        done = hot.start(connection, key).done if hot.on_server(connection) else None
        if done is not None:
            answer = self._answered(connection, done)
        connection.rollback()
        return answer

    def ask(self, question: Question[A]) -> A:
        """Answer a question from a consistent view of the library; nothing is written."""
        with self.database.asking() as connection:
            start = self._start(connection, "", reading=True)
            with closing(self._unit(connection, start.server, "", None)) as unit:
                return question.ask(unit)

    def rulebook(self) -> Rulebook:
        """The rules as they stand now."""
        with self.database.asking() as connection:
            self._start(connection, "", reading=True)
        assert self._rulebook is not None
        return self._rulebook

    def _begin(self, connection: Wire, act: Any, key: str, at: datetime | None) -> tuple[Any, Any]:
        """Begin, with what the act says first where that can be told: by rules and clock as this desk knows them.

        Where they prove to be others, the answers are forgotten and the act asks again; its locks are the same.
        """
        known = self._rulebook
        if known is None or self.database.sqlite or not hasattr(act, "first"):
            return self._start(connection, key), None
        foretold: Foretold = act
        server = utc_now() + timedelta(seconds=self.skew)
        trip, asked = foretold.first(self._unit(connection, server, key, at))
        start, ahead = hot.begin_with(connection, key, trip, asked)
        self._note_start(connection, start)
        today = known.calendars[self.station.branch].today(self._unit(connection, start.server, key, at).now)
        return start, ahead if self._rulebook is known and asked["today"] == today else None

    def _start(self, connection: Wire, key: str, *, reading: bool = False) -> Any:
        start = hot.begin(connection, key, reading=reading)
        self._note_start(connection, start)
        return start

    def _note_start(self, connection: Wire, start: Any) -> None:
        """Read the rules anew where somebody has changed them; note how far the clocks are apart."""
        if self._rulebook is None or self._rulebook.version != start.rules_version:
            self._rulebook = read_rulebook(connection)
        if start.server is not None:
            self.skew = (start.server - utc_now()).total_seconds()

    def _unit(
        self, connection: Wire, server: datetime | None, key: str, at: datetime | None, ahead: Any = None
    ) -> Unit:
        assert self._rulebook is not None
        recorded = server if server is not None and self.own_clock else self.clock()
        book, record = self._rulebook, Record()
        return Unit(connection, at or recorded, book, self.station, self.staff, key, record, recorded, ahead)

    def _stopped(self, act: Act[Any]) -> Refused | None:
        """Whether this person may do this at all, and whether each granted reason was granted by one who may."""
        if act.permission is not None and act.permission not in self.staff.permissions:
            return refused(act, Reason.NOT_ALLOWED)
        for grant in getattr(act, "grants", ()):
            held = self.staff.permissions if grant.by == self.staff.id else self.granters.get(grant.by, frozenset())
            if OVERRIDES.get(grant.reason) not in held:
                return refused(act, Reason.NOT_ALLOWED)
        return None

    def _journal(self, act: Act[Any], answer: Any, unit: Unit) -> dict[str, Any]:
        record, (said, hidden), (told, secret) = unit.record, encode(act), encode(answer)
        before, past = encode(record.before) if record.before is not None else (None, {})
        personal = {name: part for name, part in (("act", hidden), ("answer", secret), ("before", past)) if part}
        grants = getattr(act, "grants", ())
        return {
            "key": unit.key,
            "at": unit.now,
            "recorded": unit.recorded,
            "station_id": self.station.id or None,
            "branch_id": self.station.branch,
            "staff_id": self.staff.id or None,
            "granted_by": grants[-1].by if grants else None,
            "kind": act.kind,
            "version": act.version,
            "visit": getattr(act, "visit", None) or None,
            "person": record.person,
            "item_id": record.item_id,
            "loan_id": record.loan_id,
            "hold_id": record.hold_id,
            "charge_id": record.charge_id,
            "act": to_text(said),
            "answer": to_text(told),
            "before": None if before is None else to_text(before),
            "private": to_text(personal) if personal else None,
            "item_type": record.item_type,
            "collection": record.collection,
            "audience": record.audience,
            "patron_category": record.patron_category,
            "renewal_source": record.renewal_source,
            "quantity": record.quantity,
            "amount": record.amount,
            "method": record.method,
        }

    @staticmethod
    def _answered(connection: Wire, row: int) -> Any:
        stored = STORED.first(connection, {"id": row})
        personal = json.loads(stored.private) if stored.private else {}
        return decode(json.loads(stored.answer), personal.get("answer"))


def worth_another_try(error: Exception) -> bool:
    """Whether the same act may succeed, or prove to have succeeded, when it is tried again."""
    if isinstance(error, Stale | DatabaseUnavailable):
        return True
    from sqlalchemy.exc import IntegrityError

    if isinstance(error, IntegrityError):
        return True
    return getattr(getattr(error, "orig", None), "sqlstate", None) in SERIALIZATION
