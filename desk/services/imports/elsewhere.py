"""A long file is read by two processes in turns, while this one writes what they have understood.

Most of an import is reading, and processes are the only way for Python to use several cores. They are begun anew
("spawn"), as Windows and a bundle know no other way; they know no database and give back nothing but plain values.
"""

import gc
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import get_context, parent_process
from pathlib import Path
from queue import Empty, Full
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.marc.reader import Share
from desk.services.imports.fields import ImportKind
from desk.services.imports.mapping import Mapping
from desk.services.imports.marc_records import MarcReading, Prepared, packed, unpacked
from desk.services.imports.reading import CHUNK, ENOUGH_OBJECTS, Setting, chunks
from desk.services.imports.report import ImportReport, Refusal, Remarked

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

# Beginning a process takes as long as some thousand records.
LONG = 5_000
READERS = 2
AHEAD = 3
LOOK_SECONDS = 2.0


@dataclass(slots=True)
class _Portion:
    """A chunk of the file, and what is to be said of it; the last one is not full, and may say why there is no more."""

    count: int
    records: bytes
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    error: DeskError | None = None


def worth_processes(records: int) -> bool:
    """Whether others are begun for so many records."""
    return records >= LONG and (os.cpu_count() or 1) > 1


def read_elsewhere(path: Path, mapping: Mapping, place: Setting, report: ImportReport) -> Iterator[Prepared | None]:
    """What the records of a file bring, read by other processes. Raises `FileUnreadable` as reading here would."""
    reading = MarcReading(mapping, report, place).reading
    readers = [_Reader.of(path, mapping, place, Share(which, READERS, CHUNK)) for which in range(READERS)]
    try:
        for reader in cycle(readers):
            portion = reader.next(path, report)
            report.refused.extend(portion.refused)
            report.remarks.extend(portion.remarks)
            yield from unpacked(portion.records, mapping, reading)
            if portion.error is not None:
                raise portion.error
            if portion.count < CHUNK:
                return
    finally:
        for reader in readers:
            reader.stop()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Another process, and what it hands over."""

    process: Any
    portions: "Queue[_Portion]"

    @classmethod
    def of(cls, path: Path, mapping: Mapping, place: Setting, share: Share) -> "_Reader":
        """Begin one for a share of the file."""
        context = get_context("spawn")
        portions: Queue[_Portion] = context.Queue(AHEAD)
        process = context.Process(target=_read, args=(path, mapping, place, share, portions), daemon=True)
        process.start()
        return cls(process, portions)

    def next(self, path: Path, report: ImportReport) -> _Portion:
        """Wait for a portion; the process may have been killed, and what came before it stays in the library."""
        while True:
            alive = self.process.is_alive()
            try:
                return self.portions.get(timeout=LOOK_SECONDS)
            except Empty:
                if not alive:
                    ended = _("The process that read it has ended.")
                    raise FileUnreadable(path, f"{ended} {_so_far(report)}".strip()) from None

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


def _read(path: Path, mapping: Mapping, place: Setting, share: Share, portions: "Queue[_Portion]") -> None:
    """The other process: portion after portion, and at the end one that is not full. Whoever wants it stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(ENOUGH_OBJECTS)
    report = ImportReport(ImportKind.MARC, path)
    last = _Portion(0, packed([]))
    try:
        for chunk in chunks(MarcReading(mapping, report, place).all(path, share)):
            last = _Portion(len(chunk), packed(chunk), report.refused, report.remarks)
            if not _given(portions, last):
                return
            report.refused, report.remarks = [], []
    except DeskError as trouble:
        last = _Portion(0, packed([]), error=trouble)
        _given(portions, last)
    if last.count in (0, CHUNK):
        _given(portions, _Portion(0, packed([])))


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
