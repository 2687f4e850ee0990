"""Where icons, fonts, sounds, templates and migrations are: beside the checkout, or inside the installed package."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _home() -> Path:
    """The folder that holds `resources` and `migrations`. An installed package carries its own copy of both."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "pyproject.toml").is_file() and (checkout / "resources").is_dir() else _PACKAGE


def resource(*parts: str) -> Path:
    """The path of one shipped file or folder, as in `resource("icons", "book.svg")`; it need not exist."""
    return _home().joinpath("resources", *parts)


def migrations() -> Path:
    """The folder of the database's history, for Alembic."""
    return _home() / "migrations"
