"""The demo library has one of each result on whatever day it is made; its numbers check."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stdnum import luhn

from desk.models import Card, Hold, Item, Loan, Patron, Title, Transit
from desk.resources import resource
from desk.rules.routing import Destination
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason
from desk.services.administration.demo import DEMO
from desk.services.administration.demo_size import demo_size
from desk.services.administration.library import make_library
from desk.services.administration.opening import find_station, staff_of
from desk.services.answers import Refused
from desk.services.circulation.answers import AlertKind, Lent, Renewed, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.desk import Desk, StaffFace
from desk.services.imports.demo import import_demo
from desk.services.work import finish
from tests.makers import House, copy_file
from tests.services.imports.makers import Receiver

ROOT = Path(__file__).resolve().parents[3]
MARISOL, DARIUS, ELSA, GRANT, MAEVE, ARTHUR, ADA = (
    "21234000987768",
    "21234000988188",
    "21234000988428",
    "21234000988592",
    "21234000988675",
    "21234000988758",
    "21234000988832",
)
FREE = "30500001001414"


def rows(name: str) -> list[dict[str, str]]:
    with resource("demo", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=[(2026, 11, 21, 22), (2027, 3, 1, 15), (2028, 2, 29, 15)], ids=str)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """The demo library as it is made on different days."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    house = House(make_library(str(path), DEMO))
    house.clock.now = datetime(*request.param, tzinfo=UTC)
    reports = finish(import_demo(Receiver(house.database, house.clock)))
    house.database.close()
    assert not any(report.refused for report in reports)
    return path, house.clock.now


@pytest.fixture
def demo(template: tuple[Path, datetime], tmp_path: Path) -> Iterator[House]:
    """A copy of it for one test."""
    house = copy_file(template[0], tmp_path)
    house.clock.now = template[1]
    yield house
    house.database.close()


def desk_of(house: House) -> Desk:
    nobody = StaffFace(0, "", "", "", frozenset())
    desk = Desk(house.database, find_station(house.database, "MAIN", ""), nobody, house.clock)
    signed_in = staff_of(desk, "amara")
    assert signed_in is not None
    desk.staff = signed_in[0]
    return desk


def test_every_number_has_its_check_digit() -> None:
    for name in ("patrons.csv", "copies.csv", "loans.csv", "holds.csv", "charges.csv"):
        for row in rows(name):
            for key, begins in (("card", "2"), ("barcode", "3")):
                if number := row.get(key):
                    assert len(number) == 14
                    assert number.startswith(begins)
                    assert luhn.is_valid(number), number


def test_the_demo_is_as_large_as_it_says(demo: House) -> None:
    assert (demo.count(Title), demo.count(Patron)) == demo_size() == (600, 120)
    assert demo.count(Item) == len(rows("copies.csv"))
    assert demo.count(Loan) == len(rows("loans.csv"))


def test_it_has_copies_in_every_state_and_holds_in_each(demo: House) -> None:
    assert all(demo.count(Item, status=status) for status in ItemStatus)
    assert all(
        demo.count(Hold, status=status) for status in (HoldStatus.QUEUED, HoldStatus.READY, HoldStatus.IN_TRANSIT)
    )
    assert demo.count(Transit) == sum(row["status"] == "in_transit" for row in rows("holds.csv"))


def test_it_comes_in_once(demo: House) -> None:
    again = finish(import_demo(Receiver(demo.database, demo.clock)))
    assert [(report.added, report.changed) for report in again] == [(0, 0)] * len(again)
    assert demo.count(Card) == 121


def test_the_first_scans_of_a_clerk_are_those_of_the_pictures(demo: House) -> None:
    desk = desk_of(demo)
    assert isinstance(desk.do(Checkout(MARISOL, "30500004128818")), Lent)
    assert isinstance(desk.do(Checkout(MARISOL, "30500003981142")), Lent)
    assert isinstance(desk.do(Checkout(MARISOL, "30500001872095")), Renewed)
    filled = desk.do(Checkout(MARISOL, "30500002206657"))
    assert isinstance(filled, Lent)
    assert filled.hold_filled


