"""A long file is read by a second process, while this one writes what the first has understood.

Half of an import is reading, and two processes are the only way for Python to use two cores. The second is begun anew
("spawn"), as Windows and a bundle know no other way; it knows no database and gives back nothing but plain values.
"""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from pathlib import Path
from queue import Empty, Full
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.services.imports.fields import ImportKind
from desk.services.imports.intake import Setting, chunks
from desk.services.imports.mapping import Mapping
from desk.services.imports.marc_records import MarcReading, Prepared
from desk.services.imports.report import ImportReport, Refusal, Remarked

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

# Beginning a process takes as long as some thousand records.
LONG = 5_000
AHEAD = 4
LOOK_SECONDS = 2.0
ENOUGH_OBJECTS = 200_000


@dataclass(slots=True)
class _Portion:
    """A chunk of the file, and what is to be said of it; the last one is empty, or says why there is no more."""

    records: list[Prepared | None]
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    error: DeskError | None = None


def worth_a_process(records: int) -> bool:
    """Whether a second process is begun for so many records."""
    return records >= LONG and (os.cpu_count() or 1) > 1


def read_elsewhere(path: Path, mapping: Mapping, place: Setting, report: ImportReport) -> Iterator[Prepared | None]:
    """What the records of a file bring, read by another process. Raises `FileUnreadable` as reading here would."""
    context = get_context("spawn")
    portions: Queue[_Portion] = context.Queue(AHEAD)
    process = context.Process(target=_read, args=(path, mapping, place, portions), daemon=True)
    process.start()
    try:
        while (portion := _next(portions, process, path)).records:
            report.refused.extend(portion.refused)
            report.remarks.extend(portion.remarks)
            yield from portion.records
        if portion.error is not None:
            raise portion.error
    finally:
        process.terminate()
        process.join()
        process.close()


def _next(portions: "Queue[_Portion]", process: Any, path: Path) -> _Portion:
    """Wait for the other; it may have been killed."""
    while True:
        alive = process.is_alive()
        try:
            return portions.get(timeout=LOOK_SECONDS)
        except Empty:
            if not alive:
                raise FileUnreadable(path, _("The process that read it has ended.")) from None


def _read(path: Path, mapping: Mapping, place: Setting, portions: "Queue[_Portion]") -> None:
    """The second process."""
    gc.set_threshold(ENOUGH_OBJECTS)
    report = ImportReport(ImportKind.MARC, path)
    error = None
    try:
        for chunk in chunks(MarcReading(mapping, report, place).all(path)):
            if not _given(portions, _Portion(chunk, report.refused, report.remarks)):
                return
            report.refused, report.remarks = [], []
    except DeskError as trouble:
        error = trouble
    _given(portions, _Portion([], error=error))


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
