"""What a scan names, and what the desk shows of readers and copies."""

from datetime import date, timedelta

from desk.models import Hold, Item, PatronNote, TitleIdentifier
from desk.models.search import write_patron_words, write_title_words
from desk.rules.barcodes import read_scan
from desk.rules.vocabulary import BarcodeKind, NoteKind, Reason
from desk.services.answers import Thing, Unknown
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.lookup import (
    CountToday,
    Found,
    FoundBoth,
    FoundCard,
    FoundCommand,
    FoundItem,
    FoundSeveral,
    Identify,
    ItemShown,
    LastOpenDay,
    OpenLoans,
    ShowItem,
)
from desk.services.circulation.undo import Undo
from desk.services.patrons.panel import OpenPatron, PatronOpened
from tests.makers import NOW, House


def identify(house: House, raw: str, first: BarcodeKind = BarcodeKind.PATRON) -> Found:
    desk = house.desk()
    return desk.ask(Identify(read_scan(raw, desk.rulebook().patterns), first))


def test_cards_and_copies_are_found_whatever_the_scanner_adds(house: House) -> None:
    card, item = house.card(), house.item()
    assert identify(house, f"]F0A{card}B\r") == FoundCard(card)
    assert identify(house, f"\x02{item}\x03") == FoundItem(item)
    assert identify(house, house.item(barcode="CONC4000036")) == FoundItem("CONC4000036")


def test_one_number_that_is_both_is_asked(house: House) -> None:
    card = house.card()
    house.item(barcode=card)
    assert identify(house, card) == FoundBoth(card)


def test_a_number_that_is_not_on_file_is_told_with_its_check_digit(house: House) -> None:
    assert identify(house, "29990000000091") == Unknown(Thing.CARD, "29990000000091", check_ok=False)
    assert identify(house, "39990000000019") == Unknown(Thing.ITEM, "39990000000019", check_ok=False)
    assert identify(house, "X12-99", BarcodeKind.ITEM) == Unknown(Thing.ITEM, "X12-99")


def test_an_isbn_finds_the_only_copy_here_or_asks_which(house: House) -> None:
    item = house.item()
    title = house.one(Item, barcode=item).title_id
    house.put(TitleIdentifier(title_id=title, value="9780306406157", kind="isbn"))
    assert identify(house, "0-306-40615-2") == FoundItem(item, by_isbn="9780306406157")
    other = house.item(title=title)
    found = identify(house, "9780306406157")
    assert isinstance(found, FoundSeveral) and {hit.number for hit in found.hits} == {item, other}
    assert identify(house, "9780131103627") == Unknown(Thing.ITEM, "9780131103627")


def test_the_last_digits_are_enough_where_only_one_number_ends_so(house: House) -> None:
    card = house.card()
    assert identify(house, card[-5:]) == FoundCard(card)
    item = house.item()
    assert identify(house, item[-5:], BarcodeKind.ITEM) == FoundItem(item)


def test_words_find_readers_at_check_out_and_copies_at_check_in(house: House) -> None:
    card, item = house.card(family_name="Müller", given_name="Zoë"), house.item()
    with house.database.act() as connection:
        write_patron_words(connection, [(house.patron(card), f"Müller Zoë {card}")])
        write_title_words(connection, [(house.one(Item, barcode=item).title_id, "Gödel, Escher, Bach Hofstadter")])
        connection.commit()
    found = identify(house, "mull zoe")
    assert isinstance(found, FoundSeveral) and [hit.number for hit in found.hits] == [card]
    assert card not in found.hits[0].detail and found.hits[0].title == "Müller, Zoë"
    copies = identify(house, "godel bach", BarcodeKind.ITEM)
    assert isinstance(copies, FoundSeveral) and [hit.number for hit in copies.hits] == [item]
    nobody = identify(house, 'o\'brien "or" 1=1 --')
    assert isinstance(nobody, FoundSeveral | Unknown)


def test_a_command_barcode(house: House) -> None:
    assert identify(house, "%%DONE") == FoundCommand("DONE")


