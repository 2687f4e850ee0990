"""What a record of a reader has to have before it is kept; the numbers are rows of docs/patrons.md."""

from typing import Any

from sqlalchemy import String, select

from desk.models import Card, Patron
from desk.rules.age import age_on
from desk.rules.barcodes import check_ok
from desk.rules.blocks import Block, Fact, block
from desk.rules.likeness import Likeness
from desk.rules.membership import needs_guarantor
from desk.rules.policy import LoanRules
from desk.rules.vocabulary import BarcodeKind, Reason
from desk.services.circulation.facts import today
from desk.services.desk import Unit
from desk.services.patrons.details import Details
from desk.services.patrons.duplicates import like_these
from desk.services.patrons.growing import category_id, rules_of
from desk.services.patrons.reader import owner_of

OLDEST = 130


def detail_blocks(unit: Unit, details: Details, patron: int | None = None) -> list[Block]:
    """Rows 1, 3, 5 and 22 to 24: what is wrong with the details of a reader; `patron` is who they are about."""
    found = [block(Reason.NEEDED, Fact(name="family_name"))] if not details.family_name else []
    category, branch = category_id(unit, details.category), unit.policy.branch_id(details.branch)
    for value, number, name in ((details.category, category, "category"), (details.branch, branch, "branch")):
        if not value:
            found.append(block(Reason.NEEDED, Fact(name=name)))
        elif number is None:
            found.append(block(Reason.NO_SUCH_CODE, Fact(name=value)))
    found += _too_long(details)
    day = today(unit)
    if details.birth_date is not None and (details.birth_date > day or age_on(details.birth_date, day) > OLDEST):
        found.append(block(Reason.IN_FUTURE, Fact(day=details.birth_date)))
    if category is None or branch is None:
        return found
    rules = rules_of(unit, branch, category)
    return found + guarantor_blocks(unit, details, rules, patron)


def _too_long(details: Details) -> list[Block]:
    """What no table can hold is told before it is tried."""
    columns = Patron.__table__.c
    return [
        block(Reason.TOO_LARGE, Fact(name=column.name, limit=column.type.length))
        for column in columns
        if isinstance(column.type, String)
        and column.type.length is not None
        and isinstance(value := getattr(details, column.name, None), str)
        and len(value) > column.type.length
    ]


def guarantor_blocks(unit: Unit, details: Details, rules: LoanRules, patron: int | None) -> list[Block]:
    """Rows 3 and 22 to 24: whether somebody has to answer for this reader, and whether this one may."""
    day, below = today(unit), rules.guarantor_below
    if not details.guarantor:
        needed = needs_guarantor(details.birth_date, day, below.value) and not details.guarantor_words
        fact = Fact(limit=below.value)
        return [block(Reason.GUARANTOR_NEEDED, fact, by=("guarantor_below", below))] if needed else []
    number = owner_of(unit, details.guarantor)
    if number is None:
        return [block(Reason.NO_SUCH_CODE, Fact(name=details.guarantor))]
    guarantor = unit.db.get_one(Patron, number)
    if patron is not None and patron in (number, guarantor.guarantor_id):
        return [block(Reason.GUARANTOR_SELF)]
    if needs_guarantor(guarantor.birth_date, day, below.value):
        return [block(Reason.GUARANTOR_TOO_YOUNG, Fact(limit=below.value))]
    return []


def card_blocks(unit: Unit, number: str) -> list[Block]:
    """Rows 2 and 4: whether a number can be the card of somebody new."""
    if not number:
        return [block(Reason.NEEDED, Fact(name="card"))]
    if len(number) > 60:
        return [block(Reason.TOO_LARGE, Fact(name="card", limit=60))]
    if unit.db.scalar(select(Card.id).where(Card.number == number)) is not None:
        return [block(Reason.CARD_TAKEN)]
    patterns = [each for each in unit.policy.patterns if each.kind is BarcodeKind.PATRON]
    fits = any(each.matches(number) and check_ok(number, each.check) for each in patterns)
    return [block(Reason.CARD_UNFIT)] if patterns and not fits else []


def known_blocks(unit: Unit, details: Details) -> list[Block]:
    """Row 7 and 10: somebody very like this is here already."""
    likely = [each for each in like_these(unit, details.identity()) if each.how is Likeness.LIKELY]
    return [block(Reason.MAYBE_KNOWN, Fact(amount=len(likely)))] if likely else []


def fact_of(blocks: tuple[Block, ...], reason: Reason) -> Any:
    """The fact of one reason among these."""
    return next((each.fact for each in blocks if each.reason is reason), None)
