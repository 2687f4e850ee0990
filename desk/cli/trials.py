"""What `desk self-test` tries: each part of the program once, in a folder of its own that is gone afterwards."""

import gettext
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from desk.errors import DeskError
from desk.i18n import _, language, ngettext, set_language
from desk.resources import migrations, resource
from desk.settings import data_folder

if TYPE_CHECKING:
    from desk.services.desk import Desk, StaffFace

LANGUAGES = ("es", "fr")
# How many there are at the least, by folder and kind of file.
FILES = {"icons": ("*.svg", 20), "fonts": ("*.ttf", 3), "sounds": ("*.wav", 6), "templates": ("*.toml", 3)} | {
    "mappings": ("*.toml", 5), "demo": ("*.*", 5), "theme": ("*.json", 1), "licences": ("*.txt", 4)
}  # fmt: skip
MANY_ZONES = 300
WINDOW_SECONDS = 120
LACKS = 3
PDF = b"%PDF-"


class Verdict(StrEnum):
    """How a part is: well; not there and not needed; broken; or kept from working by this computer."""

    WELL = "well"
    ABSENT = "absent"
    BROKEN = "broken"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trial found, and what to do where it is not well."""

    verdict: Verdict
    words: str
    advice: str = ""


@dataclass(slots=True)
class Bench:
    """Where the trials are done: a folder, the library made in it, and the copy that was lent there and taken back."""

    folder: Path
    copy: str = ""

    @property
    def where(self) -> str:
        """The library to try things on; the window knows the demo library by this name."""
        return str(self.folder / "demo.db")


Trial = Callable[[Bench], Finding]


def tried(folder: Path) -> Iterator[tuple[str, Finding]]:
    """Every trial in turn, by name."""
    bench = Bench(folder)
    for name, trial in TRIALS.items():
        try:
            yield name, trial(bench)
        except DeskError as error:
            from desk.wording.errors import error_sentence

            yield name, Finding(Verdict.LACKING, error_sentence(error), _again())
        except Exception as error:
            # Whatever can break in a part that is missing or does not fit is just what is looked for.
            yield name, _broken(f"{type(error).__name__}: {error}".rstrip(".") + ".")


def _well(words: str) -> Finding:
    return Finding(Verdict.WELL, words)


def _broken(words: str) -> Finding:
    return Finding(Verdict.BROKEN, words, _("A part of the program is missing or damaged. Install the program again."))


def _again() -> str:
    return _("Mend that, then run this again.")


def _files(_bench: Bench) -> Finding:
    """Everything that is shipped beside the program."""
    short = [name for name, (kind, least) in FILES.items() if len([*resource(name).glob(kind)]) < least]
    short += [] if [*(migrations() / "versions").glob("*.py")] else ["migrations"]
    if short:
        return _broken(_("Files are missing from: {folders}.").format(folders=", ".join(short)))
    return _well(_("Icons, fonts, sounds, rules to begin with and the demo's records are there."))


def _languages(_bench: Bench) -> Finding:
    """English is spoken without a catalogue; the others need theirs."""
    folder, before = resource("locale"), language()
    silent = [code for code in LANGUAGES if gettext.find("desk", str(folder), [code]) is None]
    if silent and all((folder / code / "LC_MESSAGES" / "desk.po").is_file() for code in silent):
        words = _("Not compiled yet: {languages}. English is spoken.").format(languages=", ".join(silent))
        return Finding(Verdict.ABSENT, words, _("Run packaging/catalogue.py."))
    if silent:
        return _broken(
            _("The sentences of these languages are missing: {languages}.").format(languages=", ".join(silent))
        )
    try:
        said = {code: (set_language(code), _("Check out"))[1] for code in LANGUAGES}
    finally:
        set_language(before)
    return _well(", ".join(f"{code}: {words}" for code, words in said.items()))


def _sqlite(_bench: Bench) -> Finding:
    """The database of a library, with the index that finds words."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
    except sqlite3.OperationalError:
        return _broken(_("SQLite {version} cannot search for words.").format(version=sqlite3.sqlite_version))
    finally:
        database.close()
    return _well(_("SQLite {version} searches for words.").format(version=sqlite3.sqlite_version))


