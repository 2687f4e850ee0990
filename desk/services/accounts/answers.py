"""What the desk answers about accounts and tills."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.rules.vocabulary import ChargeKind, EntryKind, ItemStatus, PaymentKind
from desk.services.answers import ItemFace, NotDone, PatronFace
from desk.services.circulation.answers import HoldBefore
from desk.services.codec import known, private

NO_ONE = PatronFace()


@known
@dataclass(frozen=True, slots=True)
class LineFace:
    """One line that settled a charge: how, how much, when; `receipt` is the number of the money that moved."""

    kind: PaymentKind
    amount: int
    at: datetime
    note: str = ""
    receipt: int | None = None
    undone: bool = False


@known
@dataclass(frozen=True, slots=True)
class ChargeFace:
    """A charge as the desk shows it. `growing` is a fine of a loan that is still out: `loan`, and no number yet."""

    id: int
    kind: ChargeKind
    amount: int
    left: int
    at: datetime
    title: str = ""
    barcode: str = ""
    icon: str = ""
    note: str = ""
    loan: int | None = None
    growing: bool = False
    paid: int = 0
    lines: tuple[LineFace, ...] = ()


@known
@dataclass(frozen=True, slots=True)
class Account:
    """A reader's account: what stands, newest last, and how much of it is owed, growing, and credit."""

    patron: PatronFace
    charges: tuple[ChargeFace, ...]
    owed: int
    growing: int = 0
    credit: int = 0
    warning: int | None = None
    limit: int | None = None

    @property
    def balance(self) -> int:
        """What the reader owes in all; less than nothing is a credit."""
        return self.owed + self.growing - self.credit


@known
@dataclass(frozen=True, slots=True)
class PaidLine:
    """What a payment, waiver, transfer or refund did to one charge."""

    charge: int
    kind: ChargeKind
    title: str = private(default="")
    amount: int = 0
    left: int = 0
    quantity: int = 1


@known
@dataclass(frozen=True, slots=True)
class Paid:
    """Money was taken: `due` is what was to be paid in this kind of money, `credit` what was kept for later."""

    lines: tuple[PaidLine, ...]
    amount: int
    method: PaymentKind
    receipt: int = 0
    given: int | None = None
    change: int = 0
    rounded: int = 0
    credit: int = 0
    balance: int = 0
    reference: str = private(default="")
    at: datetime | None = None
    till: str = ""
    ended: tuple[int, ...] = ()
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Waived:
    """What a reader owed was let off, or written off as never to be paid."""

    lines: tuple[PaidLine, ...]
    amount: int
    balance: int
    written_off: bool = False
    why: str = private(default="")
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Refunded:
    """Money was given back: what was paid first, then what had been transferred."""

    lines: tuple[PaidLine, ...]
    amount: int
    method: PaymentKind
    receipt: int = 0
    transferred: int = 0
    balance: int = 0
    why: str = private(default="")
    till: str = ""
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Transferred:
    """A debt now is another reader's, or an agency's."""

    lines: tuple[PaidLine, ...]
    amount: int
    balance: int
    agency: str = ""
    patron: PatronFace = NO_ONE
    to: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Charged:
    """Something was charged by hand, or a credit given: then the amount is less than nothing."""

    charge: int
    kind: ChargeKind
    amount: int
    balance: int
    title: str = ""
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Lost:
    """A loan was declared lost: what it costs, and what became of its fine."""

    item: ItemFace
    price: int
    processing: int
    overdue: int
    forgiven: int = 0
    balance: int = 0
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Billed:
    """A copy came back damaged or not whole, and whoever had it last is billed."""

    item: ItemFace
    kind: ChargeKind
    amount: int
    status: ItemStatus
    balance: int = 0
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Voided:
    """A payment was taken back whole: what it settled is owed again."""

    receipt: int
    amount: int
    method: PaymentKind
    balance: int = 0
    patron: PatronFace = NO_ONE


# Tills


@known
@dataclass(frozen=True, slots=True)
class TillFace:
    """A till as the desk shows it; `session` is the number of the opening that stands, if it is open."""

    id: int
    code: str
    name: str
    branch: str = ""
    float_amount: int = 0
    session: int | None = None
    opened_at: datetime | None = None
    opened_by: str = ""
    active: bool = True
    here: bool = False


@known
@dataclass(frozen=True, slots=True)
class TillOpened:
    """The till is open, with this much in its drawer."""

    till: TillFace
    number: int
    float_amount: int


