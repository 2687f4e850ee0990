"""The journal: one row for each act. It is the audit trail, the source of every statistic and what undo reads."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base


class JournalRow(Base):
    """What was done, where, by whom and when.

    Only `undone_by` is ever set later, and privacy empties `person`, `visit` and `private`. `at` is when it happened,
    `recorded` when it was written. `act`, `answer` and `before` are JSON that names nobody.
    """

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    recorded: Mapped[datetime]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    visit: Mapped[str | None] = mapped_column(String(64))
    person: Mapped[int | None]
    item_id: Mapped[int | None]
    loan_id: Mapped[int | None]
    hold_id: Mapped[int | None]
    charge_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    private: Mapped[str | None] = mapped_column(Text)
    undone_by: Mapped[str | None] = mapped_column(String(64))
    item_type: Mapped[int | None]
    collection: Mapped[int | None]
    audience: Mapped[str | None] = mapped_column(String(20))
    patron_category: Mapped[int | None]
    renewal_source: Mapped[str | None] = mapped_column(String(20))
    quantity: Mapped[int] = mapped_column(default=1)
    amount: Mapped[int | None]
    method: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        Index("ix_journal_at", "at"),
        Index("ix_journal_item", "item_id", "id"),
        Index(
            "ix_journal_personal",
            "at",
            sqlite_where=text("person IS NOT NULL AND loan_id IS NULL"),
            postgresql_where=text("person IS NOT NULL AND loan_id IS NULL"),
        ),
        Index(
            "ix_journal_visit",
            "visit",
            sqlite_where=text("visit IS NOT NULL"),
            postgresql_where=text("visit IS NOT NULL"),
        ),
        Index(
            "ix_journal_hold",
            "hold_id",
            sqlite_where=text("hold_id IS NOT NULL"),
            postgresql_where=text("hold_id IS NOT NULL"),
        ),
        Index(
            "ix_journal_charge",
            "charge_id",
            sqlite_where=text("charge_id IS NOT NULL"),
            postgresql_where=text("charge_id IS NOT NULL"),
        ),
    )
