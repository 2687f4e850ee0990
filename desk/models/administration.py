"""Tables of the house: the library, its branches, desks, staff, rules and opening days."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import BarcodeKind, CheckDigit, DayKind, LoanRulesOf, ReturnRulesOf


class Library(Base):
    """The one row that says whose library this is; the versions make cached rules and calendars stale."""

    __tablename__ = "library"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[str] = mapped_column(String(20), default="en")
    demo: Mapped[bool] = mapped_column(default=False)
    rules_version: Mapped[int] = mapped_column(default=1)
    loan_rules_of: Mapped[LoanRulesOf] = mapped_column(Word(LoanRulesOf), default=LoanRulesOf.DESK)
    return_rules_of: Mapped[ReturnRulesOf] = mapped_column(Word(ReturnRulesOf), default=ReturnRulesOf.DESK)
    oldest_program: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]


class Branch(Base):
    """A building that lends; due dates and open days are reckoned in its time zone."""

    __tablename__ = "branches"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(60))


class Station(Base):
    """A desk: one computer at one branch."""

    __tablename__ = "stations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    # The till whose drawer stands at this desk; two desks may share one.
    till_id: Mapped[int | None] = mapped_column(ForeignKey("tills.id"))


class Role(Base):
    """What a kind of staff may do: clerk, technician, supervisor, administrator."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class RolePermission(Base):
    """One thing that a role may do."""

    __tablename__ = "role_permissions"

    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(String(60), primary_key=True)


class Staff(Base):
    """A person who works at the desk. Passwords and PINs are kept as argon2 hashes only."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    pin_hash: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class PatronCategory(Base):
    """A kind of reader, by which the rules differ: adult, child, staff."""

    __tablename__ = "patron_categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class ItemType(Base):
    """A kind of material, by which the rules differ. Types below a parent share the parent's limit."""

    __tablename__ = "item_types"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    icon: Mapped[str] = mapped_column(String(40), default="book")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("item_types.id"))
    not_for_loan: Mapped[bool] = mapped_column(default=False)


class Location(Base):
    """A shelving location: where in a branch a copy stands."""

    __tablename__ = "locations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class Collection(Base):
    """A collection, for statistics: fiction, local history, picture books."""

    __tablename__ = "collections"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class PolicyRow(Base):
    """One value of the loan rules for a branch, a patron category and an item type; empty means any."""

    __tablename__ = "policy_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("patron_categories.id"))
    item_type_id: Mapped[int | None] = mapped_column(ForeignKey("item_types.id"))
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        Index(
            "uq_policy_rows_place",
            text("coalesce(branch_id, 0)"),
            text("coalesce(category_id, 0)"),
            text("coalesce(item_type_id, 0)"),
            "name",
            unique=True,
        ),
    )


class CalendarHours(Base):
    """An opening period of a weekday (0 is Monday), in minutes after midnight, in the branch's own time."""

    __tablename__ = "calendar_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), index=True)
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class CalendarDay(Base):
    """A dated closure or a special opening, for one branch or for all.

    `every` repeats it ("1 year", "2 months"; empty is once), on the same weekday of the month with `by_weekday`.
    """

    __tablename__ = "calendar_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"), index=True)
    kind: Mapped[DayKind] = mapped_column(Word(DayKind))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    every: Mapped[str] = mapped_column(String(20), default="")
    until: Mapped[date | None] = mapped_column(Date)
    by_weekday: Mapped[bool] = mapped_column(default=False)
    opens: Mapped[int | None] = mapped_column(Integer)
    closes: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text, default="")


class BarcodePattern(Base):
    """What this library's cards and item numbers look like; a branch may have its own."""

    __tablename__ = "barcode_patterns"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    kind: Mapped[BarcodeKind] = mapped_column(Word(BarcodeKind))
    prefix: Mapped[str] = mapped_column(String(40), default="")
    shortest: Mapped[int]
    longest: Mapped[int]
    digits_only: Mapped[bool] = mapped_column(default=True)
    check: Mapped[CheckDigit] = mapped_column(Word(CheckDigit))

    __table_args__ = (UniqueConstraint("branch_id", "kind", "prefix", "shortest", "longest"),)


class NightlyRun(Base):
    """One night's work, kept so that a missed night is caught up and none is done twice. `report` is JSON."""

    __tablename__ = "nightly_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    night: Mapped[date] = mapped_column(Date, unique=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    report: Mapped[str] = mapped_column(Text, default="")
