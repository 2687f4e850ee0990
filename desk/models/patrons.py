"""Tables of the readers: persons, cards, ways to reach them, notes, restrictions, files."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import CardStatus, ContactKind, FileKind, NoteKind, RestrictionKind


class Patron(Base):
    """A reader. What is not needed to lend is not asked, and what is shown is little until asked.

    One that was merged into another stays for a while without cards, so that the merge can be taken back.
    """

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
    guarantor_words: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    notices: Mapped[str] = mapped_column(String(10), default="")
    identity_seen: Mapped[str] = mapped_column(String(200), default="")
    deceased: Mapped[bool] = mapped_column(default=False)
    newsletter: Mapped[bool] = mapped_column(default=False)
    photo_allowed: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("patrons.id"), index=True)
    merged_at: Mapped[datetime | None]


class Card(Base):
    """A library card. Older numbers stay recognised, so that an old card finds its reader."""

    __tablename__ = "cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    status: Mapped[CardStatus] = mapped_column(Word(CardStatus), default=CardStatus.ACTIVE)


class PatronNote(Base):
    """A note on a reader's account, shown until its date; with a branch, only there. An archived one is only kept."""

    __tablename__ = "patron_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(Word(NoteKind), default=NoteKind.NOTE)
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date] = mapped_column(Date)
    written_by: Mapped[str] = mapped_column(String(200), default="")
    until: Mapped[date | None] = mapped_column(Date)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    archived_at: Mapped[datetime | None]


class Restriction(Base):
    """A dated or open-ended bar to borrowing, with its reason; several may stand at once.

    A suspension in place of a fine names the loan it is for. One with `lifted_below` stands only while more is owed,
    one with `while_overdue` only while something is overdue.
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
    while_overdue: Mapped[bool] = mapped_column(default=False)


class PatronContact(Base):
    """A further phone or e-mail of a reader, beside the first ones that stand on the reader."""

    __tablename__ = "patron_contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ContactKind] = mapped_column(Word(ContactKind))
    label: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[str] = mapped_column(String(200))


class PatronAddress(Base):
    """A further address of a reader: during term, of the parents."""

    __tablename__ = "patron_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(40), default="")


class PatronKey(Base):
    """By what a reader might be known already: names as they sound, phone, e-mail, address."""

    __tablename__ = "patron_keys"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), primary_key=True, index=True)


class PatronFile(Base):
    """A reader's picture, or a paper that belongs to the account. What is taken away is kept a while, for undo."""

    __tablename__ = "patron_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    name: Mapped[str] = mapped_column(String(200))
    media: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200), default="")
    removed_at: Mapped[datetime | None]


class StatisticField(Base):
    """Something that this library counts its readers by: part of town, school. `choices` stand one on each line."""

    __tablename__ = "statistic_fields"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    choices: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)


class PatronStatistic(Base):
    """What one reader counts as."""

    __tablename__ = "patron_statistics"

    patron_id: Mapped[int] = mapped_column(ForeignKey("patrons.id", ondelete="CASCADE"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("statistic_fields.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
