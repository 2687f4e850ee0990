"""Full-text rows for titles and readers written, on both databases: FTS5 on SQLite, tsvector on PostgreSQL.

Words are folded (case, accents) by the same rule before they are written and before they are sought, so that both
databases find the same. Rows are written by statement, in batches; there are no triggers.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from desk.models.bulk import put_many
from desk.models.finding import grams
from desk.rules.text import fold


def write_title_words(db: Connection, rows: Iterable[tuple[int, str]], *, folded: bool = False) -> None:
    """Replace the words of these titles: (title id, everything that should be found). `folded` are so already."""
    _write(db, "title_words", rows if folded else [(number, fold(words)) for number, words in rows])


def write_patron_words(db: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Replace the words of these readers: (patron id, names, card numbers, phones, e-mails, addresses)."""
    folded = [(number, fold(words)) for number, words in rows]
    _write(db, "patron_words", folded)
    if db.dialect.name == "sqlite":
        _write(db, "patron_parts", folded)
    elif folded:
        statement = """INSERT INTO patron_parts (id, words, grams) VALUES (:id, :words, to_tsvector('simple', :grams))
            ON CONFLICT (id) DO UPDATE SET words = excluded.words, grams = excluded.grams"""
        rows_ = [{"id": number, "words": words, "grams": " ".join(grams(words))} for number, words in folded]
        db.execute(text(statement), rows_)


def drop_patron_words(db: Connection, ids: Sequence[int]) -> None:
    """These readers are not to be found any more."""
    number = "rowid" if db.dialect.name == "sqlite" else "id"
    for table in ("patron_words", "patron_parts"):
        db.execute(text(f"DELETE FROM {table} WHERE {number} = :id"), [{"id": each} for each in ids])
        if db.dialect.name == "sqlite":  # the index only strikes words out; merged anew, nothing of them is left
            db.execute(text(f"INSERT INTO {table} ({table}) VALUES ('optimize')"))


def _write(db: Connection, table: str, rows: Iterable[tuple[int, str]]) -> None:
    values = list(rows)
    if not values:
        return
    if db.dialect.name == "sqlite":
        put_many(db, f"INSERT OR REPLACE INTO {table} (rowid, words)", values)
        return
    statement = f"""INSERT INTO {table} (id, words) VALUES (:id, to_tsvector('simple', :words))
        ON CONFLICT (id) DO UPDATE SET words = excluded.words"""
    db.execute(text(statement), [{"id": number, "words": words} for number, words in values])
