"""The library's short lists (branches, item types, locations, collections, categories) by their codes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from desk.models import Branch, Collection, ItemType, Location, PatronCategory
from desk.services.imports.intake import Step
from desk.services.imports.report import ImportFault, ImportReport, Made
from desk.services.imports.row import Refused

_Listed = Branch | ItemType | Location | Collection | PatronCategory

_MODELS: Mapping[Made, type[_Listed]] = {
    Made.BRANCH: Branch,
    Made.ITEM_TYPE: ItemType,
    Made.LOCATION: Location,
    Made.COLLECTION: Collection,
    Made.CATEGORY: PatronCategory,
}
_FAULTS: Mapping[Made, ImportFault] = {
    Made.BRANCH: ImportFault.BRANCH_UNKNOWN,
    Made.ITEM_TYPE: ImportFault.ITEM_TYPE_UNKNOWN,
    Made.LOCATION: ImportFault.LOCATION_UNKNOWN,
    Made.COLLECTION: ImportFault.COLLECTION_UNKNOWN,
    Made.CATEGORY: ImportFault.CATEGORY_UNKNOWN,
}


class Codes:
    """Finds the number behind a code, and adds a code that the file names and the library does not know yet."""

    def __init__(self, report: ImportReport, *, create: bool, time_zone: str) -> None:
        self.report = report
        self.create = create
        self.time_zone = time_zone
        self.known: dict[Made, dict[str, int]] = {}

    def id(self, step: Step, what: Made, code: str) -> int:
        """The number of this code. Raises `Refused` when it is unknown and may not be added."""
        listed = self.known.get(what)
        if listed is None:
            model = _MODELS[what]
            listed = self.known[what] = {row.code: row.id for row in step.db.execute(select(model.code, model.id))}
        found = listed.get(code)
        if found is None:
            found = listed[code] = self._add(step, what, code)
        return found

    def optional(self, step: Step, what: Made, code: str) -> int | None:
        """The same for a list that a copy need not be on."""
        return self.id(step, what, code) if code else None

    def _add(self, step: Step, what: Made, code: str) -> int:
        limit: int = _MODELS[what].__table__.c.code.type.length  # type: ignore[attr-defined]
        if not self.create or len(code) > limit:
            raise Refused(_FAULTS[what] if not self.create else ImportFault.TOO_LONG, code)
        values: dict[str, Any] = {"code": code, "name": code}
        if what is Made.BRANCH:
            values["time_zone"] = self.time_zone
        if what is Made.ITEM_TYPE:
            values |= {"icon": "book", "not_for_loan": False}
        self.report.made.append((what, code))
        (number,) = step.add(_MODELS[what], [values])
        # In a dry run each code needs a number of its own, so that two of them are never taken for one.
        return number if not step.dry_run else -len(self.report.made)
