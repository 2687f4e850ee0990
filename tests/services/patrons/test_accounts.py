"""What stands on an account: cards, marks, restrictions, notes, family, files; each taken back."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.models import Card, JournalRow, Patron, PatronFile
from desk.rules.queue import Move
from desk.rules.vocabulary import CardStatus, FileKind, Mark, NoteKind, Reason, RestrictionKind
from desk.services.answers import Unknown
from desk.services.circulation.answers import Lent
from desk.services.circulation.undo import Undo
from desk.services.holds.changing import EditHold
from desk.services.holds.ending import CancelHold
from desk.services.holds.queueing import MoveHold, SuspendHold
from desk.services.holds.shelf import NameReader
from desk.services.patrons.account import Account, OpenAccount, RecentReaders
from desk.services.patrons.answers import CardGiven, CardMarked, GrownUp, PersonalShown
from desk.services.patrons.cards import GiveCard, MarkCard
from desk.services.patrons.family import GrowUp, LinkGuarantor
from desk.services.patrons.files import AttachFile, GiveFile, RemoveFile
from desk.services.patrons.notes import ArchiveNote, WriteNote
from desk.services.patrons.showing import ShowPersonal
from desk.services.patrons.standing import LiftRestriction, MarkReader, Restrict
from tests.makers import NOW, House, barcode
from tests.rows import row
from tests.services.patrons.people import change, reasons, registered

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def account(house: House, card: str) -> Account:
    """The page of a reader."""
    answer: Any = house.desk().ask(OpenAccount(card))
    assert isinstance(answer, Account)
    return answer


@row("patrons", 18, 21)
def test_a_card_is_replaced_and_the_old_number_still_finds_its_reader(house: House) -> None:
    house.policy({"loan": "21 days", "card_fee": "2.50"})
    old, new, desk = registered(house), barcode("2", 900), house.desk()
    answer: Any = desk.do(GiveCard(old, new, CardStatus.REPLACED))
    assert isinstance(answer, CardGiven) and answer.charged == 250
    assert account(house, old).opened.patron == account(house, new).opened.patron.__class__(
        account(house, new).opened.patron.id, "Lindqvist", "Marisol", "", old
    )
    item = house.item()
    assert reasons(house.lend(old, item)) == (Reason.CARD_REPLACED,)
    assert isinstance(house.lend(new, item), Lent)
    assert reasons(desk.do(GiveCard(new, old))) == (Reason.CARD_TAKEN,)
    assert isinstance(desk.do(GiveCard("nobody", new)), Unknown)


@row("patrons", 19, 20)
def test_a_lost_card_is_found_again(house: House) -> None:
    card, desk, item = registered(house), house.desk(), house.item()
    answer: Any = desk.do(MarkCard(card, CardStatus.LOST))
    assert isinstance(answer, CardMarked) and answer.was is CardStatus.ACTIVE
    assert reasons(house.lend(card, item)) == (Reason.CARD_LOST,)
    second = barcode("2", 901)
    assert isinstance(desk.do(GiveCard(card, second)), CardGiven)
    desk.do(MarkCard(card, CardStatus.ACTIVE))
    assert isinstance(house.lend(card, item), Lent), "both cards are in use now"
    assert [each.status for each in account(house, card).cards] == [CardStatus.ACTIVE] * 2
    desk.do(MarkCard(second, CardStatus.REPLACED))
    assert reasons(desk.do(MarkCard(card, CardStatus.REPLACED))) == (Reason.LAST_CARD,)
    desk.do(Undo())
    assert house.one(Card, number=second).status is CardStatus.ACTIVE


def test_a_card_that_was_given_by_mistake_is_taken_back(house: House) -> None:
    house.policy({"loan": "21 days", "card_fee": "2.50"})
    card, desk = registered(house), house.desk()
    desk.do(GiveCard(card, barcode("2", 902), CardStatus.LOST))
    assert account(house, card).opened.owes == 250
    desk.do(Undo())
    assert house.count(Card) == 1 and house.one(Card).status is CardStatus.ACTIVE
    assert account(house, card).opened.owes == 0


@row("patrons", 27)
def test_b22_a_dated_restriction_and_one_without_end(house: House) -> None:
    card, desk, item = registered(house), house.desk(), house.item()
    desk.do(Restrict(card, RestrictionKind.CONDUCT, "Noise", date(2026, 3, 20)))
    refused: Any = house.lend(card, item)
    assert reasons(refused) == (Reason.RESTRICTED,) and refused.blocks[0].fact.day == date(2026, 3, 20)
    desk.do(Restrict(card, RestrictionKind.MANUAL, "For good"))
    refused = house.lend(card, item)
    assert refused.blocks[0].fact.day is None and refused.blocks[0].fact.name == "For good"
    desk.do(Undo())
    house.clock.set(2026, 3, 21, 12)
    assert isinstance(house.lend(card, item), Lent)
    assert reasons(desk.do(Restrict(card, until=date(2026, 3, 1)))) == (Reason.IN_PAST,)


@row("patrons", 28)
def test_b24_a_restriction_ends_when_enough_is_paid(house: House) -> None:
    from desk.models import Charge

    card, desk, item = registered(house), house.desk(), house.item()
    charge = house.charge(card, 1000)
    desk.do(Restrict(card, RestrictionKind.UNPAID, "Over five", above=500))
    desk.do(Restrict(card, RestrictionKind.UNPAID, "Anything", above=0))
    assert [each.stands for each in account(house, card).restrictions] == [True, True]
    house.change(Charge, charge, outstanding=500)
    assert [each.stands for each in account(house, card).restrictions] == [False, True]
    assert reasons(house.lend(card, item)) == (Reason.RESTRICTED,)
    house.change(Charge, charge, outstanding=0)
    assert isinstance(house.lend(card, item), Lent)


@row("patrons", 29)
def test_a_restriction_ends_when_nothing_is_overdue_any_more(house: House) -> None:
    card, desk, late, item = registered(house), house.desk(), house.item(), house.item()
    house.lend(card, late)
    house.clock.set(2026, 4, 15, 12)
    desk.do(Restrict(card, RestrictionKind.OVERDUE, "Bring it back", while_overdue=True))
    assert reasons(house.lend(card, item)) == (Reason.RESTRICTED,)
    house.take_back(late)
    assert isinstance(house.lend(card, item), Lent)


@row("patrons", 30)
def test_a_restriction_is_lifted_by_hand_and_stands_again(house: House) -> None:
    card, desk, item = registered(house), house.desk(), house.item()
    desk.do(Restrict(card, RestrictionKind.CONDUCT, "Noise"))
    key = house.journal()[-1].key
    [standing] = account(house, card).restrictions
    desk.do(LiftRestriction(card, standing.id))
    assert account(house, card).restrictions == ()
    assert reasons(desk.do(LiftRestriction(card))) == (Reason.NOTHING_NEW,)
    assert reasons(desk.do(Undo(key))) == (Reason.LATER_ACT,)
    desk.do(Undo())
    assert reasons(house.lend(card, item)) == (Reason.RESTRICTED,)


@row("patrons", 31)
@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (Mark.BARRED, Reason.BARRED),
        (Mark.INACTIVE, Reason.INACTIVE),
        (Mark.DECEASED, Reason.INACTIVE),
        (Mark.ADDRESS_GONE, Reason.ADDRESS_GONE),
        (Mark.IN_COLLECTIONS, Reason.IN_COLLECTIONS),
    ],
)
def test_what_is_said_of_an_account_stops_lending_until_it_is_taken_back(
    house: House, mark: Mark, reason: Reason
) -> None:
    card, desk, item = registered(house), house.desk(), house.item()
    desk.do(MarkReader(card, mark))
    refused: Any = house.lend(card, item)
    assert reasons(refused) == (reason,) and refused.never is (reason is Reason.INACTIVE)
    assert mark in account(house, card).marks
    assert reasons(desk.do(MarkReader(card, mark))) == (Reason.NOTHING_NEW,)
    desk.do(Undo())
    assert account(house, card).marks == () and isinstance(house.lend(card, item), Lent)


@row("patrons", 32)
def test_a_note_is_shown_here_until_its_day_or_until_it_is_read(house: House) -> None:
    card, desk = registered(house), house.desk()
    desk.do(WriteNote(card, NoteKind.NOTE, "Prefers large print"))
    desk.do(WriteNote(card, NoteKind.ALERT, "Ask for the form", until=date(2026, 3, 12), branch="NORTH"))
    assert [note.text for note in account(house, card).opened.notes] == ["Prefers large print"]
    from desk.services.patrons.panel import OpenPatron, PatronOpened

    there: Any = house.desk("NORTH").ask(OpenPatron(card))
    assert isinstance(there, PatronOpened)
    assert [note.text for note in there.notes] == ["Ask for the form", "Prefers large print"]
    house.clock.now = NOW + timedelta(days=3)
    assert len(house.desk("NORTH").ask(OpenPatron(card)).notes) == 1  # type: ignore[union-attr]
    note = next(each for each in account(house, card).notes if each.kind is NoteKind.NOTE)
    desk.do(ArchiveNote(card, note.id))
    assert account(house, card).opened.notes == ()
    assert [each.archived for each in account(house, card).notes] == [False, True]
    assert reasons(desk.do(ArchiveNote(card, note.id))) == (Reason.NOTHING_NEW,)
    desk.do(Undo())
    assert len(account(house, card).opened.notes) == 1
    assert reasons(desk.do(WriteNote(card, NoteKind.NOTE, " "))) == (Reason.NEEDED,)
    assert reasons(desk.do(WriteNote(card, NoteKind.NOTE, "x", branch="MOON"))) == (Reason.NO_SUCH_CODE,)


@row("patrons", 25)
def test_p5_a_family_with_what_each_has_and_owes(house: House) -> None:
    parent = registered(house, family_name="Lindqvist")
    names = (("Zebra", "Vulture"), ("Yak", "Unicorn"), ("Xerus", "Walrus"))
    cards = [
        registered(house, 600 + at, family_name=family, given_name=given, guarantor=parent, category="child")
        for at, (family, given) in enumerate(names)
    ]
    item = house.item()
    house.lend(cards[1], item)
    house.clock.set(2026, 4, 10, 12)
    family = account(house, parent).family
    assert [each.patron.family_name for each in family] == ["Lindqvist", "Xerus", "Yak", "Zebra"]
    assert [(each.out, each.overdue, each.owes) for each in family] == [(0, 0, 0), (0, 0, 0), (1, 1, 100), (0, 0, 0)]
    assert [each.guarantee for each in family] == [False, True, True, True]
    assert [each.guarantor for each in account(house, cards[0]).family] == [True, False, False, False]
    house.desk().do(LinkGuarantor(cards[0], ""))
    assert account(house, cards[0]).family == ()
    house.desk().do(Undo())
    assert len(account(house, cards[0]).family) == 4


@row("patrons", 25)
def test_b13_what_a_guarantee_owes_stops_the_guarantor(house: House) -> None:
    house.policy({"loan": "21 days", "guarantees_debt_limit": "5.00"})
    parent = registered(house)
    child = registered(house, 601, given_name="Aino", guarantor=parent, category="child")
    house.charge(child, 1000)
    refused: Any = house.lend(parent, house.item())
    assert reasons(refused) == (Reason.GUARANTEES_OWE,) and refused.blocks[0].fact.amount == 1000


@row("patrons", 26)
def test_a_child_grows_up_at_the_desk_and_in_the_night(house: House) -> None:
    from desk.chores.nightly import nightly
    from desk.services.work import finish

    house.policy({"loan": "21 days"}, {"category": "child", "adult_at": 18, "adult_category": "adult"})
    card = registered(house, category="child", birth_date=date(2008, 3, 10))
    young = registered(house, 602, given_name="Aino", category="child", birth_date=date(2008, 3, 11))
    assert account(house, card).opened.grows_up and not account(house, young).opened.grows_up
    answer: Any = house.desk().do(GrowUp(card))
    assert isinstance(answer, GrownUp) and (answer.was, answer.category) == ("Child", "Adult")
    assert reasons(house.desk().do(GrowUp(young))) == (Reason.NOTHING_NEW,)
    house.desk().do(Undo())
    house.clock.now = NOW + timedelta(days=2)
    reports = finish(nightly(house.desk(login="admin")))
    assert sum(each.count for report in reports for each in report.others) == 2
    assert {each.opened.category for each in (account(house, card), account(house, young))} == {"Adult"}


def test_a_picture_and_papers_come_and_go(house: House) -> None:
    unasked = registered(house, 900)
    card, desk = registered(house, photo_allowed=True), house.desk()
    assert reasons(desk.do(AttachFile(unasked, FileKind.PHOTO, "me.png", PNG))) == (Reason.NO_CONSENT,)
    assert reasons(desk.do(AttachFile(card, FileKind.PHOTO, "cv.pdf", b"%PDF"))) == (Reason.NO_PICTURE,)
    assert reasons(desk.do(AttachFile(card, FileKind.PAPER, "", b""))) == (Reason.NEEDED,)
    assert reasons(desk.do(AttachFile(card, FileKind.PAPER, "big", b"0" * 10_000_001))) == (Reason.TOO_LARGE,)
    desk.do(AttachFile(card, FileKind.PHOTO, "me.png", PNG))
    desk.do(AttachFile(card, FileKind.PHOTO, "me2.png", PNG + b"2"))
    desk.do(AttachFile(card, FileKind.PAPER, "form.pdf", b"%PDF"))
    shown = account(house, card)
    assert shown.photo == PNG + b"2" and [each.name for each in shown.papers] == ["form.pdf"]
    given: Any = desk.ask(GiveFile(card, shown.papers[0].id))
    assert (given.media, given.content) == ("application/pdf", b"%PDF")
    desk.do(RemoveFile(card, shown.papers[0].id))
    assert account(house, card).papers == ()
    desk.do(Undo())
    desk.do(Undo())
    desk.do(Undo())
    assert account(house, card).photo == PNG, "the earlier picture is back"
    assert all("iVBOR" not in (entry.private or "") for entry in house.journal())


@row("patrons", 44)
def test_looking_at_what_is_hidden_is_written_down_and_what_was_seen_is_not(house: House) -> None:
    card = registered(house, birth_date=date(1984, 6, 17), address="14 Mill Lane")
    desk = house.desk(login="ada")
    shown: Any = desk.do(ShowPersonal(card))
    assert isinstance(shown, PersonalShown)
    assert (shown.birth_date, shown.address) == (date(1984, 6, 17), "14 Mill Lane")
    entry = house.journal()[-1]
    assert (entry.kind, entry.person, entry.staff_id) == ("show_personal", house.patron(card), desk.staff.id)
    assert "1984" not in (entry.private or "") and "Mill" not in (entry.private or "")


def test_who_was_at_this_desk_today(house: House) -> None:
    first, second = registered(house), registered(house, 603, family_name="Haddad", given_name="Yusuf")
    house.lend(first, house.item())
    assert [each.card for each in house.desk().ask(RecentReaders())] == [first, second]
    assert house.desk("NORTH").ask(RecentReaders()) == ()
    house.clock.now = NOW + timedelta(days=1)
    assert house.desk().ask(RecentReaders()) == ()


def test_nobody_is_told_as_here_whose_hold_or_copy_was_only_worked_with(house: House) -> None:
    here, waits, other, borrower = (house.card() for _number in range(4))
    item, lent = house.item(), house.item()
    hold = house.hold(waits, item)
    house.hold(other, item)
    house.lend(borrower, lent)
    house.clock.now = NOW + timedelta(days=1)
    desk = house.desk()
    for act in (MoveHold(hold, Move.DOWN), SuspendHold(hold), Undo(), EditHold(hold, "Large print"), NameReader(hold)):
        desk.do(act)
    desk.do(CancelHold(hold, "No copy"))
    house.take_back(lent)
    assert {row.person for row in house.journal()} >= {house.patron(waits), house.patron(borrower)}
    assert desk.ask(RecentReaders()) == ()
    desk.do(ShowPersonal(here))
    assert [each.card for each in desk.ask(RecentReaders())] == [here]


def test_history_is_only_for_who_keeps_it(house: House) -> None:
    card, item = registered(house), house.item()
    house.lend(card, item)
    house.take_back(item)
    assert account(house, card).history is None
    change(house, card, keeps_history=True)
    history = account(house, card).history
    assert history is not None and [line.barcode for line in history] == [item]


def test_a_clerk_may_restrict_but_not_merge_or_delete(house: House) -> None:
    from desk.services.patrons.leaving import DeleteReader
    from desk.services.patrons.merge import MergeReaders

    card, desk = registered(house), house.desk(login="ada")
    assert not isinstance(desk.do(Restrict(card)), Unknown)
    for act in (MergeReaders(card, card), DeleteReader(card)):
        assert reasons(desk.do(act)) == (Reason.NOT_ALLOWED,)
    assert house.count(Patron) == 1 and house.count(PatronFile) == 0 and house.count(JournalRow) >= 2
