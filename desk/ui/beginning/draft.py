"""A library that is being made, as far as somebody has told of it. Nothing of it is written anywhere yet."""

from dataclasses import dataclass, field
from datetime import date

from desk.i18n import _
from desk.rules.learning import Samples, learn
from desk.rules.vocabulary import DayKind
from desk.services.administration import library as making
from desk.services.administration.calendar import DayLine, OpeningDays, Week, late_night, read_hours
from desk.services.administration.templates import template_sheet, template_week
from desk.settings import Settings
from desk.ui.administration.rules_draft import RulesDraft
from desk.wording.administration import hours_words, weekday_words

BRANCH = "MAIN"
PERSON = "admin"


@dataclass(slots=True)
class ClosedDay:
    """A public holiday that was suggested, and whether the library keeps it."""

    day: date
    name: str
    kept: bool = True


@dataclass(slots=True)
class Draft:
    """What was entered so far; what nobody touched is as is usual."""

    settings: Settings
    name: str = ""
    branch: str = ""
    country: str = ""
    region: str = ""
    language: str = ""
    currency: str = "USD"
    zone: str = "UTC"
    template: str = "public"
    week: list[str] | None = None
    closed: list[ClosedDay] = field(default_factory=list)
    rules: RulesDraft | None = None
    samples: Samples = field(default_factory=Samples)
    administrator: str = PERSON
    password: str = field(default="", repr=False)

    def hours(self) -> list[str]:
        """The week as it is written in its boxes: what was entered, else the template's."""
        return self.week or [hours_words(periods) for periods in template_week(self.template)]

    def table(self) -> RulesDraft:
        """The loan rules as corrected; of another template or in another currency they begin anew."""
        if self.rules is None or self.rules.sheet.currency != self.currency:
            self.rules = RulesDraft(template_sheet(self.template, self.currency))
        return self.rules

    def take_template(self, name: str) -> None:
        """Begin with other rules."""
        if name != self.template:
            self.template, self.rules = name, None

    def new_library(self) -> making.NewLibrary:
        """All of it, as the library is made from it."""
        person = making.NewStaff(self.administrator, self.administrator, "administrator", self.password)
        return making.NewLibrary(
            name=self.name or _("My library"),
            template=self.template,
            currency=self.currency,
            time_zone=self.zone,
            branches=(making.NewBranch(BRANCH, self.branch or _("Main branch")),),
            staff=(person,),
            desk_name=_("Desk 1"),
            language=self.language or "en",
            rules=self.rules.text() if self.rules is not None else "",
            opening=self.opening(),
            patterns=learn(self.samples).patterns,
        )

    def opening(self) -> str:
        """Opening days as a file; nothing while they are the template's own, without a closed day."""
        lines = tuple(DayLine(DayKind.CLOSED, each.day, each.day, note=each.name) for each in self.closed if each.kept)
        if self.week is None and not lines:
            return ""
        week: Week = tuple(read_hours(words) for words in self.hours())
        return OpeningDays({BRANCH: week}, lines).text()


def week_trouble(words: list[str]) -> tuple[int, str]:
    """The weekday whose hours are wrong, and what is wrong with them; -1 for the week as a whole."""
    week = []
    for weekday, hours in enumerate(words):
        try:
            week.append(read_hours(hours))
        except ValueError:
            return weekday, _("Write it like 09:00-12:00, 13:30-18:00")
    if not any(week):
        return 0, _("Say at least one day on which the library is open.")
    night = late_night(tuple(week))
    if night is not None:
        told = _("The night of {weekday} ends after the next opening.")
        return night, told.format(weekday=weekday_words(night))
    return -1, ""
