"""Which hold gets which copy, how long it stands on the shelf and how long it waits (docs/holds.md)."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.hold_choice import CopyFacts, assign, choice_for
from desk.rules.hold_wait import likely_day
from desk.rules.periods import Period, Unit, parse_period
from desk.rules.policy import Place, Row, read_policy
from desk.rules.queue import Move, merged, moved
from desk.rules.routing import HoldFacts, ShelfEnd, shelf_until
from desk.rules.shelf_order import shelf_key
from desk.rules.vocabulary import DayKind, HoldStatus
from tests.rows import row

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
BRANCHES = {"A": 1, "B": 2, "C": 3}
OPEN = Calendar(UTC)


def rules(**values: str):  # type: ignore[no-untyped-def]
    """The rules of a library that says only this."""
    return read_policy((Row(Place(), name, value) for name, value in values.items()), "USD").rules(1, 0, 1)


def copy(number: int, home: int = 1, here: int | None = None, **more: object) -> CopyFacts:
    return CopyFacts(number, home, here or home, more.pop("since", DAY - timedelta(days=900)), **more)  # type: ignore[arg-type]


def hold(number: int, pickup: int = 1, **more: object) -> HoldFacts:
    return HoldFacts(number, HoldStatus.QUEUED, pickup, **more)  # type: ignore[arg-type]


def pulled(
    holds: list[HoldFacts], copies: list[CopyFacts], closed: tuple[int, ...] = (), **said: str
) -> dict[int, int]:
    choices = {each.id: choice_for(each, rules(**said), BRANCHES, DAY) for each in copies}
    return assign(holds, copies, choices, DAY, closed)


@row("holds", 28, 34)
def test_the_first_come_gets_the_copy_that_need_not_travel() -> None:
    assert pulled([hold(1, 2), hold(2, 1)], [copy(10, 1), copy(11, 2)]) == {1: 11, 2: 10}
    assert pulled([hold(1, 2), hold(2, 1)], [copy(10, 1)]) == {1: 10}, "it travels, if there is no other"


@row("holds", 28)
@pytest.mark.parametrize(
    "unable",
    [
        {"suspended_until": DAY},
        {"not_before": DAY + timedelta(days=1)},
        {"expires_on": DAY - timedelta(days=1)},
        {"volume": "2"},
        {"item": 11},
    ],
)
def test_who_cannot_have_it_today_is_passed_over(unable: dict[str, object]) -> None:
    assert pulled([hold(1, **unable), hold(2)], [copy(10, volume="1")]) == {2: 10}


@row("holds", 29)
@pytest.mark.parametrize(
    ("fill", "filled"), [("home", {1: 10}), ("holding", {2: 10}), ("any", {1: 10})], ids=["H8", "H9", "H10"]
)
def test_fulfilment_by_home_holding_or_any(fill: str, filled: dict[int, int]) -> None:
    """The copy belongs to A and is at B."""
    assert pulled([hold(1, 1), hold(2, 2), hold(3, 3)], [copy(10, 1, 2)], hold_fill=fill) == filled
    assert pulled([hold(3, 3)], [copy(10, 1, 2)], hold_fill=fill) == ({3: 10} if fill == "any" else {})


@row("holds", 30)
def test_no_copy_is_sent_where_transfers_are_limited() -> None:
    assert pulled([hold(1, 2), hold(2, 3)], [copy(10)], no_transfer_to="B") == {2: 10}
    assert pulled([hold(1, 2)], [copy(10, 1, 2)], no_transfer_to="B") == {1: 10}, "it is there already"


@row("holds", 31)
def test_h19_a_protected_copy_is_good_only_for_the_last_of_two_hundred() -> None:
    waiting = [hold(number, 1) for number in range(1, 200)] + [hold(200, 2)]
    new = copy(10, 2, 1, since=DAY - timedelta(days=5))
    assert pulled(waiting, [new], hold_protects="3 months") == {200: 10}
    assert pulled(waiting, [new], hold_protects="3 days") == {1: 10}


@row("holds", 32)
@pytest.mark.parametrize(
    ("order", "first"),
    [("first_come", 1), ("pickup_here", 2), ("pickup_home", 3), ("readers_here", 4), ("readers_home", 5)],
)
def test_h7_some_come_first(order: str, first: int) -> None:
    """The copy belongs to C and is at B."""
    waiting = [
        hold(1, 1, reader_branch=1),
        hold(2, 2, reader_branch=1),
        hold(3, 3, reader_branch=1),
        hold(4, 1, reader_branch=2),
        hold(5, 1, reader_branch=3),
    ]
    assert pulled(waiting, [copy(10, 3, 2)], hold_order=order) == {first: 10}


@row("holds", 29)
def test_h4_three_holds_and_copies_at_one_two_two() -> None:
    copies = [copy(10, 1), copy(11, 2), copy(12, 2)]
    assert pulled([hold(1, 1), hold(2, 2), hold(3, 3)], copies, hold_fill="home") == {1: 10, 2: 11}


@row("holds", 33)
def test_h6_closed_branches_are_not_asked() -> None:
    waiting, copies = [hold(1, 3), hold(2, 3)], [copy(10, 1), copy(11, 2)]
    assert len(pulled(waiting, copies)) == 2
    assert pulled(waiting, copies, closed=(1,)) == {1: 11}


@row("holds", 36)
def test_a_copy_that_was_missed_comes_last() -> None:
    assert pulled([hold(1)], [copy(10, misses=1), copy(11, 2)]) == {1: 11}


@row("holds", 39)
@pytest.mark.parametrize(
    ("text", "skip", "wished", "end"),
    [
        ("6 days", False, None, ShelfEnd(date(2026, 3, 16))),
        ("6 days", True, None, ShelfEnd(date(2026, 3, 18))),
        ("10 days", False, date(2026, 3, 16), ShelfEnd(date(2026, 3, 16))),
        ("42 minutes", False, None, ShelfEnd(DAY, NOON + timedelta(minutes=42))),
        ("9 hours", False, None, ShelfEnd(DAY, NOON + timedelta(hours=9))),
        ("13 hours", False, None, ShelfEnd(date(2026, 3, 11), NOON + timedelta(hours=13))),
        ("2 weeks", False, None, ShelfEnd(date(2026, 3, 24))),
        ("30 days", False, None, ShelfEnd(date(2026, 4, 9))),
        ("6 months", False, None, ShelfEnd(date(2026, 9, 10))),
        ("2 hours", False, date(2026, 3, 9), ShelfEnd(date(2026, 3, 9))),
    ],
    ids=[
        "H11",
        "H11-closed",
        "H12",
        "H16-minutes",
        "H16-hours",
        "H16-night",
        "H16-weeks",
        "H16-days",
        "H16-months",
        "wish",
    ],
)
def test_how_long_a_copy_stands_on_the_shelf(text: str, skip: bool, wished: date | None, end: ShelfEnd) -> None:
    closed = tuple(SpecialDay(DayKind.CLOSED, date(2026, 3, day), date(2026, 3, day)) for day in (12, 13))
    calendar = Calendar(UTC, (), closed)
    assert shelf_until(NOON, parse_period(text), calendar, skip_closed=skip, wished=wished) == end


def test_h18_the_day_is_that_of_the_branch() -> None:
    late = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)  # still 10 March in New York
    ends = shelf_until(late, Period(30, Unit.DAY), Calendar(ZoneInfo("America/New_York")), skip_closed=False)
    assert ends == ShelfEnd(date(2026, 4, 9))


@row("holds", 24)
def test_h1_a_queue_is_edited() -> None:
    queue = (1, 2, 3, 4, 5)
    assert moved(queue, 3, Move.TOP) == (3, 1, 2, 4, 5)
    assert moved(queue, 3, Move.UP) == (1, 3, 2, 4, 5)
    assert moved(queue, 3, Move.DOWN) == (1, 2, 4, 3, 5)
    assert moved(queue, 3, Move.BOTTOM) == (1, 2, 4, 5, 3)
    assert moved(queue, 5, Move.PLACE, 2) == (1, 5, 2, 3, 4)
    assert moved(queue, 1, Move.UP) == queue
    assert moved(queue, 2, Move.PLACE, 99) == (1, 3, 4, 5, 2)


@given(st.permutations(range(6)), st.sampled_from(Move), st.integers(-3, 12))
def test_no_move_loses_or_doubles_anybody(queue: list[int], move: Move, place: int) -> None:
    assert sorted(moved(queue, 3, move, place)) == list(range(6))


@row("holds", 27)
def test_holds_that_come_from_another_title_keep_their_time() -> None:
    def at(hour: int) -> datetime:
        return NOON + timedelta(hours=hour)

    assert merged([(1, at(1)), (2, at(5))], [(3, at(0)), (4, at(3)), (5, at(9))]) == (3, 1, 4, 2, 5)


@row("holds", 19)
def test_the_likely_day_is_when_a_copy_is_free_for_this_place() -> None:
    due = [DAY + timedelta(days=3), DAY + timedelta(days=10)]
    assert likely_day(1, due, DAY, 21) == DAY + timedelta(days=3)
    assert likely_day(2, due, DAY, 21) == DAY + timedelta(days=10)
    assert likely_day(3, due, DAY, 21) == DAY + timedelta(days=24)
    assert likely_day(1, [DAY - timedelta(days=30)], DAY, 21) == DAY, "overdue may come at any time"
    assert likely_day(1, [], DAY, 21) is None


@pytest.mark.parametrize(
    "shelf",
    [
        ["", "001.42 BOO", "155.9", "641.5 ADA", "641.5 BRO", "641.51 ADA", "641.6", "808.8 v.2", "808.8 v.10"],
        ["QA 9", "QA 76.9 .D3", "QA 76.9 .D35", "QA 76.9 .D4", "QA 101", "QA 101 .B11 1998", "QA 101 .B2", "QB 1"],
        ["B LINCOLN", "DVD 15035", "E SEU", "FIC KIN", "FIC KIN v. 2", "FIC KIN v. 10", "J FIC ROW", "YA FIC COL"],
        ["FIC ÁBC", "fic abd", "FIC Üb"],
    ],
    ids=["dewey", "congress", "words", "accents"],
)
def test_call_numbers_stand_as_on_the_shelf(shelf: list[str]) -> None:
    assert sorted(reversed(shelf), key=shelf_key) == shelf


CASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "callnumber_order.csv"
# Whether a word stands before a cutter: programs differ, and this one files words first, as most of them.
DISPUTED = {("marc4j-p2", "BF1999 Aarons")}


@pytest.mark.skipif(not CASES.exists(), reason="the collected call numbers do not lie beside this checkout")
def test_call_numbers_stand_as_other_libraries_have_them() -> None:
    before = None
    with CASES.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if line["scheme"] not in ("DDC", "LCC", "NLM", "GENERIC"):
                continue
            key = shelf_key(line["callnumber"])
            disputed = (line["list"], line["callnumber"]) in DISPUTED
            if line["relation_to_previous"] != "first" and not disputed:
                assert before is not None
                assert before < key if line["relation_to_previous"] == "lt" else before <= key, line["callnumber"]
            before = key
