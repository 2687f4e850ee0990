"""The library's tables, and the finders beside them."""

from desk.models.accounts import Charge, Payment
from desk.models.administration import (
    BarcodePattern,
    Branch,
    CalendarDay,
    CalendarHours,
    Collection,
    ItemType,
    Library,
    Location,
    NightlyRun,
    PatronCategory,
    PolicyRow,
    Role,
    RolePermission,
    Staff,
    Station,
)
from desk.models.base import Base, Instant, Word
from desk.models.circulation import Hold, Loan, ShelfMiss, Transit
from desk.models.collection import Item, Title, TitleIdentifier
from desk.models.journal import JournalRow
from desk.models.patrons import Card, Patron, PatronNote, Restriction

__all__ = [
    "BarcodePattern",
    "Base",
    "Branch",
    "CalendarDay",
    "CalendarHours",
    "Card",
    "Charge",
    "Collection",
    "Hold",
    "Instant",
    "Item",
    "ItemType",
    "JournalRow",
    "Library",
    "Loan",
    "Location",
    "NightlyRun",
    "Patron",
    "PatronCategory",
    "PatronNote",
    "Payment",
    "PolicyRow",
    "Restriction",
    "Role",
    "RolePermission",
    "ShelfMiss",
    "Staff",
    "Station",
    "Title",
    "TitleIdentifier",
    "Transit",
    "Word",
]
