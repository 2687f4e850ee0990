"""The demo library's titles, copies, patrons, loans, holds and charges: taken in by the same imports as any other."""

from desk.resources import resource
from desk.services.imports.charges import import_charges
from desk.services.imports.holds import import_holds
from desk.services.imports.intake import Receiving
from desk.services.imports.items import import_items
from desk.services.imports.loans import import_loans
from desk.services.imports.mapping import find_mapping, load_mapping
from desk.services.imports.marc import import_marc
from desk.services.imports.patrons import import_patrons
from desk.services.imports.report import ImportReport
from desk.services.work import Work

_TABLES = (
    (import_items, "copies.csv", "plain-items"),
    (import_patrons, "patrons.csv", "demo-patrons"),
    (import_loans, "loans.csv", "demo-loans"),
    (import_holds, "holds.csv", "demo-holds"),
    (import_charges, "charges.csv", "demo-charges"),
)


def import_demo(desk: Receiving) -> Work[tuple[ImportReport, ...]]:
    """Fill a new library (branches MAIN and NORTH, the public template) with the demo; dates count from today."""
    reports = [(yield from import_marc(desk, resource("demo", "titles.mrc")))]
    for take, name, mapping in _TABLES:
        reports.append((yield from take(desk, resource("demo", name), load_mapping(find_mapping(mapping)))))
    return tuple(reports)
