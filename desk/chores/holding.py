"""The acts on holds of a scenario, what their answers say, and whether what is said of holds is so."""

from typing import TYPE_CHECKING, Any

from desk.chores.house import House
from desk.chores.language.tree import Action, Fact, HoldDeed, HoldWish, Says
from desk.services.circulation.state import ReadState
from desk.services.desk import Desk
from desk.services.holds.answers import (
    HoldCancelled,
    HoldChanged,
    HoldMoved,
    HoldPlaced,
    HoldReinstated,
    HoldResumed,
    HoldsMoved,
    HoldSuspended,
    NotFound,
    PickupChanged,
    ReaderNamed,
)
from desk.services.holds.board import LISTS, ListName
from desk.services.holds.changing import ChangePickup, EditHold
from desk.services.holds.ending import CancelHold, ReinstateHold
from desk.services.holds.lists import QueueOf
from desk.services.holds.place import PlaceHold
from desk.services.holds.queueing import MoveHold, MoveHolds, ResumeHold, SuspendHold
from desk.services.holds.shelf import ClearShelf, NameReader, NotOnShelf
from desk.services.patrons.panel import OpenPatron, PatronOpened

if TYPE_CHECKING:
    from desk.chores.scenarios import Run

KINDS: dict[type, Says] = {
    HoldPlaced: Says.HOLD_PLACED,
    HoldMoved: Says.HOLD_MOVED,
    HoldSuspended: Says.HOLD_SUSPENDED,
    HoldResumed: Says.HOLD_RESUMED,
    HoldChanged: Says.HOLD_CHANGED,
    HoldCancelled: Says.HOLD_CANCELLED,
    HoldReinstated: Says.HOLD_REINSTATED,
    PickupChanged: Says.PICKUP_CHANGED,
}
LIVE = ("queued", "ready", "in_transit")


def holds(run: "Run", action: Action) -> Any:
    """Do what the line says about a hold."""
    wish = action.how.wish
    assert wish is not None
    return run.driver.do(_act(run, action, wish), action.how.ways)


def _act(run: "Run", action: Action, wish: HoldWish) -> Any:
    match wish.deed:
        case HoldDeed.PLACED:
            return _placing(run, action, wish)
        case HoldDeed.NOT_ON_SHELF:
            return NotOnShelf(run.item(action.what))
        case HoldDeed.CLEARED:
            return ClearShelf(run.item(action.what))
        case HoldDeed.ALL_MOVED:
            return MoveHolds(_title(run.house, action.what), _title(run.house, wish.other))
    return _on_hold(_number(run.house, action.who, action.what), wish)


def _placing(run: "Run", action: Action, wish: HoldWish) -> PlaceHold:
    return PlaceHold(
        run.card(action),
        run.item(action.what),
        only_this=wish.only_this,
        volume=wish.volume,
        pickup=wish.pickup,
        copies=wish.copies,
        not_before=wish.begins,
        expires_on=wish.until,
        note=wish.note,
        recall=wish.recall,
    )


def _on_hold(hold: int, wish: HoldWish) -> Any:
    acts: dict[HoldDeed, Any] = {
        HoldDeed.MOVED: MoveHold(hold, wish.move, wish.place),
        HoldDeed.SUSPENDED: SuspendHold(hold, wish.until),
        HoldDeed.RESUMED: ResumeHold(hold),
        HoldDeed.CANCELLED: CancelHold(hold, wish.note),
        HoldDeed.REINSTATED: ReinstateHold(hold),
        HoldDeed.PICKUP: ChangePickup(hold, wish.pickup),
        HoldDeed.NAMED: NameReader(hold),
    }
    if wish.deed is HoldDeed.NOTED:
        return EditHold(hold, wish.note, False, wish.begins, wish.until, wish.shelf)
    return acts[wish.deed]


def _tables(house: House) -> Any:
    return house.desk().ask(ReadState()).tables


def _title(house: House, name: str) -> int:
    rows = _tables(house)["items"]
    return int(next(row["title_id"] for row in rows if row["barcode"] == house.number(name)))


def _reader(house: House, card: str) -> int:
    """The number of the reader with this card; of what is no card, none."""
    opened = house.desk().ask(OpenPatron(card))
    return opened.patron.id if isinstance(opened, PatronOpened) else 0


def _number(house: House, who: str, what: str) -> int:
    """The hold of this reader on the title of this copy: the live one, else the last."""
    tables, title = _tables(house), _title(house, what)
    reader = _reader(house, house.number(who))
    own = [row for row in tables["holds"] if row["patron_id"] == reader and row["title_id"] == title]
    if not own:
        raise KeyError(f"{who} {what}")
    return int(max(own, key=lambda row: (str(row["status"]) in LIVE, row["id"]))["id"])


def said(answer: Any, house: House) -> dict[Says, Any]:
    """What an answer about holds says."""
    found: dict[Says, Any] = {}
    kind = KINDS.get(type(answer))
    if kind is not None:
        found[kind] = None
    match answer:
        case HoldPlaced():
            found |= {Says.IN_LINE: (answer.position, answer.waiting), Says.ON_SHELVES: answer.free}
            if answer.likely is not None:
                found[Says.LIKELY] = answer.likely
            if answer.recalled is not None:
                found[Says.CALLED_BACK] = house.local(answer.recalled.due).date()
        case HoldMoved():
            found[Says.IN_LINE] = (answer.position, answer.waiting)
        case HoldsMoved():
            found[Says.HOLDS_MOVED] = answer.count
        case HoldCancelled(passed_on=True):
            found[Says.PASSED_ON] = None
        case NotFound():
            found[Says.MISSED] = answer.misses
        case ReaderNamed():
            found[Says.NAMED] = house.names.get(answer.patron.card, answer.patron.name)
    return found


# Statements


def list_is(house: House, fact: Fact) -> str:
    """The copies of a list, in its order."""
    desk: Desk = house.desk(fact.branch)
    lines = desk.ask(LISTS[ListName(fact.subject)]())
    return _differs([house.names[line.barcode] for line in lines], fact.value)


def queue_is(house: House, fact: Fact) -> str:
    """Who waits, first in line first."""
    cards = {row["id"]: row["patron_id"] for row in _tables(house)["holds"]}
    lines = house.desk().ask(QueueOf(_title(house, fact.subject)))
    names = {_reader(house, number): name for number, name in house.names.items()}
    return _differs([names[cards[line.hold]] for line in lines if line.position], fact.value)


def state_is(house: House, fact: Fact) -> str:
    """In what state a hold is."""
    number = _number(house, fact.subject, fact.first)
    found = next(str(row["status"]) for row in _tables(house)["holds"] if row["id"] == number)
    return "" if found == fact.value else found.replace("_", " ")


def _differs(found: list[str], wanted: tuple[str, ...]) -> str:
    return "" if tuple(found) == wanted else " and ".join(found) or "nothing"
