"""The concerto library: another system's real records, whose desk works here afterwards (policy: its README)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from desk.models import Item, Loan, Patron, Title
from desk.rules.vocabulary import ItemStatus
from desk.services.administration.calendar import LoadCalendar
from desk.services.administration.library import NewBranch, NewLibrary, make_library
from desk.services.administration.opening import NOBODY, find_station, staff_of
from desk.services.administration.policy import LoadPolicy
from desk.services.circulation.answers import Lent, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.desk import Desk
from desk.services.imports.fields import ImportKind
from desk.services.imports.report import ImportReport
from tests.cluster import Cluster
from tests.makers import STAFF, House
from tests.services.imports.makers import mapping, take

ZONE = "America/Los_Angeles"
POLICY = """
[[rule]]
loan = "21 days"
renewals = 3
fine = "0.10"
grace = "1 day"
fine_cap = "5.00"
"""
ALWAYS_OPEN = "[hours]\n" + "\n".join(
    f'{day} = ["00:00-24:00"]' for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)
FILES = (
    (ImportKind.MARC, "concerto_bibs.xml", None),
    (ImportKind.ITEMS, "concerto_copies.csv", "concerto-items"),
    (ImportKind.PATRONS, "concerto_patrons.csv", "concerto-patrons"),
    (ImportKind.LOANS, "concerto_loans.csv", "concerto-loans"),
)
NOTHING = {"marc": (0, 0, 339), "items": (0, 0, 4763), "patrons": (0, 0, 377), "loans": (0, 0, 476)}


def bring(house: House, folder: Path, *, dry_run: bool = False) -> dict[str, ImportReport]:
    """All four files, in order."""
    return {
        kind.value: take(house, kind, folder / name, mapping(chosen) if chosen else None, dry_run=dry_run)
        for kind, name, chosen in FILES
    }


def figures(reports: dict[str, ImportReport]) -> dict[str, tuple[int, int, int]]:
    return {name: (report.added, report.changed, report.unchanged) for name, report in reports.items()}


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "marc" / "evergreen"


Concerto = tuple[House, dict[str, ImportReport]]


def made(request: pytest.FixtureRequest, home: Path, folder: Path) -> Iterator[Concerto]:
    """The library, imported on 1 November 2020."""
    where = str(home / "c.db")
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        where = cluster.url(cluster.create())
    branch = NewBranch("RPLS-WEPL", "West Plains")
    database = make_library(where, NewLibrary("Concerto", time_zone=ZONE, branches=(branch,), staff=STAFF))
    try:
        house = House(database)
        house.clock.set(2020, 11, 1, 20, 0)
        yield house, bring(house, folder)
    finally:
        database.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def concerto(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, folder: Path
) -> Iterator[Concerto]:
    """The library to look at."""
    yield from made(request, tmp_path_factory.mktemp("concerto"), folder)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def working(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Desk]:
    """A desk of the library under the README's policy, open every day."""
    for house, _reports in made(request, tmp_path_factory.mktemp("working"), folder):
        desk = Desk(house.database, find_station(house.database, "", ""), NOBODY, house.clock)
        signed_in = staff_of(desk, "admin")
        assert signed_in is not None
        desk.staff = signed_in[0]
        desk.do(LoadPolicy(POLICY))
        desk.do(LoadCalendar(ALWAYS_OPEN))
        yield desk


def test_everything_comes_in_but_what_belongs_to_no_title(concerto: Concerto) -> None:
    house, reports = concerto
    assert figures(reports) == {
        "marc": (339, 0, 0),
        "items": (4763, 0, 0),
        "patrons": (377, 0, 0),
        "loans": (476, 0, 0),
    }
    assert Counter((r.fault.value, r.fact) for r in reports["items"].refused) == {
        ("title_unknown", "10"): 31,
        ("title_unknown", "20"): 31,
    }
    assert Counter(r.fault.value for r in reports["loans"].refused) == {"item_unknown": 10}
    assert not reports["marc"].refused
    assert not reports["patrons"].refused
    assert (house.count(Title), house.count(Item), house.count(Patron), house.count(Loan)) == (339, 4763, 377, 476)


def test_every_refusal_names_its_line(concerto: Concerto, folder: Path) -> None:
    _house, reports = concerto
    lines = (folder / "concerto_copies.csv").read_text(encoding="utf-8").splitlines()
    for refusal in reports["items"].refused:
        assert lines[(refusal.place.line or 0) - 1].startswith(f"{refusal.number},{refusal.fact},")


def test_twice_the_same_changes_nothing(concerto: Concerto, folder: Path) -> None:
    house, _reports = concerto
    assert figures(bring(house, folder, dry_run=True)) == NOTHING
    again = bring(house, folder)
    assert figures(again) == NOTHING
    assert not any(report.made for report in again.values())


def test_states_and_dates_are_those_of_the_other_system(concerto: Concerto) -> None:
    house, _reports = concerto
    states = {status: house.count(Item, status=status) for status in ItemStatus}
    assert {status.value: count for status, count in states.items() if count} == {
        "available": 4702,
        "on_order": 44,
        "in_process": 6,
        "lost": 11,
    }
    assert house.count(Patron, active=False) == 2
    assert house.count(Patron, barred=True) == 1
    loan = house.one(Loan, item_id=house.one(Item, barcode="CONC4000037").id)
    assert loan.due_at.isoformat() == "2014-05-23T06:59:59+00:00"
    assert loan.renewals == 1


def test_six_cards_are_expired_on_that_day_and_365_later(concerto: Concerto) -> None:
    house, _reports = concerto
    with house.database.question() as db:
        expired = [
            db.execute(select(func.count()).select_from(Patron).where(Patron.expires_on < day)).scalar()
            for day in (date(2020, 11, 1), date(2026, 11, 21))
        ]
    assert expired == [6, 365]


def overdue(desk: Desk, due: date) -> str:
    """A copy whose loan was due on this day, where the branch is."""
    asked = select(Item.barcode, Loan.due_at).join(Loan, Loan.item_id == Item.id).order_by(Item.id)
    with desk.database.question() as db:
        rows = db.execute(asked.where(Item.status == ItemStatus.AVAILABLE)).all()
    return next(row.barcode for row in rows if row.due_at.astimezone(ZoneInfo(ZONE)).date() == due)


@pytest.mark.parametrize(
    ("due", "late", "fine"),
    [(date(2020, 10, 21), 11, 110), (date(2020, 10, 14), 18, 180), (date(2020, 11, 4), 0, 0)],
)
def test_its_overdue_loans_come_back_with_the_right_fines(working: Desk, due: date, late: int, fine: int) -> None:
    answer = working.do(Checkin(overdue(working, due)))
    assert isinstance(answer, Returned)
    assert (answer.days_late, answer.fine) == (late, fine)


def test_a_copy_lost_for_years_costs_the_highest_fine_and_is_found(working: Desk) -> None:
    answer = working.do(Checkin("CONC4000037"))
    assert isinstance(answer, Returned)
    assert answer.fine == 500


def test_its_books_are_lent(working: Desk) -> None:
    answer = working.do(Checkout("99999360638", "CONC4000036"))
    assert isinstance(answer, Lent), answer
    assert answer.due.astimezone(ZoneInfo(ZONE)).date() == date(2020, 11, 22)
