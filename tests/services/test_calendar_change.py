"""A change of the opening days says first what it does, does just that to loans and holds, and can be taken back."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from desk.errors import FileUnreadable
from desk.models import Hold, Loan
from desk.rules.vocabulary import DayKind, HoldStatus, Reason
from desk.services.administration.calendar import (
    STATED,
    CalendarLoaded,
    LoadCalendar,
    PreviewCalendar,
    ReadCalendar,
    ShowCalendar,
    read_hours,
)
from desk.services.administration.policy import LoadPolicy, ShowPolicy
from desk.services.answers import Refused
from desk.services.circulation.answers import Undone
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.undo import Undo
from desk.wording.administration import calendar_lines, loaded_sentence
from desk.wording.context import place_of
from tests.conftest import ROOT
from tests.makers import House

DAILY = "".join(
    f'{day} = ["09:00-18:00"]\n'
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)
OPEN = f"[hours]\n{DAILY}"
# A loan of 21 days from NOW is due on Tuesday 31 March 2026.
CLOSED_31 = OPEN + "[[closed]]\nday = 2026-03-31\n"


def load(house: House, text: str, key: str | None = None) -> CalendarLoaded:
    """The administrator puts these opening days in force."""
    answer = house.desk(login="admin").do(LoadCalendar(text, "days.toml"), key)
    assert isinstance(answer, CalendarLoaded)
    return answer


def lent(house: House, **facts: Any) -> str:
    """A copy lent today; gives its barcode."""
    item = house.item(**facts)
    house.lend(house.card(), item)
    return item


def shelf(house: House, until: date) -> int:
    """A hold that stands on the shelf until a day."""
    return house.hold(house.card(), house.item(), status=HoldStatus.READY, shelf_until=until)


def test_a_closure_moves_what_is_due_and_kept_that_day_just_as_the_preview_says(house: House) -> None:
    load(house, OPEN)
    items = [lent(house) for _ in range(3)]
    hold = shelf(house, date(2026, 3, 31))
    elsewhere = house.item()
    house.desk("NORTH").do(Checkout(house.card(), elsewhere))
    desk = house.desk(login="admin")
    effect = desk.ask(PreviewCalendar(CLOSED_31 + 'branch = "MAIN"\n'))
    assert (effect.moved, effect.holds, effect.fines_less) == (3, 1, 0)
    assert [branch.name for branch in effect.branches] == ["Main branch"]
    assert (effect.examples[0].was.day, effect.examples[0].due.day) == (31, 1)
    assert [house.loan(item).due_at.day for item in items] == [31, 31, 31], "a preview writes nothing"
    answer = load(house, CLOSED_31 + 'branch = "MAIN"\n')
    assert (answer.moved, answer.kept) == (effect.moved, effect.holds)
    assert {house.loan(item).due_at for item in items} == {datetime(2026, 4, 1, 23, 59, tzinfo=UTC)}
    assert house.one(Hold, id=hold).shelf_until == date(2026, 4, 1)
    assert house.loan(elsewhere).due_at.day == 31


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ({"calendar": "days"}, 31),
        ({"calendar": "datedue"}, 1),
        ({"calendar": "calendar"}, 1),
        ({"calendar": "dayweek"}, 7),
        ({"calendar": "previous"}, 30),
        ({"hard_due": "2026-03-31", "hard_due_is": "exactly"}, 31),
        ({"hard_due": "2026-03-31", "hard_due_is": "at_latest"}, 30),
        ({"terms": "2026-03-01..2026-03-31 due 2026-03-31", "terms_are": "exact"}, 31),
        ({"terms": "2026-03-01..2026-03-31 due 2026-03-31"}, 30),
    ],
)
def test_each_calendar_mode_moves_in_its_own_way(house: House, rule: dict[str, str], due: int) -> None:
    load(house, OPEN)
    house.policy({"loan": "21 days"} | rule)
    item = lent(house)
    load(house, CLOSED_31)
    assert house.loan(item).due_at.day == due


def test_whose_rules_hold_decides_how_a_loan_moves(house: House) -> None:
    load(house, OPEN)
    house.policy({"loan": "21 days"}, {"branch": "NORTH", "calendar": "days"})
    item = lent(house, branch="NORTH")
    desk = house.desk(login="admin")
    assert desk.ask(PreviewCalendar(CLOSED_31)).moved == 1
    desk.do(LoadPolicy('loan_rules_of = "home"\n' + desk.ask(ShowPolicy())))
    assert desk.ask(PreviewCalendar(CLOSED_31)).moved == 0
    load(house, CLOSED_31)
    assert house.loan(item).due_at.day == 31


def test_a_loan_due_today_is_never_moved_before_today(house: House) -> None:
    load(house, OPEN)
    house.policy({"loan": "21 days", "calendar": "previous"})
    item = lent(house)
    house.clock.set(2026, 3, 31, 10, 0)
    load(house, CLOSED_31)
    assert house.loan(item).due_at.date() == date(2026, 4, 1)


def test_a_loan_of_hours_ends_when_the_branch_opens_next(house: House) -> None:
    load(house, OPEN)
    house.policy({"loan": "4 hours"})
    item = lent(house)
    assert house.loan(item).due_at == datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
    answer = load(house, OPEN + '[[closed]]\nday = 2026-03-10\nhours = "14:00-18:00"\n')
    assert answer.moved == 1
    assert house.loan(item).due_at == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


def test_fines_that_grow_are_less_by_the_closed_day(house: House) -> None:
    load(house, OPEN)
    lent(house)
    house.clock.set(2026, 4, 5, 12, 0)
    desk = house.desk(login="admin")
    assert desk.ask(PreviewCalendar(OPEN + "[[closed]]\nday = 2026-04-03\n")).fines_less == 10
    assert desk.ask(PreviewCalendar(OPEN + "[[closed]]\nfirst = 2026-04-06\nlast = 2026-04-07\n")).fines_less == 20
    assert desk.ask(PreviewCalendar(OPEN)).fines_less == 0


def test_a_change_is_taken_back_with_every_date(house: House) -> None:
    load(house, OPEN)
    items = [lent(house) for _ in range(3)]
    hold = shelf(house, date(2026, 3, 31))
    desk = house.desk(login="admin")
    before, shown = house.snapshot(), desk.ask(ShowCalendar())
    load(house, CLOSED_31, "change")
    house.take_back(items[0])
    house.change(Loan, house.loan(items[1]).id, due_at=datetime(2026, 4, 9, 23, 59, tzinfo=UTC))
    answer = desk.do(Undo("change"))
    assert isinstance(answer, Undone) and answer.kept == 1
    assert desk.ask(ShowCalendar()) == shown
    assert house.loan(items[1]).due_at.day == 9 and house.loan(items[2]).due_at.day == 31
    assert house.one(Hold, id=hold).shelf_until == date(2026, 3, 31)
    assert house.snapshot()["holds"] == before["holds"]


def test_only_a_later_change_of_the_opening_days_stops_the_undo(house: House) -> None:
    load(house, OPEN, "first")
    lent(house)
    load(house, CLOSED_31, "second")
    desk = house.desk(login="admin")
    stopped = desk.do(Undo("first"))
    assert isinstance(stopped, Refused) and stopped.reasons == (Reason.LATER_ACT,)
    lent(house)
    assert isinstance(desk.do(Undo("second")), Undone)
    assert isinstance(desk.do(Undo("first")), Undone)
    assert desk.ask(ShowCalendar()) == "", "nobody had said when the branches are open"


def test_who_may_not_change_the_opening_days_may_not_take_a_change_back(house: House) -> None:
    load(house, OPEN, "change")
    answer = house.desk(login="ada").do(Undo("change"))
    assert isinstance(answer, Refused) and answer.reasons == (Reason.NOT_ALLOWED,)
    assert house.desk(login="admin").ask(ReadCalendar()).change is not None


WEEK = OPEN.replace('sunday = ["09:00-18:00"]', "sunday = []")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OPEN.replace('friday = ["09:00-18:00"]\n', ""), "does not say friday"),
        (OPEN.replace('["09:00-18:00"]', "[]"), "opens on no day"),
        (OPEN + "someday = []\n", "neither a weekday nor a branch"),
        (OPEN + DAILY, "Cannot overwrite"),
        (OPEN.replace('monday = ["09:00-18:00"]', 'monday = ["18:00-10:00"]'), "after tuesday has opened"),
        (OPEN + '[[closed]]\nday = 2026-03-31\nevery = "3 fortnights"\n', "fortnights"),
        (OPEN + '[[closed]]\nday = 2026-03-31\nevery = "2 hours"\n', "number of days"),
        (OPEN + '[[closed]]\nday = 2026-03-31\nuntil = "soon"\n', "not a date"),
        (OPEN + '[[closed]]\nday = "31 March"\n', "'31 March' is not a date such as"),
        (OPEN + "[[closed]]\nday = 2026-03-31\nhours = []\n", "names no period"),
        (OPEN + '[[closed]]\nday = 2026-03-31\nbranch = "MIAN"\n', "did you mean 'MAIN'"),
        (OPEN + '[[closed]]\nnote = "never"\n', "needs 'day'"),
    ],
)
def test_k7_a_week_names_its_seven_days_and_opens_on_one(house: House, text: str, why: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        house.desk(login="admin").do(LoadCalendar(text, "days.toml"))
    assert why in caught.value.why


def test_the_documented_file_is_taken_and_every_key_of_it_is_told(house: House) -> None:
    text = (ROOT / "docs" / "calendar.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    load(house, example)
    sheet = house.desk(login="admin").ask(ReadCalendar())
    main, north = (sheet.days.weeks[code] for code in ("MAIN", "NORTH"))
    assert main[1] == main[2] == ((540, 720), (840, 1080)) and north[4] == ((1080, 1560),)
    assert [line.hours for line in sheet.days.lines if line.kind is DayKind.OPEN] == [(600, 720), (840, 960)]
    assert next(line for line in sheet.days.lines if line.note == "Christmas Eve").first == date(2026, 12, 24)
    told = set(re.findall(r"`(\w+)`", text.partition("| part | key |")[2]))
    assert set(STATED) <= told and {"monday", "sunday"} <= told


def test_k7_the_seven_days_may_come_in_any_order(house: House) -> None:
    lines = WEEK.splitlines()
    load(house, "\n".join([lines[0], *reversed(lines[1:])]))
    assert "sunday = []" in house.desk(login="admin").ask(ShowCalendar())


def test_all_that_a_line_can_say_comes_back_from_the_file(house: House) -> None:
    text = (
        WEEK.replace('friday = ["09:00-18:00"]', 'friday = ["09:00-12:00", "18:00-03:00"]')
        + '[[closed]]\nfirst = 2026-12-24\nlast = 2026-12-26\nyearly = true\nnote = "Christmas"\n'
        + '[[closed]]\nday = 2026-03-02\nevery = "2 months"\nby_weekday = true\nuntil = 2027-01-01\n'
        + '[[closed]]\nday = 2026-03-12\nhours = "12:00-14:00"\nbranch = "NORTH"\n'
        + '[[open]]\nday = 2026-03-15\nhours = "10:00-12:00"\n[[open]]\nday = 2026-03-15\nhours = "14:00-16:00"\n'
    )
    load(house, text)
    desk = house.desk(login="admin")
    shown = desk.ask(ShowCalendar())
    for part in ('"18:00-03:00"', 'every = "1 year"', 'every = "2 months"', "by_weekday = true", "until = 2027-01-01"):
        assert part in shown
    load(house, shown)
    assert desk.ask(ShowCalendar()) == shown


def test_the_hours_of_a_day_are_read_as_people_write_them() -> None:
    assert read_hours("13:30-18:30, 9:00 - 12:00") == ((540, 720), (810, 1110))
    assert read_hours("18:00–03:00") == ((1080, 1620),)
    assert read_hours(" ") == ()
    for words in ("9-12", "09:00-12:00, 11:00-13:00", "25:00-26:00", "9:00-9:00"):
        with pytest.raises(ValueError):
            read_hours(words)


def test_which_fines_become_less_and_until_when_is_said_before_and_after(house: House) -> None:
    load(house, OPEN)
    lent(house)
    house.clock.set(2026, 4, 5, 12, 0)
    desk = house.desk(login="admin")
    closing = OPEN + "[[closed]]\nfirst = 2026-04-06\nlast = 2026-04-07\n"
    effect = desk.ask(PreviewCalendar(closing))
    assert effect.until == date(2026, 4, 7)
    said = "lessens by $0.20 the fines of loans that are late now, up to the evening of Tue 7 Apr"
    assert said in calendar_lines(effect, place_of(desk))[0]
    answer = load(house, closing)
    assert (answer.fines_less, answer.until) == (effect.fines_less, effect.until)
    assert said in loaded_sentence(answer, place_of(desk))
