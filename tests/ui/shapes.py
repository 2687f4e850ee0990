"""Plain values as the wording would make them."""

from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.wording.shapes import Card, Command, Figure, Note, Person, Pill, Row, Tone, Weight


def a_row(number: int = 0, tone: Tone = Tone.OK, *, needs_look: bool = False) -> Row:
    """One scanned item."""
    pill = Pill("Checked out", tone, "check")
    return Row(
        "book", f"Title {number}", "An author · FIC AUT", f"30500 {number:09}", "Sat 12 Dec", pill, tone, needs_look
    )


def a_block() -> Card:
    """An item held for another reader, with all that can be done."""
    commands = (
        Command("keep", "Keep for hold shelf", "Ctrl Enter", "bookmark", Weight.PRIMARY),
        Command("override", "Lend anyway", "F10", "shield-check"),
        Command("aside", "Set aside", "Esc", "", Weight.GHOST),
    )
    return Card(Tone.BAD, "ban", "Held for someone else", "A title, an author.", commands)


def a_person(notes: int = 3) -> Person:
    """A reader with several things to know."""
    figures = tuple(
        Figure(value, label) for value, label in (("7 / 30", "Items out"), ("1", "Overdue"), ("2", "Ready"))
    )
    some = tuple(Note(Tone.HOLD, "bookmark-check", f"Note {n}", "Some words to read.", "Ctrl+R") for n in range(notes))
    pills = (Pill("Adult resident", Tone.MUTE),)
    return Person("Marisol Lindqvist", "ML", "2 1234 0009 87768", pills, figures, some, "Card expires 3 Mar 2027", "")


def fill(checkout: CheckoutPage, checkin: CheckinPage) -> None:
    """A busy moment on both pages."""
    checkout.show_person(a_person())
    checkin.show_card(
        Card(Tone.HOLD, "bookmark", "Hold shelf, LIN-7765", "Piranesi, Susanna Clarke", a_block().commands)
    )
    for page in (checkout, checkin):
        page.add_row(a_row(1))
    checkout.show_card(a_block())
