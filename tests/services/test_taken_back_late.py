"""Holds and readers taken back late, after others have acted: refused with the reason, or nobody is worse off."""

from datetime import timedelta
from typing import Any

from desk.models import Charge, Hold, Item, Loan, Patron
from desk.rules.queue import Move
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason
from desk.services.accounts.settling import BillItem
from desk.services.circulation.answers import Lent, Returned, Undone
from desk.services.circulation.marks import MarkItem
from desk.services.circulation.undo import Undo
from desk.services.holds.ending import CancelHold, ReinstateHold
from desk.services.holds.lists import QueueOf
from desk.services.holds.place import PlaceHold
from desk.services.holds.queueing import MoveHold, MoveHolds, SuspendHold
from desk.services.holds.shelf import ClearShelf
from desk.services.patrons.answers import Forgotten
from desk.services.patrons.leaving import DeleteReader, PurgeReaders
from desk.services.patrons.many import Change, ChangeMany, Chosen
from desk.services.patrons.merge import MergeReaders
from desk.services.patrons.register import RenewMembership
from tests.makers import House
from tests.services.patrons.people import change, reasons, registered
from tests.services.test_severing import nights


def later(house: House, act: Any) -> str:
    """Do this a minute later; its key, by which it can be taken back."""
    house.clock.now += timedelta(minutes=1)
    answer = house.desk().do(act)
    assert not hasattr(answer, "blocks"), answer
    return str(house.journal()[-1].key)


def title_of(house: House, item: str) -> int:
    return int(house.one(Item, barcode=item).title_id)


def order(house: House, title: int) -> list[int]:
    return [line.hold for line in house.desk().ask(QueueOf(title))]


def two_titles(house: House) -> tuple[str, int, int]:
    """A copy of one title, all of whose holds can go to another."""
    item, other = house.item(), house.item()
    return item, title_of(house, item), title_of(house, other)


def merged(house: House) -> tuple[list[str], list[str]]:
    """Three records of a person: the first became part of the second, that of the third. Their cards, and the acts."""
    cards = [registered(house, 600 + n, family_name=f"Name{n}") for n in range(3)]
    return cards, [later(house, MergeReaders(keep=cards[n + 1], away=cards[n])) for n in range(2)]


def test_a_hold_that_is_nobodys_is_not_taken_up_again(house: House) -> None:
    card, item = house.card(), house.item()
    hold = house.hold(card, item)
    key = later(house, CancelHold(hold))
    nights(house, 2)
    assert house.one(Hold, id=hold).patron_id is None
    assert reasons(house.desk().do(ReinstateHold(hold))) == (Reason.SEVERED,)
    assert reasons(house.desk().do(Undo(key))) == (Reason.SEVERED,)
    assert house.one(Hold, id=hold).status is HoldStatus.CANCELLED


def test_a_hold_of_a_deleted_reader_is_not_taken_up_again(house: House) -> None:
    card, item = house.card(), house.item()
    hold = house.hold(card, item)
    key = later(house, CancelHold(hold))
    assert isinstance(house.desk().do(DeleteReader(card)), Forgotten)
    assert reasons(house.desk().do(ReinstateHold(hold))) == (Reason.SEVERED,)
    assert reasons(house.desk().do(Undo(key))) == (Reason.SEVERED,)


def test_a_shelf_cleared_before_the_reader_was_forgotten_stays_clear(house: House) -> None:
    card, item = house.card(), house.item()
    hold = house.hold(card, item)
    house.take_back(item)
    house.clock.now += timedelta(days=60)
    key = later(house, ClearShelf(item))
    assert house.one(Hold, id=hold).status is HoldStatus.EXPIRED
    nights(house, 2)
    assert house.one(Hold, id=hold).patron_id is None
    assert reasons(house.desk().do(Undo(key))) == (Reason.SEVERED,)


def test_a_copy_comes_back_whatever_became_of_who_waits_for_it(house: House) -> None:
    item, kept = house.item(), house.item()
    waits, shelved = house.hold(house.card(), item), house.hold(house.card(), kept)
    house.take_back(kept)
    for number in (waits, shelved):
        house.change(Hold, number, patron_id=None)
    house.clock.now += timedelta(hours=1)
    for copy in (item, kept):
        assert isinstance(house.take_back(copy), Returned)
    assert house.one(Hold, id=waits).status is HoldStatus.QUEUED


def test_a_deleted_reader_does_not_come_again(house: House) -> None:
    gone = registered(house, 600, family_name="Gone")
    registered(house, 601, family_name="Stays")
    key = later(house, ChangeMany("x", Chosen(category="adult"), Change(language="fr")))
    assert any("Gone" in (line.private or "") for line in house.journal() if line.kind == "change_many")
    later(house, DeleteReader(gone))
    assert not any("Gone" in (line.private or "") for line in house.journal())
    assert reasons(house.desk().do(Undo(key))) == (Reason.SEVERED,)
    assert house.count(Patron, family_name="Gone") == 0


def test_many_are_not_taken_back_once_one_of_them_is_part_of_another(house: House) -> None:
    away, keep = registered(house, 600, family_name="Away"), registered(house, 601, family_name="Keep")
    number = house.patron(away)
    key = later(house, ChangeMany("x", Chosen(cards=(away,)), Change(language="fr")))
    later(house, MergeReaders(keep=keep, away=away))
    assert reasons(house.desk().do(Undo(key))) == (Reason.LATER_ACT,)
    assert house.one(Patron, id=number).merged_into_id is not None


