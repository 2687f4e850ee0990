"""What the world can do to a desk: the database away, the printer gone, a file that cannot be read.

Each kind carries its facts; `desk.wording` makes the sentence a person reads. The English fall-back is for logs and the
moment before a language is known. Where a database stands in a fact, it never holds a password.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar


@dataclass(eq=False)
class DeskError(Exception):
    """Something outside the program went wrong; the desk says so and goes on as far as it can."""

    fallback: ClassVar[str] = "Something outside the program went wrong."

    @property
    def facts(self) -> dict[str, object]:
        """What is known about it, by name, for the sentence and the log."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.fallback.format(**self.facts)


@dataclass(eq=False)
class DatabaseError(DeskError):
    """The library's database cannot be used as it is."""

    where: str
    fallback: ClassVar[str] = "The database {where} cannot be used."


@dataclass(eq=False)
class DatabaseUnavailable(DatabaseError):
    """The database does not answer: the server is away, the network is cut, or a neighbour holds it too long."""

    why: str = ""
    fallback: ClassVar[str] = "The database {where} does not answer. {why}"


@dataclass(eq=False)
class DatabaseMissing(DatabaseError):
    """There is no library in this place yet."""

    fallback: ClassVar[str] = "There is no library at {where}."


@dataclass(eq=False)
class DatabaseExists(DatabaseError):
    """A new library was asked for where one stands already."""

    fallback: ClassVar[str] = "There is a library at {where} already."


@dataclass(eq=False)
class DatabaseNewer(DatabaseError):
    """A newer version of the program wrote this database; this one must not touch it."""

    found: str = ""
    fallback: ClassVar[str] = "The database {where} was written by a newer version of this program ({found})."


@dataclass(eq=False)
class DatabaseOlder(DatabaseError):
    """The database has to be upgraded first, which only its owner may do."""

    found: str = ""
    fallback: ClassVar[str] = "The database {where} is older ({found}). Its owner has to run: desk upgrade"


@dataclass(eq=False)
class DatabaseReadOnly(DatabaseError):
    """The database may be read and not written."""

    fallback: ClassVar[str] = "The database {where} may not be written to."


@dataclass(eq=False)
class DatabaseBroken(DatabaseError):
    """The file is damaged or is no library at all."""

    why: str = ""
    fallback: ClassVar[str] = "The database {where} is damaged. {why}"


@dataclass(eq=False)
class NetworkShare(DatabaseError):
    """A SQLite file on a network share is refused: locks do not hold there and two desks would destroy it."""

    fallback: ClassVar[str] = "The database file {where} is on a network share, where it is not safe."


@dataclass(eq=False)
class DiskFull(DeskError):
    """There is no room left to write in this place."""

    where: str
    fallback: ClassVar[str] = "There is no room left on the disk of {where}."


@dataclass(eq=False)
class FileUnreadable(DeskError):
    """A file is missing, may not be read, or is not what it should be."""

    path: Path
    why: str = ""
    fallback: ClassVar[str] = "The file {path} cannot be read. {why}"


@dataclass(eq=False)
class FileUnwritable(DeskError):
    """A file cannot be written in this place."""

    path: Path
    why: str = ""
    fallback: ClassVar[str] = "The file {path} cannot be written. {why}"


@dataclass(eq=False)
class PrinterGone(DeskError):
    """The printer is unknown, switched off or refuses; what was to be printed is kept by whoever sent it."""

    printer: str
    why: str = ""
    fallback: ClassVar[str] = "The printer {printer} does not print. {why}"


@dataclass(eq=False)
class NoPrinter(DeskError):
    """This computer has no printer at all, or nothing to print with."""

    fallback: ClassVar[str] = "This computer has no printer."


@dataclass(eq=False)
class ScannerGone(DeskError):
    """The scanner was unplugged or its port cannot be opened."""

    port: str
    why: str = ""
    fallback: ClassVar[str] = "The scanner at {port} is not there. {why}"


@dataclass(eq=False)
class ScreenMissing(DeskError):
    """No window can be shown: no screen is named, the one named does not answer, or libraries are missing."""

    display: str = ""
    libraries: tuple[str, ...] = ()
    fallback: ClassVar[str] = "The window cannot be shown here. Display: {display} Missing libraries: {libraries}"


@dataclass(eq=False)
class WrongUse(DeskError):
    """The person asked for something in a form that makes no sense: an unknown option, a date that is none."""

    what: str
    fallback: ClassVar[str] = "{what}"


@dataclass(eq=False)
class StaffUnknown(DeskError):
    """Nobody of that name works here, or the password or PIN is wrong; which of the two is never told."""

    name: str
    fallback: ClassVar[str] = "The name {name} and the password or PIN do not belong together."
