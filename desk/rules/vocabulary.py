"""The words of the desk: every state, reason and permission, stored and spoken by its value."""

from enum import StrEnum


class ItemStatus(StrEnum):
    """What the library knows of a copy, apart from loans, holds and transits, which have records of their own."""

    AVAILABLE = "available"
    RESHELVING = "reshelving"
    UNCATALOGUED = "uncatalogued"
    DAMAGED = "damaged"
    BINDERY = "bindery"
    DISCARD = "discard"
    ON_ORDER = "on_order"
    IN_PROCESS = "in_process"
    MENDING = "mending"
    MISSING = "missing"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class CardStatus(StrEnum):
    """A library card is in use, was replaced by a newer one, or was reported lost."""

    ACTIVE = "active"
    REPLACED = "replaced"
    LOST = "lost"


class HoldStatus(StrEnum):
    """A hold waits in the queue, travels to its pickup branch, stands on the shelf, or has ended."""

    QUEUED = "queued"
    IN_TRANSIT = "in_transit"
    READY = "ready"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class TransitReason(StrEnum):
    """Why a copy is on its way to another branch."""

    HOME = "home"
    HOLD = "hold"


class ChargeKind(StrEnum):
    """What a reader is charged for."""

    OVERDUE = "overdue"
    LOST = "lost"
    PROCESSING = "processing"
    DAMAGE = "damage"
    PIECES = "pieces"
    RENTAL = "rental"
    DEPOSIT = "deposit"
    MEMBERSHIP = "membership"
    REPLACEMENT_CARD = "replacement_card"
    HOLD = "hold"
    HOLD_EXPIRED = "hold_expired"
    PRINTING = "printing"
    SALE = "sale"
    CREDIT = "credit"
    MANUAL = "manual"


class PaymentKind(StrEnum):
    """How a charge was settled. A void takes back a charge that should never have been made.

    A refund gives money back and is less than nothing; a credit is what another line of the account had too much;
    rounding is the difference where the smallest coins are no longer in use.
    """

    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"
    OTHER = "other"
    CREDIT = "credit"
    WAIVER = "waiver"
    WRITE_OFF = "write_off"
    TRANSFER = "transfer"
    REFUND = "refund"
    ROUNDING = "rounding"
    VOID = "void"


class EntryKind(StrEnum):
    """What moves money at a desk: paid for charges, given back, put in, taken out, the drawer only opened."""

    PAYMENT = "payment"
    REFUND = "refund"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    DROP = "drop"
    NO_SALE = "no_sale"


class Spread(StrEnum):
    """Which of several charges a part payment settles: the oldest first, or each as evenly as it goes."""

    OLDEST = "oldest"
    EVEN = "even"


class RestrictionKind(StrEnum):
    """Why a reader is barred for a time: by hand for one reason or another, or instead of a fine for a late return."""

    MANUAL = "manual"
    SUSPENSION = "suspension"
    UNPAID = "unpaid"
    OVERDUE = "overdue"
    CONDUCT = "conduct"
    IDENTITY = "identity"


class ContactKind(StrEnum):
    """How a reader can be reached."""

    PHONE = "phone"
    EMAIL = "email"


class FileKind(StrEnum):
    """A picture of the reader, or a paper that belongs to the account."""

    PHOTO = "photo"
    PAPER = "paper"


class NoticesBy(StrEnum):
    """How a reader wishes to be told: holds ready, due dates."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"
    NONE = "none"


class Mark(StrEnum):
    """What can be said of a whole account, and taken back."""

    BARRED = "barred"
    INACTIVE = "inactive"
    DECEASED = "deceased"
    ADDRESS_GONE = "address_gone"
    IN_COLLECTIONS = "in_collections"


class LoanRulesOf(StrEnum):
    """Whose branch's rules hold for a loan: the desk's, the copy's home, or the reader's home."""

    DESK = "desk"
    HOME = "home"
    PATRON = "patron"


class ReturnRulesOf(StrEnum):
    """Whose branch's rules hold for a return: the desk's, the copy's home, or the branch that last had it."""

    DESK = "desk"
    HOME = "home"
    HOLDING = "holding"


