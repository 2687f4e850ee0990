"""The end of a visit, and a return date set right afterwards."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from desk.models import hot
from desk.models.prepared import prepared
from desk.rules.vocabulary import Permission
from desk.services.answers import PatronFace
from desk.services.circulation.answers import Lent, Renewed, Returned, SlipLine, VisitFinished
from desk.services.circulation.facts import patron_face, read_parameters
from desk.services.codec import decode, known, private
from desk.services.desk import Unit

ACTS = prepared(
    """SELECT key, answer, private FROM journal WHERE visit = :visit AND undone_by IS NULL
    AND kind IN ('checkout', 'renew', 'checkin', 'use_in_house') ORDER BY id"""
)


@known
@dataclass(frozen=True, slots=True)
class FinishVisit:
    """The reader is done: the visit is closed and what was lent in it is told, for the slip."""

    kind: ClassVar[str] = "finish_visit"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = None

    visit: str
    card: str = private(default="")

    def run(self, unit: Unit) -> VisitFinished:
        """Gather what was lent and renewed in this visit and not undone."""
        answers = visit_answers(unit, self.visit)
        row = hot.PATRON_FACTS.first(unit.hot, read_parameters(unit, card=self.card))
        lent = [answer for answer in answers if isinstance(answer, Lent)]
        renewed = [answer for answer in answers if isinstance(answer, Renewed)]
        unit.record.person = row.patron_id if row is not None else None
        unit.record.quantity = len(lent) + len(renewed)
        return VisitFinished(slip_lines(answers), len(lent), len(renewed), patron_face(row) if row else PatronFace())


@dataclass(frozen=True, slots=True)
class VisitSlip:
    """What stands on the slip of a visit so far."""

    visit: str

    def ask(self, unit: Unit) -> tuple[SlipLine, ...]:
        """The lines of the slip, oldest first."""
        return slip_lines(visit_answers(unit, self.visit))


@dataclass(frozen=True, slots=True)
class VisitSoFar:
    """The answers of a visit's acts, so that a visit survives a crash; each with the key of its act."""

    visit: str

    def ask(self, unit: Unit) -> tuple[tuple[str, Any], ...]:
        """Oldest first, without what was undone."""
        return tuple((row.key, answer_of(row)) for row in ACTS.all(unit.hot, {"visit": self.visit}))


def visit_answers(unit: Unit, visit: str) -> list[Any]:
    """The answers of a visit's acts that stand, oldest first."""
    return [answer_of(row) for row in ACTS.all(unit.hot, {"visit": visit})]


def answer_of(row: Any) -> Any:
    """The answer that stands in a row of the journal, with what is personal in it."""
    personal = json.loads(row.private) if row.private else {}
    return decode(json.loads(row.answer), personal.get("answer"))


def slip_lines(answers: list[Any]) -> tuple[SlipLine, ...]:
    """One line a copy: lent and then renewed in one visit it stands once, with its last date; returned, not at all."""
    lines: dict[str, SlipLine] = {}
    for answer in answers:
        if isinstance(answer, Lent | Renewed):
            lines[answer.item.barcode] = SlipLine(answer.item.title, answer.item.barcode, answer.due)
        elif isinstance(answer, Returned):
            lines.pop(answer.item.barcode, None)
    return tuple(lines.values())
