"""Why something is not done, in words: what is the case, then what to do."""

from collections.abc import Callable

from desk.i18n import _, ngettext
from desk.rules.blocks import Block, Fact
from desk.rules.vocabulary import Reason
from desk.wording.context import Place
from desk.wording.patrons.fields import field_word


def block_sentence(block: Block, place: Place) -> str:
    """One reason as one short sentence without a full stop."""
    if block.reason is Reason.RESTRICTED and block.source is not None and block.fact.day is not None:
        return _("No lending until {day}, for a late return").format(day=place.day(block.fact.day))
    return SENTENCES[block.reason](block.fact, place)


def _restricted(fact: Fact, place: Place) -> str:
    said = _("Restricted until {day}").format(day=place.day(fact.day)) if fact.day else _("Restricted")
    return _("{restricted}: {reason}").format(restricted=said, reason=fact.name) if fact.name else said


def _owes(fact: Fact, place: Place) -> str:
    return _("Owes {sum}, limit is {limit}").format(
        sum=place.money(fact.amount or 0), limit=place.money(fact.limit or 0)
    )


def _overdues(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("{count} item overdue", "{count} items overdue", count).format(count=count)


def _lost_items(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("{count} lost item", "{count} lost items", count).format(count=count)


def _too_many(fact: Fact, place: Place) -> str:
    return _("{count} of {limit} out").format(count=fact.amount, limit=fact.limit)


def _too_many_of_type(fact: Fact, place: Place) -> str:
    return _("{count} of {limit} of this kind out").format(count=fact.amount, limit=fact.limit)


def _pieces(fact: Fact, place: Place) -> str:
    if fact.name:
        return _("{pieces}: check that all are there").format(pieces=fact.name)
    return _("{count} pieces: check that all are there").format(count=fact.amount)


def _renew_overdue(fact: Fact, place: Place) -> str:
    if fact.day is not None:
        return _("Overdue since {day}, so it is not renewed").format(day=place.day(fact.day))
    return _("Something is overdue, so nothing is renewed")


def _too_many_renewals(fact: Fact, place: Place) -> str:
    if not fact.limit:
        return _("Not renewable")
    return _("Renewed {count} times, {limit} allowed").format(count=fact.amount, limit=fact.limit)


def _debt(text: Callable[[], str]) -> Callable[[Fact, Place], str]:
    """A sentence about a sum and its limit."""
    return lambda fact, place: text().format(sum=place.money(fact.amount or 0), limit=place.money(fact.limit or 0))


def _sum(text: Callable[[], str]) -> Callable[[Fact, Place], str]:
    return lambda fact, place: text().format(sum=place.money(fact.amount or 0))


def _count(text: Callable[[], str]) -> Callable[[Fact, Place], str]:
    return lambda fact, place: text().format(count=fact.amount, limit=fact.limit, name=fact.name)


def _on_the_shelf(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("{count} item is on the shelf", "{count} items are on the shelf", count).format(count=count)


def _claims(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("{count} open claim", "{count} open claims", count).format(count=count)


def _high_demand(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    words = ngettext("{count} other reader waits, so until {day}", "{count} other readers wait, so until {day}", count)
    return words.format(count=count, day=place.day(fact.day)) if fact.day is not None else str(count)


def _too_soon(fact: Fact, place: Place) -> str:
    if fact.at is not None:
        local = place.local(fact.at)
        if (local.hour, local.minute) != (0, 0):
            return _("Can be renewed from {day}").format(day=place.due(fact.at))
    return _("Can be renewed from {day}").format(day=place.day(fact.day)) if fact.day else _("Too soon to renew")


def _day(text: Callable[[], str], without: Callable[[], str]) -> Callable[[Fact, Place], str]:
    """A sentence that names a day where one is known."""
    return lambda fact, place: text().format(day=place.day(fact.day)) if fact.day is not None else without()


def _named(text: Callable[[], str]) -> Callable[[Fact, Place], str]:
    return lambda fact, place: text().format(name=fact.name)


def _field(text: Callable[[], str]) -> Callable[[Fact, Place], str]:
    """A sentence about a field of the form, by its label."""
    return lambda fact, _place: text().format(field=field_word(fact.name))


def _maybe_known(fact: Fact, place: Place) -> str:
    count = fact.amount or 1
    words = ngettext(
        "A reader very like this one is here already", "{count} readers very like this one are here", count
    )
    return words.format(count=count)


def _loans(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("Has {count} item out", "Has {count} items out", count).format(count=count)


def _holds(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("Waits for {count} item", "Waits for {count} items", count).format(count=count)


def _guarantees(fact: Fact, place: Place) -> str:
    count = fact.amount or 0
    return ngettext("Answers for {count} reader", "Answers for {count} readers", count).format(count=count)


def _plain(text: Callable[[], str]) -> Callable[[Fact, Place], str]:
    return lambda _fact, _place: text()


SENTENCES: dict[Reason, Callable[[Fact, Place], str]] = {
    Reason.CARD_LOST: _plain(lambda: _("This card was reported lost")),
    Reason.CARD_REPLACED: _plain(lambda: _("This card was replaced by a newer one")),
    Reason.INACTIVE: _plain(lambda: _("This account is not in use")),
    Reason.EXPIRED: _day(lambda: _("Card expired {day}"), lambda: _("Card expired")),
    Reason.BARRED: _plain(lambda: _("Barred from borrowing")),
    Reason.RESTRICTED: _restricted,
    Reason.ADDRESS_GONE: _plain(lambda: _("The address is no longer right")),
    Reason.OWES: _owes,
    Reason.OVERDUES: _overdues,
    Reason.LOST_ITEMS: _lost_items,
    Reason.TOO_MANY: _too_many,
    Reason.TOO_MANY_OF_TYPE: _too_many_of_type,
    Reason.NOT_FOR_LOAN: _plain(lambda: _("Not for loan")),
    Reason.NO_RULE: _plain(lambda: _("No loan rule for this reader and this kind of item")),
    Reason.ON_ORDER: _plain(lambda: _("Still on order")),
    Reason.IN_PROCESS: _plain(lambda: _("Not ready yet, still being processed")),
    Reason.MENDING: _plain(lambda: _("Set aside for mending")),
    Reason.MISSING: _plain(lambda: _("Was missing, and is found")),
    Reason.LOST: _plain(lambda: _("Was marked lost, and is found")),
    Reason.WITHDRAWN: _plain(lambda: _("Withdrawn from the collection")),
    Reason.RESTRICTED_ITEM: _plain(lambda: _("For use in the library only")),
    Reason.IN_TRANSIT: _named(lambda: _("Was on its way to {name}")),
    Reason.HELD: _plain(lambda: _("Held for someone else")),
    Reason.QUEUED: _plain(lambda: _("Someone else is waiting for it")),
    Reason.ON_LOAN: _day(lambda: _("On loan to another reader, due {day}"), lambda: _("On loan to another reader")),
    Reason.PIECES: _pieces,
    Reason.DUE_IN_PAST: _day(lambda: _("The due date {day} is past"), lambda: _("The due date is past")),
    Reason.TOO_MANY_RENEWALS: _too_many_renewals,
    Reason.TOO_SOON: _too_soon,
    Reason.IN_COLLECTIONS: _plain(lambda: _("The account is with a collection agency")),
    Reason.MEMBERSHIP_FEE: _sum(lambda: _("The membership fee of {sum} is not paid")),
    Reason.GUARANTEES_OWE: _debt(lambda: _("Those this reader answers for owe {sum}, limit is {limit}")),
    Reason.FAMILY_OWES: _debt(lambda: _("The family owes {sum}, limit is {limit}")),
    Reason.OVERDUES_ASKED: _overdues,
    Reason.CLAIMS: _claims,
    Reason.AGE: _count(lambda: _("From {limit} years, and the reader is {count}")),
    Reason.NEVER_LENT: _plain(lambda: _("Never lent to this reader, by the loan rules")),
    Reason.TOO_MANY_HERE: _count(lambda: _("{count} of {limit} out from this branch")),
    Reason.TOO_MANY_OF_PLACE: _count(lambda: _("{count} of {limit} out from {name}")),
    Reason.TOO_MANY_ON_SITE: _count(lambda: _("{count} of {limit} in use here")),
    Reason.DAMAGED: _plain(lambda: _("Damaged")),
    Reason.BINDERY: _plain(lambda: _("At the bindery")),
    Reason.DISCARD: _plain(lambda: _("Chosen to be discarded")),
    Reason.UNCATALOGUED: _plain(lambda: _("Not catalogued yet")),
    Reason.HIGH_DEMAND: _high_demand,
    Reason.RENTAL: _sum(lambda: _("Rental {sum}, to be added to the account")),
    Reason.DEPOSIT: _sum(lambda: _("Deposit {sum}, to be added to the account")),
    Reason.TOO_MANY_UNSEEN: _count(lambda: _("Renewed {count} times without being seen, {limit} allowed")),
    Reason.ON_SITE_LOAN: _plain(lambda: _("In use in the library, so it is not renewed")),
    Reason.RECALLED: _plain(lambda: _("Called back for another reader, so it is not renewed")),
    Reason.CLAIMED: _day(
        lambda: _("Said to be returned on {day}, so it is not renewed"),
        lambda: _("Said to be returned, so it is not renewed"),
    ),
    Reason.AUTO_OFF: _plain(lambda: _("Not renewed by itself, by the loan rules")),
    Reason.AUTO_ENDED: _day(
        lambda: _("Renewed by itself until {day} only"), lambda: _("Renewed by itself long enough")
    ),
    Reason.AUTO_OWES: _debt(lambda: _("Owes {sum}: with more than {limit} nothing is renewed by itself")),
    Reason.CLAIM_FOUND: _day(
        lambda: _("The reader said it came back {day}"), lambda: _("The reader said it came back")
    ),
    Reason.LOST_RETURN: _plain(lambda: _("Marked lost")),
    Reason.WITHDRAWN_RETURN: _plain(lambda: _("Withdrawn from the collection")),
    Reason.CLAIMED_ALREADY: _day(lambda: _("Claimed already, on {day}"), lambda: _("Claimed already")),
    Reason.RECALLED_ALREADY: _plain(lambda: _("Called back already")),
    Reason.IN_FUTURE: _day(lambda: _("{day} is still to come"), lambda: _("That day is still to come")),
    Reason.ON_FILE_ALREADY: _plain(lambda: _("This barcode is on file already")),
    Reason.RENEW_HELD: _plain(lambda: _("Someone else is waiting for it")),
    Reason.RENEW_OVERDUE: _renew_overdue,
    Reason.RENEW_LOST: _plain(lambda: _("Marked lost, so it is not renewed")),
    Reason.UNCHANGED: _day(lambda: _("A renewal would leave it due {day}"), lambda: _("A renewal changes nothing")),
    Reason.NOT_ON_LOAN: _plain(lambda: _("Not on loan")),
    Reason.RETURN_ELSEWHERE: _named(lambda: _("To be returned at {name}")),
    Reason.NOT_ALLOWED: _plain(lambda: _("Your role may not do this")),
    Reason.LATER_ACT: _plain(lambda: _("Something was done with it since: undo that first")),
    Reason.UNDONE_ALREADY: _plain(lambda: _("This was undone already")),
    Reason.NOTHING_TO_UNDO: _plain(lambda: _("Nothing to undo")),
    Reason.NOT_BY_SCAN: _plain(lambda: _("The last act was on money, which no scan takes back: undo it by hand")),
    Reason.SEVERED: _plain(lambda: _("Too old to undo: the reader is no longer known")),
    Reason.ALREADY_WAITING: _plain(lambda: _("The reader waits for it already")),
    Reason.HAS_IT: _plain(lambda: _("The reader has a copy of it")),
    Reason.TOO_MANY_HOLDS: _count(lambda: _("Waits for {count} already, {limit} allowed")),
    Reason.TOO_MANY_HOLDS_OF_TITLE: _count(lambda: _("{count} holds on this title, {limit} allowed")),
    Reason.TOO_MANY_HOLDS_TODAY: _count(lambda: _("{count} holds placed today, {limit} allowed")),
    Reason.TOO_MANY_HOLDS_HERE: _count(lambda: _("{count} holds to be picked up at {name}, {limit} allowed")),
    Reason.HOLD_DEBT: _owes,
    Reason.NOT_HOLDABLE: _plain(lambda: _("No item of it can be waited for")),
    Reason.NO_COPY: _plain(lambda: _("There is no item of it")),
    Reason.NO_PICKUP: _named(lambda: _("Holds are not picked up at {name}")),
    Reason.NO_TRANSFER: _named(lambda: _("No item of it may be sent to {name}")),
    Reason.ON_THE_SHELF: _on_the_shelf,
    Reason.HOLD_READY: _named(lambda: _("It stands on the hold shelf at {name} and would have to be sent")),
    Reason.HOLD_ENDED: _plain(lambda: _("This hold no longer waits")),
    Reason.HOLD_LIVE: _plain(lambda: _("This hold still stands, or was filled")),
    Reason.DAYS_CROSSED: _day(lambda: _("Its last day, {day}, is before its first"), lambda: _("The days are crossed")),
    Reason.IN_PAST: _day(lambda: _("{day} is past"), lambda: _("That day is past")),
    Reason.SAME_TITLE: _plain(lambda: _("That is the same title")),
    Reason.NOTHING_TO_MOVE: _plain(lambda: _("Nobody waits for this title as a whole")),
    Reason.NO_CONSENT: _plain(lambda: _("Nobody has noted that the reader agrees to a photo: tick it in the form")),
    Reason.NEEDED: _field(lambda: _("{field} is missing")),
    Reason.NO_SUCH_CODE: _named(lambda: _("Nothing here is called {name}")),
    Reason.CARD_TAKEN: _plain(lambda: _("Another reader has this card number")),
    Reason.CARD_UNFIT: _plain(lambda: _("This number does not look like one of the library's cards")),
    Reason.MAYBE_KNOWN: _maybe_known,
    Reason.GUARANTOR_NEEDED: _count(lambda: _("Readers under {limit} need somebody who answers for them")),
    Reason.GUARANTOR_SELF: _plain(lambda: _("Nobody can answer for themselves, or for whoever answers for them")),
    Reason.GUARANTOR_TOO_YOUNG: _count(lambda: _("Whoever answers for a reader has to be at least {limit}")),
    Reason.NO_TERM: _plain(lambda: _("No rule says how long a card of this category is good: give a day")),
    Reason.HAS_LOANS: _loans,
    Reason.HAS_HOLDS: _holds,
    Reason.HAS_DEBT: _sum(lambda: _("Owes {sum}")),
    Reason.HAS_CREDIT: _sum(lambda: _("Has a credit of {sum}, to be paid out")),
    Reason.HAS_GUARANTEES: _guarantees,
    Reason.SAME_READER: _plain(lambda: _("These two cards belong to the same reader")),
    Reason.ANSWERS_FOR_OTHER: _plain(lambda: _("One of the two answers for the other: they are two people")),
    Reason.MERGED_LONG_AGO: _day(
        lambda: _("Merged {day}: after 30 days the two cannot be taken apart"),
        lambda: _("After 30 days the two cannot be taken apart"),
    ),
    Reason.LAST_CARD: _plain(lambda: _("This is the only card in use: give another one first")),
    Reason.NO_PICTURE: _plain(lambda: _("This file is not a picture: PNG and JPEG can be shown")),
    Reason.TOO_LARGE: _field(lambda: _("{field} is too long or too large")),
    Reason.NOTHING_NEW: _plain(lambda: _("Nothing would change")),
    Reason.OTHER_DESK: _plain(lambda: _("Another desk has done this meanwhile")),
    Reason.NO_TILL: _plain(lambda: _("No till is open at this desk: open the till first")),
    Reason.TILL_CLOSED: _plain(lambda: _("Its till was closed since: give the money back as a refund")),
    Reason.TILL_COUNTED: _plain(lambda: _("Not counted since money last moved: count the drawer first")),
    Reason.TILL_DIFFERENCE: _sum(lambda: _("The count differs by {sum}")),
    Reason.WHY: _plain(lambda: _("No reason is given: say why")),
    Reason.AMOUNT: _plain(lambda: _("The amount must be more than nothing")),
    Reason.TOO_MUCH: _debt(lambda: _("{sum} is more than the {limit} there is")),
    Reason.GIVEN_SHORT: _debt(lambda: _("Given {sum}, and {limit} is to be paid")),
    Reason.DRAWER_SHORT: _debt(lambda: _("Only {limit} is in the drawer, not {sum}")),
    Reason.SETTLED: _plain(lambda: _("Nothing is left of it to pay")),
    Reason.NOTHING_PAID: _plain(lambda: _("Nothing was paid of it that could be given back")),
    Reason.NO_CREDIT: _plain(lambda: _("There is no credit on the account")),
    Reason.NO_PRICE: _plain(lambda: _("No price is known: say how much")),
    Reason.OUT_OF_STOCK: _named(lambda: _("{name} is not in stock")),
    Reason.LOST_ALREADY: _day(lambda: _("Declared lost already, on {day}"), lambda: _("Declared lost already")),
    Reason.WAIVING: _sum(lambda: _("Waiving {sum} needs somebody who may")),
    Reason.WRITING_OFF: _sum(lambda: _("Writing off {sum} needs somebody who may")),
    Reason.GIVING_CREDIT: _sum(lambda: _("A credit of {sum} needs somebody who may give it")),
    Reason.REFUNDING: _sum(lambda: _("Giving back {sum} needs somebody who may")),
}
