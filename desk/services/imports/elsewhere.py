"""A long file is read by other processes too, while this one writes what they have understood (decision 30).

Most of an import is reading, and processes are the only way for Python to use several cores. They are begun anew
("spawn"), as Windows and a bundle know no other way; they know no database and give back nothing but plain values.
Who reads what is not settled before: whoever is through takes the next portion of the file that nobody has.
"""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from queue import Empty, Full
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.marc.reader import is_xml
from desk.services.imports.fields import ImportKind
from desk.services.imports.mapping import Mapping
from desk.services.imports.marc_records import GROUP, MarcReading, Prepared, packed, unpacked
from desk.services.imports.reading import CHUNK, ENOUGH_OBJECTS, Setting
from desk.services.imports.report import ImportReport, Refusal, Remarked
from desk.services.imports.row import Reading

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

# Beginning a process takes as long as some thousand records.
LONG = 5_000
READERS = 2
AHEAD = 3
LOOK_SECONDS = 2.0
WAIT_SECONDS = 0.05


@dataclass(slots=True)
class _Portion:
    """A chunk of the file, and what is to be said of it; the last one is not full, and may say why there is no more.

    `here` are records that this process has read itself.
    """

    place: int = 0
    count: int = 0
    records: list[bytes] = field(default_factory=list)
    here: list[Prepared | None] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    error: DeskError | None = None

    def understood(self, mapping: Mapping, reading: Reading) -> Iterator[Prepared | None]:
        """What its records bring."""
        yield from self.here
        for group in self.records:
            yield from unpacked(group, mapping, reading)


class _Claims:
    """What one process reads: the next portion that nobody has, each time it is through with its own."""

    def __init__(self, taken: Any) -> None:
        """`taken` counts, for all of them, the portions that somebody has."""
        self.taken = taken
        self.mine = -1

    def __call__(self, number: int) -> bool:
        """Whether the how-manieth record of the file is for this process."""
        portion = (number - 1) // CHUNK
        if portion > self.mine:
            with self.taken.get_lock():
                self.mine = self.taken.value
                self.taken.value += 1
        return portion == self.mine


def worth_processes(records: int) -> bool:
    """Whether others are begun for so many records."""
    return records >= LONG and (os.cpu_count() or 1) > 1


def read_elsewhere(path: Path, mapping: Mapping, place: Setting, report: ImportReport) -> Iterator[Prepared | None]:
    """What the records of a file bring, in their order. Raises `FileUnreadable` as reading here would."""
    reading = MarcReading(mapping, report, place).reading
    coming = _Coming(path, mapping, place, report)
    try:
        while (portion := coming.next()) is not None:
            report.refused.extend(portion.refused)
            report.remarks.extend(portion.remarks)
            yield from portion.understood(mapping, reading)
            if portion.error is not None:
                raise portion.error
            if portion.count < CHUNK:
                return
    finally:
        coming.stop()


class _Coming:
    """The portions of a file from all who read it, this process among them, put in order."""

    def __init__(self, path: Path, mapping: Mapping, place: Setting, report: ImportReport) -> None:
        self.path, self.report = path, report
        self._taken = taken = get_context("spawn").Value("L", 0)  # kept: it is gone when nobody here has it
        others = max(min(READERS, (os.cpu_count() or 1) - 1), 1)
        self.readers = [_Reader.of(path, mapping, place, taken) for _each in range(others)]
        self._own = _Own(path, mapping, place, _Claims(taken)) if _may_read_here(path) else None
        self._ready: dict[int, _Portion] = {}
        self._wanted = 0
        self._trouble: DeskError | None = None

    def next(self) -> _Portion | None:
        """The portion after the last one; None when there is no more.

        Raises `FileUnreadable` when a reader has died, or when nobody could read on.
        """
        while self._wanted not in self._ready:
            if self._came(0):
                continue
            if self._own is not None and not self._own.ended and len(self._ready) < AHEAD:
                self._keep(self._own.next())
            elif all(reader.ended for reader in self.readers):
                if self._trouble is not None:
                    raise self._trouble
                return None
            else:
                self._came(WAIT_SECONDS)
        self._wanted += 1
        return self._ready.pop(self._wanted - 1)

    def _came(self, seconds: float) -> bool:
        """Whether any of the others had something to hand over; `seconds` is how long each is waited for."""
        came = False
        for reader in self.readers:
            if not reader.ended and (portion := reader.next(self.path, self.report, seconds)) is not None:
                self._keep(portion)
                came = True
        return came

    def _keep(self, portion: _Portion) -> None:
        if portion.count:
            self._ready[portion.place] = portion
        else:  # whoever could not read on has none of the portions
            self._trouble = self._trouble or portion.error

    def stop(self) -> None:
        """End the others."""
        for reader in self.readers:
            reader.stop()