@known
@dataclass(frozen=True, slots=True)
class TillCounted:
    """The drawer was counted: only now is it told what was expected."""

    till: TillFace
    expected: int
    counted: int
    others: tuple["OtherCount", ...] = ()

    @property
    def difference(self) -> int:
        """Less than nothing is short."""
        return self.counted - self.expected


@known
@dataclass(frozen=True, slots=True)
class OtherCount:
    """What was taken of another kind of money, and what was counted of it."""

    method: PaymentKind
    expected: int
    counted: int | None = None


@known
@dataclass(frozen=True, slots=True)
class TillClosed:
    """The till is closed and has its sheet."""

    till: TillFace
    number: int
    float_amount: int
    expected: int
    counted: int
    why: str = ""

    @property
    def difference(self) -> int:
        """Less than nothing is short."""
        return self.counted - self.expected


@known
@dataclass(frozen=True, slots=True)
class CashMoved:
    """Money was put into the drawer or taken out of it without a payment, or the drawer was only opened."""

    kind: EntryKind
    amount: int
    why: str
    till: TillFace
    receipt: int = 0


@known
@dataclass(frozen=True, slots=True)
class AlreadyOpen(NotDone):
    """The till is open already."""

    till: TillFace


@known
@dataclass(frozen=True, slots=True)
class ProductFace:
    """Something that is sold at the desk."""

    id: int
    code: str
    name: str
    kind: ChargeKind
    price: int
    place: int | None = None
    stock: int | None = None
    active: bool = True


@known
@dataclass(frozen=True, slots=True)
class ProductSaved:
    """What is sold at the desk was changed."""

    product: ProductFace
    was: ProductFace | None = None


@known
@dataclass(frozen=True, slots=True)
class TillSaved:
    """A till was added or changed."""

    till: TillFace
    was: TillFace | None = None


@known
@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of a drawer report: how often, and how much."""

    name: str
    count: int
    amount: int


@known
@dataclass(frozen=True, slots=True)
class DrawerReport:
    """What was taken and given back between two instants, both counted in, by what it was asked by."""

    since: datetime
    until: datetime
    total: SumLine
    by_method: tuple[SumLine, ...] = ()
    by_type: tuple[SumLine, ...] = ()
    by_branch: tuple[SumLine, ...] = ()
    by_till: tuple[SumLine, ...] = ()
    by_person: tuple[SumLine, ...] = ()
    income: int = 0
    payout: int = 0
    waived: SumLine = SumLine("", 0, 0)


@known
@dataclass(frozen=True, slots=True)
class TillSheet:
    """What a till did since it was opened: `expected` is told only where it may be (blind count)."""

    till: TillFace
    number: int
    opened_at: datetime
    float_amount: int
    closed_at: datetime | None = None
    expected: int | None = None
    counted: int | None = None
    income: tuple[SumLine, ...] = ()
    moves: tuple[SumLine, ...] = ()
    payout: int = 0
    why: str = ""
    coins: tuple[tuple[int, int], ...] = ()


@known
@dataclass(frozen=True, slots=True)
class MoneyBefore:
    """What undo needs beside the lines themselves."""

    loans: tuple["LoanBefore", ...] = ()
    counted_at: datetime | None = None
    counted: int | None = None
    coins: str = ""
    others: str = ""
    note: str = ""
    session: int | None = None
    product: ProductFace | None = None
    till: TillFace | None = None
    station_till: int | None = None
    status: ItemStatus | None = None
    item_note: str = ""
    displaced: HoldBefore | None = None
    closed_transit: int | None = None


@known
@dataclass(frozen=True, slots=True)
class LoanBefore:
    """A loan as it was before money changed it: what of its fine was written, whether it was ended or declared lost."""

    id: int
    fined: int | None = None
    ended: bool = False
    lost: bool = False
    claimed: date | None = None
    again: datetime | None = None


@known
@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt prints. It names no reader: the library, the lines, what was given, what is still owed."""

    number: int
    at: datetime
    kind: EntryKind
    method: PaymentKind
    amount: int
    lines: tuple[PaidLine, ...]
    given: int | None = None
    change: int = 0
    rounded: int = 0
    credit: int = 0
    balance: int | None = None
    reference: str = ""
    till: str = ""
    library: str = ""
    branch: str = ""
    undone: bool = False
    person: int | None = private(default=None)
