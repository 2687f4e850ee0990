"""This station: its database, desk and branch, its scanner and printer, its looks. A TOML file that a person may edit.

Rules of the library are not here; they live in the database. Read by `app`, `cli`, `sip2` and handed to all others.
The file is the owner's alone (mode 600), because the address of a database server may hold a password.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desk.errors import FileUnreadable, FileUnwritable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

APPLICATION = "circulation-desk"
FILE = "station.toml"

Table = TypeVar("Table", bound="DataclassInstance")


class Theme(StrEnum):
    """How the window looks: light, dark, in high contrast, or whatever the system is set to."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    SYSTEM = "system"


class ReceiptWish(StrEnum):
    """What happens with the due slip at the end of a visit when the reader has no wish of their own."""

    PRINT = "print"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sounds:
    """The tones of this desk: on or off, and how loud in percent."""

    on: bool = True
    volume: int = 70


@dataclass(frozen=True, slots=True)
class Scanner:
    """The scanner of this desk. Without a port it is one that types like a keyboard.

    Prefix and suffix are what it is set to put around a code; with a prefix a keyboard scanner is known for certain.
    """

    port: str = ""
    baud: int = 9600
    prefix: str = ""
    suffix: str = ""
    min_length: int = 4
    max_gap_ms: int = 35


@dataclass(frozen=True, slots=True)
class SlipPrinter:
    """Where due slips come out: the name of a print queue (none: the system's default), and the paper."""

    name: str = ""
    paper: str = "80mm"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything this station knows of itself. No language means the system's; no branch means the library's first.

    `zoom` is in percent of the designed size; `keys` holds only what somebody here changed: "finish" = "Ctrl+F". With
    nobody here the reader is cleared from the screen after `idle_minutes`, and after `lock_minutes` the desk locks.
    0 is never.
    """

    database: str = ""
    station: str = "DESK1"
    branch: str = ""
    language: str = ""
    theme: Theme = Theme.SYSTEM
    zoom: int = 100
    keys: Mapping[str, str] = field(default_factory=dict)
    receipt: ReceiptWish = ReceiptWish.ASK
    idle_minutes: int = 3
    lock_minutes: int = 10
    sounds: Sounds = field(default_factory=Sounds)
    scanner: Scanner = field(default_factory=Scanner)
    slip_printer: SlipPrinter = field(default_factory=SlipPrinter)


def data_folder() -> Path:
    """Where the library's file, backups and logs are kept. The variable DESK_HOME puts everything into one folder."""
    own = os.environ.get("DESK_HOME")
    if own:
        return Path(own)
    from platformdirs import user_data_path

    return user_data_path(APPLICATION)


def station_files() -> tuple[Path, ...]:
    """What this station keeps besides the library: visits, rows, slips that wait, reports of our own mistakes."""
    home = data_folder()
    return tuple(path for kept in ("station*.db", "slips/*", "reports/*") for path in sorted(home.glob(kept)))


def settings_file() -> Path:
    """Where the settings of this station are kept."""
    own = os.environ.get("DESK_HOME")
    if own:
        return Path(own) / FILE
    from platformdirs import user_config_path

    return user_config_path(APPLICATION) / FILE


def default_database() -> str:
    """The address of the library's file when nothing else is set."""
    return f"sqlite:///{(data_folder() / 'library.db').absolute().as_posix()}"


def load(path: Path | None = None) -> Settings:
    """The settings of this station; a file that is not there means the defaults, a broken one raises FileUnreadable."""
    place = path or settings_file()
    settings = _filled(Settings(), _read(place), place, "")
    return settings if settings.database else replace(settings, database=default_database())


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, keeping what a newer version or a person put into the file besides."""
    import tomli_w

    place = path or settings_file()
    known = asdict(settings, dict_factory=_plain)
    if settings.database == default_database():
        known["database"] = ""
    # A key that was set back must not stay in the file: this table is ours alone, and written whole.
    _replace_file(place, tomli_w.dumps(_merged(_read(place), known) | {"keys": known["keys"]}))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise FileUnreadable(path, str(error)) from error


def _filled(default: Table, table: Mapping[str, Any], path: Path, above: str) -> Table:
    """The default with every value that the table knows better. Keys that we do not know are left for whoever does."""
    found = {
        entry.name: _value(getattr(default, entry.name), table[entry.name], path, above + entry.name)
        for entry in fields(default)
        if entry.name in table
    }
    return replace(default, **found)


def _value(default: Any, value: Any, path: Path, name: str) -> Any:
    """One value, of the kind that its default has."""
    if is_dataclass(default) and not isinstance(default, type) and isinstance(value, dict):
        return _filled(default, value, path, f"{name}.")
    if isinstance(default, Enum):
        return _choice(type(default), value, path, name)
    if type(value) is not type(default):
        raise FileUnreadable(path, f"{name} must be of the same kind as {default!r}.")
    return value


def _choice(kind: type[Enum], value: Any, path: Path, name: str) -> Enum:
    try:
        return kind(value)
    except ValueError as error:
        words = ", ".join(str(member.value) for member in kind)
        raise FileUnreadable(path, f"{name} must be one of: {words}.") from error


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.value if isinstance(value, Enum) else value for name, value in pairs}


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for name, value in new.items():
        before = merged.get(name)
        merged[name] = _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def _replace_file(path: Path, text: str) -> None:
    """Write beside it and rename, so that a power cut leaves the old file or the new one, never half of one."""
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError as error:
        raise FileUnwritable(path, error.strerror or str(error)) from error
