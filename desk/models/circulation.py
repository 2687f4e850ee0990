"""Tables of lending: loans, holds and copies in transit. The partial unique indexes are the last guard."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, String, Text, and_, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Word
from desk.rules.vocabulary import HoldStatus, TransitReason


class Loan(Base):
    """A copy lent to a reader; open while `returned_at` is empty. One open loan for each copy, always.

    A check-out that was undone leaves its row, closed, without its reader, and marked `undone`. An on-site loan may
    not leave the building. `claimed_on` is the day from which the reader says that the copy came back, `lost_at` when
    it was declared lost: from then on its fine grows no more.
    """

    __tablename__ = "loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patrons.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    item_type_id: Mapped[int] = mapped_column(ForeignKey("item_types.id"))
    out_at: Mapped[datetime]
    due_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    renewals: Mapped[int] = mapped_column(default=0)
    unseen_renewals: Mapped[int] = mapped_column(default=0)
    renewed_at: Mapped[datetime | None]
    on_site: Mapped[bool] = mapped_column(default=False)
    recalled_at: Mapped[datetime | None]
    claimed_on: Mapped[date | None] = mapped_column(Date)
    lost_at: Mapped[datetime | None]
    # What of its fine is on the account already: paid while the loan was still out, or written when it was lost.
    fined: Mapped[int] = mapped_column(default=0)
    undone: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index(
            "uq_loans_open_item",
            "item_id",
            unique=True,
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
        Index(
            "ix_loans_open_patron",
            "patron_id",
            "due_at",
            "item_type_id",
            "branch_id",
            "claimed_on",
            "item_id",
            "returned_at",  # always empty here; without it SQLite looks at each loan's row to make sure
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
        Index(
            "ix_loans_rare_patron",
            "patron_id",
            sqlite_where=text("returned_at IS NULL AND (on_site OR claimed_on IS NOT NULL)"),
            postgresql_where=text("returned_at IS NULL AND (on_site OR claimed_on IS NOT NULL)"),
        ),
        Index("ix_loans_item_out", "item_id", "out_at"),
        Index(
            "ix_loans_to_sever",
            "id",
            sqlite_where=text("patron_id IS NOT NULL AND returned_at IS NOT NULL"),
            postgresql_where=text("patron_id IS NOT NULL AND returned_at IS NOT NULL"),
        ),
        Index(
            "ix_loans_open_due",
            "due_at",
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
    )


class Hold(Base):
    """A reader waits for a title, for one of its volumes, or for one copy. `copy_id` is the copy kept for the hold.

    A hold that was called off or ran out while its copy stood on the shelf keeps `copy_id`: the copy has to be cleared
    away, and is in sight until somebody has scanned it. `shelf_until_at` is set where the last day ends at a minute.
    """

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    volume: Mapped[str] = mapped_column(String(60), default="")
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patrons.id"))
    pickup_branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    placed_at: Mapped[datetime]
    rank: Mapped[int] = mapped_column(default=0)
    status: Mapped[HoldStatus] = mapped_column(Word(HoldStatus), default=HoldStatus.QUEUED)
    copy_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    ready_at: Mapped[datetime | None]
    shelf_until: Mapped[date | None] = mapped_column(Date)
    shelf_until_at: Mapped[datetime | None]
    shelf_code: Mapped[str] = mapped_column(String(40), default="")
    suspended_until: Mapped[date | None] = mapped_column(Date)
    not_before: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    note_on_slip: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        Index(
            "ix_holds_queue",
            "title_id",
            "rank",
            "id",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
        Index(
            "uq_holds_live_copy",
            "copy_id",
            unique=True,
            sqlite_where=text("status IN ('ready', 'in_transit')"),
            postgresql_where=text("status IN ('ready', 'in_transit')"),
        ),
        Index(
            "ix_holds_live_patron",
            "patron_id",
            sqlite_where=text("status IN ('queued', 'ready', 'in_transit')"),
            postgresql_where=text("status IN ('queued', 'ready', 'in_transit')"),
        ),
        Index(
            "ix_holds_to_clear",
            "copy_id",
            sqlite_where=text("status IN ('cancelled', 'expired') AND copy_id IS NOT NULL"),
            postgresql_where=text("status IN ('cancelled', 'expired') AND copy_id IS NOT NULL"),
        ),
    )


# In the very words of the partial indexes, so that SQLite sees that one of them holds all that is asked for.
_QUEUED: ColumnElement[str] = literal_column("'queued'")
_KEPT: list[ColumnElement[str]] = [literal_column("'ready'"), literal_column("'in_transit'")]
_status = Hold.__table__.c.status
IS_QUEUED = _status == _QUEUED
IS_KEPT = _status.in_(_KEPT)
IS_LIVE = _status.in_([_QUEUED, *_KEPT])
_ENDED: list[ColumnElement[str]] = [literal_column("'cancelled'"), literal_column("'expired'")]
WAS_KEPT = and_(_status.in_(_ENDED), Hold.__table__.c.copy_id.is_not(None))


class Transit(Base):
    """A copy on its way from one branch to another; open while `arrived_at` is empty."""

    __tablename__ = "transits"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    from_branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    to_branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    reason: Mapped[TransitReason] = mapped_column(Word(TransitReason))
    hold_id: Mapped[int | None] = mapped_column(ForeignKey("holds.id"))
    sent_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_transits_open_item",
            "item_id",
            unique=True,
            sqlite_where=text("arrived_at IS NULL"),
            postgresql_where=text("arrived_at IS NULL"),
        ),
    )


class ShelfMiss(Base):
    """A copy was looked for in its place on the shelf and not found. It counts until the copy is seen again."""

    __tablename__ = "shelf_misses"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    missed_at: Mapped[datetime]
