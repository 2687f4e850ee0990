"""An import leaves a note at this station while it is at work: one that was cut off is told at the next start."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.station.store import StationStore, StoredImport
from desk.ui.administration.import_form import ImportWish
from desk.ui.administration.import_run import ImportRun
from desk.ui.commands.states import without_secret

if TYPE_CHECKING:
    from desk.ui.desk_thread import DeskLine


class ImportNote(QObject):
    """Belongs to a run into the library that is `where`.

    The note is written before the first record is in, so that a power cut is told of too.
    """

    def __init__(self, run: ImportRun, desk: "DeskLine", store: StationStore, where: str) -> None:
        super().__init__(run)
        self._desk, self._store, self._library = desk, store, without_secret(where)
        self._kept: StoredImport | None = None
        run.began.connect(self._begin)
        run.progressed.connect(self._reach)
        run.cut_off.connect(self._reach)
        run.ended.connect(self._forget)

    def _begin(self, wish: ImportWish) -> None:
        """A trial writes nothing: nobody has to be told of it afterwards."""
        self._kept = None if wish.dry_run else StoredImport(self._library, wish.kind, wish.path, wish.mapping)
        self._write()

    def _reach(self, done: int, total: int) -> None:
        if self._kept is not None:
            self._kept = replace(self._kept, done=done, total=total)
            self._write()

    def _forget(self, _headline: str) -> None:
        """Whoever was here knows what came of it, of one that was stopped too."""
        if self._kept is not None:
            self._kept = None
            self._desk.write(partial(self._store.forget_import, self._library))

    def _write(self) -> None:
        if self._kept is not None:
            self._desk.write(partial(self._store.keep_import, self._kept))