class ClaimFound(StrEnum):
    """How a copy that was claimed returned came to light: in the library, or the reader brought it after all."""

    LIBRARY = "library"
    PATRON = "patron"


class NoteKind(StrEnum):
    """A staff note is shown; an alert is shown first; a message is for the reader."""

    NOTE = "note"
    ALERT = "alert"
    MESSAGE = "message"


class DayKind(StrEnum):
    """A dated line of the calendar: closed, or open although the weekday is closed."""

    CLOSED = "closed"
    OPEN = "open"


class BarcodeKind(StrEnum):
    """What a barcode pattern recognises."""

    PATRON = "patron"
    ITEM = "item"


class CheckDigit(StrEnum):
    """How the last character of a number is checked."""

    NONE = "none"
    MOD10 = "mod10"
    MOD43 = "mod43"


class CheckinMode(StrEnum):
    """What a scan at check-in means."""

    NORMAL = "normal"
    BOOK_DROP = "book_drop"
    IN_HOUSE = "in_house"
    RENEW = "renew"


class RenewalSource(StrEnum):
    """Who or what asked for a renewal, for the statistics."""

    DESK = "desk"
    SCAN = "scan"
    TERMINAL = "terminal"
    AUTOMATIC = "automatic"


class Permission(StrEnum):
    """What a member of staff may do. Each reason that can be overridden has a permission of its own."""

    LEND = "lend"
    RETURN = "return"
    RENEW = "renew"
    UNDO = "undo"
    SPECIAL_DUE = "special_due"
    BACKDATE = "backdate"
    IMPORT = "import"
    POLICY = "policy"
    STAFF = "staff"
    CLAIM = "claim"
    RECALL = "recall"
    MARK = "mark"
    ADD_ITEM = "add_item"
    NIGHTLY = "nightly"
    PATRONS = "patrons"
    HOLDS = "holds"
    MONEY = "money"
    RESTRICT = "patrons.restrict"
    MERGE = "patrons.merge"
    MANY = "patrons.many"
    FORGET = "patrons.forget"
    TELL_ALL = "patrons.tell_all"
    NO_GUARANTOR = "override.guarantor"
    PRICES = "prices"
    LEND_EXPIRED = "override.expired"
    LEND_BARRED = "override.barred"
    LEND_RESTRICTED = "override.restricted"
    LEND_ADDRESS = "override.address"
    LEND_OWING = "override.owing"
    LEND_OVERDUES = "override.overdues"
    LEND_LOST_ITEMS = "override.lost_items"
    LEND_OVER_LIMIT = "override.limit"
    LEND_NOT_FOR_LOAN = "override.not_for_loan"
    LEND_ON_ORDER = "override.on_order"
    LEND_IN_PROCESS = "override.in_process"
    LEND_MENDING = "override.mending"
    LEND_MISSING = "override.missing"
    LEND_LOST = "override.lost"
    LEND_WITHDRAWN = "override.withdrawn"
    LEND_RESTRICTED_ITEM = "override.restricted_item"
    LEND_IN_TRANSIT = "override.in_transit"
    LEND_HELD = "override.held"
    LEND_QUEUED = "override.queued"
    LEND_PIECES = "override.pieces"
    PAST_DUE = "override.past_due"
    LEND_COLLECTIONS = "override.collections"
    LEND_MEMBERSHIP = "override.membership"
    LEND_GUARANTEES = "override.guarantees"
    LEND_FAMILY = "override.family"
    LEND_CLAIMS = "override.claims"
    LEND_AGE = "override.age"
    LEND_DAMAGED = "override.damaged"
    LEND_BINDERY = "override.bindery"
    LEND_DISCARD = "override.discard"
    LEND_UNCATALOGUED = "override.uncatalogued"
    LEND_HIGH_DEMAND = "override.high_demand"
    LEND_RENTAL = "override.rental"
    LEND_DEPOSIT = "override.deposit"
    RENEW_UNSEEN = "override.renew_unseen"
    RENEW_RECALLED = "override.renew_recalled"
    RENEW_CLAIMED = "override.renew_claimed"
    CLAIM_FOUND = "override.claim_found"
    RETURN_LOST = "override.return_lost"
    RETURN_WITHDRAWN = "override.return_withdrawn"
    RENEW_TOO_MANY = "override.renew_too_many"
    RENEW_TOO_SOON = "override.renew_too_soon"
    RENEW_HELD = "override.renew_held"
    RENEW_OVERDUE = "override.renew_overdue"
    RENEW_LOST = "override.renew_lost"
    RETURN_ELSEWHERE = "override.return_elsewhere"
    HOLD_WAITING = "override.hold_waiting"
    HOLD_HAS_IT = "override.hold_has_it"
    HOLD_LIMIT = "override.hold_limit"
    HOLD_NOT_HOLDABLE = "override.hold_not_holdable"
    HOLD_NO_COPY = "override.hold_no_copy"
    HOLD_PICKUP = "override.hold_pickup"
    HOLD_TRANSFER = "override.hold_transfer"
    HOLD_ON_SHELF = "override.hold_on_shelf"
    HOLD_MOVED = "override.hold_moved"
    WAIVE = "override.waive"
    WRITE_OFF = "override.write_off"
    GIVE_CREDIT = "override.give_credit"
    REFUND = "override.refund"
    TILL_DIFFERENCE = "override.till_difference"


