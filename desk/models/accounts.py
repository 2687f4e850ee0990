"""Tables of money: what readers are charged and how it was settled. Integers in minor units of the currency."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind


class Charge(Base):
    """A sum that a reader owes. `outstanding` is the amount less its payments; the amount itself never changes."""

    __tablename__ = "charges"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patrons.id"))
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("loans.id", ondelete="SET NULL"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    kind: Mapped[ChargeKind] = mapped_column(Word(ChargeKind))
    amount: Mapped[int] = mapped_column(Integer)
    outstanding: Mapped[int] = mapped_column(Integer)
    charged_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), default="")
    # The journal's key of the act that wrote it; a scan writes its charges without one and names them in its row.
    act: Mapped[str] = mapped_column(String(64), default="")
    from_charge_id: Mapped[int | None] = mapped_column(ForeignKey("charges.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[int] = mapped_column(default=1)
    # A fine that was written while the loan was still out.
    accruing: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index(
            "ix_charges_open_patron",
            "patron_id",
            "outstanding",
            sqlite_where=text("outstanding <> 0"),
            postgresql_where=text("outstanding <> 0"),
        ),
        Index("ix_charges_loan", "loan_id"),
        Index(
            "ix_charges_deposit",
            "loan_id",
            sqlite_where=text("kind = 'deposit'"),
            postgresql_where=text("kind = 'deposit'"),
        ),
        Index("ix_charges_act", "act", sqlite_where=text("act <> ''"), postgresql_where=text("act <> ''")),
    )


class Payment(Base):
    """A line that settles a charge, wholly or in part; a void takes the charge back.

    It is never changed: `reverses_id` is the line that this one takes back, `entry_id` the money that moved.
    """

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charges.id"), index=True)
    kind: Mapped[PaymentKind] = mapped_column(Word(PaymentKind))
    amount: Mapped[int] = mapped_column(Integer)
    paid_at: Mapped[datetime]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
    act: Mapped[str] = mapped_column(String(64), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("till_entries.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))

    __table_args__ = (
        Index("ix_payments_act", "act", sqlite_where=text("act <> ''"), postgresql_where=text("act <> ''")),
        Index("ix_payments_paid_at", "paid_at"),
    )


class Till(Base):
    """A drawer with a name. `float_amount` is what lies in it when it is opened, where nothing else is said."""

    __tablename__ = "tills"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    float_amount: Mapped[int] = mapped_column(Integer, default=0)
    active: Mapped[bool] = mapped_column(default=True)


class TillSession(Base):
    """A till from its opening to its closing, numbered without gaps for each till; one is open at a time.

    `counted` is the cash that was counted, `coins` how (JSON: denomination and number), `others` what was counted of
    the other kinds of money (JSON). What is expected is never stored before: it is the float and the entries.
    """

    __tablename__ = "till_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("tills.id"))
    number: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    opened_act: Mapped[str] = mapped_column(String(64))
    float_amount: Mapped[int] = mapped_column(Integer)
    counted_at: Mapped[datetime | None]
    counted: Mapped[int | None] = mapped_column(Integer)
    coins: Mapped[str] = mapped_column(Text, default="")
    others: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_act: Mapped[str] = mapped_column(String(64), default="")
    expected: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("till_id", "number"),
        Index(
            "uq_till_sessions_open",
            "till_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class TillEntry(Base):
    """Money that moved at a desk, into the drawer or out of it: its number is that of the receipt.

    It names no reader: whom it was for stands on the charges that its lines settle. Money other than cash may move
    while no till is open, and then belongs to none.
    """

    __tablename__ = "till_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("till_sessions.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    method: Mapped[PaymentKind] = mapped_column(Word(PaymentKind))
    amount: Mapped[int] = mapped_column(Integer)
    given: Mapped[int | None] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    act: Mapped[str] = mapped_column(String(64), default="", index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("till_entries.id"))


class Product(Base):
    """Something that is sold at the desk: a bag, a copied page. `place` is its quick key; no `stock`, no counting."""

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ChargeKind] = mapped_column(Word(ChargeKind), default=ChargeKind.SALE)
    price: Mapped[int] = mapped_column(Integer)
    place: Mapped[int | None]
    stock: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
