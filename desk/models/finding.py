"""Titles and readers found by words, on both databases: FTS5 on SQLite, tsvector on PostgreSQL.

Words are folded (case, accents) by the same rule as those that were written (desk.models.search), so that both
databases find the same.
"""

from collections.abc import Sequence
from typing import Any

from desk.models.prepared import Line, prepared
from desk.rules.text import fold

# Ranking every match of a short prefix takes long in a large catalogue; the first few hundred are enough.
RANKED = 500
# Fewer letters than these stand within too many words to be a search.
SHORTEST_PART = 3
BEGINNINGS = {
    table: prepared(
        {
            "sqlite": f"SELECT rowid AS id, words FROM {table} WHERE {table} MATCH :query LIMIT {RANKED}",
            "postgresql": f"""SELECT id, '' AS words FROM (SELECT id, words FROM {table}
                WHERE words @@ to_tsquery('simple', :query) LIMIT {RANKED}) AS found
                ORDER BY ts_rank(words, to_tsquery('simple', :query)) DESC, id LIMIT :limit""",
        }
    )
    for table in ("title_words", "patron_words")
}
INSIDE = prepared(
    {
        "sqlite": f"SELECT rowid AS id FROM patron_parts WHERE words MATCH :query LIMIT {RANKED}",
        "postgresql": f"""SELECT id FROM patron_parts
            WHERE grams @@ to_tsquery('simple', :query) AND words LIKE ALL(:parts) ORDER BY id LIMIT {RANKED}""",
    }
)


def grams(words: str) -> list[str]:
    """All runs of three letters within the words: what a server finds parts of words by."""
    return sorted({word[at : at + 3] for word in words.split() for at in range(len(word) - 2)})


def find_title_ids(db: Line, words: str, limit: int = 50) -> Sequence[int]:
    """The titles in which every word begins some word, best first."""
    return _find(db, "title_words", words, limit)


def find_patron_ids(db: Line, words: str, limit: int = 50) -> Sequence[int]:
    """The readers in whose record every word begins some word; then those in which every word stands somewhere."""
    found = list(_find(db, "patron_words", words, limit))
    parts = fold(words).split()
    if len(found) >= limit or not parts or min(map(len, parts)) < SHORTEST_PART:
        return found
    inside = [number for number in _find_inside(db, parts) if number not in set(found)]
    return found + inside[: limit - len(found)]


def _find_inside(db: Line, parts: list[str]) -> Sequence[int]:
    """Readers in whose record every part stands within some word, such as the last digits of a card or phone."""
    if db.dialect.name == "sqlite":
        asked: dict[str, Any] = {"query": " ".join(f'"{part}"' for part in parts)}
    else:
        asked = {"query": " & ".join(grams(" ".join(parts))), "parts": [f"%{part}%" for part in parts]}
    return [row.id for row in INSIDE.all(db, asked)]


def _find(db: Line, table: str, words: str, limit: int) -> Sequence[int]:
    parts = fold(words).split()
    if not parts:
        return []
    if db.dialect.name == "sqlite":
        return _find_in_file(db, table, parts, limit)
    query = " & ".join(f"{part}:*" for part in parts)
    return [row.id for row in BEGINNINGS[table].all(db, {"query": query, "limit": limit})]


def _find_in_file(db: Line, table: str, parts: list[str], limit: int) -> Sequence[int]:
    """FTS5's own rank counts in how many rows of the whole catalogue each word stands: that takes longer than finding.

    So the few hundred are ranked here: whole words before beginnings, what stands in front before what comes later.
    """
    found = BEGINNINGS[table].all(db, {"query": " ".join(f'"{part}"*' for part in parts)})
    ranked = sorted((_rank(f" {row.words} ", parts), row.id) for row in found)
    return [number for _rank, number in ranked[:limit]]


def _rank(words: str, parts: list[str]) -> tuple[int, int, int]:
    whole = sum(f" {part} " in words for part in parts)
    return -whole, min(words.find(f" {part}") for part in parts), len(words)
