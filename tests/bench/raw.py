"""The yardstick: the same reads and writes as a check-out and a check-in, by hand, on the bare driver.

No rules, no values made of the rows, no words: the statements as somebody would write them who wants nothing but to be
quick. What the desk takes beyond this is the price of everything it does. On SQLite each table is read by a statement
of its own; on PostgreSQL, where round trips count, it is nine statements in all, which take the row locks as they read.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

START = "SELECT rules_version, (SELECT id FROM journal WHERE key = {p}) FROM library"
PATRON = """SELECT p.id, p.family_name, p.given_name, p.preferred_name, p.category_id, p.branch_id, p.expires_on,
    p.active, p.barred, p.address_gone, p.in_collections, p.birth_date, p.guarantor_id, c.status
    FROM cards c JOIN patrons p ON p.id = c.patron_id
    WHERE c.number = {p}"""
ITEM = """SELECT i.id, i.title_id, i.branch_id, i.holding_branch_id, i.item_type_id, i.location_id, i.collection_id,
    i.call_number, i.price, i.pieces, i.pieces_note, i.status, i.not_for_loan, i.restricted, i.note, i.last_seen_at,
    t.title, t.author, t.audience, t.kind, t.min_age, i.inventoried_at
    FROM items i JOIN titles t ON t.id = i.title_id WHERE i.barcode = {p}"""
OPEN = """SELECT id, patron_id, out_at, due_at, renewals, branch_id FROM loans
    WHERE item_id = {p} AND returned_at IS NULL"""
TRANSIT = "SELECT id, to_branch_id FROM transits WHERE item_id = {p} AND arrived_at IS NULL"
HOLDS = """SELECT id, patron_id, status, copy_id, placed_at FROM holds WHERE title_id = {p} AND status = 'queued'
    ORDER BY rank LIMIT 25"""
OUT = """SELECT count(*), count(*) FILTER (WHERE l.due_at < {p}), count(*) FILTER (WHERE l.item_type_id = {p}),
    count(*) FILTER (WHERE i.status = 'lost'), count(*) FILTER (WHERE l.branch_id = 1),
    count(*) FILTER (WHERE l.on_site), count(*) FILTER (WHERE l.claimed_on IS NOT NULL)
    FROM loans l JOIN items i ON i.id = l.item_id
    WHERE l.patron_id = {p} AND l.returned_at IS NULL"""
OWES = """SELECT coalesce(sum(outstanding), 0), coalesce(sum(outstanding) FILTER (WHERE kind = 'membership'), 0)
    FROM charges WHERE patron_id = {p} AND outstanding <> 0"""
FAMILY = "SELECT EXISTS (SELECT 1 FROM patrons WHERE guarantor_id = {p})"
FAMILY_OWES = """SELECT p.id, coalesce(sum(c.outstanding), 0) FROM patrons p LEFT JOIN charges c
    ON c.patron_id = p.id AND c.outstanding <> 0 WHERE p.id = {p} OR p.guarantor_id = {p} GROUP BY p.id"""
OWES_ALL = """SELECT coalesce(sum(outstanding), 0), coalesce(sum(outstanding) FILTER (WHERE kind = 'membership'), 0),
    EXISTS (SELECT 1 FROM patrons WHERE guarantor_id = {p}) FROM charges WHERE patron_id = {p} AND outstanding <> 0"""
DEPOSIT = "SELECT id FROM charges WHERE loan_id = {p} AND kind = 'deposit'"
BARS = """SELECT reason, until FROM restrictions WHERE patron_id = {p} AND lifted_at IS NULL AND starts_on <= {p}
    AND (until IS NULL OR until >= {p})"""
CARD = "SELECT min(number) FROM cards WHERE patron_id = {p} AND status = 'active'"
READER = """SELECT id, family_name, given_name, preferred_name, category_id, expires_on, active, barred, address_gone
    FROM patrons WHERE id = {p}"""
LEND = """INSERT INTO loans (item_id, patron_id, branch_id, item_type_id, out_at, due_at, renewals, undone)
    VALUES ({p}, {p}, {p}, {p}, {p}, {p}, 0, {false}) RETURNING id"""
RETURN = "UPDATE loans SET returned_at = {p} WHERE id = {p}"
MOVE = "UPDATE items SET status = 'available', holding_branch_id = {p}, last_seen_at = {p} WHERE id = {p}"
JOURNAL_COLUMNS = """key, at, recorded, station_id, branch_id, staff_id, granted_by, kind, version, visit, person,
    item_id, loan_id, hold_id, charge_id, act, answer, before, private, item_type, collection, audience,
    patron_category, renewal_source, quantity, amount, method"""
JOURNAL = f"INSERT INTO journal ({JOURNAL_COLUMNS}) VALUES ({', '.join(['{p}'] * 27)})"
# PostgreSQL: the locks are taken by the reads.
PATRON_LOCKED = f"{PATRON} FOR NO KEY UPDATE OF p"
ITEM_LOCKED = f"{ITEM} FOR NO KEY UPDATE OF i"
LOAN_AND_READER = """SELECT l.id, l.patron_id, l.out_at, l.due_at, l.renewals, l.branch_id, p.id, p.family_name,
    p.given_name, p.preferred_name, p.category_id, p.expires_on FROM loans l JOIN patrons p ON p.id = l.patron_id
    WHERE l.item_id = {p} AND l.returned_at IS NULL FOR NO KEY UPDATE OF p"""

# As long as what the desk writes there.
ACT = '{"is":"Checkout","item":"39990000123451","visit":"0123456789abcdef"}'
ANSWER = """{"is":"Lent","item":{"is":"ItemFace","id":123456,"barcode":"39990001234567",
"title":"River and garden 61728","author":"Author 21728",
"call_number":"FIC 156 W","icon":"book","kind":"Book","note":"","location":"","pieces":1,
"pieces_note":""},"due":"2026-03-31T23:59:00+00:00","why":{"is":"DueFace","rule":{"is":"RowPlace","branch":"*",
"category":"*","item_type":"*"},"period":"21 days"},"loan":5200001,"out":4}"""
BEFORE = '{"is":"Before","status":"available","holding":1,"seen":"2026-02-08T12:00:00+00:00","renewals":0}'
PRIVATE = """{"act":{"card":"29990000123452"},"answer":{"patron":{"id":123456,"family_name":"Family3456",
"given_name":"Given156","preferred_name":"","card":"29990000123452"}}}"""


class Cursor(Protocol):
    """What both drivers have in common."""

    def execute(self, sql: str, parameters: tuple[Any, ...] = ...) -> Any: ...


@dataclass(slots=True)
class Raw:
    """A desk of bare statements on one connection."""

    db: Any
    branch: int
    server: bool = False
    statements: int = 0

    def say(self, sql: str, *parameters: Any) -> Any:
        """One statement."""
        self.statements += 1
        return self.db.execute(STATEMENTS[self.server][sql], parameters)

    def moment(self, moment: datetime) -> Any:
        """As the driver wants it."""
        return moment if self.server else moment.strftime("%Y-%m-%d %H:%M:%S.%f")

    def checkout(self, card: str, barcode: str, now: datetime) -> None:
        """Everything that a check-out reads and writes."""
        begun, due = self.moment(now), self.moment(now + timedelta(days=21))
        key = self._begin()
        patron = self.say(PATRON_LOCKED if self.server else PATRON, card).fetchone()
        item = self.say(ITEM_LOCKED if self.server else ITEM, barcode).fetchone()
        if not self.server:
            assert self.say(OPEN, item[0]).fetchone() is None
            self.say(TRANSIT, item[0]).fetchone()
            self.say(BARS, patron[0], str(now.date()), str(now.date())).fetchall()
        self.say(HOLDS, item[1]).fetchall()
        self.say(OUT, begun, item[4], patron[0]).fetchone()
        if self.server:
            family = self.say(OWES_ALL, patron[0], patron[0]).fetchone()[2]
        else:
            self.say(OWES, patron[0]).fetchone()
            family = self.say(FAMILY, patron[0]).fetchone()[0]
        if family:
            self.say(FAMILY_OWES, patron[0], patron[0]).fetchall()
        loan = self.say(LEND, item[0], patron[0], self.branch, item[4], begun, due).fetchone()[0]
        self.say(MOVE, self.branch, begun, item[0])
        self._note("checkout", key, begun, patron[0], item, loan, patron[4])
        self.db.execute("COMMIT")

    def checkin(self, barcode: str, now: datetime) -> None:
        """Everything that a check-in reads and writes."""
        back = self.moment(now)
        key = self._begin()
        item = self.say(ITEM_LOCKED if self.server else ITEM, barcode).fetchone()
        if self.server:
            found = self.say(LOAN_AND_READER, item[0]).fetchone()
            loan, patron = found[:6], found[6:]
        else:
            loan = self.say(OPEN, item[0]).fetchone()
            patron = self.say(READER, loan[1]).fetchone()
        self.say(CARD, loan[1]).fetchone()
        self.say(TRANSIT, item[0]).fetchone()
        self.say(HOLDS, item[1]).fetchall()
        if not self.server:
            self.say(DEPOSIT, loan[0]).fetchone()
        self.say(RETURN, back, loan[0])
        self.say(MOVE, self.branch, back, item[0])
        self._note("checkin", key, back, patron[0], item, loan[0], patron[4])
        self.db.execute("COMMIT")

    def _begin(self) -> str:
        """Begin, and read the version of the rules and whether the act was done already."""
        if not self.server:
            self.db.execute("BEGIN IMMEDIATE")
        key = uuid.uuid4().hex
        self.say(START, key).fetchone()
        return key

    def _note(self, kind: str, key: str, at: Any, patron: int, item: Any, loan: int, category: int) -> None:
        where = (1, self.branch, 1, None, kind, 1, "0123456789abcdef")
        what = (patron, item[0], loan, None, None, ACT, ANSWER, BEFORE, PRIVATE)
        self.say(JOURNAL, key, at, at, *where, *what, item[4], None, item[18], category, None, 1, None, None)


def _statements(mark: str, false: str) -> dict[str, str]:
    read = (START, PATRON, ITEM, OPEN, TRANSIT, HOLDS, OUT, OWES, OWES_ALL, FAMILY, FAMILY_OWES, DEPOSIT, BARS, CARD)
    locked = (PATRON_LOCKED, ITEM_LOCKED, LOAN_AND_READER)
    return {sql: sql.format(p=mark, false=false) for sql in (*read, READER, *locked, LEND, RETURN, MOVE, JOURNAL)}


STATEMENTS = {False: _statements("?", "0"), True: _statements("%s", "false")}
