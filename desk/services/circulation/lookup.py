"""What a scan is about: which card, copy or title it names, and what the desk shows of a copy without lending it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.models import hot, shown
from desk.models.finding import find_title_ids
from desk.models.shown import listed
from desk.rules.barcodes import CardNumber, DeskCommand, Isbn, Issn, ItemBarcode, Scan, ShortNumber, Words
from desk.rules.vocabulary import BarcodeKind, ItemStatus
from desk.services.answers import ItemFace, Thing, Unknown
from desk.services.circulation.facts import item_face, read_parameters
from desk.services.desk import Unit

FEW = 30
# How the journal marks a check-in of what was not on loan and lay about: it counts as use in the library.
IN_HOUSE = "in_house"


@dataclass(frozen=True, slots=True)
class FoundCard:
    """The scan is a library card on file."""

    number: str


@dataclass(frozen=True, slots=True)
class FoundItem:
    """The scan is a copy's barcode on file. `by_isbn` says that the book's own ISBN was scanned instead."""

    barcode: str
    by_isbn: str = ""


@dataclass(frozen=True, slots=True)
class FoundBoth:
    """One number is both a card and a copy: the clerk says which."""

    number: str


@dataclass(frozen=True, slots=True)
class FoundCommand:
    """A command barcode."""

    name: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a short list to pick from; `number` is what is scanned in its place."""

    number: str
    title: str
    detail: str
    icon: str


@dataclass(frozen=True, slots=True)
class FoundSeveral:
    """Words, a short number or an ISBN that fit several: pick one. An empty list is nobody."""

    text: str
    hits: tuple[Hit, ...]
    what: Thing


Found = FoundCard | FoundItem | FoundBoth | FoundCommand | FoundSeveral | Unknown


@dataclass(frozen=True, slots=True)
class Identify:
    """Find what a scan names. `first` is what this page reads before anything else: cards or copies."""

    scan: Scan
    first: BarcodeKind = BarcodeKind.PATRON

    def ask(self, unit: Unit) -> Found:
        """Try the readings in the order of ui.md 2.1; patterns decide, nothing is guessed."""
        if not self.scan.candidates:
            return Unknown(Thing.ITEM, self.scan.text)
        head = self.scan.candidates[0]
        if isinstance(head, DeskCommand):
            return FoundCommand(head.name)
        return self._by_number(unit) or self._by_publication(unit) or self._not_found(unit)

    def _by_number(self, unit: Unit) -> Found | None:
        numbers = self.scan.numbers
        if not numbers:
            return None
        known = shown.CARDS_AND_COPIES.all(unit.hot, {"listed": listed(unit.hot, numbers)})
        cards = {row.number for row in known if row.thing == "card"}
        items = {row.number for row in known if row.thing == "item"}
        for number in numbers:
            if number in cards and number in items:
                return FoundBoth(number)
            if number in cards:
                return FoundCard(number)
            if number in items:
                return FoundItem(number)
        return None

    def _by_publication(self, unit: Unit) -> Found | None:
        for candidate in self.scan.candidates:
            if isinstance(candidate, Isbn | Issn):
                return _copies_of(unit, candidate.number, self.scan.text)
        return None

    def _not_found(self, unit: Unit) -> Found:
        for candidate in self.scan.candidates:
            if isinstance(candidate, CardNumber):
                return Unknown(Thing.CARD, candidate.number, candidate.check_ok)
            if isinstance(candidate, ItemBarcode):
                return Unknown(Thing.ITEM, candidate.number, candidate.check_ok)
        for candidate in self.scan.candidates:
            if isinstance(candidate, ShortNumber):
                return self._by_tail(unit, candidate.digits)
        thing = Thing.CARD if self.first is BarcodeKind.PATRON else Thing.ITEM
        words = next((c.text for c in self.scan.candidates if isinstance(c, Words)), "")
        if any(letter.isdigit() for letter in words) and not set(words) & set(" @"):
            return Unknown(thing, words)
        return FoundSeveral(words, self._search(unit, words), thing)

    def _by_tail(self, unit: Unit, digits: str) -> Found:
        """The last digits of a number, if only one number ends so."""
        from desk.services.patrons.find import patrons_by_tail

        items = shown.COPIES_THAT_END.all(unit.hot, {"digits": digits, "limit": FEW})
        barcodes = [row.barcode for row in items]
        cards = patrons_by_tail(unit, digits, FEW)
        if len(cards) == 1 and (self.first is BarcodeKind.PATRON or not barcodes):
            return FoundCard(cards[0].number)
        if len(barcodes) == 1 and (self.first is BarcodeKind.ITEM or not cards):
            return FoundItem(barcodes[0])
        hits = cards if self.first is BarcodeKind.PATRON and cards else _item_hits(unit, barcodes)
        thing = Thing.CARD if self.first is BarcodeKind.PATRON else Thing.ITEM
        if not hits and thing is Thing.ITEM:  # "1984" is also a title
            hits = self._search(unit, digits)
        return FoundSeveral(digits, hits, thing) if hits else Unknown(thing, digits)

    def _search(self, unit: Unit, words: str) -> tuple[Hit, ...]:
        from desk.services.patrons.find import patrons_by_words

        if self.first is BarcodeKind.PATRON:
            return patrons_by_words(unit, words, FEW)
        return items_by_words(unit, words)


