"""What a patron has besides: further phones and e-mails, a further address. What is here and not in the file stays."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from desk.models import PatronAddress, PatronContact
from desk.rules.vocabulary import ContactKind
from desk.services.imports.fields import PatronField
from desk.services.imports.intake import Step, check_lengths
from desk.services.imports.row import Row

Part = tuple[type[PatronContact] | type[PatronAddress], tuple[Any, ...]]
"""One row beside the patron's own: its table and its values, in the order of the columns below."""
_CONTACT = ("kind", "value")
_ADDRESS = ("address", "city", "region", "postcode")
_SEPARATORS = re.compile(r"[,;|\n]+")
_LISTS = {ContactKind.PHONE: PatronField.MORE_PHONES, ContactKind.EMAIL: PatronField.MORE_EMAILS}
_PLACE = (
    PatronField.FURTHER_ADDRESS,
    PatronField.FURTHER_CITY,
    PatronField.FURTHER_REGION,
    PatronField.FURTHER_POSTCODE,
)


def parts_of(row: Row) -> tuple[Part, ...]:
    """What the row says of them; numbers stand between commas, semicolons or bars, for a number may have blanks."""
    found: list[Part] = []
    for kind, name in _LISTS.items():
        values = dict.fromkeys(" ".join(each.split()) for each in _SEPARATORS.split(row.text(name)))
        found += [(PatronContact, (kind, value)) for value in values if value]
    place = tuple(row.text(name) for name in _PLACE)
    if any(place):
        found.append((PatronAddress, place))
    for model, said in found:
        check_lengths(model, _named(model, said))
    return tuple(found)


def write_parts(step: Step, coming: Iterable[tuple[int, tuple[Part, ...]]]) -> set[int]:
    """Write what is not here yet; gives whom it was for."""
    wanted = [(patron, part) for patron, parts in coming for part in parts]
    readers = {patron for patron, _part in wanted if patron > 0}
    here = {pair for model in (PatronContact, PatronAddress) for pair in _known(step, model, readers)}
    new = [pair for pair in wanted if pair not in here]
    for model in (PatronContact, PatronAddress):
        rows = [{"patron_id": who, "label": "", **_named(model, said)} for who, (of, said) in new if of is model]
        step.write(model, rows)
    return {patron for patron, _part in new}


def _known(step: Step, model: Any, readers: set[int]) -> list[tuple[int, Part]]:
    if not readers:
        return []
    columns = [getattr(model, name) for name in _columns(model)]
    rows = step.db.execute(select(model.patron_id, *columns).where(model.patron_id.in_(readers)))
    return [(patron, (model, tuple(values))) for patron, *values in rows]


def _columns(model: Any) -> tuple[str, ...]:
    return _CONTACT if model is PatronContact else _ADDRESS


def _named(model: Any, values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(_columns(model), values, strict=True))
