"""Tables of money: what readers are charged and how it was settled. Integers in minor units of the currency."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import ChargeKind, PaymentKind


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
    )


class Payment(Base):
    """A line that settles a charge, wholly or in part; a void takes the charge back."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charges.id"), index=True)
    kind: Mapped[PaymentKind] = mapped_column(Word(PaymentKind))
    amount: Mapped[int] = mapped_column(Integer)
    paid_at: Mapped[datetime]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
