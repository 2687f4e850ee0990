"""The pages of the administration by name: what they are called, their picture, and who may see them.

Light, so that the palette can list them before anybody has been there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desk.i18n import _
from desk.rules.vocabulary import Permission


class HouseKind(StrEnum):
    """One of the pages."""

    RULES = "rules"
    DAYS = "days"
    FIELDS = "fields"
    NIGHTS = "nights"
    PRIVACY = "privacy"
    IMPORT = "import"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class HouseEntry:
    """How a page stands in the list; without permissions it is for everybody."""

    icon: str
    word: Callable[[], str]
    wants: frozenset[Permission] = frozenset()

    def is_for(self, permissions: frozenset[Permission]) -> bool:
        """Whether somebody with these permissions sees it."""
        return not self.wants or bool(self.wants & permissions)


HOUSE_PAGES: dict[HouseKind, HouseEntry] = {
    HouseKind.RULES: HouseEntry("scale", lambda: _("Loan rules"), frozenset({Permission.POLICY})),
    HouseKind.DAYS: HouseEntry("calendar-days", lambda: _("Opening days"), frozenset({Permission.POLICY})),
    HouseKind.FIELDS: HouseEntry("tally-5", lambda: _("Fields"), frozenset({Permission.POLICY})),
    HouseKind.NIGHTS: HouseEntry("moon", lambda: _("Nights"), frozenset({Permission.POLICY, Permission.NIGHTLY})),
    HouseKind.PRIVACY: HouseEntry("shield-check", lambda: _("Privacy"), frozenset({Permission.POLICY})),
    HouseKind.IMPORT: HouseEntry("file-up", lambda: _("Import"), frozenset({Permission.IMPORT})),
    HouseKind.KEYS: HouseEntry("keyboard", lambda: _("Keys")),
}