class Reason(StrEnum):
    """Why something is not done. The number of its row stands in docs/checkout.md, checkin.md or renewal.md."""

    CARD_LOST = "card_lost"
    CARD_REPLACED = "card_replaced"
    INACTIVE = "inactive"
    EXPIRED = "expired"
    BARRED = "barred"
    RESTRICTED = "restricted"
    ADDRESS_GONE = "address_gone"
    OWES = "owes"
    OVERDUES = "overdues"
    LOST_ITEMS = "lost_items"
    TOO_MANY = "too_many"
    TOO_MANY_OF_TYPE = "too_many_of_type"
    NOT_FOR_LOAN = "not_for_loan"
    NO_RULE = "no_rule"
    ON_ORDER = "on_order"
    IN_PROCESS = "in_process"
    MENDING = "mending"
    MISSING = "missing"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    RESTRICTED_ITEM = "restricted_item"
    IN_TRANSIT = "in_transit"
    HELD = "held"
    QUEUED = "queued"
    ON_LOAN = "on_loan"
    PIECES = "pieces"
    DUE_IN_PAST = "due_in_past"
    IN_COLLECTIONS = "in_collections"
    MEMBERSHIP_FEE = "membership_fee"
    GUARANTEES_OWE = "guarantees_owe"
    FAMILY_OWES = "family_owes"
    OVERDUES_ASKED = "overdues_asked"
    CLAIMS = "claims"
    AGE = "age"
    NEVER_LENT = "never_lent"
    TOO_MANY_HERE = "too_many_here"
    TOO_MANY_OF_PLACE = "too_many_of_place"
    TOO_MANY_ON_SITE = "too_many_on_site"
    DAMAGED = "damaged"
    BINDERY = "bindery"
    DISCARD = "discard"
    UNCATALOGUED = "uncatalogued"
    HIGH_DEMAND = "high_demand"
    RENTAL = "rental"
    DEPOSIT = "deposit"
    TOO_MANY_UNSEEN = "too_many_unseen"
    ON_SITE_LOAN = "on_site_loan"
    RECALLED = "recalled"
    CLAIMED = "claimed"
    AUTO_OFF = "auto_off"
    AUTO_ENDED = "auto_ended"
    AUTO_OWES = "auto_owes"
    CLAIM_FOUND = "claim_found"
    LOST_RETURN = "lost_return"
    WITHDRAWN_RETURN = "withdrawn_return"
    CLAIMED_ALREADY = "claimed_already"
    RECALLED_ALREADY = "recalled_already"
    IN_FUTURE = "in_future"
    ON_FILE_ALREADY = "on_file_already"
    TOO_MANY_RENEWALS = "too_many_renewals"
    TOO_SOON = "too_soon"
    RENEW_HELD = "renew_held"
    RENEW_OVERDUE = "renew_overdue"
    RENEW_LOST = "renew_lost"
    UNCHANGED = "unchanged"
    NOT_ON_LOAN = "not_on_loan"
    RETURN_ELSEWHERE = "return_elsewhere"
    NOT_ALLOWED = "not_allowed"
    LATER_ACT = "later_act"
    UNDONE_ALREADY = "undone_already"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_BY_SCAN = "not_by_scan"
    SEVERED = "severed"
    ALREADY_WAITING = "already_waiting"
    HAS_IT = "has_it"
    TOO_MANY_HOLDS = "too_many_holds"
    TOO_MANY_HOLDS_OF_TITLE = "too_many_holds_of_title"
    TOO_MANY_HOLDS_TODAY = "too_many_holds_today"
    TOO_MANY_HOLDS_HERE = "too_many_holds_here"
    HOLD_DEBT = "hold_debt"
    NOT_HOLDABLE = "not_holdable"
    NO_COPY = "no_copy"
    NO_PICKUP = "no_pickup"
    NO_TRANSFER = "no_transfer"
    ON_THE_SHELF = "on_the_shelf"
    HOLD_READY = "hold_ready"
    HOLD_ENDED = "hold_ended"
    HOLD_LIVE = "hold_live"
    DAYS_CROSSED = "days_crossed"
    IN_PAST = "in_past"
    SAME_TITLE = "same_title"
    NOTHING_TO_MOVE = "nothing_to_move"
    OTHER_DESK = "other_desk"
    NEEDED = "needed"
    NO_SUCH_CODE = "no_such_code"
    CARD_TAKEN = "card_taken"
    CARD_UNFIT = "card_unfit"
    MAYBE_KNOWN = "maybe_known"
    GUARANTOR_NEEDED = "guarantor_needed"
    GUARANTOR_SELF = "guarantor_self"
    GUARANTOR_TOO_YOUNG = "guarantor_too_young"
    NO_TERM = "no_term"
    HAS_LOANS = "has_loans"
    HAS_HOLDS = "has_holds"
    HAS_DEBT = "has_debt"
    HAS_CREDIT = "has_credit"
    HAS_GUARANTEES = "has_guarantees"
    SAME_READER = "same_reader"
    ANSWERS_FOR_OTHER = "answers_for_other"
    MERGED_LONG_AGO = "merged_long_ago"
    LAST_CARD = "last_card"
    NO_PICTURE = "no_picture"
    NO_CONSENT = "no_consent"
    TOO_LARGE = "too_large"
    NOTHING_NEW = "nothing_new"
    NO_TILL = "no_till"
    TILL_CLOSED = "till_closed"
    TILL_COUNTED = "till_counted"
    TILL_DIFFERENCE = "till_difference"
    WHY = "why"
    AMOUNT = "amount"
    TOO_MUCH = "too_much"
    GIVEN_SHORT = "given_short"
    DRAWER_SHORT = "drawer_short"
    SETTLED = "settled"
    NOTHING_PAID = "nothing_paid"
    NO_CREDIT = "no_credit"
    NO_PRICE = "no_price"
    OUT_OF_STOCK = "out_of_stock"
    LOST_ALREADY = "lost_already"
    WAIVING = "waiving"
    WRITING_OFF = "writing_off"
    GIVING_CREDIT = "giving_credit"
    REFUNDING = "refunding"
