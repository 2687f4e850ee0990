"""What the library counts its readers by: fields of its own, with their codes."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import ColumnElement, func, select

from desk.models import JournalRow, PatronStatistic, StatisticField
from desk.rules.blocks import Fact
from desk.rules.vocabulary import Permission, Reason
from desk.services.answers import Refused
from desk.services.codec import known
from desk.services.desk import Unit
from desk.services.patrons.reader import never

LONGEST_CODE, LONGEST = 40, 200


@known
@dataclass(frozen=True, slots=True)
class StatisticFace:
    """One field: its name in the form, and what there is to choose; nothing to choose means written freely."""

    code: str
    name: str
    choices: tuple[str, ...] = ()
    active: bool = True


@known
@dataclass(frozen=True, slots=True)
class StatisticBefore:
    """The field as it was; none where it is new."""

    code: str
    was: StatisticFace | None = None


@known
@dataclass(frozen=True, slots=True)
class StatisticSaved:
    """A field is defined, renamed, given other codes, or retired."""

    field: StatisticFace
    was: StatisticFace | None = None


@known
@dataclass(frozen=True, slots=True)
class SaveStatistic:
    """Define a field, or change the one with this code. A retired one is asked no more; what readers count as stays."""

    kind: ClassVar[str] = "save_statistic"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.POLICY

    code: str
    name: str
    choices: tuple[str, ...] = ()
    active: bool = True

    def run(self, unit: Unit) -> StatisticSaved | Refused:
        """A choice that goes is not offered any more; who counts as it does so until somebody changes it."""
        said = self._tidy()
        for what, words, longest in (("code", said.code, LONGEST_CODE), ("name", said.name, LONGEST)):
            if not words:
                return never(self, Reason.NEEDED, Fact(name=what))
            if len(words) > longest:
                return never(self, Reason.TOO_LARGE, Fact(name=what, limit=longest))
        if any(len(choice) > LONGEST for choice in said.choices):
            return never(self, Reason.TOO_LARGE, Fact(name="choices", limit=LONGEST))
        row = _field(unit, said.code)
        was = face(row) if row is not None else None
        if said == was:
            return never(self, Reason.NOTHING_NEW)
        if row is None:
            row = StatisticField(code=said.code)
            unit.db.add(row)
        _put(row, said)
        unit.db.flush()
        unit.record.before = StatisticBefore(said.code, was)
        return StatisticSaved(said, was)

    def _tidy(self) -> StatisticFace:
        choices = (" ".join(choice.split()) for choice in self.choices)
        kept = tuple(dict.fromkeys(choice for choice in choices if choice))
        return StatisticFace(self.code.strip().casefold(), " ".join(self.name.split()), kept, self.active)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The fields as they were defined; `all` tells the retired ones as well."""

    all: bool = False

    def ask(self, unit: Unit) -> tuple[StatisticFace, ...]:
        """The oldest first, as in the form."""
        return tuple(face(row) for row in fields(unit, self.all))


def fields(unit: Unit, everything: bool = False) -> list[StatisticField]:
    """The rows of the fields, in the order of the form."""
    asked = select(StatisticField).order_by(StatisticField.id)
    return list(unit.db.scalars(asked if everything else asked.where(StatisticField.active)))


def face(row: StatisticField) -> StatisticFace:
    """A field as it is told."""
    choices = tuple(line for line in row.choices.splitlines() if line)
    return StatisticFace(row.code, row.name, choices, row.active)


def _field(unit: Unit, code: str) -> StatisticField | None:
    return unit.db.scalars(select(StatisticField).where(StatisticField.code == code).with_for_update()).one_or_none()


def _put(row: StatisticField, said: StatisticFace) -> None:
    row.name, row.choices, row.active = said.name, "\n".join(said.choices), said.active


# Taking back


def field_back(unit: Unit, _row: JournalRow, before: StatisticBefore) -> None:
    """The field as it was; a new one goes, unless a reader counts by it already: then it is retired."""
    row = _field(unit, before.code)
    if row is None:
        return
    if before.was is not None:
        _put(row, before.was)
    elif unit.db.scalar(select(func.count()).where(PatronStatistic.field_id == row.id)):
        row.active = False
    else:
        unit.db.delete(row)


def same_kind(_unit: Unit, row: JournalRow, _before: StatisticBefore) -> list[ColumnElement[bool]]:
    """The fields are few: the last change is taken back first."""
    return [JournalRow.kind == row.kind]
