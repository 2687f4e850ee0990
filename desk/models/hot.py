"""The statements of a scan, built once: what check-out, check-in and renewal read and write.

The reads of a scan are fused into one statement; its writes are separate statements on SQLite and one statement
(data-modifying CTEs) on PostgreSQL, where each round trip counts. They are put to the driver directly
(desk.models.prepared says why).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from desk.models.prepared import (
    Line,
    Prepared,
    day,
    for_driver,
    in_one_trip,
    instant,
    prepared,
    put,
    put_and_commit,
    word,
)
from desk.rules.vocabulary import CardStatus, HoldStatus, ItemStatus, RestrictionKind

START = prepared(
    {
        "sqlite": "SELECT rules_version, NULL AS server, (SELECT id FROM journal WHERE key = :key) AS done"
        " FROM library",
        "postgresql": "SELECT rules_version, clock_timestamp() AS server, (SELECT id FROM journal WHERE key = :key)"
        " AS done FROM library",
    },
    server=instant,
)

BEGIN = prepared("BEGIN")
BEGIN_READING = prepared("BEGIN READ ONLY")

# Row locks, taken in this order always: reader, title, copy. Each row in a statement of its own: one fused statement
# would keep the snapshot from before the wait (performance.md 2).
LOCK_PATRON = prepared(
    "SELECT id FROM patrons WHERE id = (SELECT patron_id FROM cards WHERE number = :card) FOR NO KEY UPDATE"
)
LOCK_BORROWER = prepared(
    "SELECT id FROM patrons WHERE id = (SELECT l.patron_id FROM loans l JOIN items i ON i.id = l.item_id"
    " WHERE i.barcode = :item AND l.returned_at IS NULL) FOR NO KEY UPDATE"
)
LOCK_TITLE = prepared("SELECT id FROM titles WHERE id = (SELECT title_id FROM items WHERE barcode = :item) FOR UPDATE")
LOCK_ITEM = prepared("SELECT id FROM items WHERE barcode = :item FOR NO KEY UPDATE")

PATRON_KINDS: dict[str, Any] = {
    "card_status": word(CardStatus),
    "expires_on": day,
    "active": bool,
    "barred": bool,
    "address_gone": bool,
    "in_collections": bool,
    "birth_date": day,
    "restricted_until": day,
}
PATRON_COLUMNS = """p.id AS patron_id, p.family_name, p.given_name, p.preferred_name, p.category_id,
    p.branch_id AS patron_branch, p.expires_on, p.active, p.barred, p.address_gone, p.receipt,
    p.in_collections, p.birth_date, p.guarantor_id,
    o.out, o.of_type_out, o.of_family_out, o.here, q.on_site, q.on_site_here, q.claims,
    (SELECT count(*) FROM loans x WHERE x.patron_id = p.id AND x.returned_at IS NULL AND x.due_at < :now
        AND x.claimed_on IS NULL) AS overdue,
    CASE WHEN :count_lost = 1 THEN (SELECT count(*) FROM loans x WHERE x.patron_id = p.id AND x.returned_at IS NULL
        AND EXISTS (SELECT 1 FROM items y /*sqlite INDEXED BY ix_items_lost*/
            WHERE y.id = x.item_id AND y.status = 'lost')) END AS lost,
    (SELECT coalesce(sum(x.outstanding), 0) FROM charges x WHERE x.patron_id = p.id AND x.outstanding <> 0) AS owes,
    CASE WHEN :count_fees = 1 THEN (SELECT coalesce(sum(x.outstanding), 0) FROM charges x WHERE x.patron_id = p.id
        AND x.outstanding <> 0 AND x.kind = 'membership') ELSE 0 END AS membership_owed,
    CASE WHEN :count_family = 1 AND (p.guarantor_id IS NOT NULL OR EXISTS (SELECT 1 FROM patrons f
        WHERE f.guarantor_id = p.id)) THEN 1 ELSE 0 END AS has_family,
    (SELECT max(coalesce(x.until, '9999-12-31')) FROM restrictions x WHERE x.patron_id = p.id
        AND x.lifted_at IS NULL AND x.starts_on <= :today AND (x.until IS NULL OR x.until >= :today)
        AND (x.lifted_below IS NULL OR x.lifted_below < (SELECT coalesce(sum(y.outstanding), 0) FROM charges y
            WHERE y.patron_id = p.id AND y.outstanding <> 0))
        AND (NOT x.while_overdue OR EXISTS (SELECT 1 FROM loans z WHERE z.patron_id = p.id AND z.returned_at IS NULL
            AND z.due_at < :now))) AS restricted_until"""
ITEM_KINDS: dict[str, Any] = {
    "status": word(ItemStatus),
    "not_for_loan": bool,
    "restricted": bool,
    "loan_out_at": instant,
    "loan_due_at": instant,
    "loan_renewed_at": instant,
    "loan_on_site": bool,
    "loan_recalled_at": instant,
    "loan_claimed_on": day,
    "loan_lost_at": instant,
    "inventoried_at": instant,
    "has_holds": bool,
    "last_seen_at": instant,
    "created_at": instant,
}
ITEM_COLUMNS = """i.id AS item_id, i.barcode, i.title_id, i.branch_id AS home_branch, i.holding_branch_id,
    i.item_type_id, i.location_id, i.collection_id, i.call_number, i.price, i.pieces, i.pieces_note, i.status,
    i.not_for_loan, i.restricted, i.note, i.last_seen_at, i.inventoried_at, i.volume, i.created_at,
    t.title, t.author, t.audience, t.kind, t.min_age,
    l.id AS loan_id, l.patron_id AS loan_patron, l.out_at AS loan_out_at, l.due_at AS loan_due_at,
    l.renewals AS loan_renewals, l.renewed_at AS loan_renewed_at, l.branch_id AS loan_branch,
    l.unseen_renewals AS loan_unseen, l.on_site AS loan_on_site, l.recalled_at AS loan_recalled_at,
    l.claimed_on AS loan_claimed_on, l.lost_at AS loan_lost_at, l.fined AS loan_fined,
    r.id AS transit_id, r.to_branch_id AS transit_to, r.from_branch_id AS transit_from, r.hold_id AS transit_hold,
    EXISTS (SELECT 1 FROM holds h WHERE h.title_id = i.title_id AND h.status = 'queued')
    OR EXISTS (SELECT 1 FROM holds h WHERE h.copy_id = i.id AND h.status IN ('ready', 'in_transit')) AS has_holds,
    (SELECT rules_version FROM library) AS rules_now"""
ITEM_TABLES = """items i JOIN titles t ON t.id = i.title_id
    LEFT JOIN loans l ON l.item_id = i.id AND l.returned_at IS NULL
    LEFT JOIN transits r ON r.item_id = i.id AND r.arrived_at IS NULL"""


def _counts(reader: str, kind: str) -> str:
    """The reader's open loans, counted in one walk along their index: all, of one kind, of this branch.

    The rare ones, on site or claimed, have an index of their own: a reader with a thousand loans pays for no more.
    SQLite has to be told to use it, because while there are none of them it knows nothing of that index.
    """
    own = f"x.patron_id = {reader} AND x.returned_at IS NULL"
    return f"""(SELECT count(*) AS out, count(*) FILTER (WHERE x.item_type_id = {kind}) AS of_type_out,
        count(*) FILTER (WHERE x.branch_id = :here) AS here,
        count(*) FILTER (WHERE :count_kinds = 1 AND x.item_type_id IN (SELECT k.id FROM item_types k JOIN item_types own
            ON k.parent_id = own.parent_id OR k.id = own.parent_id WHERE own.id = {kind})) AS of_family_out
        FROM loans x WHERE {own}) AS o ON 1 = 1 JOIN
        (SELECT count(*) FILTER (WHERE x.on_site) AS on_site,
        count(*) FILTER (WHERE x.on_site AND x.branch_id = :here) AS on_site_here,
        count(*) FILTER (WHERE x.claimed_on IS NOT NULL) AS claims
        FROM loans x /*sqlite INDEXED BY ix_loans_rare_patron*/
        WHERE {own} AND (x.on_site OR x.claimed_on IS NOT NULL)) AS q"""


OF_CARD = "(SELECT patron_id FROM cards WHERE number = :card)"
OF_LOAN = """(SELECT n.patron_id FROM items m JOIN loans n ON n.item_id = m.id AND n.returned_at IS NULL
    WHERE m.barcode = :item)"""
OF_KIND = "(SELECT item_type_id FROM items WHERE barcode = :item)"
PATRON_TABLES = "cards c JOIN patrons p ON p.id = c.patron_id"

# A check-out's facts: the reader by card, the copy by barcode, its loan and transit, and the number of the next loan.
# The reader's own hold matters too, even when it is kept on the shelf in another copy and nobody else waits.
_WITH_OWN = ITEM_COLUMNS.replace(
    "AS has_holds",
    """OR EXISTS (SELECT 1 FROM holds h WHERE h.patron_id = p.id AND h.title_id = i.title_id
        AND h.status IN ('queued', 'ready', 'in_transit')) AS has_holds""",
)
_CHECKOUT = f"""SELECT c.number AS card, c.status AS card_status, {PATRON_COLUMNS}, {_WITH_OWN},
    {{next_loan}} AS next_loan
    FROM {ITEM_TABLES} JOIN {_counts(OF_CARD, OF_KIND)} ON 1 = 1
    JOIN cards c ON c.number = :card JOIN patrons p ON p.id = c.patron_id WHERE i.barcode = :item"""
NEXT_IDS = {
    "sqlite": "(SELECT coalesce(max(id), 0) + 1 FROM {table})",
    "postgresql": "nextval('{table}_id_seq')",
}
CHECKOUT_FACTS = prepared(
    {name: _CHECKOUT.format(next_loan=number.format(table="loans")) for name, number in NEXT_IDS.items()},
    **PATRON_KINDS,
    **ITEM_KINDS,
)
# A check-in's facts: the copy, and who has it, with the oldest card still in use.
RETURN_FACTS = prepared(
    f"""SELECT (SELECT min(c.number) FROM cards c WHERE c.patron_id = p.id AND c.status = 'active') AS card,
    p.id AS patron_id, p.family_name, p.given_name, p.preferred_name, p.category_id, p.branch_id AS patron_branch,
    CASE WHEN :count_deposits = 1 THEN (SELECT x.id FROM charges x WHERE x.loan_id = l.id AND x.kind = 'deposit')
        END AS deposit, {ITEM_COLUMNS}
    FROM {ITEM_TABLES} LEFT JOIN patrons p ON p.id = l.patron_id WHERE i.barcode = :item""",
    **ITEM_KINDS,
)
# A renewal's facts: the same, and all that is asked of a reader who borrows. A reader with any card in use is not
# one who lost the card: "active" comes before "lost" and "replaced".
RENEWAL_FACTS = prepared(
    f"""SELECT (SELECT min(c.number) FROM cards c WHERE c.patron_id = p.id AND c.status = 'active') AS card,
    (SELECT min(c.status) FROM cards c WHERE c.patron_id = p.id) AS card_status, {PATRON_COLUMNS}, {ITEM_COLUMNS}
    FROM {ITEM_TABLES} JOIN {_counts(OF_LOAN, OF_KIND)} ON 1 = 1
    LEFT JOIN patrons p ON p.id = l.patron_id WHERE i.barcode = :item""",
    **PATRON_KINDS,
    **ITEM_KINDS,
)
# A loan that has ended, under the names of one that is open: for whoever asks why it cost what it did.
ENDED_LOAN = prepared(
    """SELECT l.id AS loan_id, l.patron_id AS loan_patron, l.out_at AS loan_out_at, l.due_at AS loan_due_at,
    l.branch_id AS loan_branch, l.recalled_at AS loan_recalled_at, l.claimed_on AS loan_claimed_on,
    l.lost_at AS loan_lost_at, l.fined AS loan_fined, l.item_type_id, i.price, i.branch_id AS home_branch,
    p.category_id, p.branch_id AS patron_branch
    FROM loans l JOIN items i ON i.id = l.item_id LEFT JOIN patrons p ON p.id = l.patron_id WHERE l.id = :loan_id""",
    **ITEM_KINDS,
)
PATRON_FACTS = prepared(
    f"""SELECT c.number AS card, c.status AS card_status, {PATRON_COLUMNS}
    FROM {PATRON_TABLES} JOIN {_counts(OF_CARD, "0")} ON 1 = 1 WHERE c.number = :card""",
    **PATRON_KINDS,
)

HOLD_KINDS: dict[str, Any] = {
    "status": word(HoldStatus),
    "placed_at": instant,
    "ready_at": instant,
    "suspended_until": day,
    "not_before": day,
    "expires_on": day,
    "shelf_until": day,
    "shelf_until_at": instant,
    "note_on_slip": bool,
}
HOLD_COLUMNS = """h.id, h.status, h.pickup_branch_id, h.item_id, h.copy_id, h.patron_id, h.rank, h.placed_at,
    h.ready_at, h.shelf_until, h.shelf_until_at, h.shelf_code, h.suspended_until, h.not_before, h.expires_on,
    h.volume, h.note, h.note_on_slip"""


def _holds_for_copy(order: str) -> dict[str, str]:
    """The holds that matter to one copy: the one it is kept for, the reader's own, the first that could take it today.

    `pickups` are the branches where the rules let such a hold be picked up, as ",1,3,"; empty is anywhere.
    """
    first = f"""SELECT {HOLD_COLUMNS} FROM holds h WHERE h.title_id = :title_id AND h.status = 'queued'
        AND h.patron_id IS NOT NULL
        AND (h.item_id IS NULL OR h.item_id = :item_id) AND (h.volume = '' OR h.volume = :volume)
        AND (h.suspended_until IS NULL OR h.suspended_until < :today)
        AND (h.not_before IS NULL OR h.not_before <= :today) AND (h.expires_on IS NULL OR h.expires_on >= :today)
        AND (:pickups = '' OR FIND(:pickups, ',' || h.pickup_branch_id || ',') > 0)
        ORDER BY {order}h.rank, h.id LIMIT 1"""
    sql = f"""SELECT * FROM (SELECT {HOLD_COLUMNS} FROM holds h WHERE h.copy_id = :item_id
        AND h.status IN ('ready', 'in_transit')) AS kept
    UNION SELECT * FROM (SELECT {HOLD_COLUMNS} FROM holds h WHERE h.patron_id = :patron_id AND h.title_id = :title_id
        AND h.status IN ('queued', 'ready', 'in_transit')) AS own
    UNION SELECT * FROM ({first}) AS first
    ORDER BY rank, id"""
    return {"sqlite": sql.replace("FIND", "instr"), "postgresql": sql.replace("FIND", "strpos")}


# By the order of the queue alone its index finds the first hold, however many wait. With others before it, the holds of
# the title are looked at: `near` is where these are picked up, or where their readers belong.
HOLDS_FOR_COPY = prepared(_holds_for_copy(""), **HOLD_KINDS)
HOLDS_PICKUP_FIRST = prepared(_holds_for_copy("CASE WHEN h.pickup_branch_id = :near THEN 0 ELSE 1 END, "), **HOLD_KINDS)
HOLDS_READERS_FIRST = prepared(
    _holds_for_copy(
        "CASE WHEN (SELECT p.branch_id FROM patrons p WHERE p.id = h.patron_id) = :near THEN 0 ELSE 1 END, ",
    ),
    **HOLD_KINDS,
)
# The reader's overdue loans: their growing fines are reckoned, never stored.
OVERDUE_LOANS = prepared(
    """SELECT l.id, l.item_id, l.branch_id, l.due_at, l.item_type_id, l.recalled_at, l.claimed_on, l.fined, i.price,
    i.branch_id AS home_branch FROM loans l JOIN items i ON i.id = l.item_id
    WHERE l.patron_id = :patron_id AND l.returned_at IS NULL AND l.due_at < :now AND l.lost_at IS NULL""",
    due_at=instant,
    recalled_at=instant,
    claimed_on=day,
)
# Those for whom this reader answers (nobody answers for themselves), and the whole family: the guarantor and everybody
# with the same one. Who has a guarantor may answer for others all the same.
FAMILY = prepared(
    """SELECT p.id, p.category_id, p.branch_id,
    CASE WHEN p.guarantor_id = :patron_id AND p.id <> :patron_id THEN 1 ELSE 0 END AS guarantee,
    CASE WHEN p.id = :head OR p.guarantor_id = :head THEN 1 ELSE 0 END AS family,
    (SELECT coalesce(sum(x.outstanding), 0) FROM charges x WHERE x.patron_id = p.id AND x.outstanding <> 0) AS owes,
    (SELECT count(*) FROM loans x WHERE x.patron_id = p.id AND x.returned_at IS NULL AND x.due_at < :now) AS overdue
    FROM patrons p WHERE p.id = :head OR p.guarantor_id = :head OR p.guarantor_id = :patron_id"""
)
# Holds of others on the title that are not put off and have not run out, and the copies that could ever fill them.
DEMAND = prepared(
    """SELECT (SELECT count(*) FROM holds h WHERE h.title_id = :title_id AND h.status = 'queued'
        AND h.patron_id <> :patron_id AND (h.suspended_until IS NULL OR h.suspended_until < :today)
        AND (h.expires_on IS NULL OR h.expires_on >= :today)) AS holds,
    (SELECT count(*) FROM items i JOIN item_types k ON k.id = i.item_type_id WHERE i.title_id = :title_id
        AND i.status IN ('available', 'reshelving') AND NOT i.not_for_loan AND NOT i.restricted
        AND NOT k.not_for_loan) AS copies"""
)
AT_LOCATIONS = prepared(
    """SELECT i.location_id, count(*) AS out FROM loans l JOIN items i ON i.id = l.item_id
    WHERE l.patron_id = :patron_id AND l.returned_at IS NULL AND i.location_id IS NOT NULL GROUP BY i.location_id"""
)
SUSPENDED_UNTIL = prepared(
    """SELECT max(until) AS until FROM restrictions WHERE patron_id = :patron_id AND lifted_at IS NULL
    AND kind = 'suspension' AND until >= :today""",
    until=day,
)
LOST_BY = prepared(
    """SELECT count(*) FROM loans l WHERE l.patron_id = :patron_id AND l.returned_at IS NULL
    AND EXISTS (SELECT 1 FROM items i /*sqlite INDEXED BY ix_items_lost*/
        WHERE i.id = l.item_id AND i.status = 'lost')"""
)
# On a file this is a question of its own, asked only where it matters: in the walk above it would cost each loan.
OF_FAMILY = prepared(
    """SELECT count(*) FROM loans l JOIN item_types k ON k.id = l.item_type_id WHERE l.patron_id = :patron_id
    AND l.returned_at IS NULL AND (k.parent_id = :parent OR k.id = :parent)"""
)
# The restriction that lasts longest; one for a late return with the loan that was late.
RESTRICTION = prepared(
    """SELECT r.reason, r.kind, l.branch_id, l.item_type_id, i.branch_id AS home_branch FROM restrictions r
    LEFT JOIN loans l ON l.id = r.loan_id LEFT JOIN items i ON i.id = l.item_id
    WHERE r.patron_id = :patron_id AND r.lifted_at IS NULL AND r.starts_on <= :today
    AND (r.until IS NULL OR r.until >= :today) AND (r.lifted_below IS NULL OR r.lifted_below < :owes)
    AND (NOT r.while_overdue OR EXISTS (SELECT 1 FROM loans z WHERE z.patron_id = r.patron_id
        AND z.returned_at IS NULL AND z.due_at < :now))
    ORDER BY coalesce(r.until, '9999-12-31') DESC, r.id LIMIT 1""",
    kind=word(RestrictionKind),
)
FREE_COPIES = prepared(
    """SELECT count(*) FROM items i JOIN item_types k ON k.id = i.item_type_id WHERE i.title_id = :title_id
    AND i.id <> :item_id AND i.status IN ('available', 'reshelving') AND NOT i.not_for_loan AND NOT i.restricted
    AND NOT k.not_for_loan
    AND NOT EXISTS (SELECT 1 FROM loans l WHERE l.item_id = i.id AND l.returned_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM transits r WHERE r.item_id = i.id AND r.arrived_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.copy_id = i.id AND h.status IN ('ready', 'in_transit'))"""
)
LOST_BILL = prepared(
    "SELECT coalesce(sum(outstanding), 0) FROM charges WHERE item_id = :item_id AND kind = 'lost' AND outstanding > 0"
)
QUEUE_LENGTH = prepared("SELECT count(*) FROM holds WHERE title_id = :title_id AND status = 'queued'")
READER = prepared(
    """SELECT p.id AS patron_id, p.family_name, p.given_name, p.preferred_name,
    (SELECT min(c.number) FROM cards c WHERE c.patron_id = p.id AND c.status = 'active') AS card
    FROM patrons p WHERE p.id = :patron_id"""
)


@cache
def _next_id(table: str) -> Any:
    return prepared({name: f"SELECT {number.format(table=table)}" for name, number in NEXT_IDS.items()})


def next_id(db: Line, table: str, ahead: int = 0) -> int:
    """The number of the row that will be written next; safe because SQLite has one writer and PostgreSQL a sequence.

    `ahead` is how many rows of this table the act has planned already: a file counts only those that are written.
    """
    number = int(_next_id(table).value(db, {}))
    return number if on_server(db) else number + ahead


def start(db: Line, key: str) -> Any:
    """The version of the rules, the server's clock, and whether the act with this key was done already."""
    return START.first(db, {"key": key})