def _zones(_bench: Bench) -> Finding:
    """Due dates are reckoned in the branch's own time."""
    count = len(available_timezones())
    if count < MANY_ZONES or ZoneInfo("America/New_York").utcoffset(datetime(2026, 7, 1)) is None:
        words = _("The time zones of the world are missing on this computer.")
        return Finding(Verdict.LACKING, words, _("Install the package tzdata."))
    return _well(ngettext("{count} time zone", "{count} time zones", count).format(count=count))


def _countries(_bench: Bench) -> Finding:
    """What a new library is asked about: countries, currencies, public holidays."""
    from desk.services.administration.countries import countries, holidays, suggest

    days = [holidays(code, (2026,)) for code in ("US", "FR", "ES", "IN")]
    if not all(days) or suggest("FR").currency != "EUR":
        return _broken(_("The public holidays or currencies of some countries are missing."))
    count = len(countries())
    return _well(
        ngettext("{count} country with currency and holidays", "{count} countries with currency and holidays", count)
        .format(count=count)
    )  # fmt: skip


def _library(bench: Bench) -> Finding:
    """A library is made, brought to this version, filled with the demo and looked over."""
    from desk.services.administration.demo import make_demo
    from desk.services.administration.doctor import CheckUp, file_findings
    from desk.services.administration.opening import open_desk

    make_demo(bench.where).close()
    desk = open_desk(bench.where)
    try:
        found = (*file_findings(desk.database), *desk.ask(CheckUp()))
    finally:
        desk.database.close()
    bad = [f"{each.check}: {each.fact}" for each in found if not each.ok]
    if bad:
        return _broken(_("The library that was made has faults: {faults}.").format(faults="; ".join(bad)))
    return _well(_("A library was made, filled and looked over."))


def _lending(bench: Bench) -> Finding:
    """A copy is lent, taken back, lent once more, and that undone."""
    from desk.services.administration.opening import DEMO_CARD, open_desk
    from desk.services.circulation.answers import Lent, Returned, Undone
    from desk.services.circulation.checkin import Checkin
    from desk.services.circulation.checkout import Checkout
    from desk.services.circulation.undo import Undo

    desk = open_desk(bench.where)
    desk.staff = _clerk(desk)
    try:
        bench.copy = next(each for each in _copies() if isinstance(desk.do(Checkout(DEMO_CARD, each)), Lent))
        answers = [desk.do(Checkin(bench.copy)), desk.do(Undo()), desk.do(Undo())]
    finally:
        desk.database.close()
    if [type(each) for each in answers] != [Returned, Undone, Undone]:
        return _broken(_("A copy was not taken back and undone as it should be."))
    return _well(_("A copy was lent and taken back, and both were undone."))


def _clerk(desk: "Desk") -> "StaffFace":
    from desk.services.administration.opening import DEMO_CLERK, staff_of

    found = staff_of(desk, DEMO_CLERK)
    assert found is not None
    return found[0]


def _copies() -> Iterator[str]:
    """Copies of the demo that may be on the shelf."""
    for line in resource("demo", "copies.csv").read_text(encoding="utf-8").splitlines()[1:]:
        if ",available," in line:
            yield line.partition(",")[0]


def _records(_bench: Bench) -> Finding:
    """A library's records are read."""
    from desk.marc.reader import Read, read_records

    read = [isinstance(each, Read) for each in read_records(resource("demo", "titles.mrc"))]
    if not read or not all(read):
        return _broken(_("The demo's MARC records cannot be read."))
    return _well(ngettext("{count} MARC record was read.", "{count} MARC records were read.", len(read))
                 .format(count=len(read)))  # fmt: skip


def _processes(bench: Bench) -> Finding:
    """A long file is read by processes of its own: in a bundle that needs care, so it is tried."""
    from desk.services.administration.opening import open_desk
    from desk.services.imports.marc import import_marc
    from desk.services.work import finish

    desk = open_desk(bench.where)
    try:
        report = finish(import_marc(desk, resource("demo", "titles.mrc"), dry_run=True, apart=True))
    finally:
        desk.database.close()
    if report.refused:
        return _broken(_("A second process did not read the records as the first did."))
    return _well(_("A second process reads long files."))


def _paper(_bench: Bench) -> Finding:
    """A slip and its bars."""
    from desk.printing.sheets import command_sheet, order_lines
    from desk.printing.slips import trial_slip

    papers = (trial_slip(_("My library")), command_sheet(order_lines()))
    if not all(paper.startswith(PDF) for paper in papers):
        return _broken(_("A slip could not be drawn."))
    return _well(_("A slip and barcodes were drawn as PDF."))


