"""The library's policy: each value by branch, patron category and item type, with the row it came from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from desk.rules.duedates import AfterHours, CalendarMode, DueTime
from desk.rules.money import minor_units
from desk.rules.overdue import ChargeAt, ClosedTime, FineRule, GraceCounts
from desk.rules.periods import Period, Unit, parse_period

T = TypeVar("T")


class RenewFrom(StrEnum):
    """Whether a renewal counts from today or from the date the loan was due."""

    TODAY = "today"
    DUE = "due"


class ReturnTo(StrEnum):
    """Where a copy may be returned."""

    ANYWHERE = "anywhere"
    HOME = "home"
    HOLDING = "holding"
    HOME_OR_HOLDING = "home_or_holding"


class RenewOverdue(StrEnum):
    """Whether an overdue loan may be renewed, or any loan of a reader who has something overdue."""

    ALLOW = "allow"
    BLOCK_ITEM = "block_item"
    BLOCK_ALL = "block_all"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a policy row applies, by the ids of branch, category and item type; None is any."""

    branch: int | None = None
    category: int | None = None
    item_type: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the policy as it is stored."""

    place: Place
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T]):
    """A value with the place of the row that gave it; no place means the program's own default."""

    value: T
    place: Place | None


def whole_number(text: str) -> int:
    """A count: digits only."""
    if not text.strip().isdecimal():
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def yes_no(text: str) -> bool:
    """ "yes" or "no"."""
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.strip().lower() not in words:
        raise ValueError(f"{text!r} is neither yes nor no")
    return words[text.strip().lower()]


def one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """One word of a short list."""

    def read(text: str) -> StrEnum:
        if text.strip() not in {word.value for word in words}:
            raise ValueError(f"{text!r} is not one of {', '.join(word.value for word in words)}")
        return words(text.strip())

    return read


MONEY = "money"

# Each value of the policy: how it is read, and what holds where no row says anything.
VALUES: dict[str, tuple[Callable[[str], Any] | str, Any]] = {
    "loan": (parse_period, None),
    "calendar": (one_of(CalendarMode), CalendarMode.DATEDUE),
    "after_hours": (one_of(AfterHours), AfterHours.CLOSE),
    "due_time": (one_of(DueTime), DueTime.END_OF_DAY),
    "until_expiry": (yes_no, False),
    "renewals": (whole_number, 0),
    "renewal": (parse_period, None),
    "renew_from": (one_of(RenewFrom), RenewFrom.TODAY),
    "renew_not_before": (parse_period, None),
    "renew_overdue": (one_of(RenewOverdue), RenewOverdue.ALLOW),
    "loans": (whole_number, None),
    "loans_of_type": (whole_number, None),
    "debt_limit": (MONEY, None),
    "overdue_limit": (whole_number, None),
    "lost_limit": (whole_number, None),
    "fine": (MONEY, 0),
    "fine_every": (parse_period, Period(1, Unit.DAY)),
    "fine_charge_at": (one_of(ChargeAt), ChargeAt.END),
    "grace": (parse_period, None),
    "grace_counts": (one_of(GraceCounts), GraceCounts.WHOLE),
    "fine_closed": (one_of(ClosedTime), ClosedTime.SKIP),
    "fine_cap": (MONEY, None),
    "fine_cap_at_price": (yes_no, False),
    "shelf_days": (whole_number, 7),
    "shelf_skips_closed": (yes_no, False),
    "return_to": (one_of(ReturnTo), ReturnTo.ANYWHERE),
}


@dataclass(frozen=True, slots=True)
class LoanRules:
    """What the policy says for one branch, category and item type, every value with its row."""

    loan: Ruled[Period | None]
    calendar: Ruled[CalendarMode]
    after_hours: Ruled[AfterHours]
    due_time: Ruled[DueTime]
    until_expiry: Ruled[bool]
    renewals: Ruled[int | None]
    renewal: Ruled[Period | None]
    renew_from: Ruled[RenewFrom]
    renew_not_before: Ruled[Period | None]
    renew_overdue: Ruled[RenewOverdue]
    loans: Ruled[int | None]
    loans_of_type: Ruled[int | None]
    debt_limit: Ruled[int | None]
    overdue_limit: Ruled[int | None]
    lost_limit: Ruled[int | None]
    fine: Ruled[int]
    fine_every: Ruled[Period]
    fine_charge_at: Ruled[ChargeAt]
    grace: Ruled[Period | None]
    grace_counts: Ruled[GraceCounts]
    fine_closed: Ruled[ClosedTime]
    fine_cap: Ruled[int | None]
    fine_cap_at_price: Ruled[bool]
    shelf_days: Ruled[int]
    shelf_skips_closed: Ruled[bool]
    return_to: Ruled[ReturnTo]

    def fine_rule(self) -> FineRule:
        """The part that reckons fines."""
        return FineRule(
            amount=self.fine.value,
            every=self.fine_every.value,
            charge_at=self.fine_charge_at.value,
            grace=self.grace.value,
            grace_counts=self.grace_counts.value,
            closed=self.fine_closed.value,
            cap=self.fine_cap.value,
            cap_at_price=self.fine_cap_at_price.value,
        )


# A value may be left open on purpose: "unlimited" lifts a limit that a wider row sets. It is not the same as 0.
UNLIMITED = "unlimited"
MAY_BE_UNLIMITED = {
    "renewals",
    "loans",
    "loans_of_type",
    "debt_limit",
    "overdue_limit",
    "lost_limit",
    "fine_cap",
    "grace",
    "renew_not_before",
}


def read_value(name: str, text: str, currency: str) -> Any:
    """A stored value as the rules use it. Raises ValueError for an unknown name or a value that cannot be read."""
    if name not in VALUES:
        raise ValueError(f"{name!r} is not a value of the loan rules")
    if text.strip() == UNLIMITED and name in MAY_BE_UNLIMITED:
        return None
    reader = VALUES[name][0]
    if reader == MONEY:
        return minor_units(text, currency)
    return cast(Callable[[str], Any], reader)(text)


def places(branch: int, category: int, item_type: int) -> tuple[Place, ...]:
    """Where to look, nearest first: branch before category before item type, then wider (Koha's order)."""
    return (
        Place(branch, category, item_type),
        Place(branch, category, None),
        Place(branch, None, item_type),
        Place(branch, None, None),
        Place(None, category, item_type),
        Place(None, category, None),
        Place(None, None, item_type),
        Place(),
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """All rows of the policy. Each value is resolved on its own; 0 is a value, only a missing row is not."""

    values: dict[tuple[str, Place], Any]
    currency: str = "USD"
    _known: dict[tuple[int, int, int], LoanRules] = field(default_factory=dict, compare=False, repr=False)

    def value(self, name: str, branch: int, category: int, item_type: int) -> Ruled[Any]:
        """One value, from the nearest row that has it."""
        for place in places(branch, category, item_type):
            if (name, place) in self.values:
                return Ruled(self.values[name, place], place)
        return Ruled(VALUES[name][1], None)

    def rules(self, branch: int, category: int, item_type: int) -> LoanRules:
        """Everything that holds for this branch, category and item type."""
        key = (branch, category, item_type)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = LoanRules(**{name: self.value(name, *key) for name in VALUES})
        return known


def read_policy(rows: Iterable[Row], currency: str) -> Policy:
    """The policy from its stored rows."""
    return Policy({(row.name, row.place): read_value(row.name, row.value, currency) for row in rows}, currency)
