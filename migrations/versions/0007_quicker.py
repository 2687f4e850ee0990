"""A check-out looks at no copy that the reader has out, and titles coming in are indexed by words alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("returned_at IS NULL")
LOST = sa.text("status = 'lost'")
BEFORE = ["patron_id", "due_at", "item_type_id", "branch_id", "claimed_on", "returned_at"]
NOW = ["patron_id", "due_at", "item_type_id", "branch_id", "claimed_on", "item_id", "returned_at"]

# What is written is folded already: words parted by blanks, and nobody asks for two words in a row.
LETTERS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
WORDS = f"words, detail=column, tokenize=\"{LETTERS}\", prefix='1 2 3'"
WORDS_BEFORE = "words, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'"
# Pieces of an index are merged eight at a time instead of four, and one is as large as a chunk of an import.
SETTINGS = {"automerge": 8, "hashsize": 1 << 24}


def upgrade() -> None:
    _open_loans(NOW)
    op.create_index("ix_items_lost", "items", ["id"], sqlite_where=LOST, postgresql_where=LOST)
    _title_words(WORDS, SETTINGS)


def downgrade() -> None:
    _title_words(WORDS_BEFORE, {})
    op.drop_index("ix_items_lost", table_name="items")
    _open_loans(BEFORE)


def _open_loans(columns: list[str]) -> None:
    op.drop_index("ix_loans_open_patron", table_name="loans")
    op.create_index("ix_loans_open_patron", "loans", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def _title_words(columns: str, settings: dict[str, int]) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(f"CREATE VIRTUAL TABLE title_words_new USING fts5({columns})")
    for name, value in settings.items():
        op.execute(f"INSERT INTO title_words_new (title_words_new, rank) VALUES ('{name}', {value})")
    op.execute("INSERT INTO title_words_new (rowid, words) SELECT rowid, words FROM title_words")
    op.execute("DROP TABLE title_words")
    op.execute("ALTER TABLE title_words_new RENAME TO title_words")
