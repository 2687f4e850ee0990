"""The loan rules as a file that a librarian can read, change and load again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import Connection, delete, insert, select, update

from desk.models import Branch, ItemType, JournalRow, Library, Location, PatronCategory, PolicyRow
from desk.rules.policy import Place, Row, read_policy
from desk.rules.values import FLOATS, VALUES, read_value
from desk.rules.vocabulary import LoanRulesOf, Permission, ReturnRulesOf
from desk.services.administration.effects import policy_effect
from desk.services.administration.rule_files import (
    LastChange,
    did_you_mean,
    last_change,
    next_version,
    only,
    parse_toml,
    quoted,
    tables,
    wrong,
)
from desk.services.codec import known
from desk.services.desk import Unit
from desk.services.rulebook import Rulebook

PLACE_NAMES = {"branch": Branch, "category": PatronCategory, "type": ItemType}
ANY = "*"
# What the column of a value holds.
LONGEST = 200
# What stands in a file of rules beside whose rules hold.
RULES = "rule"
LIBRARY_WIDE = {"loan_rules_of": LoanRulesOf, "return_rules_of": ReturnRulesOf}

Codes = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Codes and names of what a rule can be for: branches, reader categories, item types; by number, in order."""

    branches: Mapping[int, tuple[str, str]]
    categories: Mapping[int, tuple[str, str]]
    kinds: Mapping[int, tuple[str, str]]

    def codes(self, place: Place) -> Codes:
        """Where a rule holds, as the file says it."""
        return (
            self.branches[place.branch][0] if place.branch is not None else ANY,
            self.categories[place.category][0] if place.category is not None else ANY,
            self.kinds[place.item_type][0] if place.item_type is not None else ANY,
        )

    def names(self, place: Place) -> tuple[str, ...]:
        """The same by the names that people use; nothing for a rule that holds everywhere."""
        return tuple(
            among[number][1]
            for among, number in (
                (self.branches, place.branch),
                (self.categories, place.category),
                (self.kinds, place.item_type),
            )
            if number is not None
        )


@dataclass(frozen=True, slots=True)
class PolicySheet:
    """The rules as they stand: the values of each place, whose branch's rules hold, and who changed them last."""

    rows: Mapping[Place, Mapping[str, str]]
    names: Names
    currency: str
    loan_rules_of: LoanRulesOf = LoanRulesOf.DESK
    return_rules_of: ReturnRulesOf = ReturnRulesOf.DESK
    change: LastChange | None = None

    def text(self) -> str:
        """The same as a file: whose rules hold, then one `[[rule]]` for each place, the widest first."""
        ordered = sorted(self.rows, key=self.names.codes)
        rules = [_rule_text(self.names.codes(place), self.rows[place]) for place in ordered if self.rows[place]]
        return "\n".join([*self._library_wide(), *rules])

    def _library_wide(self) -> list[str]:
        stated = {"loan_rules_of": self.loan_rules_of, "return_rules_of": self.return_rules_of}
        lines = [f"{name} = {quoted(value)}" for name, value in stated.items() if value != "desk"]
        return [*lines, ""] if lines else []


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One value of the rules that a change adds, changes or takes away; `where` names what the rule is for.

    `wider` is what a wider rule says: it held until a value was added, or holds once it is taken away.
    """

    where: tuple[str, ...]
    name: str
    was: str | None
    now: str | None
    wider: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """What a change of the rules does: each value, the growing fines (minor units), readers newly over their limit."""

    changes: tuple[RuleChange, ...] = ()
    fines: int = 0
    readers_over: int = 0


@known
@dataclass(frozen=True, slots=True)
class PolicyLoaded:
    """The new rules are in force from the next act on."""

    rows: int
    was: int


@known
@dataclass(frozen=True, slots=True)
class PolicyBefore:
    """What undo needs: the former rules."""

    text: str


@known
@dataclass(frozen=True, slots=True)
class LoadPolicy:
    """Put the rules of a file in the place of all rules there are."""

    kind: ClassVar[str] = "load_policy"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.POLICY

    text: str
    name: str = ""

    def run(self, unit: Unit) -> PolicyLoaded:
        """Read everything first: a file with one mistake changes nothing. Raises FileUnreadable."""
        data = _read(self.text, self.name)
        rows = policy_rows(unit.sql, data, unit.policy.currency, self.name)
        whose = _library_wide(data, self.name)
        unit.record.before = PolicyBefore(read_stored(unit).text())
        return PolicyLoaded(len(rows), _write(unit.sql, rows, whose))


def undo_policy(unit: Unit, _row: JournalRow, before: PolicyBefore) -> None:
    """Bring the former rules back."""
    data = parse_toml(before.text, "")
    _write(unit.sql, policy_rows(unit.sql, data, unit.policy.currency, ""), _library_wide(data, ""))


@dataclass(frozen=True, slots=True)
class PreviewPolicy:
    """What these rules would change, before anything is written."""

    text: str
    name: str = ""

    def ask(self, unit: Unit) -> PolicyPreview:
        """Every value that differs, and what it does to what is lent. Raises FileUnreadable."""
        data = _read(self.text, self.name)
        rows = policy_rows(unit.sql, data, unit.policy.currency, self.name)
        stored = read_stored(unit)
        new = [Row(Place(row["branch_id"], row["category_id"], row["item_type_id"]), row["name"], row["value"])
               for row in rows]  # fmt: skip
        whose = _library_wide(data, self.name)
        effect = policy_effect(unit, _rulebook(unit, new, whose))
        changes = (*_whose_changes(stored, whose), *_changes(stored, new))
        return PolicyPreview(changes, effect.fines, effect.readers_over)


def _rulebook(unit: Unit, rows: Iterable[Row], whose: Mapping[str, str]) -> Rulebook:
    """The library's rules as they would be."""
    policy = read_policy(rows, unit.policy.currency)
    loans, returns = LoanRulesOf(whose["loan_rules_of"]), ReturnRulesOf(whose["return_rules_of"])
    return replace(unit.policy, policy=policy, loan_rules_of=loans, return_rules_of=returns)


