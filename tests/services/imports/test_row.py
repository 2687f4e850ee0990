"""Words of other systems understood: sums, dates, yes and no, numbers."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from desk.marc.faults import Place
from desk.services.imports.fields import ItemField, LoanField, PatronField
from desk.services.imports.report import ImportFault
from desk.services.imports.row import Reading, Refused, Row

ZONE = ZoneInfo("America/Los_Angeles")


def row(
    text: str, name: ItemField | LoanField | PatronField, currency: str = "USD", *dates: str, relative: bool = False
) -> Row:
    today = date(2026, 11, 21) if relative else None
    return Row(Place(1), {name: text}, Reading(ZONE, currency, dates, today))


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("24.99", "USD", 2499),
        ("24", "USD", 2400),
        ("24.9", "USD", 2490),
        ("$1,250.00", "USD", 125000),
        ("1.250,00 EUR", "EUR", 125000),
        ("12,50", "EUR", 1250),
        ("1,250", "USD", 125000),
        ("19.990000", "USD", 1999),
        ("12.95 (pbk.)", "USD", 1295),
        ("0", "USD", 0),
        ("", "USD", None),
        ("1,250", "JPY", 1250),
        ("1250.00", "JPY", 1250),
        ("1.250", "KWD", 1250),
    ],
)
def test_sums_are_understood(text: str, currency: str, minor: int | None) -> None:
    assert row(text, ItemField.PRICE, currency).money(ItemField.PRICE) == minor


@pytest.mark.parametrize("text", ["twelve", "1.2345", "$"])
def test_what_is_no_sum_is_told(text: str) -> None:
    with pytest.raises(Refused) as caught:
        row(text, ItemField.PRICE).money(ItemField.PRICE)
    assert (caught.value.fault, caught.value.fact) == (ImportFault.NOT_A_SUM, f"price: {text}")


@pytest.mark.parametrize(
    ("text", "dates", "moment"),
    [
        ("2020-10-22 02:59:59-04", (), datetime(2020, 10, 22, 6, 59, 59, tzinfo=UTC)),
        ("2020-10-27 10:26:51.42-04", (), datetime(2020, 10, 27, 14, 26, 51, 420000, tzinfo=UTC)),
        ("2020-10-27T10:26:51Z", (), datetime(2020, 10, 27, 10, 26, 51, tzinfo=UTC)),
        ("2020-07-01 12:00", (), datetime(2020, 7, 1, 19, 0, tzinfo=UTC)),
        ("2020-12-01", (), datetime(2020, 12, 2, 7, 59, tzinfo=UTC)),
        ("12/01/2020", ("%m/%d/%Y",), datetime(2020, 12, 2, 7, 59, tzinfo=UTC)),
        ("01.12.20 17:30", ("%d.%m.%Y", "%d.%m.%y %H:%M"), datetime(2020, 12, 2, 1, 30, tzinfo=UTC)),
    ],
)
def test_moments_stand_in_utc(text: str, dates: tuple[str, ...], moment: datetime) -> None:
    assert row(text, LoanField.DUE, "USD", *dates).moment(LoanField.DUE, at=time(23, 59)) == moment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2008-01-01 03:00:00-05", date(2008, 1, 1)),
        ("2008-01-01 02:00:00-05", date(2007, 12, 31)),  # still the day before, where the branch is
        ("2027-03-03", date(2027, 3, 3)),
        ("", None),
    ],
)
def test_days_are_those_of_the_branch(text: str, day: date | None) -> None:
    assert row(text, PatronField.EXPIRES).day(PatronField.EXPIRES) == day


@pytest.mark.parametrize("text", ["2020-02-30", "soon", "+4", "1/2/2020"])
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(Refused) as caught:
        row(text, PatronField.EXPIRES).day(PatronField.EXPIRES)
    assert caught.value.fault is ImportFault.NOT_A_DATE


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("-4", datetime(2026, 11, 18, 7, 59, tzinfo=UTC)),
        ("+10", datetime(2026, 12, 2, 7, 59, tzinfo=UTC)),
        ("0 09:30", datetime(2026, 11, 21, 17, 30, tzinfo=UTC)),
    ],
)
def test_dates_of_the_demo_count_from_today(text: str, moment: datetime) -> None:
    assert row(text, LoanField.DUE, relative=True).moment(LoanField.DUE, at=time(23, 59)) == moment


@pytest.mark.parametrize(
    ("text", "flag"), [("Yes", True), ("1", True), ("t", True), ("0", False), ("", False), ("No", False)]
)
def test_yes_and_no(text: str, flag: bool) -> None:
    assert row(text, ItemField.RESTRICTED).flag(ItemField.RESTRICTED) is flag
