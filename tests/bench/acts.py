"""The journal of the large library: what check-out, check-in, renewal and use in the house would have written."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from tests.makers import barcode

if TYPE_CHECKING:
    from tests.bench.rows import Codes

JOURNAL = """id, key, at, recorded, station_id, branch_id, staff_id, kind, version, visit, person, item_id, loan_id,
    act, answer, before, private, item_type, audience, patron_category, renewal_source, quantity, method"""
# Of so many loans one was renewed, and of so many one copy was besides found lying about.
RENEWED, USED = 8, 16
# Keys come in no order, and never twice: odd multiples within a power of two.
KEYS, SPREAD = 1 << 128, 0x9E3779B97F4A7C15F39CC0605CEDC835

ITEM = (
    '{{"is":"ItemFace","id":{item},"barcode":"{code}","title":"{title}","author":"{author}",'
    '"call_number":"FIC {shelf:03} W","icon":"book","kind":"Book","location":"","note":"","pieces":1,"pieces_note":""}}'
)
WHY = (
    '"why":{{"is":"DueFace","rule":{{"is":"RowPlace","branch":"*","category":"*","item_type":"*"}},"period":"21 days"}}'
)
ACTS = {
    "checkout": '{{"is":"Checkout","item":"{code}","visit":""}}',
    "renew": '{{"is":"Renew","item":"{code}","visit":"","source":"desk","seen":true}}',
    "checkin": '{{"is":"Checkin","item":"{code}","visit":"","trap":true}}',
}
ANSWERS = {
    "checkout": f'{{{{"is":"Lent","item":{ITEM},"due":"{{due}}",{WHY},"loan":{{loan}},"out":1,'
    '"patron":{{"is":"PatronFace"}},"charged":0}}',
    "renew": f'{{{{"is":"Renewed","item":{ITEM},"due":"{{due}}","was_due":"{{at}}",{WHY},"loan":{{loan}},'
    '"renewals":1,"allowed":3,"patron":{{"is":"PatronFace"}},"fine":0,"charged":0}}',
    "checkin": f'{{{{"is":"Returned","item":{ITEM},"to":"shelf","at":"{{at}}","branch":"","was_out":true,'
    '"due":"{due}","days_late":0,"fine":0,"patron":{{"is":"PatronFace"}},"forgiven":0}}',
}
BEFORE = '{"is":"Before","status":"available","holding":1,"renewals":0,"void":0,"unseen":0}'
PRIVATE = '{{"act":{{"card":"{card}"}},"answer":{{"patron":{{"id":{reader},"card":"{card}"}}}}}}'


@dataclass(frozen=True, slots=True)
class Lending:
    """One loan, and when it began."""

    loan: int
    item: int
    reader: int
    out: datetime


@dataclass(slots=True)
class Acts:
    """Writes the journal beside the loans, in the order of time. Loans that are over name nobody any more."""

    total: int
    codes: "Codes"
    titles: list[tuple[str, str]]
    kind_of: Callable[[int], int]

    def rows(self, lendings: Iterable[Lending]) -> Iterator[tuple[Any, ...]]:
        """The last so many acts of these loans, numbered."""
        past, open_loans = self.total // 2, self.total // 50
        written = 2 * past + past // RENEWED + past // USED + open_loans
        acts = islice(self._acts(lendings, past), written - self.total, None)
        for number, (kind, lending, at, method) in enumerate(acts, 1):
            yield self._row(number, kind, lending, at, method, named=lending.loan > past)

    def _acts(self, lendings: Iterable[Lending], past: int) -> Iterator[tuple[str, Lending, datetime, str | None]]:
        """A copy goes out; at the same time of day one comes back that went out a fortnight before."""
        out: deque[Lending] = deque()
        lasted = timedelta(days=14)
        for each in lendings:
            while out and out[0].out + lasted <= each.out:
                yield "checkin", out[0], out.popleft().out + lasted, None
            yield "checkout", each, each.out, None
            if each.loan > past:
                continue
            out.append(each)
            if each.loan % RENEWED == 0:
                yield "renew", each, each.out + timedelta(minutes=1), None
            if each.loan % USED == 0:
                yield "checkin", each, each.out + timedelta(minutes=2), "in_house"
        for each in out:
            yield "checkin", each, each.out + lasted, None

    def _row(
        self, number: int, kind: str, each: Lending, at: datetime, method: str | None, *, named: bool
    ) -> tuple[Any, ...]:
        title, author = self.titles[(each.item - 1) % (len(self.titles) // 2)]
        code, card = barcode("3", each.item), barcode("2", each.reader)
        facts = {"item": each.item, "code": code, "title": title, "author": author, "shelf": each.item % 900}
        words = ANSWERS[kind].format(at=at.isoformat(), due=f"{at:%Y-%m-%d}T23:59:00+00:00", loan=each.loan, **facts)
        moment = at.strftime("%Y-%m-%d %H:%M:%S.000000")
        private = PRIVATE.format(card=card, reader=each.reader) if named else None
        person = each.reader if named else None
        category = self.codes.categories[each.reader % len(self.codes.categories)] if method is None else None
        return (number, f"{number * SPREAD % KEYS:032x}", moment, moment, 1, self.codes.branch, 2, kind, 1,
                None, person, each.item, each.loan if method is None else None, ACTS[kind].format(code=code), words,
                BEFORE, private, self.kind_of(each.item), "adult", category,
                "desk" if kind == "renew" else None, 1, method)  # fmt: skip
