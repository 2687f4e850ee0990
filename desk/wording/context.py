"""What the sentences need besides the answer: the branch's day and zone, the currency, what the clerk may do."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from desk.i18n import format_day, format_day_long, format_money, format_when
from desk.rules.vocabulary import Permission
from desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a sentence is said."""

    now: datetime
    zone: tzinfo
    currency: str = "USD"
    permissions: frozenset[Permission] = field(default_factory=frozenset)

    @property
    def today(self) -> date:
        """The branch's date."""
        return self.now.astimezone(self.zone).date()

    def local(self, moment: datetime) -> datetime:
        """A moment in the branch's time."""
        return moment.astimezone(self.zone)

    def day(self, day: date) -> str:
        """ "Sat 12 Dec"."""
        return format_day(day, self.today)

    def long_day(self, day: date) -> str:
        """ "Saturday 12 December"."""
        return format_day_long(day, self.today)

    def due(self, moment: datetime) -> str:
        """A due date as a table shows it; with its time where it does not end with the day."""
        local = self.local(moment)
        if (local.hour, local.minute) == (23, 59):
            return format_day(local.date(), self.today)
        return format_when(local, self.today)

    def long_due(self, moment: datetime) -> str:
        """A due date as the large card says it."""
        local = self.local(moment)
        if (local.hour, local.minute) == (23, 59):
            return format_day_long(local.date(), self.today)
        return format_when(local, self.today)

    def money(self, amount: int) -> str:
        """ "$3.40"."""
        return format_money(amount, self.currency)


def place_of(desk: Desk) -> Place:
    """Where this desk stands now, from its rulebook."""
    book = desk.rulebook()
    return Place(desk.clock(), book.calendars[desk.station.branch].zone, book.currency, desk.staff.permissions)