def _copies_of(unit: Unit, number: str, text: str) -> Found:
    """An ISBN scanned in place of the library's barcode: the only copy here, or the copies to pick from."""
    found = shown.PUBLISHED_AS.all(unit.hot, {"number": number, "branch": unit.branch, "limit": FEW})
    here = [row.barcode for row in found if row.here]
    if len(here) == 1:
        return FoundItem(here[0], by_isbn=number)
    everywhere = here or [row.barcode for row in found]
    if not everywhere:
        return Unknown(Thing.ITEM, text)
    return FoundSeveral(text, _item_hits(unit, everywhere), Thing.ITEM)


def items_by_words(unit: Unit, words: str) -> tuple[Hit, ...]:
    """Copies of the titles in which every word begins some word."""
    titles = find_title_ids(unit.hot, words, FEW)
    copies = shown.COPIES_OF_TITLES.all(unit.hot, {"listed": listed(unit.hot, titles), "limit": FEW})
    return _item_hits(unit, [row.barcode for row in copies])


@dataclass(frozen=True, slots=True)
class FindItems:
    """Copies by words, whatever else the words may be."""

    words: str

    def ask(self, unit: Unit) -> tuple[Hit, ...]:
        """The best few."""
        return items_by_words(unit, self.words)


def _item_hits(unit: Unit, barcodes: list[str]) -> tuple[Hit, ...]:
    rows = shown.HITS.all(unit.hot, {"listed": listed(unit.hot, barcodes)})
    return tuple(
        Hit(
            row.barcode,
            row.title,
            ", ".join(part for part in (row.author, row.call_number) if part),
            unit.policy.kinds[row.item_type_id].icon,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class ItemShown:
    """Where a copy is and belongs. Who has it is not told here."""

    item: ItemFace
    status: ItemStatus
    home: str
    here: bool
    due: datetime | None = None
    overdue: bool = False
    waiting: int = 0
    kept: bool = False
    in_transit_to: str = ""
    not_for_loan: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class ShowItem:
    """What the desk knows of one copy."""

    barcode: str

    def ask(self, unit: Unit) -> ItemShown | Unknown:
        """Find the copy, its loan, its transit and its queue."""
        row = hot.RETURN_FACTS.first(unit.hot, read_parameters(unit, item=self.barcode))
        if row is None:
            return Unknown(Thing.ITEM, self.barcode)
        return ItemShown(
            item=item_face(unit, row),
            status=row.status,
            home=unit.policy.branches[row.home_branch].name,
            here=row.holding_branch_id == unit.branch,
            due=row.loan_due_at,
            overdue=row.loan_due_at is not None and row.loan_due_at < unit.now,
            waiting=int(hot.QUEUE_LENGTH.value(unit.hot, {"title_id": row.title_id})),
            kept=bool(shown.KEPT_FOR.value(unit.hot, {"item_id": row.item_id})),
            in_transit_to=unit.policy.branches[row.transit_to].name if row.transit_id is not None else "",
            not_for_loan=row.not_for_loan or unit.policy.kinds[row.item_type_id].not_for_loan,
            restricted=row.restricted,
        )


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """What this desk has done today: acts that stand, by kind."""

    lent: int = 0
    returned: int = 0
    renewed: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class CountToday:
    """Today's figures of this desk, read from the journal."""

    def ask(self, unit: Unit) -> TodayCounts:
        """Count the acts of today at this desk; what was undone does not count."""
        calendar = unit.policy.calendars[unit.branch]
        begun = calendar.at(calendar.today(unit.now), 0)
        counts: dict[str, int] = {}
        for kind, source, method, count in shown.TODAY.all(unit.hot, {"begun": begun, "station": unit.station.id}):
            name = "renew" if source is not None else "use_in_house" if method == IN_HOUSE else kind
            counts[name] = counts.get(name, 0) + count
        return TodayCounts(
            counts.get("checkout", 0), counts.get("checkin", 0), counts.get("renew", 0), counts.get("use_in_house", 0)
        )


@dataclass(frozen=True, slots=True)
class LastOpenDay:
    """The day from which a book drop counts: the last day before today on which the branch was open."""

    def ask(self, unit: Unit) -> date:
        """Step back through the calendar."""
        calendar = unit.policy.calendars[unit.branch]
        return calendar.step(calendar.today(unit.now), -1) or calendar.today(unit.now)


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """One thing a reader has."""

    item: ItemFace
    out_at: datetime
    due: datetime
    overdue: bool
    days_late: int
    renewals: int
    allowed: int | None
    fine: int
    claimed: date | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class OpenLoans:
    """Everything that the reader with this card has, soonest due first."""

    card: str

    def ask(self, unit: Unit) -> tuple[OpenLoan, ...] | Unknown:
        """Each loan with its growing fine."""
        if shown.OWNER.value(unit.hot, {"card": self.card}) is None:
            return Unknown(Thing.CARD, self.card)
        barcodes = [row.barcode for row in shown.OUT.all(unit.hot, {"card": self.card})]
        rows = (hot.RENEWAL_FACTS.first(unit.hot, read_parameters(unit, item=barcode)) for barcode in barcodes)
        return tuple(open_loan(unit, row) for row in rows)


@dataclass(frozen=True, slots=True)
class CopiesOut:
    """The barcodes of all that the reader with this card has: one question, however much it is."""

    card: str

    def ask(self, unit: Unit) -> frozenset[str]:
        """Nothing for a card that is not on file."""
        return frozenset(row.barcode for row in shown.OUT.all(unit.hot, {"card": self.card}))


def open_loan(unit: Unit, row: Any) -> OpenLoan:
    """A loan as the desk lists it."""
    from desk.rules.overdue import days_overdue
    from desk.services.circulation.renew import late_fine

    rules = unit.policy.rules(unit.branch, row.category_id, row.item_type_id)
    return OpenLoan(
        item=item_face(unit, row),
        out_at=row.loan_out_at,
        due=row.loan_due_at,
        overdue=row.loan_due_at < unit.now,
        days_late=days_overdue(row.loan_due_at, unit.now, unit.policy.calendars[row.loan_branch]),
        renewals=row.loan_renewals,
        allowed=rules.renewals.value,
        fine=late_fine(unit, row, unit.now).amount,
        claimed=row.loan_claimed_on,
        lost=row.loan_lost_at is not None,
    )
