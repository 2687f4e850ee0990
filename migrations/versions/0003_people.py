"""Readers: what the desk keeps of them beyond what lending needs, and by what they are found."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from desk.rules.likeness import Identity, identity_keys
from desk.rules.text import fold

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NO, EMPTY = sa.false(), sa.text("''")
CHUNK = 2_000
# Whoever may lend sees the readers, the holds and the till; what they may do there has permissions of its own.
AT_THE_DESK = ("patrons", "holds", "money", "patrons.restrict")
SUPERVISING = ("patrons.merge", "patrons.many", "patrons.forget", "patrons.tell_all", "override.guarantor")
TEXTS = {"guarantor_words": 200, "language": 20, "notices": 10, "identity_seen": 200}
FLAGS = ("deceased", "keeps_history", "newsletter", "photo_allowed")


def upgrade() -> None:
    for marker, names in (("lend", AT_THE_DESK), ("override.expired", SUPERVISING)):
        for name in names:
            op.execute(
                "INSERT INTO role_permissions (role_id, permission)"
                f" SELECT role_id, '{name}' FROM role_permissions WHERE permission = '{marker}'"
            )
    _columns()
    _parts()
    _statistics()
    _found_by()


def _columns() -> None:
    with op.batch_alter_table("patrons") as batch:
        for name, length in TEXTS.items():
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=EMPTY))
        for name in FLAGS:
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=NO))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_patrons_merged_into_id_patrons"), "patrons", ["merged_into_id"], ["id"])
    op.create_index(op.f("ix_patrons_merged_into_id"), "patrons", ["merged_into_id"])
    with op.batch_alter_table("patron_notes") as batch:
        batch.add_column(sa.Column("branch_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_patron_notes_branch_id_branches"), "branches", ["branch_id"], ["id"])
    with op.batch_alter_table("restrictions") as batch:
        batch.add_column(sa.Column("while_overdue", sa.Boolean(), nullable=False, server_default=NO))


def _owned(table: str, *columns: "sa.Column[object]") -> None:
    """A table of something that belongs to a reader and goes with them."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        *columns,
        _of_patron(table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_patron_id"), table, ["patron_id"])


def _of_patron(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_patron_id_patrons")
    return sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=name, ondelete="CASCADE")


def _parts() -> None:
    _owned(
        "patron_contacts",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
    )
    _owned(
        "patron_addresses",
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=40), nullable=False),
    )
    _owned(
        "patron_files",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "patron_keys",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        _of_patron("patron_keys"),
        sa.PrimaryKeyConstraint("kind", "value", "patron_id", name=op.f("pk_patron_keys")),
    )
    op.create_index(op.f("ix_patron_keys_patron_id"), "patron_keys", ["patron_id"])


def _statistics() -> None:
    op.create_table(
        "statistic_fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistic_fields")),
        sa.UniqueConstraint("code", name=op.f("uq_statistic_fields_code")),
    )
    field = op.f("fk_patron_statistics_field_id_statistic_fields")
    op.create_table(
        "patron_statistics",
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        _of_patron("patron_statistics"),
        sa.ForeignKeyConstraint(["field_id"], ["statistic_fields.id"], name=field, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patron_id", "field_id", name=op.f("pk_patron_statistics")),
    )


def _found_by() -> None:
    """Parts of words, which only SQLite finds by itself; and what the readers who are here are found by."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE patron_parts USING fts5(words, tokenize='trigram')")
    else:
        op.execute("CREATE TABLE patron_parts (id integer PRIMARY KEY, words text NOT NULL, grams tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_patron_parts_grams ON patron_parts USING gin (grams)")
    db, last = op.get_bind(), 0
    names = "id, family_name, given_name, preferred_name, birth_date, phone, email, address, city, postcode"
    asked = sa.text(f"SELECT {names} FROM patrons WHERE id > :last ORDER BY id LIMIT {CHUNK}").columns(
        birth_date=sa.Date()
    )
    cards = sa.text("SELECT patron_id, number FROM cards WHERE patron_id > :last AND patron_id <= :end")
    while rows := db.execute(asked, {"last": last}).all():
        end = rows[-1].id
        numbers: dict[int, list[str]] = {}
        for owner, number in db.execute(cards, {"last": last, "end": end}):
            numbers.setdefault(owner, []).append(number)
        _write(db, rows, numbers)
        last = end


def _write(db: sa.Connection, rows: Sequence[Any], numbers: dict[int, list[str]]) -> None:
    words, keys = [], []
    for row in rows:
        parts = (row.family_name, row.given_name, row.preferred_name, row.phone, row.email, row.address, row.city)
        told = fold(" ".join((*parts, row.postcode, *numbers.get(row.id, ()))))
        words.append({"id": row.id, "words": told, "grams": " ".join(grams(told))})
        known = Identity(
            row.family_name,
            row.given_name,
            row.preferred_name,
            row.birth_date,
            (row.phone,),
            (row.email,),
            ((row.address, row.postcode or row.city),),
        )
        keys += [{"id": row.id, "kind": kind, "value": value} for kind, value in identity_keys(known)]
    if db.dialect.name == "sqlite":
        db.execute(sa.text("INSERT INTO patron_parts (rowid, words) VALUES (:id, :words)"), words)
        db.execute(sa.text("INSERT OR REPLACE INTO patron_words (rowid, words) VALUES (:id, :words)"), words)
    else:
        put = "INSERT INTO patron_parts (id, words, grams) VALUES (:id, :words, to_tsvector('simple', :grams))"
        db.execute(sa.text(put), words)
        again = "UPDATE patron_words SET words = to_tsvector('simple', :words) WHERE id = :id"
        db.execute(sa.text(again), words)
    if keys:
        db.execute(sa.text("INSERT INTO patron_keys (patron_id, kind, value) VALUES (:id, :kind, :value)"), keys)


def grams(words: str) -> list[str]:
    """All runs of three letters within the words."""
    return sorted({word[at : at + 3] for word in words.split() for at in range(len(word) - 2)})


def downgrade() -> None:
    op.execute("DROP TABLE patron_parts")
    tables = ("patron_statistics", "statistic_fields", "patron_keys", "patron_files")
    for table in (*tables, "patron_addresses", "patron_contacts"):
        op.drop_table(table)
    with op.batch_alter_table("restrictions") as batch:
        batch.drop_column("while_overdue")
    with op.batch_alter_table("patron_notes") as batch:
        batch.drop_constraint(op.f("fk_patron_notes_branch_id_branches"), type_="foreignkey")
        for name in ("archived_at", "branch_id"):
            batch.drop_column(name)
    op.execute("DELETE FROM patrons WHERE merged_into_id IS NOT NULL")
    op.drop_index(op.f("ix_patrons_merged_into_id"), table_name="patrons")
    with op.batch_alter_table("patrons") as batch:
        batch.drop_constraint(op.f("fk_patrons_merged_into_id_patrons"), type_="foreignkey")
        for name in ("merged_at", "merged_into_id", *FLAGS, *TEXTS):
            batch.drop_column(name)
    names = ", ".join(f"'{name}'" for name in (*AT_THE_DESK, *SUPERVISING))
    op.execute(f"DELETE FROM role_permissions WHERE permission IN ({names})")