def _may_read_here(path: Path) -> bool:
    """Whether this process reads too, while it waits. In a window it does not: Python is for the window then.

    XML has to be read whole to know where a record begins: one more who does that takes longer than he helps.
    """
    if threading.current_thread() is not threading.main_thread():
        return False
    try:
        with path.open("rb") as file:
            return not is_xml(file)
    except OSError:
        return False  # whoever reads it says why


class _Own:
    """What one process reads."""

    def __init__(self, path: Path, mapping: Mapping, place: Setting, claims: _Claims) -> None:
        self._claims = claims
        self._report = ImportReport(ImportKind.MARC, path)
        self._records = MarcReading(mapping, self._report, place).all(path, claims)
        self.ended = False

    def next(self, *, pack: bool = False) -> _Portion:
        """The next portion that nobody else has; packed, where it goes to another process."""
        portion = _Portion()
        while portion.count < CHUNK and (group := self._group(portion)):
            if pack:
                portion.records.append(packed(group))
            else:
                portion.here.extend(group)
            portion.count += len(group)
        portion.place = self._claims.mine
        self.ended = portion.count < CHUNK
        portion.refused, self._report.refused = self._report.refused, []
        portion.remarks, self._report.remarks = self._report.remarks, []
        return portion

    def _group(self, portion: _Portion) -> list[Prepared | None]:
        """A few records more, also those before a trouble."""
        group: list[Prepared | None] = []
        if portion.error is None:
            try:
                for record in islice(self._records, GROUP):
                    group.append(record)
            except DeskError as trouble:
                portion.error = trouble
        return group


@dataclass(slots=True)
class _Reader:
    """Another process, and what it hands over."""

    process: Any
    portions: "Queue[_Portion]"
    ended: bool = False

    @classmethod
    def of(cls, path: Path, mapping: Mapping, place: Setting, taken: Any) -> "_Reader":
        """Begin one."""
        context = get_context("spawn")
        portions: Queue[_Portion] = context.Queue(AHEAD)
        process = context.Process(target=_read, args=(path, mapping, place, taken, portions), daemon=True)
        process.start()
        return cls(process, portions)

    def next(self, path: Path, report: ImportReport, seconds: float) -> _Portion | None:
        """A portion, if there is one; the process may have been killed, and what came before stays in the library."""
        alive = self.process.is_alive()
        try:
            portion = self.portions.get(timeout=seconds) if seconds else self.portions.get_nowait()
        except Empty:
            if alive:
                return None
            ended = _("The process that read it has ended.")
            raise FileUnreadable(path, f"{ended} {_so_far(report)}".strip()) from None
        self.ended = portion.count < CHUNK
        return portion

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.join()
        self.process.close()
        self.portions.close()


def _so_far(report: ImportReport) -> str:
    """How many are in, where any are."""
    if report.dry_run or not report.done.total:
        return ""
    return _("{added} new, {changed} changed, {unchanged} unchanged, {refused} left out.").format(
        added=report.added, changed=report.changed, unchanged=report.unchanged, refused=len(report.refused)
    )


def _read(path: Path, mapping: Mapping, place: Setting, taken: Any, portions: "Queue[_Portion]") -> None:
    """The other process: portion after portion, and at the end one that is not full. Whoever wants it stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(ENOUGH_OBJECTS)
    own = _Own(path, mapping, place, _Claims(taken))
    while not own.ended and _given(portions, own.next(pack=True)):
        pass


def _given(portions: "Queue[_Portion]", portion: _Portion) -> bool:
    """Hand a portion over; not for ever, since whoever wanted it may have been killed."""
    first = parent_process()
    while first is not None and first.is_alive():
        try:
            portions.put(portion, timeout=LOOK_SECONDS)
        except Full:
            continue
        return True
    portions.cancel_join_thread()
    return False
