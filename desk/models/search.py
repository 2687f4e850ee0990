"""Full-text rows for titles and readers, on both databases: FTS5 on SQLite, tsvector on PostgreSQL.

Words are folded (case, accents) by the same rule before they are written and before they are sought, so that both
databases find the same. Rows are written by statement, in batches; there are no triggers.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from desk.models.bulk import put_many
from desk.rules.text import fold

# Ranking every match of a short prefix takes long in a large catalogue; the first few hundred are enough.
RANKED = 500


def write_title_words(db: Connection, rows: Iterable[tuple[int, str]], *, folded: bool = False) -> None:
    """Replace the words of these titles: (title id, everything that should be found). `folded` are so already."""
    _write(db, "title_words", rows if folded else [(number, fold(words)) for number, words in rows])


def write_patron_words(db: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Replace the words of these readers: (patron id, names, card numbers, phone, e-mail)."""
    _write(db, "patron_words", [(number, fold(words)) for number, words in rows])


def find_title_ids(db: Connection, words: str, limit: int = 50) -> Sequence[int]:
    """The titles in which every word begins some word, best first."""
    return _find(db, "title_words", words, limit)


def find_patron_ids(db: Connection, words: str, limit: int = 50) -> Sequence[int]:
    """The readers in whose record every word begins some word."""
    return _find(db, "patron_words", words, limit)


def _write(db: Connection, table: str, rows: Iterable[tuple[int, str]]) -> None:
    values = list(rows)
    if not values:
        return
    if db.dialect.name == "sqlite":
        put_many(db, f"INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)", values)
        return
    statement = f"""INSERT INTO {table} (id, words) VALUES (:id, to_tsvector('simple', :words))
        ON CONFLICT (id) DO UPDATE SET words = excluded.words"""
    db.execute(text(statement), [{"id": number, "words": words} for number, words in values])


def _find(db: Connection, table: str, words: str, limit: int) -> Sequence[int]:
    parts = fold(words).split()
    if not parts:
        return []
    if db.dialect.name == "sqlite":
        return _find_in_file(db, table, parts, limit)
    query = " & ".join(f"{part}:*" for part in parts)
    statement = f"""SELECT id FROM (SELECT id, words FROM {table}
        WHERE words @@ to_tsquery('simple', :query) LIMIT {RANKED}) AS found
        ORDER BY ts_rank(words, to_tsquery('simple', :query)) DESC, id LIMIT :limit"""
    return db.execute(text(statement), {"query": query, "limit": limit}).scalars().all()


def _find_in_file(db: Connection, table: str, parts: list[str], limit: int) -> Sequence[int]:
    """FTS5's own rank counts in how many rows of the whole catalogue each word stands: that takes longer than finding.

    So the few hundred are ranked here: whole words before beginnings, what stands in front before what comes later.
    """
    statement = f"SELECT rowid, words FROM {table} WHERE words MATCH :query LIMIT {RANKED}"
    found = db.execute(text(statement), {"query": " ".join(f'"{part}"*' for part in parts)})
    ranked = sorted((_rank(f" {words} ", parts), number) for number, words in found)
    return [number for _rank, number in ranked[:limit]]


def _rank(words: str, parts: list[str]) -> tuple[int, int, int]:
    whole = sum(f" {part} " in words for part in parts)
    return -whole, min(words.find(f" {part}") for part in parts), len(words)
