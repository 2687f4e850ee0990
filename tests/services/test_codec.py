"""What the journal keeps reads back as it was."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from desk.rules.overdue import CappedBy, Fine
from desk.rules.routing import Destination
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason
from desk.services.answers import DueFace, Grant, ItemFace, PatronFace, RowPlace
from desk.services.circulation.answers import (
    Alert,
    AlertKind,
    Before,
    HoldBefore,
    HoldFace,
    Lent,
    Returned,
    SlipLine,
    VisitFinished,
)
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.codec import decode, encode, known, private, secret

ITEM = ItemFace(1, "30500004128818", "Braiding Sweetgrass", "Robin Wall Kimmerer", "581.63 KIM", "book", "Book")
READER = PatronFace(7, "Lindqvist", "Marisol", "", "21234000987768")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@known
@dataclass(frozen=True, slots=True)
class Sample:
    """Every kind of default."""

    yes: bool = True
    no: bool = False
    one: int | None = 1
    words: tuple[str, ...] = ("a",)
    day: date | None = None
    hidden: str = private(default="")
    pin: str = secret()


@pytest.mark.parametrize(
    "value",
    [
        Sample(),
        Sample(yes=False, no=True, one=None, words=(), day=date(2026, 3, 10), hidden="x"),
        Checkout("21234000987768", "30500004128818", "v", date(2026, 4, 1), None, (Grant(Reason.OWES, 3, "known"),)),
        Checkin("30500004128818", trap=False),
        Lent(ITEM, NOON, DueFace(RowPlace("MAIN"), "21 days", (date(2026, 3, 1),)), 4, 2, READER, alerts=()),
        Returned(ITEM, Destination.SHELF, NOON, was_out=False),
        Returned(
            ITEM,
            Destination.HOLD_SHELF,
            NOON,
            fine=60,
            reckoned=Fine(60, 6, 6, closed=(date(2026, 3, 1),), capped_by=CappedBy.RULE),
            hold=HoldFace(3, HoldStatus.READY, "Main branch", date(2026, 3, 17), "LIN-7768", READER),
            patron=READER,
            alerts=(Alert(AlertKind.FOUND, status=ItemStatus.LOST),),
        ),
        VisitFinished((SlipLine("A", "1", NOON), SlipLine("B", "2", NOON)), 2, 0, READER),
        Before(ItemStatus.LOST, 1, NOON, hold=HoldBefore(3, HoldStatus.READY, shelf_code="LIN-7768"), charges=(1, 2)),
    ],
)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    kept, personal = encode(value)
    assert decode(kept, personal) == value


def test_a_secret_is_not_written() -> None:
    assert "1234" not in repr(encode(Sample(pin="1234")))


def test_without_its_personal_part_a_value_still_reads() -> None:
    kept, _personal = encode(Lent(ITEM, NOON, DueFace(), 4, 2, READER))
    assert decode(kept).patron == PatronFace()