def _window(bench: Bench) -> Finding:
    """The real window, unseen and in a process of its own: there a card and a copy are scanned as a scanner types."""
    from desk.services.administration.opening import DEMO_CARD

    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desk"]
    words = [*own, "--database", bench.where, "self-test-window", DEMO_CARD, bench.copy]
    unseen = os.environ | {"QT_QPA_PLATFORM": "offscreen", "DESK_HOME": str(bench.folder), "PYTHONUTF8": "1"}
    try:
        ended = subprocess.run(words, env=unseen, capture_output=True, encoding="utf-8", timeout=WINDOW_SECONDS)
    except subprocess.TimeoutExpired:
        return _broken(_("The window did not come to rest."))
    told = (ended.stderr.strip().splitlines() or [""])[-1]
    if ended.returncode == LACKS:
        return Finding(Verdict.LACKING, told, _again())
    if ended.returncode or not _is_lent(bench):
        return _broken(_("The window did not lend what was scanned. {why}").format(why=told).strip())
    return _well(_("The window opened and lent what was scanned."))


def _is_lent(bench: Bench) -> bool:
    from desk.services.administration.opening import DEMO_CARD, open_desk
    from desk.services.circulation.answers import AlreadyLent, AlreadyScanned
    from desk.services.circulation.checkout import Checkout

    desk = open_desk(bench.where)
    desk.staff = _clerk(desk)
    try:
        return isinstance(desk.do(Checkout(DEMO_CARD, bench.copy)), AlreadyLent | AlreadyScanned)
    finally:
        desk.database.close()


def _postgres(_bench: Bench) -> Finding:
    """Several desks share a library through PostgreSQL; one alone needs none of it."""
    try:
        import psycopg
    except ImportError:
        advice = _("It is needed only where several desks share a library on a PostgreSQL server.")
        return Finding(Verdict.ABSENT, _("The way to PostgreSQL is not installed."), advice)
    return _well(_("PostgreSQL can be reached with psycopg {version}.").format(version=psycopg.__version__))


def _scanner(_bench: Bench) -> Finding:
    """Scanners on a serial port; those that type need nothing."""
    from desk.devices.ports import serial_ports

    count = len(serial_ports())
    return _well(ngettext("{count} serial port", "{count} serial ports", count).format(count=count))


def _sound(_bench: Bench) -> Finding:
    """The tones of the desk."""
    try:
        import miniaudio
    except ImportError:
        return Finding(Verdict.ABSENT, _("Sounds cannot be played here."), _("The desk works without them."))
    return _well(_("Sounds are played with miniaudio {version}.").format(version=miniaudio.__version__))


def _printer(_bench: Bench) -> Finding:
    """Where slips come out."""
    if shutil.which("lp") is None:
        words = _("This computer cannot print yet.")
        return Finding(Verdict.ABSENT, words, _("Install CUPS (the package cups-client) to print slips."))
    from desk.devices.system_printer import queues

    count = len(queues())
    if not count:
        words = _("No printer is set up on this computer.")
        return Finding(Verdict.ABSENT, words, _("Slips are kept until there is one."))
    return _well(ngettext("{count} printer", "{count} printers", count).format(count=count))


def _folder(_bench: Bench) -> Finding:
    """Where this station's library and settings are kept; only looked at."""
    place = data_folder()
    there = next(each for each in (place, *place.absolute().parents) if each.exists())
    if not os.access(there, os.W_OK):
        words = _("Nothing can be written to {folder}.").format(folder=place)
        return Finding(Verdict.LACKING, words, _("Give this person the right to write there."))
    return _well(_("The library's folder is {folder}.").format(folder=place))


TRIALS: dict[str, Trial] = {
    "files": _files,
    "languages": _languages,
    "sqlite": _sqlite,
    "zones": _zones,
    "countries": _countries,
    "library": _library,
    "lending": _lending,
    "records": _records,
    "processes": _processes,
    "paper": _paper,
    "window": _window,
    "postgresql": _postgres,
    "scanner": _scanner,
    "sound": _sound,
    "printer": _printer,
    "folder": _folder,
}
