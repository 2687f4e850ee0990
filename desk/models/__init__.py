"""The library's tables, and the finders beside them.

A table is imported when somebody first names one, and SQLAlchemy with it: a scan needs neither (decision 32).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.models.tables import *  # noqa: F403


def __getattr__(name: str) -> Any:
    if not name[0].isupper():  # a module of this package, which the import finds by itself
        raise AttributeError(name)
    from desk.models import tables

    return getattr(tables, name)
