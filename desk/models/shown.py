"""What a scan names and what the desk shows of it: the questions beside the acts of a scan, built once like them."""

import json
from collections.abc import Sequence
from typing import Any

from desk.models.prepared import Line, Prepared, day, instant, prepared, word
from desk.rules.vocabulary import NoteKind


def listed(db: Line, values: Sequence[Any]) -> Any:
    """Several values as one parameter, for a statement made by `_among`."""
    return json.dumps(list(values)) if db.dialect.name == "sqlite" else list(values)


def _among(sql: str, **kinds: Any) -> Prepared:
    """A statement that asks `… = ANY(:listed)`, which a file says in other words."""
    of_a_file = sql.replace("= ANY(:listed)", "IN (SELECT value FROM json_each(:listed))")
    return prepared({"sqlite": of_a_file, "postgresql": sql}, **kinds)


CARDS_AND_COPIES = _among(
    """SELECT 'card' AS thing, number FROM cards WHERE number = ANY(:listed)
    UNION ALL SELECT 'item', barcode FROM items WHERE barcode = ANY(:listed)"""
)
COPIES_THAT_END = prepared(
    {
        "sqlite": "SELECT barcode FROM items WHERE barcode LIKE '%' || :digits LIMIT :limit",
        "postgresql": "SELECT barcode FROM items WHERE barcode LIKE '%%' || :digits LIMIT :limit",
    }
)
PUBLISHED_AS = prepared(
    """SELECT i.barcode, i.holding_branch_id = :branch AS here FROM items i
    JOIN title_identifiers t ON t.title_id = i.title_id
    WHERE t.value = :number AND i.status <> 'withdrawn' ORDER BY i.holding_branch_id <> :branch LIMIT :limit"""
)
COPIES_OF_TITLES = _among("SELECT barcode FROM items WHERE title_id = ANY(:listed) LIMIT :limit")
HITS = _among(
    """SELECT i.barcode, i.call_number, i.item_type_id, t.title, t.author
    FROM items i JOIN titles t ON t.id = i.title_id WHERE i.barcode = ANY(:listed) ORDER BY t.title_sort, i.barcode"""
)
KEPT_FOR = prepared("SELECT count(*) AS kept FROM holds WHERE copy_id = :item_id AND status IN ('ready', 'in_transit')")
TODAY = prepared(
    """SELECT kind, renewal_source, method, count(*) AS times FROM journal
    WHERE at >= :begun AND (station_id = :station OR station_id IS NULL AND :station = 0) AND undone_by IS NULL
    AND kind <> 'undo' GROUP BY kind, renewal_source, method"""
)
OUT = prepared(
    """SELECT i.barcode FROM loans l JOIN items i ON i.id = l.item_id
    WHERE l.patron_id = (SELECT patron_id FROM cards WHERE number = :card) AND l.returned_at IS NULL
    ORDER BY l.due_at, l.id"""
)
OWNER = prepared("SELECT patron_id FROM cards WHERE number = :card")
PERSON = prepared(
    """SELECT pronouns, address_checked_on, branch_id, category_id, birth_date FROM patrons WHERE id = :patron_id""",
    address_checked_on=day,
    birth_date=day,
)
# All states that live are named for the index of those, which a file knows by its very words.
READY = prepared(
    """SELECT shelf_code, shelf_until, shelf_until_at FROM holds
    WHERE patron_id = :patron_id AND status IN ('queued', 'ready', 'in_transit') AND status = 'ready'
    AND pickup_branch_id = :branch ORDER BY shelf_until""",
    shelf_until=day,
    shelf_until_at=instant,
)
LONGEST_OVERDUE = prepared(
    """SELECT t.title, l.due_at, l.branch_id FROM loans l JOIN items i ON i.id = l.item_id
    JOIN titles t ON t.id = i.title_id
    WHERE l.patron_id = :patron_id AND l.returned_at IS NULL ORDER BY l.due_at LIMIT 1""",
    due_at=instant,
)
NOTES = prepared(
    """SELECT kind, text, written_on, written_by FROM patron_notes WHERE patron_id = :patron_id
    AND archived_at IS NULL AND (until IS NULL OR until >= :today) AND (branch_id IS NULL OR branch_id = :branch)
    ORDER BY written_on DESC, id DESC""",
    kind=word(NoteKind),
    written_on=day,
)
