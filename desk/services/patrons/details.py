"""What the form of a reader says: read from the tables, written to them."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from desk.models import (
    Patron,
    PatronAddress,
    PatronContact,
    PatronStatistic,
    StatisticField,
)
from desk.rules.likeness import Identity
from desk.rules.phones import reachable
from desk.rules.vocabulary import ContactKind
from desk.services.codec import encode, known, private, to_text
from desk.services.desk import Unit
from desk.services.patrons.country import country_of


@known
@dataclass(frozen=True, slots=True)
class Contact:
    """A further phone or e-mail."""

    kind: ContactKind
    value: str = private(default="")
    label: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class Address:
    """A further address."""

    label: str = private(default="")
    address: str = private(default="")
    city: str = private(default="")
    region: str = private(default="")
    postcode: str = private(default="")

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.address or self.city or self.region or self.postcode)


@known
@dataclass(frozen=True, slots=True)
class CountsAs:
    """What the reader counts as in one of the library's statistics, by its code."""

    field: str
    value: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class Details:
    """All that the form asks. Category and branch by their codes; who answers for the reader by a card, or in words."""

    family_name: str = private(default="")
    given_name: str = private(default="")
    preferred_name: str = private(default="")
    pronouns: str = private(default="")
    birth_date: date | None = private(default=None)
    category: str = ""
    branch: str = ""
    expires_on: date | None = None
    email: str = private(default="")
    phone: str = private(default="")
    address: str = private(default="")
    city: str = private(default="")
    region: str = private(default="")
    postcode: str = private(default="")
    contacts: tuple[Contact, ...] = private(default=())
    addresses: tuple[Address, ...] = private(default=())
    language: str = ""
    notices: str = ""
    receipt: str = ""
    guarantor: str = private(default="")
    guarantor_words: str = private(default="")
    identity_seen: str = private(default="")
    keeps_history: bool = False
    newsletter: bool = False
    photo_allowed: bool = False
    address_checked_on: date | None = None
    statistics: tuple[CountsAs, ...] = private(default=())

    def print(self) -> str:
        """A short sum of everything: whether somebody else has changed it since it was read."""
        return hashlib.sha256(to_text(list(encode(self))).encode()).hexdigest()[:16]

    def identity(self) -> Identity:
        """What tells this person from others."""
        phones = (self.phone, *(each.value for each in self.contacts if each.kind is ContactKind.PHONE))
        emails = (self.email, *(each.value for each in self.contacts if each.kind is ContactKind.EMAIL))
        places: tuple[Any, ...] = (self, *self.addresses)
        return Identity(
            self.family_name,
            self.given_name,
            self.preferred_name,
            self.birth_date,
            phones,
            emails,
            tuple((place.address, place.postcode or place.city) for place in places),
        )


# What stands on the reader's row under the same name.
PLAIN = (
    *("family_name", "given_name", "preferred_name", "pronouns", "birth_date", "expires_on", "email", "phone"),
    *("address", "city", "region", "postcode", "language", "notices", "receipt", "guarantor_words", "identity_seen"),
    *("keeps_history", "newsletter", "photo_allowed", "address_checked_on"),
)


def tidy(details: Details, country: str) -> Details:
    """Without the blanks that slip in, and with phones in one spelling."""
    said = ((each.name, getattr(details, each.name)) for each in fields(details))
    texts: dict[str, Any] = {name: " ".join(value.split()) for name, value in said if isinstance(value, str)}
    lines = (line.strip() for line in details.address.splitlines())
    texts["address"] = "\n".join(line for line in lines if line)
    contacts = tuple(
        replace(each, value=reachable(each.value, country) if each.kind is ContactKind.PHONE else each.value.strip())
        for each in details.contacts
        if each.value.strip()
    )
    addresses = tuple(each for each in details.addresses if not each.empty)
    counted = tuple(each for each in details.statistics if each.value.strip())
    known = replace(details, **texts, contacts=contacts, addresses=addresses, statistics=counted)
    return replace(known, phone=reachable(known.phone, country))


def tidy_here(unit: Unit, details: Details) -> Details:
    """The same by the country of this branch."""
    return tidy(details, country_of(unit))


def read_details(unit: Unit, patron: Patron) -> Details:
    """What the tables say of a reader now."""
    from desk.services.patrons.reader import card_of

    book = unit.policy
    plain: dict[str, Any] = {name: getattr(patron, name) for name in PLAIN}
    contacts = unit.db.scalars(
        select(PatronContact).where(PatronContact.patron_id == patron.id).order_by(PatronContact.id)
    )
    addresses = unit.db.scalars(
        select(PatronAddress).where(PatronAddress.patron_id == patron.id).order_by(PatronAddress.id)
    )
    counted = (
        select(StatisticField.code, PatronStatistic.value)
        .join(StatisticField, StatisticField.id == PatronStatistic.field_id)
        .where(PatronStatistic.patron_id == patron.id, StatisticField.active)
        .order_by(StatisticField.id)
    )
    return Details(
        **plain,
        category=book.categories[patron.category_id].code,
        branch=book.branches[patron.branch_id].code,
        guarantor=card_of(unit, patron.guarantor_id) if patron.guarantor_id is not None else "",
        contacts=tuple(Contact(each.kind, each.value, each.label) for each in contacts),
        addresses=tuple(Address(each.label, each.address, each.city, each.region, each.postcode) for each in addresses),
        statistics=tuple(CountsAs(code, value) for code, value in unit.db.execute(counted)),
    )


def _asked_for() -> Any:
    return select(StatisticField.code, StatisticField.id).where(StatisticField.active)


def write_parts(unit: Unit, patron: int, details: Details) -> None:
    """Further contacts and addresses, and what the reader counts as: what stood is replaced."""
    db = unit.db
    for model in (PatronContact, PatronAddress):
        for row in db.scalars(select(model).where(model.patron_id == patron)):
            db.delete(row)
    # What a retired field says of the reader stays: the form does not ask for it.
    asked = select(PatronStatistic).join(StatisticField, StatisticField.id == PatronStatistic.field_id)
    for kept in db.scalars(asked.where(PatronStatistic.patron_id == patron, StatisticField.active)):
        db.delete(kept)
    db.flush()
    for contact in details.contacts:
        db.add(PatronContact(patron_id=patron, kind=contact.kind, label=contact.label, value=contact.value))
    for place in details.addresses:
        values = {name: getattr(place, name) for name in ("label", "address", "city", "region", "postcode")}
        db.add(PatronAddress(patron_id=patron, **values))
    numbers = {code: number for code, number in db.execute(_asked_for())}
    for counted in details.statistics:
        if counted.field in numbers:
            db.add(PatronStatistic(patron_id=patron, field_id=numbers[counted.field], value=counted.value))
    db.flush()