@dataclass(frozen=True, slots=True)
class ShowPolicy:
    """The rules as a file."""

    def ask(self, unit: Unit) -> str:
        """One `[[rule]]` for each place, the widest first."""
        return read_stored(unit).text()


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """The rules for somebody who wants to change them."""

    def ask(self, unit: Unit) -> PolicySheet:
        """All rules by place."""
        return read_stored(unit)


def read_stored(unit: Unit) -> PolicySheet:
    """The rules as the library has them now."""
    book = unit.policy
    rows: dict[Place, dict[str, str]] = {}
    for row in unit.db.scalars(select(PolicyRow).order_by(PolicyRow.id)):
        rows.setdefault(Place(row.branch_id, row.category_id, row.item_type_id), {})[row.name] = row.value
    library = unit.sql.execute(select(Library.loan_rules_of, Library.return_rules_of)).one()
    names = Names(
        {number: (branch.code, branch.name) for number, branch in book.branches.items()},
        {number: (category.code, category.name) for number, category in book.categories.items()},
        {number: (kind.code, kind.name) for number, kind in book.kinds.items()},
    )
    change = last_change(unit, LoadPolicy.kind)
    return PolicySheet(rows, names, book.currency, library.loan_rules_of, library.return_rules_of, change)


def _changes(stored: PolicySheet, new: Iterable[Row]) -> list[RuleChange]:
    """Each value that is not as it was, the widest place first."""
    was = {(place, name): value for place, values in stored.rows.items() for name, value in values.items()}
    now = {(row.place, row.name): row.value for row in new}
    order = list(VALUES)
    differing = [key for key in was.keys() | now.keys() if was.get(key) != now.get(key)]
    differing.sort(key=lambda key: (stored.names.codes(key[0]), order.index(key[1])))
    return [
        RuleChange(
            stored.names.names(place),
            name,
            was.get((place, name)),
            now.get((place, name)),
            _wider(was if (place, name) in now else now, place, name),
        )
        for place, name in differing
    ]


def _wider(stated: Mapping[tuple[Place, str], str], place: Place, name: str) -> str | None:
    """What holds in a place that states nothing itself."""
    return next((stated[wide, name] for wide in wider(place) if (wide, name) in stated), None)


def _whose_changes(stored: PolicySheet, whose: Mapping[str, str]) -> list[RuleChange]:
    was = {"loan_rules_of": stored.loan_rules_of, "return_rules_of": stored.return_rules_of}
    return [RuleChange((), name, was[name], now) for name, now in whose.items() if was[name] != now]


# --- Reading and writing a file ---


def _read(text: str, name: str) -> dict[str, Any]:
    data = parse_toml(text, name)
    only(data, (*LIBRARY_WIDE, RULES), "a file of rules", name)
    return data


def policy_rows(db: Connection, data: dict[str, Any], currency: str, name: str) -> list[dict[str, Any]]:
    """The rows of a rules file: each `[[rule]]` gives one row for each value in it. Every mistake is told at once."""
    rules = tables(data.get(RULES, []), RULES, name)
    faults: list[str] = []
    numbered = [row for number, rule in enumerate(rules, 1) for row in _rule(db, rule, currency, number, faults)]
    faults += _twice(numbered, rules)
    if faults:
        raise wrong(name, "\n".join(faults))
    if not numbered:
        raise wrong(name, "there is no [[rule]] in it: with no rules nothing could be lent")
    return [row for _number, row in numbered]