def test_a_change_is_not_taken_back_once_its_reader_is_part_of_another(house: House) -> None:
    away, keep = registered(house, 600, family_name="Away"), registered(house, 601, family_name="Keep")
    change(house, away, language="fr")
    key = house.journal()[-1].key
    later(house, MergeReaders(keep=keep, away=away))
    assert reasons(house.desk().do(Undo(key))) == (Reason.LATER_ACT,)


def test_records_that_became_one_come_apart_last_first(house: House) -> None:
    _cards, (first, second) = merged(house)
    assert reasons(house.desk().do(Undo(first))) == (Reason.LATER_ACT,)
    assert isinstance(house.desk().do(Undo(second)), Undone)
    assert isinstance(house.desk().do(Undo(first)), Undone)
    assert house.count(Patron, merged_into_id=None, active=True) == 3


def test_whoever_has_others_within_others_is_deleted_with_them(house: House) -> None:
    cards, _keys = merged(house)
    assert isinstance(house.desk().do(DeleteReader(cards[2])), Forgotten)
    assert house.count(Patron) == 0


def test_whoever_has_others_within_others_is_purged_with_them(house: House) -> None:
    cards, _keys = merged(house)
    house.change(Patron, house.patron(cards[2]), expires_on=house.clock.now.date() + timedelta(days=1))
    house.clock.now += timedelta(days=800)
    day = house.clock.now.date() - timedelta(days=365)
    assert isinstance(house.desk().do(PurgeReaders(day)), Forgotten)
    assert house.count(Patron) == 0


def test_what_a_batch_changed_since_is_not_lost_with_an_older_act(house: House) -> None:
    house.policy({"membership": "1 year"})
    card, away = registered(house, 600, family_name="Keep"), registered(house, 601, family_name="Away")
    keys = [later(house, RenewMembership(card)), later(house, MergeReaders(keep=card, away=away))]
    later(house, ChangeMany("x", Chosen(cards=(card,)), Change(language="fr")))
    for key in keys:
        assert reasons(house.desk().do(Undo(key))) == (Reason.LATER_ACT,)
    assert house.one(Patron, id=house.patron(card)).language == "fr"


def test_holds_that_went_to_another_title_go_back_first(house: House) -> None:
    item, title, other = two_titles(house)
    house.hold(house.card(), item)
    second = house.hold(house.card(), item)
    placed = later(house, PlaceHold(house.card(), title=title))
    suspended = later(house, SuspendHold(second))
    moved = later(house, MoveHolds(title, other))
    for key in (placed, suspended):
        assert reasons(house.desk().do(Undo(key))) == (Reason.LATER_ACT,)
    for key in (moved, suspended, placed):
        assert isinstance(house.desk().do(Undo(key)), Undone)
    assert house.one(Hold, id=second).title_id == title


def three(house: House, item: str) -> list[int]:
    """Holds with gaps between their ranks, as when others before them have been filled."""
    return [house.hold(house.card(), item, rank=rank) for rank in (4, 5, 6)]


def test_who_came_after_a_queue_was_changed_stays_behind(house: House) -> None:
    item, title, _other = two_titles(house)
    a, b, c = three(house, item)
    key = later(house, MoveHold(c, Move.TOP))
    later(house, PlaceHold(house.card(), title=title))
    last = house.desk().ask(QueueOf(title))[-1].hold
    assert isinstance(house.desk().do(Undo(key)), Undone)
    assert order(house, title) == [a, b, c, last]


def test_who_came_after_holds_went_to_another_title_stays_behind(house: House) -> None:
    item, title, other = two_titles(house)
    a, b, c = three(house, item)
    key = later(house, MoveHolds(title, other))
    later(house, PlaceHold(house.card(), title=title))
    (last,) = order(house, title)
    assert isinstance(house.desk().do(Undo(key)), Undone)
    assert order(house, title) == [a, b, c, last]


def test_a_place_that_others_gave_a_hold_stays(house: House) -> None:
    item, title, _other = two_titles(house)
    a, b, c = three(house, item)
    key = later(house, SuspendHold(a))
    later(house, MoveHold(c, Move.TOP))
    assert isinstance(house.desk().do(Undo(key)), Undone)
    assert order(house, title) == [c, a, b]


def test_a_hold_is_not_taken_up_onto_a_copy_that_is_missing(house: House) -> None:
    item = house.item()
    hold = house.hold(house.card(), item)
    house.take_back(item)
    later(house, CancelHold(hold))
    later(house, MarkItem(item, ItemStatus.MISSING))
    later(house, ReinstateHold(hold))
    assert house.one(Hold, id=hold).status is HoldStatus.QUEUED


def test_a_damaged_copy_is_kept_for_nobody(house: House) -> None:
    card, waits, item = house.card(), house.card(), house.item()
    assert isinstance(house.lend(card, item), Lent)
    hold = house.hold(waits, item)
    house.clock.now += timedelta(minutes=1)
    house.take_back(item)
    assert house.one(Hold, id=hold).status is HoldStatus.READY
    key = later(house, BillItem(item, amount=500))
    assert house.one(Hold, id=hold).status is HoldStatus.QUEUED
    assert house.count(Loan, returned_at=None) == 0 and house.count(Charge) == 1
    assert isinstance(house.desk().do(Undo(key)), Undone)
    kept = house.one(Hold, id=hold)
    assert kept.status is HoldStatus.READY and kept.copy_id == house.one(Item, barcode=item).id
