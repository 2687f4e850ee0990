"""What a file may say about a copy, a patron or a loan: the names a mapping gives to its columns and subfields."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What is in a file."""

    MARC = "marc"
    ITEMS = "items"
    PATRONS = "patrons"
    LOANS = "loans"
    HOLDS = "holds"
    CHARGES = "charges"


class ItemField(StrEnum):
    """What may be said of a copy. It names its title by control number, by ISBN, or by title and author."""

    BARCODE = "barcode"
    CONTROL_NUMBER = "control_number"
    ISBN = "isbn"
    TITLE = "title"
    AUTHOR = "author"
    YEAR = "year"
    KIND = "kind"
    BRANCH = "branch"
    HOLDING_BRANCH = "holding_branch"
    ITEM_TYPE = "item_type"
    LOCATION = "location"
    COLLECTION = "collection"
    CALL_NUMBER = "call_number"
    COPY_NUMBER = "copy_number"
    VOLUME = "volume"
    PRICE = "price"
    PIECES = "pieces"
    PIECES_NOTE = "pieces_note"
    STATUS = "status"
    NOT_FOR_LOAN = "not_for_loan"
    RESTRICTED = "restricted"
    AGE = "age"
    NOTE = "note"
    PUBLIC_NOTE = "public_note"
    CREATED = "created"
    LAST_SEEN = "last_seen"


class PatronField(StrEnum):
    """What may be said of a patron."""

    CARD = "card"
    OLD_CARDS = "old_cards"
    MORE_CARDS = "more_cards"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    PREFERRED_NAME = "preferred_name"
    PRONOUNS = "pronouns"
    BIRTH_DATE = "birth_date"
    CATEGORY = "category"
    BRANCH = "branch"
    EXPIRES = "expires"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    CITY = "city"
    REGION = "region"
    POSTCODE = "postcode"
    MORE_PHONES = "more_phones"
    MORE_EMAILS = "more_emails"
    FURTHER_ADDRESS = "further_address"
    FURTHER_CITY = "further_city"
    FURTHER_REGION = "further_region"
    FURTHER_POSTCODE = "further_postcode"
    RECEIPT = "receipt"
    LANGUAGE = "language"
    NOTICES = "notices"
    IDENTITY_SEEN = "identity_seen"
    KEEPS_HISTORY = "keeps_history"
    NEWSLETTER = "newsletter"
    PHOTO_ALLOWED = "photo_allowed"
    DECEASED = "deceased"
    ACTIVE = "active"
    BARRED = "barred"
    CARD_LOST = "card_lost"
    ADDRESS_GONE = "address_gone"
    ADDRESS_CHECKED = "address_checked"
    GUARANTOR = "guarantor"
    GUARANTOR_NAME = "guarantor_name"
    IN_COLLECTIONS = "in_collections"
    NOTE = "note"
    ALERT = "alert"
    MESSAGE = "message"
    NOTE_ON = "note_on"
    NOTE_BY = "note_by"
    RESTRICTION = "restriction"
    RESTRICTED_UNTIL = "restricted_until"
    RESTRICTED_ABOVE = "restricted_above"
    CREATED = "created"


class LoanField(StrEnum):
    """What may be said of a loan."""

    CARD = "card"
    BARCODE = "barcode"
    BRANCH = "branch"
    OUT = "out"
    DUE = "due"
    RETURNED = "returned"
    RENEWALS = "renewals"
    RENEWED = "renewed"
    LOST = "lost"


class HoldField(StrEnum):
    """What may be said of a hold. `barcode` is the copy kept for it, or the only one that will do."""

    CARD = "card"
    CONTROL_NUMBER = "control_number"
    BARCODE = "barcode"
    ONLY_THIS_COPY = "only_this_copy"
    PICKUP = "pickup"
    PLACED = "placed"
    RANK = "rank"
    STATUS = "status"
    READY = "ready"
    SHELF_UNTIL = "shelf_until"
    SUSPENDED_UNTIL = "suspended_until"
    NOT_BEFORE = "not_before"
    EXPIRES = "expires"
    VOLUME = "volume"
    NOTE = "note"
    NOTE_ON_SLIP = "note_on_slip"


class ChargeField(StrEnum):
    """What may be said of a sum that is owed."""

    CARD = "card"
    BARCODE = "barcode"
    BRANCH = "branch"
    KIND = "kind"
    AMOUNT = "amount"
    OUTSTANDING = "outstanding"
    CHARGED = "charged"
    NOTE = "note"


AnyField = ItemField | PatronField | LoanField | HoldField | ChargeField

FIELDS: dict[ImportKind, type[AnyField]] = {
    ImportKind.MARC: ItemField,
    ImportKind.ITEMS: ItemField,
    ImportKind.PATRONS: PatronField,
    ImportKind.LOANS: LoanField,
    ImportKind.HOLDS: HoldField,
    ImportKind.CHARGES: ChargeField,
}

NEEDED: dict[ImportKind, tuple[AnyField, ...]] = {
    ImportKind.MARC: (),
    ImportKind.ITEMS: (ItemField.BARCODE, ItemField.ITEM_TYPE),
    ImportKind.PATRONS: (PatronField.CARD, PatronField.FAMILY_NAME, PatronField.CATEGORY),
    ImportKind.LOANS: (LoanField.CARD, LoanField.BARCODE, LoanField.OUT, LoanField.DUE),
    ImportKind.HOLDS: (HoldField.CARD, HoldField.PLACED),
    ImportKind.CHARGES: (ChargeField.CARD, ChargeField.AMOUNT, ChargeField.CHARGED),
}
"""What each row must say: a file without such a column is another sort of file."""