def _twice(numbered: Iterable[tuple[int, dict[str, Any]]], rules: Sequence[dict[str, Any]]) -> Iterable[str]:
    """Values that two rules set for one place: which of them would hold, nobody could tell."""
    seen: dict[tuple[Any, ...], int] = {}
    for number, row in numbered:
        place = (row["branch_id"], row["category_id"], row["item_type_id"], row["name"])
        first = seen.setdefault(place, number)
        if first != number:
            where = ", ".join(f"{what} {rules[number - 1][what]}" for what in PLACE_NAMES if what in rules[number - 1])
            told = f"the same place ({where or 'everywhere'})"
            yield f"rules {first} and {number}: {row['name']!r} is set twice for {told}; keep it in one of them"


def _rule(
    db: Connection, rule: dict[str, Any], currency: str, number: int, faults: list[str]
) -> Iterable[tuple[int, dict[str, Any]]]:
    values = dict(rule)
    try:
        place = {
            "branch_id": _place(db, "branch", values.pop("branch", ANY)),
            "category_id": _place(db, "category", values.pop("category", ANY)),
            "item_type_id": _place(db, "type", values.pop("type", ANY)),
        }
    except ValueError as error:
        faults.append(f"rule {number}: {error}")
        return
    for key, value in values.items():
        text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        try:
            _check(db, key, text, currency)
        except ValueError as error:
            faults.append(f"rule {number}: {error}")
        else:
            yield number, {**place, "name": key, "value": text}


def _check(db: Connection, key: str, text: str, currency: str) -> None:
    """Raises ValueError for a value that the rules could not use; it names the value it is about."""
    if key not in VALUES:
        raise ValueError(f"{key!r} is not a value of the loan rules{did_you_mean(key, (*VALUES, *PLACE_NAMES))}")
    try:
        _check_codes(db, key, read_value(key, text, currency))
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from error
    if len(text) > LONGEST:
        raise ValueError(f"{key!r} is longer than {LONGEST} characters")


def _check_codes(db: Connection, key: str, value: Any) -> None:
    """Branches and shelving locations that a value names have to be there. Raises ValueError for one that is not."""
    if key == "floats" and value not in FLOATS:
        _all_there(db, Branch, "branch", value.split())
    if key == "location_limits":
        _all_there(db, Location, "shelving location", [code for codes, _limit in value for code in codes])


def _all_there(db: Connection, model: type[Branch | Location], what: str, codes: Iterable[str]) -> None:
    there = set(db.execute(select(model.code)).scalars())
    missing = next((code for code in codes if code not in there), None)
    if missing is not None:
        raise ValueError(f"there is no {what} {missing!r}")


def _place(db: Connection, what: str, code: Any) -> int | None:
    if code == ANY:
        return None
    asked: Any = PLACE_NAMES[what]
    found = db.execute(select(asked.id).where(asked.code == str(code))).scalar()
    if found is None:
        codes = db.execute(select(asked.code).order_by(asked.code)).scalars().all()
        raise ValueError(f"there is no {what} {code!r}{did_you_mean(str(code), codes)}")
    return int(found)


def _library_wide(data: dict[str, Any], name: str) -> dict[str, str]:
    """Whose branch's rules hold for loans and returns; the desk's where the file does not say."""
    stated: dict[str, str] = {}
    for key, words in LIBRARY_WIDE.items():
        value = data.get(key, "desk")
        if value not in [word.value for word in words]:
            raise wrong(name, f"{key} is one of {', '.join(word.value for word in words)}, not {value!r}")
        stated[key] = words(value)
    return stated


def _write(db: Connection, rows: list[dict[str, Any]], whose: Mapping[str, str]) -> int:
    """Replace all rules; gives how many there were."""
    was = len(db.execute(select(PolicyRow.id)).all())
    db.execute(delete(PolicyRow))
    db.execute(insert(PolicyRow), rows)
    db.execute(update(Library).values(**whose))
    next_version(db)
    return was


def _rule_text(place: Codes, values: Mapping[str, str]) -> str:
    named = [f"{name} = {quoted(code)}" for name, code in zip(PLACE_NAMES, place, strict=True) if code != ANY]
    order = list(VALUES)
    lines = [f"{name} = {quoted(values[name])}" for name in sorted(values, key=order.index)]
    return "\n".join(["[[rule]]", *named, *lines, ""])


def wider(place: Place) -> tuple[Place, ...]:
    """Where a value is taken from that a place does not state itself, the nearest first."""
    parts = ((place.branch, None), (place.category, None), (place.item_type, None))
    every = [Place(b, c, t) for b in dict.fromkeys(parts[0]) for c in dict.fromkeys(parts[1])
             for t in dict.fromkeys(parts[2])]  # fmt: skip
    return tuple(every[1:])