def begin(db: Line, key: str, *, reading: bool = False) -> Any:
    """The same as the first words of a transaction: BEGIN goes to a server with them. A file's is begun already."""
    if not on_server(db):
        return start(db, key)
    return in_one_trip(db, (BEGIN_READING if reading else BEGIN, START), {"key": key})[-1]


# What each scan says to a server first, after BEGIN: its locks in their order, then its facts.
CHECKOUT_TRIP = (LOCK_PATRON, LOCK_TITLE, LOCK_ITEM, CHECKOUT_FACTS)
RETURN_TRIP = (LOCK_BORROWER, LOCK_TITLE, LOCK_ITEM, RETURN_FACTS)
RENEWAL_TRIP = (LOCK_BORROWER, LOCK_TITLE, LOCK_ITEM, RENEWAL_FACTS)
Trip = tuple[Prepared, ...]
Rows = Sequence[Any]


def begin_with(db: Line, key: str, trip: Trip, asked: Mapping[str, Any]) -> tuple[Any, Rows]:
    """Begin on a server, and say in the same breath what the act says first: a whole round trip less."""
    _begun, start, *rows = in_one_trip(db, (BEGIN, START, *trip), {**asked, "key": key})
    return start, rows


def checkout_facts(db: Line, asked: Mapping[str, Any], ahead: Rows | None = None) -> Any:
    """Lock reader, title and copy, then read all that a check-out has to know; None where one is not on file.

    `ahead` are the answers to this trip, where they came with the beginning of the transaction.
    """
    if not on_server(db):
        return CHECKOUT_FACTS.first(db, asked)
    return (ahead or in_one_trip(db, CHECKOUT_TRIP, asked))[-1]


