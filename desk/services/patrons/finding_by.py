"""By what readers are found: the words of a search, and the keys that tell whether somebody is here already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from desk.models import Card, Patron, PatronAddress, PatronContact, PatronKey
from desk.models.search import drop_patron_words, write_patron_words
from desk.rules.likeness import Identity, identity_keys
from desk.rules.text import digits
from desk.rules.vocabulary import ContactKind
from desk.services.desk import Unit

_COLUMNS = (
    Patron.id,
    Patron.family_name,
    Patron.given_name,
    Patron.preferred_name,
    Patron.birth_date,
    Patron.phone,
    Patron.email,
    Patron.address,
    Patron.city,
    Patron.postcode,
)
_TOWNS = select(Patron.id, Patron.postcode, Patron.city)


def note_words(unit: Unit, readers: Iterable[int]) -> None:
    """These readers have changed: they are found by what they are now. Who has gone is found no more."""
    unit.db.flush()
    write_finding(unit.sql, sorted(set(readers)))


def write_finding(db: Connection, readers: Sequence[int]) -> None:
    """Write words and keys anew, many readers at once."""
    if not readers:
        return
    known = identities(db, readers)
    cards = defaultdict(list)
    for owner, number in db.execute(select(Card.patron_id, Card.number).where(Card.patron_id.in_(readers))):
        cards[owner].append(number)
    here = {number for number in known if cards[number]}
    towns = {row.id: f"{row.postcode} {row.city}" for row in db.execute(_TOWNS.where(Patron.id.in_(here)))}
    words = [(number, _words(known[number], cards[number], towns[number])) for number in sorted(here)]
    write_patron_words(db, words)
    gone = [number for number in readers if number not in here]
    if gone:
        drop_patron_words(db, gone)
    db.execute(delete(PatronKey).where(PatronKey.patron_id.in_(readers)))
    keys = [
        {"kind": kind, "value": value, "patron_id": number}
        for number in sorted(here)
        for kind, value in sorted(identity_keys(known[number]))
    ]
    if keys:
        db.execute(insert(PatronKey), keys)


def _words(who: Identity, cards: Sequence[str], town: str) -> str:
    """Phones also without their blanks and as they are dialled at home: somebody types what is on a slip of paper."""
    dialled = [form for phone in who.phones if (form := digits(phone))]
    places = (" ".join(part for part in address if part) for address in who.addresses)
    return " ".join((who.family, who.given, who.preferred, *cards, *who.phones, *dialled, *who.emails, *places, town))


def identities(db: Connection, readers: Sequence[int]) -> dict[int, Identity]:
    """What tells these readers from others."""
    phones: defaultdict[int, list[str]] = defaultdict(list)
    emails: defaultdict[int, list[str]] = defaultdict(list)
    places: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    further = select(PatronContact.patron_id, PatronContact.kind, PatronContact.value)
    for owner, kind, value in db.execute(further.where(PatronContact.patron_id.in_(readers))):
        (phones if kind is ContactKind.PHONE else emails)[owner].append(value)
    other: Any = select(
        PatronAddress.patron_id, PatronAddress.address, PatronAddress.postcode, PatronAddress.city
    ).where(PatronAddress.patron_id.in_(readers))
    for owner, lines, postcode, city in db.execute(other):
        places[owner].append((lines, " ".join(filter(None, (postcode, city)))))
    found = {}
    for row in db.execute(select(*_COLUMNS).where(Patron.id.in_(readers))):
        found[row.id] = Identity(
            row.family_name,
            row.given_name,
            row.preferred_name,
            row.birth_date,
            tuple(filter(None, (row.phone, *phones[row.id]))),
            tuple(filter(None, (row.email, *emails[row.id]))),
            tuple(place for place in ((row.address, row.postcode or row.city), *places[row.id]) if any(place)),
        )
    return found
