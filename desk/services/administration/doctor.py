"""A look over the library: the file, its version, its records, its rules. It names nobody."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, text

from desk.models import Item, JournalRow, Loan, Patron, Title
from desk.services.database import HEAD, Database, revision
from desk.services.desk import Unit

LEAST_FREE = 200 * 1024 * 1024
SKEW_SECONDS = 60


class Check(StrEnum):
    """What is looked at."""

    FILE = "file"
    VERSION = "version"
    DISK = "disk"
    LINKS = "links"
    RECORDS = "records"
    RULES = "rules"
    HOURS = "hours"
    LENT_WITHDRAWN = "lent_withdrawn"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found: whether it is well, and the fact."""

    check: Check
    ok: bool
    fact: str = ""


@dataclass(frozen=True, slots=True)
class CheckUp:
    """Look the records and rules over."""

    def ask(self, unit: Unit) -> tuple[Finding, ...]:
        """Each look in turn."""
        looks: tuple[Callable[[Unit], Finding], ...] = (_records, _rules, _hours, _withdrawn, _search)
        return tuple(look(unit) for look in looks)


def file_findings(database: Database) -> tuple[Finding, ...]:
    """Look at the database itself."""
    with database.question() as connection:
        found = revision(connection)
        version = Finding(Check.VERSION, found == HEAD, found or "")
        if database.file is None:
            return (version,)
        whole = str(connection.execute(text("PRAGMA quick_check")).scalar())
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    free = shutil.disk_usage(database.file.parent).free
    return (
        version,
        Finding(Check.FILE, whole == "ok", whole),
        Finding(Check.LINKS, not broken, str(len(broken))),
        Finding(Check.DISK, free >= LEAST_FREE, str(free // (1024 * 1024))),
    )


def _count(unit: Unit, model: type[Title | Item | Patron | Loan | JournalRow]) -> int:
    return int(unit.db.scalar(select(func.count()).select_from(model)) or 0)


def _records(unit: Unit) -> Finding:
    counts = [_count(unit, model) for model in (Title, Item, Patron)]
    return Finding(Check.RECORDS, True, " / ".join(str(count) for count in counts))


def _rules(unit: Unit) -> Finding:
    """Every category must be able to borrow every kind that is lent: a missing rule refuses."""
    missing = [
        f"{category.code} × {kind.code}"
        for number, category in unit.policy.categories.items()
        for kind_number, kind in unit.policy.kinds.items()
        if not kind.not_for_loan and unit.policy.rules(unit.branch, number, kind_number).loan.value is None
    ]
    return Finding(Check.RULES, not missing, ", ".join(missing))


def _hours(unit: Unit) -> Finding:
    today = unit.policy.calendars[unit.branch].today(unit.now)
    never = [
        unit.policy.branches[number].code
        for number, calendar in unit.policy.calendars.items()
        if calendar.step(today) is None
    ]
    return Finding(Check.HOURS, not never, ", ".join(never))


def _withdrawn(unit: Unit) -> Finding:
    asked = select(func.count()).select_from(Loan).join(Item, Item.id == Loan.item_id)
    count = unit.db.scalar(asked.where(Loan.returned_at.is_(None), Item.status == "withdrawn")) or 0
    return Finding(Check.LENT_WITHDRAWN, count == 0, str(count))


def _search(unit: Unit) -> Finding:
    """Every title and reader is in the text index."""
    missing = 0
    for table, words in (("titles", "title_words"), ("patrons", "patron_words")):
        key = "rowid" if unit.sql.dialect.name == "sqlite" else "id"
        asked = text(f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT {key} FROM {words})")
        missing += int(unit.sql.execute(asked).scalar_one())
    return Finding(Check.SEARCH, missing == 0, str(missing))