def return_facts(db: Line, asked: Mapping[str, Any], ahead: Rows | None = None) -> tuple[Any, bool]:
    """Lock the borrower, title and copy, then read all that a check-in has to know.

    Second: whether the copy went to another reader between the look that told whom to lock and the locks.
    """
    return _of_item(db, RETURN_TRIP, asked, ahead)


def renewal_facts(db: Line, asked: Mapping[str, Any], ahead: Rows | None = None) -> tuple[Any, bool]:
    """The same for a renewal, which has to know more of the reader."""
    return _of_item(db, RENEWAL_TRIP, asked, ahead)


def _of_item(db: Line, trip: Trip, asked: Mapping[str, Any], ahead: Rows | None) -> tuple[Any, bool]:
    if not on_server(db):
        return trip[-1].first(db, asked), False
    borrower, _title, _item, row = ahead or in_one_trip(db, trip, asked)
    return row, row is not None and row.loan_patron != (borrower.id if borrower is not None else None)


def lock_for_item(db: Line, item: str) -> None:
    """Take the row locks of a check-in alone. SQLite's one write lock is already held."""
    if on_server(db):
        in_one_trip(db, (LOCK_BORROWER, LOCK_TITLE, LOCK_ITEM), {"item": item})


def lock_out_scans(db: Line) -> None:
    """Wait for the scans that are under way and let none begin: each sees the rules before this act, or after it.

    SQLite's one write lock does the same. A scan that waited finds other `rules_now` than it began with.
    """
    if on_server(db):
        put(db, "LOCK TABLE items IN EXCLUSIVE MODE")


