"""The loan rules while somebody changes them: a value where it is stated, and where else it is taken from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from desk.i18n import _
from desk.rules.policy import Place
from desk.rules.vocabulary import LoanRulesOf, ReturnRulesOf
from desk.services.administration.policy import LIBRARY_WIDE, PolicySheet, wider
from desk.wording.administration import place_long, place_words, source_words
from desk.wording.rule_words import default_words, rule_label, rule_trouble, value_words

EVERYWHERE = Place()


@dataclass(slots=True)
class RulesDraft:
    """A copy of the rules that can be changed. Nothing is written anywhere."""

    sheet: PolicySheet
    rows: dict[Place, dict[str, str]] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {place: dict(values) for place, values in self.sheet.rows.items()}
        self.rows.setdefault(EVERYWHERE, {})
        self.whose = {"loan_rules_of": self.sheet.loan_rules_of, "return_rules_of": self.sheet.return_rules_of}

    def places(self) -> list[Place]:
        """The rows, the widest first; within one width by name."""
        return sorted(self.rows, key=lambda place: (*_width(place), self.words(place)))

    def words(self, place: Place) -> str:
        """What a row is for."""
        return place_words(self.sheet.names.names(place))

    def stated(self, place: Place, name: str) -> str:
        """The value that a row states itself; nothing where it is taken from elsewhere."""
        if name in LIBRARY_WIDE:
            return self.whose[name] if place == EVERYWHERE else ""
        return self.rows.get(place, {}).get(name, "")

    def state(self, place: Place, name: str, value: str) -> None:
        """Another value for a row; nothing takes it from elsewhere again."""
        if name in LIBRARY_WIDE:
            self.whose[name] = value
        elif value.strip():
            self.rows[place][name] = value.strip()
        else:
            self.rows[place].pop(name, None)

    def long_words(self, place: Place) -> str:
        """The same, each part by what it is."""
        names = self.sheet.names
        found = (
            names.branches[place.branch][1] if place.branch is not None else "",
            names.categories[place.category][1] if place.category is not None else "",
            names.kinds[place.item_type][1] if place.item_type is not None else "",
        )
        return place_long(found)

    def taken_from(self, place: Place, name: str) -> tuple[str, str]:
        """What holds in a row that states nothing itself, and which row says so, in words; nothing where none does."""
        source = next((wide for wide in wider(place) if self.rows.get(wide, {}).get(name)), None)
        if source is None:
            return default_words(name, self.sheet.currency), ""
        said = source_words(self.words(source), everywhere=source == EVERYWHERE)
        return value_words(name, self.rows[source][name], self.sheet.currency), said

    def holds(self, place: Place, name: str) -> tuple[str, str]:
        """What holds in a place, in words, and the row that says so."""
        own = self.stated(place, name)
        if own:
            said = source_words(self.words(place), everywhere=place == EVERYWHERE)
            return value_words(name, own, self.sheet.currency), said
        return self.taken_from(place, name)

    def add(self, place: Place) -> None:
        """One more row, with nothing in it yet."""
        self.rows.setdefault(place, {})

    def remove(self, place: Place) -> None:
        """Take a row away; the widest one stays."""
        if place != EVERYWHERE:
            self.rows.pop(place, None)

    def troubles(self) -> Iterator[str]:
        """Each value that cannot be read."""
        for place, values in self.rows.items():
            for name, value in values.items():
                if rule_trouble(name, value, self.sheet.currency):
                    yield _named(rule_label(name), self.words(place))

    def text(self) -> str:
        """The draft as a file."""
        whole = replace(
            self.sheet,
            rows=self.rows,
            loan_rules_of=LoanRulesOf(self.whose["loan_rules_of"]),
            return_rules_of=ReturnRulesOf(self.whose["return_rules_of"]),
        )
        return whole.text()


def _named(label: str, place: str) -> str:
    return _("{value} ({place}) cannot be read").format(value=label, place=place)


def _width(place: Place) -> tuple[bool, bool, bool]:
    return place.branch is not None, place.category is not None, place.item_type is not None