def test_the_patron_panel(house: House) -> None:
    card = house.card(expires_on=date(2026, 3, 30), family_name="Abbott")
    item, kept = house.item(), house.item()
    house.lend(card, item, due_on=date(2026, 3, 12))
    house.hold(card, kept)
    house.take_back(kept)
    house.charge(card, 340)
    house.put(
        PatronNote(
            patron_id=house.patron(card), kind=NoteKind.ALERT, text="Has our umbrella", written_on=date(2026, 3, 1)
        )
    )
    house.clock.now = NOW + timedelta(days=4)
    opened = house.desk().ask(OpenPatron(card))
    assert isinstance(opened, PatronOpened)
    assert (opened.out, opened.limit, opened.overdue, opened.owes) == (1, 30, 1, 360)
    assert opened.ready is not None and opened.ready.count == 1
    assert opened.longest_overdue is not None and opened.longest_overdue.days == 2
    assert (opened.expiring_soon, opened.notes[0].text, opened.blocks) == (True, "Has our umbrella", ())


def test_only_holds_that_can_still_be_fetched_are_told_as_ready(house: House) -> None:
    card, over, there, timed = house.card(), house.item(), house.item(), house.item()
    holds = []
    for item in (over, there, timed):
        holds.append(house.hold(card, item))
        house.take_back(item)
    house.change(Hold, holds[0], shelf_until=NOW.date() + timedelta(days=1), shelf_code="OLD")
    house.change(Hold, holds[1], shelf_until=NOW.date() + timedelta(days=9), shelf_code="NEW")
    house.change(Hold, holds[2], shelf_until=NOW.date(), shelf_until_at=NOW + timedelta(minutes=5), shelf_code="TIMED")
    told = []
    for later in (timedelta(), timedelta(hours=1), timedelta(days=3), timedelta(days=23)):
        house.clock.now = NOW + later
        ready = house.desk().ask(OpenPatron(card)).ready
        told.append((ready.count, ready.shelf_code, ready.until.day) if ready is not None else None)
    first, second, third = (NOW.date() + timedelta(days=days) for days in (0, 1, 9))
    assert told == [(3, "TIMED", first.day), (2, "OLD", second.day), (1, "NEW", third.day), None]


def test_an_old_card_opens_its_reader_and_is_named(house: House) -> None:
    opened = house.desk().ask(OpenPatron(house.card(card_status="replaced")))
    assert isinstance(opened, PatronOpened)
    assert [block.reason for block in opened.blocks] == [Reason.CARD_REPLACED]


def test_a_copy_is_shown_without_its_reader(house: House) -> None:
    item = house.item()
    house.lend(house.card(family_name="Secretname"), item)
    shown = house.desk().ask(ShowItem(item))
    assert isinstance(shown, ItemShown) and shown.due is not None
    assert "Secretname" not in repr(shown)


def test_today_counts_what_stands(house: House) -> None:
    card, items, desk = house.card(), [house.item() for _ in range(3)], house.desk()
    for item in items:
        house.lend(card, item)
    desk.do(Checkin(items[0]))
    desk.do(Undo())
    counts = desk.ask(CountToday())
    assert (counts.lent, counts.returned, counts.renewed) == (3, 0, 0)


def test_open_loans_come_soonest_due_first_with_their_fines(house: House) -> None:
    card, late, later = house.card(), house.item(), house.item()
    house.lend(card, later, due_on=date(2026, 4, 1))
    house.lend(card, late, due_on=date(2026, 3, 12))
    house.clock.now = NOW + timedelta(days=5)
    loans = house.desk().ask(OpenLoans(card))
    assert isinstance(loans, tuple)
    assert [(loan.item.barcode, loan.days_late, loan.fine) for loan in loans] == [(late, 3, 30), (later, 0, 0)]


def test_a_book_drop_counts_from_the_last_open_day(house: House) -> None:
    house.calendar([{"branch_id": 1, "weekday": day, "opens": 540, "closes": 1080} for day in (0, 4)], [])
    assert house.desk().ask(LastOpenDay()) == date(2026, 3, 9)


def test_a_debt_that_stops_nothing_yet_is_told_in_the_panel(house: House) -> None:
    from desk.services.patrons.panel import OpenPatron, PatronOpened
    from desk.wording.context import place_of
    from desk.wording.patrons.panel import person

    house.policy({"loan": "21 days", "debt_warning": "2.00", "debt_limit": "10.00"})
    card, desk = house.card(), house.desk()
    house.charge(card, 200)
    opened = desk.ask(OpenPatron(card))
    assert isinstance(opened, PatronOpened)
    assert "wallet" not in [note.icon for note in person(opened, place_of(desk)).notes]
    house.charge(card, 100)
    opened = desk.ask(OpenPatron(card))
    assert isinstance(opened, PatronOpened)
    [note] = [each for each in person(opened, place_of(desk)).notes if each.icon == "wallet"]
    assert "3.00" in note.title and "2.00" in note.text and not opened.blocks