def on_server(db: Line) -> bool:
    """Whether rows are locked one by one, and round trips count."""
    return db.dialect.name == "postgresql"


# --- Writes ---


def _insert(table: str, *names: str) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"


def _update(table: str, *names: str) -> str:
    return f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in names)} WHERE id = :row"


_LOAN = (
    *("id", "item_id", "patron_id", "branch_id", "item_type_id", "out_at", "due_at", "renewals", "unseen_renewals"),
    *("on_site", "undone"),
)
_HOLD = ("status", "copy_id", "ready_at", "shelf_until", "shelf_until_at", "shelf_code", "ended_at")
_TRANSIT = ("id", "item_id", "from_branch_id", "to_branch_id", "reason", "hold_id", "sent_at")
_OWED = ("id", "patron_id", "loan_id", "item_id", "branch_id", "kind", "amount", "outstanding", "charged_at", "note")
_BARRED = ("patron_id", "reason", "starts_on", "until", "kind", "loan_id")
_ACT = (
    *("key", "at", "recorded", "station_id", "branch_id", "staff_id", "granted_by", "kind", "version", "visit"),
    *("person", "item_id", "loan_id", "hold_id", "charge_id", "act", "answer", "before", "private"),
    *("item_type", "collection", "audience", "patron_category", "renewal_source", "quantity", "amount", "method"),
)
WRITES = {
    "loan": _insert("loans", *_LOAN),
    "returned": _update("loans", "returned_at"),
    "renewed": _update("loans", "due_at", "renewals", "unseen_renewals", "renewed_at", "on_site", "fined"),
    "item": _update("items", "status", "branch_id", "holding_branch_id", "last_seen_at", "inventoried_at"),
    "hold": _update("holds", *_HOLD),
    "transit": _insert("transits", *_TRANSIT),
    "arrived": _update("transits", "arrived_at"),
    "charge": _insert("charges", *_OWED),
    "rental": _insert("charges", *_OWED),
    "deposit": _insert("charges", *_OWED),
    "restriction": _insert("restrictions", *_BARRED),
    "journal": _insert("journal", *_ACT),
}


@cache
def _in_one(names: tuple[str, ...]) -> str:
    """Several writes as one statement: the earlier ones as data-modifying CTEs of the last."""
    own = [WRITES[name].replace(":", f":{name}_") for name in names]
    ctes = ", ".join(f"w_{name} AS ({sql})" for name, sql in zip(names[:-1], own, strict=False))
    return for_driver(f"WITH {ctes} {own[-1]}" if ctes else own[-1], "postgresql")


def write_and_commit(db: Line, writes: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Write what an act has planned and end its transaction: one trip to PostgreSQL, a statement each on SQLite."""
    if on_server(db):
        together = {f"{name}_{column}": value for name, values in writes for column, value in values.items()}
        return put_and_commit(db, _in_one(tuple(name for name, _values in writes)), together)
    for name, values in writes:
        put(db, WRITES[name], values)
    db.commit()
