"""Step 1: the library's name, where it is, and what follows from that: language, currency, time zone."""

from zoneinfo import available_timezones

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QWidget

from desk.devices.focus_memory import TYPED_ONLY
from desk.i18n import _, language
from desk.resources import resource
from desk.services.administration.countries import Suggestion, countries, country_of, currencies, suggest
from desk.ui.administration.forms import LineField, PickField, pair
from desk.ui.beginning.draft import Draft
from desk.ui.beginning.step import Step
from desk.ui.parts.chips import Choice
from desk.ui.theme import Look


class PlaceStep(Step):
    """Everything but the name is filled in already, from this computer and the country."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("Your library"), _("Language, currency and time zone follow from the country."))
        self.name = LineField(look, _("Name of the library"))
        self.branch = LineField(look, _("First branch"), _("Main branch"))
        for typed in (self.name, self.branch):
            typed.line.setProperty(TYPED_ONLY, True)
        known = tuple(Choice(each.code, each.name) for each in countries())
        self.country = PickField(look, _("Country"), known, search=True)
        self.language = PickField(look, _("Language"), _languages(""))
        money = tuple(Choice(code, f"{code} · {name}") for code, name in currencies())
        self.currency = PickField(look, _("Currency"), money, "USD", search=True)
        self.zone = PickField(look, _("Time zone"), _zones(()), search=True)
        self._shown = ""
        surface, column = self.card()
        column.addLayout(pair(look, self.name, self.branch))
        column.addLayout(pair(look, self.country, self.language))
        column.addLayout(pair(look, self.currency, self.zone))
        self.column.addWidget(surface)
        self.column.addStretch(1)
        self.country.box.activated.connect(self._country_chosen)
        for field in (self.country, self.currency, self.zone):
            line = field.box.lineEdit()
            if line is not None:
                line.editingFinished.connect(field.settle)
        line = self.country.box.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._country_chosen)

    def first_stop(self) -> QWidget:
        """The name alone has to be typed."""
        return self.name.line

    def show_draft(self, draft: Draft) -> None:
        """The first time with what this computer says of its place."""
        if self._shown:
            return
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        code = draft.country or country_of(here, language()) or "US"
        self.country.box.setCurrentIndex(max(0, self.country.box.findData(code)))
        self._suggest(code)

    def _country_chosen(self) -> None:
        code = self.country.value()
        if code != self._shown and self.country.box.findData(code) >= 0:
            self._suggest(code)

    def _suggest(self, code: str) -> None:
        """What is usual in the country, in the three boxes that follow from it."""
        self._shown = code
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        usual: Suggestion = suggest(code, here)
        _fill(self.language, _languages(code))
        self.language.box.setCurrentIndex(_likely(self.language, usual, code))
        _fill(self.zone, _zones(usual.zones))
        self.zone.box.setCurrentIndex(0)
        self.currency.box.setCurrentIndex(max(0, self.currency.box.findData(usual.currency)))

    def take(self, draft: Draft) -> bool:
        """A library without a name is not begun by mistake; to skip the step gives it one."""
        right = (
            (self.name, bool(self.name.value()), _("This is needed.")),
            (self.country, self.country.box.findData(self.country.value()) >= 0, _("Choose one of the list.")),
            (self.currency, self.currency.box.findData(self.currency.value()) >= 0, _("Choose one of the list.")),
            (self.zone, self.zone.value() in available_timezones(), _("Choose one of the list.")),
        )
        for field, good, words in right:
            field.set_trouble("" if good else words)
        wrong = next((field for field, good, _words in right if not good), None)
        if wrong is not None:
            wrong.setFocus()
            return False
        draft.name = self.name.value()
        self._take_rest(draft)
        return True

    def _take_rest(self, draft: Draft) -> None:
        draft.branch = self.branch.value()
        draft.currency = self.currency.value()
        draft.zone = self.zone.value()
        draft.language = self.language.value()
        if draft.country != self.country.value():
            draft.country, draft.region, draft.closed = self.country.value(), "", []

    def skip(self, draft: Draft) -> None:
        """A name that says so, and what the computer says of the place."""
        for field in (self.country, self.currency, self.zone):
            field.settle()
            field.set_trouble("")
        self.name.set_trouble("")
        draft.name = self.name.value()
        if self.country.box.findData(self.country.value()) < 0:
            self.country.box.setCurrentIndex(max(0, self.country.box.findData(self._shown)))
        if self.currency.box.findData(self.currency.value()) < 0 or self.zone.value() not in available_timezones():
            self._suggest(self.country.value())
        self._take_rest(draft)


def _fill(field: PickField, choices: tuple[Choice, ...]) -> None:
    field.box.clear()
    for choice in choices:
        field.box.addItem(choice.label, choice.value)


def _zones(first: tuple[str, ...]) -> tuple[Choice, ...]:
    """The country's own zones, then all others."""
    others = (name for name in sorted(available_timezones()) if ("/" in name or name == "UTC") and name not in first)
    return tuple(Choice(name, name.replace("_", " ")) for name in (*first, *others))


def _languages(country: str) -> tuple[Choice, ...]:
    """The languages that the program speaks, also as the country writes its dates and sums."""
    from babel.core import Locale, UnknownLocaleError

    spoken = sorted({"en"} | {path.name for path in resource("locale").iterdir() if path.is_dir()})
    found = []
    for code in dict.fromkeys((language(), *spoken, *(f"{each}_{country}" for each in spoken if country))):
        try:
            name = Locale.parse(code).get_display_name(code)
        except (UnknownLocaleError, ValueError):
            continue
        found.append(Choice(code, str(name)[:1].upper() + str(name)[1:]))
    return tuple(sorted(found, key=lambda choice: choice.label))


def _likely(field: PickField, usual: Suggestion, country: str) -> int:
    """The country's language where the program speaks it; else the one that is spoken now."""
    now = language().partition("_")[0]
    wished = [*usual.languages, now] if now not in usual.languages else [now, *usual.languages]
    for code in wished:
        for exact in (f"{code}_{country}", code):
            at = field.box.findData(exact)
            if at >= 0:
                return int(at)
    return max(0, field.box.findData(language()))
