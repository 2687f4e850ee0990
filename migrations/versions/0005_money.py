"""Money: lines that know the act that wrote them, tills and what moves in them, and what is sold at the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Whoever may override may let off, give back, and say what things cost.
OVERRIDES = (
    *("override.waive", "override.write_off", "override.give_credit", "override.refund", "override.till_difference"),
    "prices",
)
NO, NONE, ONE, NOTHING = sa.false(), sa.text("0"), sa.text("1"), sa.text("''")
OPEN, WRITTEN = sa.text("closed_at IS NULL"), sa.text("act <> ''")


def upgrade() -> None:
    _tills()
    _entries()
    _products()
    with op.batch_alter_table("stations") as batch:
        batch.add_column(sa.Column("till_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_stations_till_id_tills"), "tills", ["till_id"], ["id"])
    op.add_column("loans", sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("loans", sa.Column("fined", sa.Integer(), nullable=False, server_default=NONE))
    _charges()
    _payments()
    # A till for each desk, so that the first coin has a place.
    op.execute(
        "INSERT INTO tills (code, name, branch_id, float_amount, active)"
        " SELECT code, name, branch_id, 0, true FROM stations ORDER BY id"
    )
    op.execute("UPDATE stations SET till_id = (SELECT t.id FROM tills t WHERE t.code = stations.code)")
    for name in OVERRIDES:
        op.execute(
            "INSERT INTO role_permissions (role_id, permission)"
            f" SELECT role_id, '{name}' FROM role_permissions WHERE permission = 'override.expired'"
        )


def _tills() -> None:
    op.create_table(
        "tills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("float_amount", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_tills_branch_id_branches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tills")),
        sa.UniqueConstraint("code", name=op.f("uq_tills_code")),
    )
    op.create_table(
        "till_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_act", sa.String(length=64), nullable=False),
        sa.Column("float_amount", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("coins", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_act", sa.String(length=64), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["tills.id"], name=op.f("fk_till_sessions_till_id_tills")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_till_sessions_opened_by_staff")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_till_sessions_closed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_sessions")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_till_sessions_till_id_number")),
    )
    op.create_index(
        "uq_till_sessions_open", "till_sessions", ["till_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def _entries() -> None:
    op.create_table(
        "till_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["till_sessions.id"], name=op.f("fk_till_entries_session_id_till_sessions")
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_till_entries_branch_id_branches")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_till_entries_station_id_stations")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_till_entries_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["till_entries.id"], name=op.f("fk_till_entries_reverses_id_till_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_entries")),
    )
    for column in ("session_id", "at", "act"):
        op.create_index(op.f(f"ix_till_entries_{column}"), "till_entries", [column])


def _products() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("code", name=op.f("uq_products_code")),
    )


def _charges() -> None:
    with op.batch_alter_table("charges") as batch:
        batch.add_column(sa.Column("act", sa.String(length=64), nullable=False, server_default=NOTHING))
        batch.add_column(sa.Column("from_charge_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("product_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("quantity", sa.Integer(), nullable=False, server_default=ONE))
        batch.add_column(sa.Column("accruing", sa.Boolean(), nullable=False, server_default=NO))
        batch.create_foreign_key(op.f("fk_charges_from_charge_id_charges"), "charges", ["from_charge_id"], ["id"])
        batch.create_foreign_key(op.f("fk_charges_product_id_products"), "products", ["product_id"], ["id"])
    op.create_index("ix_charges_act", "charges", ["act"], sqlite_where=WRITTEN, postgresql_where=WRITTEN)


def _payments() -> None:
    with op.batch_alter_table("payments") as batch:
        batch.add_column(sa.Column("act", sa.String(length=64), nullable=False, server_default=NOTHING))
        batch.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reverses_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_payments_entry_id_till_entries"), "till_entries", ["entry_id"], ["id"])
        batch.create_foreign_key(op.f("fk_payments_reverses_id_payments"), "payments", ["reverses_id"], ["id"])
    op.create_index("ix_payments_act", "payments", ["act"], sqlite_where=WRITTEN, postgresql_where=WRITTEN)
    op.create_index("ix_payments_paid_at", "payments", ["paid_at"])
    op.create_index(op.f("ix_payments_entry_id"), "payments", ["entry_id"])


def downgrade() -> None:
    for name in OVERRIDES:
        op.execute(f"DELETE FROM role_permissions WHERE permission = '{name}'")
    for index in ("ix_payments_entry_id", "ix_payments_paid_at", "ix_payments_act"):
        op.drop_index(index, table_name="payments")
    with op.batch_alter_table("payments") as batch:
        batch.drop_constraint(op.f("fk_payments_reverses_id_payments"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_payments_entry_id_till_entries"), type_="foreignkey")
        for name in ("reverses_id", "entry_id", "act"):
            batch.drop_column(name)
    op.drop_index("ix_charges_act", table_name="charges")
    with op.batch_alter_table("charges") as batch:
        batch.drop_constraint(op.f("fk_charges_product_id_products"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_charges_from_charge_id_charges"), type_="foreignkey")
        for name in ("accruing", "quantity", "product_id", "from_charge_id", "act"):
            batch.drop_column(name)
    op.drop_column("loans", "fined")
    op.drop_column("loans", "lost_at")
    with op.batch_alter_table("stations") as batch:
        batch.drop_constraint(op.f("fk_stations_till_id_tills"), type_="foreignkey")
        batch.drop_column("till_id")
    for table in ("products", "till_entries", "till_sessions", "tills"):
        op.drop_table(table)
