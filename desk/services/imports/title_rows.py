"""A record as the table of titles holds it: its row, its numbers, its words; without a look at the library."""

from dataclasses import dataclass, field
from typing import Any

from pymarc import Record

from desk.marc.faults import Place
from desk.marc.keep import dump
from desk.marc.kinds import Tagged
from desk.marc.title import TitleFacts
from desk.rules.age import age_mark
from desk.services.imports.mapping import TitleRules
from desk.services.imports.reading import Lengths, check_texts
from desk.services.imports.report import ImportFault
from desk.services.imports.row import Refused


@dataclass(slots=True)
class Incoming:
    """A title on its way in: its row, its numbers, the words it is found by (folded).

    `id` is known once it is matched or written (below zero in a dry run).
    """

    place: Place
    values: dict[str, Any]
    identifiers: tuple[tuple[str, str], ...]
    bad_isbns: tuple[str, ...]
    words: str
    id: int | None = None
    control: tuple[str, str] | None = field(init=False)
    """The number of the record and whose number it is."""

    def __post_init__(self) -> None:
        number = self.values["control_number"]
        self.control = (self.values["control_source"], number) if number is not None else None

    def keys(self) -> list[int]:
        """By what the same record is known if it comes twice in one file; hashes, since a file may hold a million."""
        if self.control is not None:
            return [hash(self.control)]
        by_number = [hash((value, self.values["title_sort"])) for value, kind in self.identifiers if kind == "isbn"]
        return by_number or [hash(self.values["marc"])]


def incoming(
    record: Record,
    tagged: Tagged,
    facts: TitleFacts | None,
    words: str,
    place: Place,
    rules: TitleRules,
    lengths: Lengths,
    kind: str = "",
) -> Incoming:
    """A record as the table of titles holds it, from what it says of a title and the words it is found by; `kind` is
    what its row calls it.

    Raises `Refused` when it is no title, or a text is too long.
    """
    if facts is None:
        raise Refused(ImportFault.NO_TITLE)
    values = _values(facts, tagged, rules)
    values["marc"] = dump(record)
    if kind:
        values["kind"] = kind
    check_texts(lengths, values)
    numbers = [(number, "isbn") for number in facts.isbns]
    numbers += [(number, "issn") for number in facts.issns]
    return Incoming(place, values, tuple(numbers), facts.bad_isbns, words)


def _values(facts: TitleFacts, record: Tagged, rules: TitleRules) -> dict[str, Any]:
    source = facts.control_source if rules.control_source is None else rules.control_source
    values: dict[str, Any] = {
        "control_source": source or "",
        "control_number": facts.control_number,
        "title": facts.title,
        "title_sort": facts.title_sort,
        "author": facts.author.display if facts.author else "",
        "author_sort": facts.author.sort if facts.author else "",
        "year": facts.year,
        "publisher": facts.publisher,
        "language": facts.language,
        "kind": facts.kind.value,
        "audience": facts.audience.value if facts.audience else "",
        "min_age": age_mark(_marks(record)),
        "call_number": _call_number(facts, rules)[:200],
        "subjects": "\n".join(facts.subjects),
        "summary": facts.summary,
    }
    if record.whole is not None and "\x00" not in record.whole:
        return values
    return {name: _without_nul(value) if isinstance(value, str) else value for name, value in values.items()}


def _without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    return text.replace("\x00", "") if "\x00" in text else text


def _marks(record: Tagged) -> list[str]:
    """Where a record says for what age a film or game is: the note on its audience, and notes in general."""
    return [part[1:] for parts in record.get_fields("521", "500") for part in parts if part[0] == "a"]


def _call_number(facts: TitleFacts, rules: TitleRules) -> str:
    for scheme in rules.call_number:
        found: str = getattr(facts.call_numbers, scheme.value)
        if found:
            return found
    return ""
