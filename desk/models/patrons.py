"""Tables of the readers: persons, cards, notes, restrictions."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import CardStatus, NoteKind, RestrictionKind


class Patron(Base):
    """A reader. What is not needed to lend is not asked, and what is shown is little until asked."""

    __tablename__ = "patrons"

    id: Mapped[int] = mapped_column(primary_key=True)
    family_name: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200), default="")
    preferred_name: Mapped[str] = mapped_column(String(200), default="")
    pronouns: Mapped[str] = mapped_column(String(60), default="")
    birth_date: Mapped[date | None] = mapped_column(Date)
    category_id: Mapped[int] = mapped_column(ForeignKey("patron_categories.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    expires_on: Mapped[date | None] = mapped_column(Date)
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(40), default="")
    receipt: Mapped[str] = mapped_column(String(10), default="")
    active: Mapped[bool] = mapped_column(default=True)
    barred: Mapped[bool] = mapped_column(default=False)
    address_gone: Mapped[bool] = mapped_column(default=False)
    address_checked_on: Mapped[date | None] = mapped_column(Date)
    guarantor_id: Mapped[int | None] = mapped_column(ForeignKey("patrons.id"), index=True)
    in_collections: Mapped[bool] = mapped_column(default=False)
    # Only who asked for it keeps a history of loans: everybody else is severed from a loan when it has ended.
    keeps_history: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Card(Base):
    """A library card. Older numbers stay recognised, so that an old card finds its reader."""

    __tablename__ = "cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    status: Mapped[CardStatus] = mapped_column(Word(CardStatus), default=CardStatus.ACTIVE)


class PatronNote(Base):
    """A note on a reader's account, shown until its date."""

    __tablename__ = "patron_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(Word(NoteKind), default=NoteKind.NOTE)
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date] = mapped_column(Date)
    written_by: Mapped[str] = mapped_column(String(200), default="")
    until: Mapped[date | None] = mapped_column(Date)


class Restriction(Base):
    """A dated or open-ended bar to borrowing, with its reason; several may stand at once.

    A suspension in place of a fine names the loan it is for. One with `lifted_below` stands only while more is owed.
    """

    __tablename__ = "restrictions"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    lifted_at: Mapped[datetime | None]
    kind: Mapped[RestrictionKind] = mapped_column(Word(RestrictionKind), default=RestrictionKind.MANUAL)
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("loans.id", ondelete="SET NULL"))
    lifted_below: Mapped[int | None] = mapped_column(Integer)
