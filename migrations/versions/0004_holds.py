"""Holds: volumes, notes, the minute a place on the shelf ends, why a hold ended, misses at the shelf, permissions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TO_CLEAR = sa.text("status IN ('cancelled', 'expired') AND copy_id IS NOT NULL")
OVERRIDES = (
    *("override.hold_waiting", "override.hold_has_it", "override.hold_limit", "override.hold_not_holdable"),
    *("override.hold_no_copy", "override.hold_pickup", "override.hold_transfer", "override.hold_on_shelf"),
    "override.hold_moved",
)


def upgrade() -> None:
    op.add_column("items", sa.Column("volume", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("holds", sa.Column("volume", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("holds", sa.Column("shelf_until_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("holds", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("holds", sa.Column("note_on_slip", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("holds", sa.Column("ended_because", sa.String(length=200), nullable=False, server_default=""))
    op.create_index("ix_holds_to_clear", "holds", ["copy_id"], sqlite_where=TO_CLEAR, postgresql_where=TO_CLEAR)
    op.create_table(
        "shelf_misses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_shelf_misses_branch_id_branches")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_shelf_misses_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelf_misses")),
    )
    op.create_index(op.f("ix_shelf_misses_item_id"), "shelf_misses", ["item_id"])
    for name in OVERRIDES:
        op.execute(
            "INSERT INTO role_permissions (role_id, permission)"
            f" SELECT role_id, '{name}' FROM role_permissions WHERE permission = 'override.expired'"
        )


def downgrade() -> None:
    for name in OVERRIDES:
        op.execute(f"DELETE FROM role_permissions WHERE permission = '{name}'")
    op.drop_index(op.f("ix_shelf_misses_item_id"), table_name="shelf_misses")
    op.drop_table("shelf_misses")
    op.drop_index("ix_holds_to_clear", table_name="holds")
    for name in ("ended_because", "note_on_slip", "note", "shelf_until_at", "volume"):
        op.drop_column("holds", name)
    op.drop_column("items", "volume")