@pytest.mark.parametrize(
    ("card", "barcode", "reason"),
    [
        (MARISOL, "30500004310077", Reason.QUEUED),
        (MARISOL, "30500001005613", Reason.HELD),
        (MARISOL, "30500004097310", Reason.MISSING),
        (MARISOL, "30500001001521", Reason.MENDING),
        (MARISOL, "30500001002917", Reason.WITHDRAWN),
        (MARISOL, "30500001001612", Reason.IN_PROCESS),
        (MARISOL, "30500001006215", Reason.ON_ORDER),
        (MARISOL, "30500001003717", Reason.NOT_FOR_LOAN),
        (MARISOL, "30500001003311", Reason.RESTRICTED_ITEM),
        (MARISOL, "30500001006314", Reason.PIECES),
        (MARISOL, "30500003914473", Reason.ON_LOAN),
        (DARIUS, FREE, Reason.OWES),
        (ELSA, FREE, Reason.EXPIRED),
        (GRANT, FREE, Reason.BARRED),
        (MAEVE, FREE, Reason.RESTRICTED),
        (ARTHUR, FREE, Reason.ADDRESS_GONE),
    ],
)
def test_it_shows_every_kind_of_no(demo: House, card: str, barcode: str, reason: Reason) -> None:
    answer = desk_of(demo).do(Checkout(card, barcode))
    assert isinstance(answer, Refused)
    assert reason in [block.reason for block in answer.blocks]


def test_a_child_borrows_and_a_note_is_told(demo: House) -> None:
    desk = desk_of(demo)
    assert isinstance(desk.do(Checkout(ADA, "30500001004418")), Lent)
    answer = desk.do(Checkout(MARISOL, "30500001003519"))
    assert isinstance(answer, Lent)
    assert [alert.kind for alert in answer.alerts] == [AlertKind.ITEM_NOTE]


@pytest.mark.parametrize(
    ("barcode", "to"),
    [
        ("30500003914473", Destination.SHELF),
        ("30500003779025", Destination.HOLD_SHELF),
        ("30500004021187", Destination.TRANSIT_HOME),
        ("30500001002610", Destination.TRANSIT_HOLD),
        ("30500001005928", Destination.HOLD_SHELF),
    ],
)
def test_returned_copies_go_everywhere(demo: House, barcode: str, to: Destination) -> None:
    answer = desk_of(demo).do(Checkin(barcode))
    assert isinstance(answer, Returned)
    assert answer.to is to


def test_nothing_is_in_two_places() -> None:
    out = [row["barcode"] for row in rows("loans.csv")]
    kept = [row["barcode"] for row in rows("holds.csv") if row["barcode"]]
    assert len({*out, *kept}) == len(out) + len(kept)
    shelved = {row["barcode"] for row in rows("copies.csv") if row["status"] == "available"}
    assert {*kept} <= shelved
    assert {row["barcode"] for row in rows("loans.csv") if row["lost"] == "no"} <= shelved


def test_the_files_are_those_that_the_tables_make(tmp_path: Path) -> None:
    copy = tmp_path / "packaging" / "demo"
    copy.mkdir(parents=True)
    for path in (ROOT / "packaging" / "demo").glob("*.*"):
        (copy / path.name).write_bytes(path.read_bytes())
    for script in ("build_titles.py", "build_readers.py"):
        subprocess.run([sys.executable, str(copy / script)], check=True)
    for made in (tmp_path / "resources" / "demo").iterdir():
        assert made.read_bytes() == resource("demo", made.name).read_bytes()
    assert len(list((tmp_path / "resources" / "demo").iterdir())) == len(list((ROOT / "resources" / "demo").iterdir()))
