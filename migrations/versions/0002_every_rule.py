"""What the rules of lending need to know: guarantors, recalls, claims, age marks, repeated closures, nights."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("returned_at IS NULL")
RARE = sa.text("returned_at IS NULL AND (on_site OR claimed_on IS NOT NULL)")
NO, NONE = sa.false(), sa.text("0")
AT_THE_DESK = (
    *("claim", "mark", "add_item", "override.uncatalogued", "override.high_demand", "override.rental"),
    *("override.deposit", "override.claim_found", "override.return_lost", "override.return_withdrawn"),
)
OVERRIDES = (
    *("recall", "nightly", "override.collections", "override.membership", "override.guarantees", "override.family"),
    *("override.claims", "override.age", "override.damaged", "override.bindery", "override.discard"),
    *("override.renew_unseen", "override.renew_recalled", "override.renew_claimed"),
)


def upgrade() -> None:
    op.create_table(
        "nightly_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nightly_runs")),
        sa.UniqueConstraint("night", name=op.f("uq_nightly_runs_night")),
    )
    for name in ("loan_rules_of", "return_rules_of"):
        op.add_column("library", sa.Column(name, sa.String(length=32), nullable=False, server_default="desk"))
    op.add_column("titles", sa.Column("min_age", sa.Integer(), nullable=True))
    op.add_column("items", sa.Column("inventoried_at", sa.DateTime(timezone=True), nullable=True))
    deposit = sa.text("kind = 'deposit'")
    op.create_index("ix_charges_deposit", "charges", ["loan_id"], sqlite_where=deposit, postgresql_where=deposit)
    _loans()
    _calendar()
    _readers()
    _permissions()


def _permissions() -> None:
    """Whoever may lend may confirm what is new at the desk; whoever may override gets the new overrides."""
    for marker, names in (("lend", AT_THE_DESK), ("override.expired", OVERRIDES)):
        for name in names:
            op.execute(
                "INSERT INTO role_permissions (role_id, permission)"
                f" SELECT role_id, '{name}' FROM role_permissions WHERE permission = '{marker}'"
            )


def _loans() -> None:
    op.add_column("loans", sa.Column("unseen_renewals", sa.Integer(), nullable=False, server_default=NONE))
    op.add_column("loans", sa.Column("on_site", sa.Boolean(), nullable=False, server_default=NO))
    op.add_column("loans", sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("loans", sa.Column("claimed_on", sa.Date(), nullable=True))
    op.drop_index("ix_loans_open_patron", table_name="loans")
    counted = ["patron_id", "due_at", "item_type_id", "branch_id", "claimed_on", "returned_at"]
    op.create_index("ix_loans_open_patron", "loans", counted, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_loans_rare_patron", "loans", ["patron_id"], sqlite_where=RARE, postgresql_where=RARE)
    op.create_index("ix_loans_open_due", "loans", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def _calendar() -> None:
    with op.batch_alter_table("calendar_days") as batch:
        batch.add_column(sa.Column("every", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("by_weekday", sa.Boolean(), nullable=False, server_default=NO))
    op.execute("UPDATE calendar_days SET every = '1 year' WHERE yearly")
    with op.batch_alter_table("calendar_days") as batch:
        batch.drop_column("yearly")


def _readers() -> None:
    with op.batch_alter_table("patrons") as batch:
        batch.add_column(sa.Column("guarantor_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("in_collections", sa.Boolean(), nullable=False, server_default=NO))
        batch.create_foreign_key(op.f("fk_patrons_guarantor_id_patrons"), "patrons", ["guarantor_id"], ["id"])
    op.create_index(op.f("ix_patrons_guarantor_id"), "patrons", ["guarantor_id"])
    with op.batch_alter_table("restrictions") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=32), nullable=False, server_default="manual"))
        batch.add_column(sa.Column("loan_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("lifted_below", sa.Integer(), nullable=True))
        name = op.f("fk_restrictions_loan_id_loans")
        batch.create_foreign_key(name, "loans", ["loan_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("restrictions") as batch:
        batch.drop_constraint(op.f("fk_restrictions_loan_id_loans"), type_="foreignkey")
        for name in ("lifted_below", "loan_id", "kind"):
            batch.drop_column(name)
    op.drop_index(op.f("ix_patrons_guarantor_id"), table_name="patrons")
    with op.batch_alter_table("patrons") as batch:
        batch.drop_constraint(op.f("fk_patrons_guarantor_id_patrons"), type_="foreignkey")
        for name in ("in_collections", "guarantor_id"):
            batch.drop_column(name)
    with op.batch_alter_table("calendar_days") as batch:
        batch.add_column(sa.Column("yearly", sa.Boolean(), nullable=False, server_default=NO))
    # The first tables knew only closures of one day or of every year: the other repetitions stand once.
    op.execute("UPDATE calendar_days SET yearly = true WHERE every = '1 year'")
    with op.batch_alter_table("calendar_days") as batch:
        for name in ("by_weekday", "until", "every"):
            batch.drop_column(name)
    op.drop_index("ix_loans_rare_patron", table_name="loans")
    op.drop_index("ix_loans_open_due", table_name="loans")
    op.drop_index("ix_loans_open_patron", table_name="loans")
    for name in ("claimed_on", "recalled_at", "on_site", "unseen_renewals"):
        op.drop_column("loans", name)
    counted = ["patron_id", "due_at", "item_type_id", "returned_at"]
    op.create_index("ix_loans_open_patron", "loans", counted, sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("ix_charges_deposit", table_name="charges")
    op.drop_column("items", "inventoried_at")
    op.drop_column("titles", "min_age")
    for name in ("return_rules_of", "loan_rules_of"):
        op.drop_column("library", name)
    op.drop_table("nightly_runs")
    for name in (*AT_THE_DESK, *OVERRIDES):
        op.execute(f"DELETE FROM role_permissions WHERE permission = '{name}'")
