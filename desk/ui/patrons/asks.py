"""What the card asks for when something is done with a reader: a card, a note, a restriction, a day."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.money import minor_units
from desk.rules.vocabulary import CardStatus, NoteKind, RestrictionKind
from desk.ui.administration.forms import LineField
from desk.ui.parts.chips import Choice
from desk.ui.patrons.asking import Blank, BlanksAsk, Filled, read_iso
from desk.wording.patrons.fields import field_word, note_words, restriction_words
from desk.wording.shapes import Card, Tone

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

CARD = "card"


class Asks:
    """Each question stands in the card; scanning on is always safe, and a scanned card goes where one is wanted."""

    def __init__(self, page: "PatronsPage") -> None:
        self._page = page

    def _ask(
        self,
        headline: str,
        icon: str,
        yes: str,
        blanks: tuple[Blank, ...],
        then: Callable[[Filled], None],
        trouble: Callable[[Filled], dict[str, str]] | None = None,
    ) -> None:
        page = self._page
        page.show_card(Card(Tone.INFO, icon, headline))
        ask = BlanksAsk(page.look, "", yes, blanks, page.place().today, trouble)

        def filled(said: Any) -> None:
            page.card.close_ask()
            then(said)

        ask.filled.connect(filled)
        ask.cancelled.connect(page.set_aside)
        page.card.ask_with(ask)

    def takes_card(self, number: str) -> bool:
        """A scanned card goes into the blank that waits for one."""
        ask = self._page.card.ask
        box = ask.boxes.get(CARD) if isinstance(ask, BlanksAsk) else None
        if not isinstance(box, LineField):
            return False
        box.line.setText(number)
        box.setFocus()
        return True

    def card(self, replaces: CardStatus | None, then: Callable[[CardStatus | None, str], None]) -> None:
        """A new card: scan it, or type its number."""
        heads = {
            None: _("Another card besides"),
            CardStatus.REPLACED: _("A card in place of this one"),
            CardStatus.LOST: _("This card is lost: nothing more is lent on it"),
        }
        blank = Blank(CARD, _("New card"), hint=_("Scan it, or type its number."))
        self._ask(
            heads[replaces],
            "id-card",
            _("Give this card"),
            (blank,),
            lambda said: then(replaces, said[CARD].replace(" ", "")),
            _needed(CARD),
        )

    def guarantor(self, then: Callable[[str], None]) -> None:
        """Who answers for the reader; an empty box is nobody."""
        hint = _("Scan it. Empty: nobody answers for them any more.")
        blank = Blank(CARD, field_word("guarantor"), hint=hint)
        self._ask(
            _("Who answers for this reader?"),
            "users",
            _("Answers for them"),
            (blank,),
            lambda said: then(said[CARD].replace(" ", "")),
        )

    def other(self, then: Callable[[str], None]) -> None:
        """The other record of the same person."""
        blank = Blank(CARD, _("Card of the other record"), hint=_("Scan it, or type its number."))
        self._ask(
            _("Which record is the same person?"),
            "users",
            _("Put them side by side"),
            (blank,),
            lambda said: then(said[CARD].replace(" ", "")),
            _needed(CARD),
        )

    def note(self, then: Callable[[NoteKind, str, date | None, str], None]) -> None:
        """A note, its sort, how long and where it is shown."""
        sorts = tuple(Choice(sort, words) for sort, words in note_words().items())
        standing = self._page.desk.standing
        here = self._branch()
        places = (Choice("", _("At all branches")), Choice(here, standing.branch if standing is not None else here))
        blanks = (
            Blank("text", _("Note"), wide=True),
            Blank("sort", _("Sort"), NoteKind.NOTE, sorts),
            Blank("branch", _("Shown"), "", places),
            Blank("until", _("Until"), day=True, hint=_("until archived")),
        )
        self._ask(
            _("A note on this account"),
            "sticky-note",
            _("Keep the note"),
            blanks,
            lambda said: then(NoteKind(said["sort"]), said["text"], read_iso(said["until"]), said["branch"]),
            _needed("text"),
        )

    def _branch(self) -> str:
        return self._page.branch_code

    def restriction(self, then: Callable[[RestrictionKind, str, date | None, int | None, bool], None]) -> None:
        """Why, until when, and what lifts it by itself."""
        kinds = tuple(
            Choice(kind, words) for kind, words in restriction_words().items() if kind is not RestrictionKind.SUSPENSION
        )
        currency = self._page.place().currency
        blanks = (
            Blank("kind", _("Why"), RestrictionKind.MANUAL, kinds),
            Blank("reason", _("In words"), wide=True),
            Blank("above", _("Only while more is owed than"), hint=_("A sum, or empty.")),
            Blank("until", _("Until"), day=True, hint=_("until lifted")),
            Blank("overdue", _("Only while something is overdue"), tick=True),
        )

        def trouble(said: Filled) -> dict[str, str]:
            try:
                _sum(said["above"], currency)
            except ValueError:
                return {"above": _("Write a sum such as 5.00.")}
            return {}

        def filled(said: Filled) -> None:
            above = _sum(said["above"], currency)
            then(RestrictionKind(said["kind"]), said["reason"], read_iso(said["until"]), above, bool(said["overdue"]))

        self._ask(_("No lending to this reader"), "ban", _("Restrict"), blanks, filled, trouble)

    def expiry(self, then: Callable[[date | None], None]) -> None:
        """Until when a card is good, where no rule says it."""
        blank = Blank("day", _("Good until"), day=True, hint=_("no day yet"))
        self._ask(
            _("Until when is the card good?"),
            "calendar-days",
            _("Renew the card"),
            (blank,),
            lambda said: then(read_iso(said["day"])),
            _needed("day"),
        )

    def due(self, title: str, then: Callable[[date | None], None]) -> None:
        """Another due date."""
        blank = Blank("day", _("Due"), day=True, hint=_("as the rules say"))
        self._ask(
            _("Another due date for {title}").format(title=title),
            "calendar-days",
            _("Renew to this day"),
            (blank,),
            lambda said: then(read_iso(said["day"])),
        )

    def missing(self, title: str, then: Callable[[str], None]) -> None:
        """Where a claimed copy was looked for, before it is given up."""
        self._ask(
            _("{title} was claimed and is not found").format(title=title),
            "search",
            _("It is missing"),
            (Blank("why", _("Where it was looked for"), wide=True),),
            lambda said: then(said["why"]),
            _needed("why"),
        )

    def suspend(self, title: str, then: Callable[[date | None], None]) -> None:
        """From when on a hold is wanted."""
        blank = Blank("day", _("Not before"), day=True, hint=_("until taken up"))
        self._ask(
            _("{title}: not before a day").format(title=title),
            "calendar-days",
            _("Put it off"),
            (blank,),
            lambda said: then(read_iso(said["day"])),
        )


def _needed(name: str) -> Callable[[Filled], dict[str, str]]:
    def trouble(said: Filled) -> dict[str, str]:
        return {} if said[name] else {name: _("This is needed."), **({"": _("Give a day.")} if name == "day" else {})}

    return trouble


def _sum(text: str, currency: str) -> int | None:
    return minor_units(text.replace(",", "."), currency) if text else None
