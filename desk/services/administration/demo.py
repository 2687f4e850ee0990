"""The demo library: Millbrook Library, with something of everything that a desk meets in a day."""

from dataclasses import replace

from desk.rules.vocabulary import ChargeKind, ContactKind, FileKind, PaymentKind, Reason
from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.products import SaveProduct
from desk.services.accounts.settling import AddCharge, Waive
from desk.services.accounts.tills import OpenTill
from desk.services.administration.library import NewBranch, NewLibrary, NewStaff, make_library
from desk.services.administration.opening import open_desk, staff_of
from desk.services.answers import Grant
from desk.services.database import Database
from desk.services.desk import Desk
from desk.services.imports.demo import import_demo
from desk.services.patrons.cards import GiveCard
from desk.services.patrons.details import Contact
from desk.services.patrons.files import AttachFile
from desk.services.patrons.form import FormShown, NextCard, ShowForm
from desk.services.patrons.register import ChangeDetails, Register
from desk.services.work import Work, finish

DEMO = NewLibrary(
    name="Millbrook Library",
    template="public",
    currency="USD",
    time_zone="America/New_York",
    branches=(NewBranch("MAIN", "Main branch"), NewBranch("NORTH", "Northgate")),
    staff=(
        NewStaff("amara", "Amara Okafor", "clerk", pin="1111"),
        NewStaff("jonas", "Jonas Park", "supervisor", pin="2222"),
        NewStaff("admin", "Demo administrator", "administrator"),
    ),
    desk_name="Desk 2",
    demo=True,
)
# A reader with something of everything on the account.
DEMO_ACCOUNT = "21234000993246"
# A reader who has registered twice, and one with two cards, two phones and a paper.
DEMO_TWICE = "21234000998559"
DEMO_FULL = "21234000998732"
PAPER = b"Electricity bill seen at the desk: 14 Church Row, Millbrook.\n"
PRICES = (
    SaveProduct("bag", "Tote bag", 350, ChargeKind.SALE, 1, 24),
    SaveProduct("page", "Copied page", 10, ChargeKind.PRINTING, 2),
    SaveProduct("colour", "Colour page", 50, ChargeKind.PRINTING, 3),
    SaveProduct("earphones", "Earphones", 200, ChargeKind.SALE, 4, 12),
    SaveProduct("usb", "USB stick", 600, ChargeKind.SALE, 5, 8),
    SaveProduct("book", "Used book", 100, ChargeKind.SALE, 6),
)


def make_demo(where: str) -> Database:
    """Make the demo library and fill it."""
    return finish(demo_work(where))


def _fill_till(desk: Desk) -> None:
    """The till of the first desk stands open, with its prices, and one account has a line of every kind."""
    found = staff_of(desk, "jonas")
    nobody = desk.staff
    desk.staff = found[0] if found is not None else nobody
    for price in PRICES:
        desk.do(price)
    desk.do(OpenTill(5000))
    desk.do(AddCharge(DEMO_ACCOUNT, ChargeKind.PRINTING, 240, "24 pages"))
    desk.do(AddCharge(DEMO_ACCOUNT, ChargeKind.REPLACEMENT_CARD, 200))
    desk.do(Pay(DEMO_ACCOUNT, 150, PaymentKind.CARD, reference="0417"))
    desk.do(Waive(DEMO_ACCOUNT, "Goodwill", amount=100))
    desk.do(Sell((Sold("page", 12),)))
    desk.staff = nobody


def _fill_readers(desk: Desk) -> None:
    """Somebody who registered twice, and an account with a card besides, a phone at work and a paper."""
    found = staff_of(desk, "jonas")
    nobody = desk.staff
    desk.staff = found[0] if found is not None else nobody
    number: str = desk.ask(NextCard())
    sure = tuple(Grant(reason, desk.staff.id) for reason in (Reason.MAYBE_KNOWN,))
    known = desk.ask(ShowForm(DEMO_TWICE))
    assert isinstance(known, FormShown)
    again = replace(known.details, given_name="Delbert J.", email="", phone="555-0198", contacts=(), expires_on=None)
    desk.do(Register(number, again, sure))
    shown = desk.ask(ShowForm(DEMO_FULL))
    assert isinstance(shown, FormShown)
    work = Contact(ContactKind.PHONE, "555-0199", "At work")
    desk.do(ChangeDetails(DEMO_FULL, replace(shown.details, contacts=(work,)), shown.base))
    desk.do(GiveCard(DEMO_FULL, str(desk.ask(NextCard()))))
    desk.do(AttachFile(DEMO_FULL, FileKind.PAPER, "proof-of-address.txt", PAPER))
    desk.staff = nobody


def demo_work(where: str) -> Work[Database]:
    """The same in steps, so that a window can show how far it is."""
    database = make_library(where, DEMO)
    desk: Desk = open_desk(where)
    try:
        yield from import_demo(desk)
        _fill_till(desk)
        _fill_readers(desk)
    finally:
        desk.database.close()
    return database
