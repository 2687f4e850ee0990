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
# Fewer letters than these stand within too many words to be a search.
SHORTEST_PART = 3


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


def grams(words: str) -> list[str]:
    """All runs of three letters within the words: what a server finds parts of words by."""
    return sorted({word[at : at + 3] for word in words.split() for at in range(len(word) - 2)})


def find_title_ids(db: Connection, words: str, limit: int = 50) -> Sequence[int]:
    """The titles in which every word begins some word, best first."""
    return _find(db, "title_words", words, limit)


def find_patron_ids(db: Connection, words: str, limit: int = 50) -> Sequence[int]:
    """The readers in whose record every word begins some word; then those in which every word stands somewhere."""
    found = list(_find(db, "patron_words", words, limit))
    parts = fold(words).split()
    if len(found) >= limit or not parts or min(map(len, parts)) < SHORTEST_PART:
        return found
    inside = [number for number in _find_inside(db, parts) if number not in set(found)]
    return found + inside[: limit - len(found)]


def _find_inside(db: Connection, parts: list[str]) -> Sequence[int]:
    """Readers in whose record every part stands within some word, such as the last digits of a card or phone."""
    if db.dialect.name == "sqlite":
        statement = f"SELECT rowid FROM patron_parts WHERE words MATCH :query LIMIT {RANKED}"
        query = " ".join(f'"{part}"' for part in parts)
        return db.execute(text(statement), {"query": query}).scalars().all()
    asked = {f"part{number}": f"%{part}%" for number, part in enumerate(parts)}
    likes = " AND ".join(f"words LIKE :{name}" for name in asked)
    statement = f"""SELECT id FROM patron_parts WHERE grams @@ to_tsquery('simple', :grams) AND {likes}
        ORDER BY id LIMIT {RANKED}"""
    query = " & ".join(grams(" ".join(parts)))
    return db.execute(text(statement), {"grams": query, **asked}).scalars().all()


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
