"""The first tables: house, collection, readers, lending, money, journal, full text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = [
    "branches",
    "collections",
    "item_types",
    "library",
    "locations",
    "patron_categories",
    "roles",
    "titles",
    "barcode_patterns",
    "calendar_days",
    "calendar_hours",
    "items",
    "patrons",
    "policy_rows",
    "role_permissions",
    "staff",
    "stations",
    "title_identifiers",
    "cards",
    "holds",
    "journal",
    "loans",
    "patron_notes",
    "restrictions",
    "charges",
    "transits",
    "payments",
]

FULL_TEXT = ("title_words", "patron_words")


def upgrade() -> None:

    op.create_table(
        "branches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branches")),
        sa.UniqueConstraint("code", name=op.f("uq_branches_code")),
    )
    op.create_table(
        "collections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
        sa.UniqueConstraint("code", name=op.f("uq_collections_code")),
    )
    op.create_table(
        "item_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("not_for_loan", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["item_types.id"], name=op.f("fk_item_types_parent_id_item_types")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_types")),
        sa.UniqueConstraint("code", name=op.f("uq_item_types_code")),
    )
    op.create_table(
        "library",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("oldest_program", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library")),
    )
    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("code", name=op.f("uq_locations_code")),
    )
    op.create_table(
        "patron_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patron_categories")),
        sa.UniqueConstraint("code", name=op.f("uq_patron_categories_code")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("code", name=op.f("uq_roles_code")),
    )
    op.create_table(
        "titles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("control_source", sa.String(length=60), nullable=True),
        sa.Column("control_number", sa.String(length=60), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_sort", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_sort", sa.Text(), nullable=False),
        sa.Column("year", sa.String(length=20), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("call_number", sa.String(length=200), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("marc", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_titles")),
    )
    op.create_index("uq_titles_control", "titles", ["control_source", "control_number"], unique=True)
    op.create_table(
        "barcode_patterns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("prefix", sa.String(length=40), nullable=False),
        sa.Column("shortest", sa.Integer(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.Column("digits_only", sa.Boolean(), nullable=False),
        sa.Column("check", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_barcode_patterns_branch_id_branches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barcode_patterns")),
        sa.UniqueConstraint(
            "branch_id",
            "kind",
            "prefix",
            "shortest",
            "longest",
            name=op.f("uq_barcode_patterns_branch_id_kind_prefix_shortest_longest"),
        ),
    )
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_calendar_days_branch_id_branches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
    )
    op.create_index(op.f("ix_calendar_days_branch_id"), "calendar_days", ["branch_id"], unique=False)
    op.create_table(
        "calendar_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_calendar_hours_branch_id_branches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_hours")),
    )
    op.create_index(op.f("ix_calendar_hours_branch_id"), "calendar_hours", ["branch_id"], unique=False)
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("barcode", sa.String(length=60), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("holding_branch_id", sa.Integer(), nullable=False),
        sa.Column("item_type_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("collection_id", sa.Integer(), nullable=True),
        sa.Column("call_number", sa.String(length=200), nullable=False),
        sa.Column("copy_number", sa.String(length=40), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("pieces_note", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("not_for_loan", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("public_note", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_items_branch_id_branches")),
        sa.ForeignKeyConstraint(["collection_id"], ["collections.id"], name=op.f("fk_items_collection_id_collections")),
        sa.ForeignKeyConstraint(
            ["holding_branch_id"], ["branches.id"], name=op.f("fk_items_holding_branch_id_branches")
        ),
        sa.ForeignKeyConstraint(["item_type_id"], ["item_types.id"], name=op.f("fk_items_item_type_id_item_types")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_items_location_id_locations")),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_items_title_id_titles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("barcode", name=op.f("uq_items_barcode")),
    )
    op.create_index(op.f("ix_items_title_id"), "items", ["title_id"], unique=False)
    op.create_table(
        "patrons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("preferred_name", sa.String(length=200), nullable=False),
        sa.Column("pronouns", sa.String(length=60), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=40), nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("address_gone", sa.Boolean(), nullable=False),
        sa.Column("address_checked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_patrons_branch_id_branches")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["patron_categories.id"], name=op.f("fk_patrons_category_id_patron_categories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrons")),
    )
    op.create_table(
        "policy_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("item_type_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_policy_rows_branch_id_branches")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["patron_categories.id"], name=op.f("fk_policy_rows_category_id_patron_categories")
        ),
        sa.ForeignKeyConstraint(
            ["item_type_id"], ["item_types.id"], name=op.f("fk_policy_rows_item_type_id_item_types")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_rows")),
    )
    op.create_table(
        "role_permissions",
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("permission", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_role_permissions_role_id_roles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "permission", name=op.f("pk_role_permissions")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_staff_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "stations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_stations_branch_id_branches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
        sa.UniqueConstraint("code", name=op.f("uq_stations_code")),
    )
    op.create_table(
        "title_identifiers",
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_title_identifiers_title_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("title_id", "value", name=op.f("pk_title_identifiers")),
    )
    op.create_index(op.f("ix_title_identifiers_value"), "title_identifiers", ["value"], unique=False)
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["patron_id"], ["patrons.id"], name=op.f("fk_cards_patron_id_patrons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("number", name=op.f("uq_cards_number")),
    )
    op.create_index(op.f("ix_cards_patron_id"), "cards", ["patron_id"], unique=False)
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("pickup_branch_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shelf_until", sa.Date(), nullable=True),
        sa.Column("shelf_code", sa.String(length=40), nullable=False),
        sa.Column("suspended_until", sa.Date(), nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["copy_id"], ["items.id"], name=op.f("fk_holds_copy_id_items")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_holds_item_id_items")),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_holds_patron_id_patrons")),
        sa.ForeignKeyConstraint(["pickup_branch_id"], ["branches.id"], name=op.f("fk_holds_pickup_branch_id_branches")),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_holds_title_id_titles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(
        "ix_holds_live_patron",
        "holds",
        ["patron_id"],
        unique=False,
        sqlite_where=sa.text("status IN ('queued', 'ready', 'in_transit')"),
        postgresql_where=sa.text("status IN ('queued', 'ready', 'in_transit')"),
    )
    op.create_index(
        "ix_holds_queue",
        "holds",
        ["title_id", "rank", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "uq_holds_live_copy",
        "holds",
        ["copy_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('ready', 'in_transit')"),
        postgresql_where=sa.text("status IN ('ready', 'in_transit')"),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.Column("charge_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("private", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=True),
        sa.Column("item_type", sa.Integer(), nullable=True),
        sa.Column("collection", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=True),
        sa.Column("patron_category", sa.Integer(), nullable=True),
        sa.Column("renewal_source", sa.String(length=20), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_journal_branch_id_branches")),
        sa.ForeignKeyConstraint(["granted_by"], ["staff.id"], name=op.f("fk_journal_granted_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_journal_staff_id_staff")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_journal_station_id_stations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("key", name=op.f("uq_journal_key")),
    )
    op.create_index("ix_journal_at", "journal", ["at"], unique=False)
    op.create_index(
        "ix_journal_charge",
        "journal",
        ["charge_id"],
        unique=False,
        sqlite_where=sa.text("charge_id IS NOT NULL"),
        postgresql_where=sa.text("charge_id IS NOT NULL"),
    )
    op.create_index(
        "ix_journal_hold",
        "journal",
        ["hold_id"],
        unique=False,
        sqlite_where=sa.text("hold_id IS NOT NULL"),
        postgresql_where=sa.text("hold_id IS NOT NULL"),
    )
    op.create_index("ix_journal_item", "journal", ["item_id", "id"], unique=False)
    op.create_index(
        "ix_journal_visit",
        "journal",
        ["visit"],
        unique=False,
        sqlite_where=sa.text("visit IS NOT NULL"),
        postgresql_where=sa.text("visit IS NOT NULL"),
    )
    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("item_type_id", sa.Integer(), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_loans_branch_id_branches")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_loans_item_id_items")),
        sa.ForeignKeyConstraint(["item_type_id"], ["item_types.id"], name=op.f("fk_loans_item_type_id_item_types")),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_loans_patron_id_patrons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
    )
    op.create_index("ix_loans_item_out", "loans", ["item_id", "out_at"], unique=False)
    op.create_index(
        "ix_loans_open_patron",
        "loans",
        ["patron_id", "due_at", "item_type_id", "returned_at"],
        unique=False,
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.create_index(
        "uq_loans_open_item",
        "loans",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.create_table(
        "patron_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patron_id"], ["patrons.id"], name=op.f("fk_patron_notes_patron_id_patrons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patron_notes")),
    )
    op.create_index(op.f("ix_patron_notes_patron_id"), "patron_notes", ["patron_id"], unique=False)
    op.create_table(
        "restrictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["patron_id"], ["patrons.id"], name=op.f("fk_restrictions_patron_id_patrons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
    )
    op.create_index(op.f("ix_restrictions_patron_id"), "restrictions", ["patron_id"], unique=False)
    op.create_table(
        "charges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("outstanding", sa.Integer(), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_charges_branch_id_branches")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_charges_item_id_items")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_charges_loan_id_loans"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_charges_patron_id_patrons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charges")),
    )
    op.create_index("ix_charges_loan", "charges", ["loan_id"], unique=False)
    op.create_index(
        "ix_charges_open_patron",
        "charges",
        ["patron_id", "outstanding"],
        unique=False,
        sqlite_where=sa.text("outstanding <> 0"),
        postgresql_where=sa.text("outstanding <> 0"),
    )
    op.create_table(
        "transits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("from_branch_id", sa.Integer(), nullable=False),
        sa.Column("to_branch_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["from_branch_id"], ["branches.id"], name=op.f("fk_transits_from_branch_id_branches")),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_transits_hold_id_holds")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_transits_item_id_items")),
        sa.ForeignKeyConstraint(["to_branch_id"], ["branches.id"], name=op.f("fk_transits_to_branch_id_branches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transits")),
    )
    op.create_index(
        "uq_transits_open_item",
        "transits",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("arrived_at IS NULL"),
        postgresql_where=sa.text("arrived_at IS NULL"),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["charge_id"], ["charges.id"], name=op.f("fk_payments_charge_id_charges")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_payments_staff_id_staff")),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_payments_station_id_stations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_charge_id"), "payments", ["charge_id"], unique=False)

    op.create_index(
        "uq_policy_rows_place",
        "policy_rows",
        [
            sa.text("coalesce(branch_id, 0)"),
            sa.text("coalesce(category_id, 0)"),
            sa.text("coalesce(item_type_id, 0)"),
            "name",
        ],
        unique=True,
    )

    _full_text()


def _full_text() -> None:
    """Full text is each database's own; the rest of the program asks both the same way."""
    for table in FULL_TEXT:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5"
                "(words, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
            )
        else:
            op.execute(f"CREATE TABLE {table} (id integer PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)")


def downgrade() -> None:
    for table in FULL_TEXT:
        op.execute(f"DROP TABLE {table}")
    for table in reversed(TABLES):
        op.drop_table(table)
