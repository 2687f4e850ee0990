"""Tables of the collection: titles with their whole MARC record, and the copies on the shelves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import ItemStatus


class Title(Base):
    """A work in one edition: what the catalogue describes. `marc` keeps the whole record."""

    __tablename__ = "titles"

    id: Mapped[int] = mapped_column(primary_key=True)
    control_source: Mapped[str | None] = mapped_column(String(60))
    control_number: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    title_sort: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(Text, default="")
    author_sort: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[str] = mapped_column(String(20), default="")
    publisher: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(40), default="book")
    audience: Mapped[str] = mapped_column(String(20), default="")
    min_age: Mapped[int | None]
    call_number: Mapped[str] = mapped_column(String(200), default="")
    subjects: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    marc: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (Index("uq_titles_control", "control_source", "control_number", unique=True),)


class TitleIdentifier(Base):
    """An ISBN-13 or ISSN of a title, without hyphens."""

    __tablename__ = "title_identifiers"

    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(8))


class Item(Base):
    """One copy with a barcode. Its loan, hold and transit have records of their own; `status` is the rest."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    barcode: Mapped[str] = mapped_column(String(60), unique=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    holding_branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    item_type_id: Mapped[int] = mapped_column(ForeignKey("item_types.id"))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("locations.id"))
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id"))
    call_number: Mapped[str] = mapped_column(String(200), default="")
    copy_number: Mapped[str] = mapped_column(String(40), default="")
    volume: Mapped[str] = mapped_column(String(60), default="")
    price: Mapped[int | None] = mapped_column(Integer)
    pieces: Mapped[int] = mapped_column(default=1)
    pieces_note: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[ItemStatus] = mapped_column(Word(ItemStatus), default=ItemStatus.AVAILABLE)
    not_for_loan: Mapped[bool] = mapped_column(default=False)
    restricted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    public_note: Mapped[str] = mapped_column(Text, default="")
    last_seen_at: Mapped[datetime | None]
    inventoried_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_items_lost", "id", sqlite_where=text("status = 'lost'"), postgresql_where=text("status = 'lost'")),
    )
