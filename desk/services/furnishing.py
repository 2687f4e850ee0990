"""What the first scan does without, imported piece by piece once the desk is of use (decision 32).

Whoever asks for one of these before its turn imports it there and then, and waits for it.
"""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from desk import methods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk.services.desk import Desk

MODULES = (
    "stdnum.isbn",
    "stdnum.issn",
    "sqlalchemy",
    "sqlalchemy.orm",
    "desk.models.tables",
    "desk.services.circulation.marks",
    "desk.services.accounts.losses",
    "desk.services.circulation.undo",
    "desk.services.circulation.why",
    "desk.services.circulation.owing",
    "desk.services.circulation.backdate",
    "desk.services.circulation.uncatalogued",
    "desk.services.patrons.family",
    "desk.services.patrons.find",
    "desk.services.administration.staff",
    "desk.services.holds.board",
)


def pieces(*further: str) -> "Iterator[Callable[[Desk], object]]":
    """Each for the desk thread, none longer than it takes to import SQLAlchemy; `further` are modules of the window."""
    for name in MODULES:
        yield partial(_bring, name)
    yield _connect
    for name in further:
        yield partial(_bring, name)
    yield _keep_methods


def _bring(name: str, _desk: "Desk") -> None:
    import_module(name)


def _keep_methods(_desk: "Desk") -> None:
    methods.keep()


def _connect(desk: "Desk") -> None:
    """SQLAlchemy makes its mappings when they are first used, and looks at its first connection."""
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    assert desk.database.engine is not None
