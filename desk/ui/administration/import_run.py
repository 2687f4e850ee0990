"""Records on their way in, behind a form: in the thread pool, on a desk of its own, while the library works on."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.i18n import _
from desk.ui.administration.import_form import ImportForm, ImportWish
from desk.ui.jobs import Job
from desk.ui.trouble import trouble_words
from desk.wording.shapes import Tone

if TYPE_CHECKING:
    from desk.services.imports.report import ImportReport
    from desk.services.work import Work

STOP_SECONDS = 15.0


class ImportRun(QObject):
    """One import at a time. `ended` says in one line what came of it, for whoever looks at another page by then.

    `cut_off` says how far it was when the window went in the middle of it.
    """

    began = Signal(object)
    progressed = Signal(int, int)
    ended = Signal(str)
    cut_off = Signal(int, int)

    def __init__(self, where: str, form: ImportForm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._where, self._form = where, form
        self._job: Job | None = None
        form.started.connect(self._start)
        form.stopped.connect(self.cancel)

    def cancel(self) -> None:
        """Stop behind the records at work; what is in stays."""
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """The window goes: each portion is a step of its own, nothing is left half done."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.wait(STOP_SECONDS)
            self.cut_off.emit(*(job.reached or (0, 0)))

    def _start(self, wish: ImportWish) -> None:
        self._form.show_running(True)
        self._job = Job(partial(_work, self._where, wish), self)
        self._job.progressed.connect(self._progressed)
        self._job.finished.connect(self._finished)
        self._job.failed.connect(self._failed)
        self._job.start()
        self.began.emit(wish)

    def _progressed(self, done: int, total: int, note: str) -> None:
        self._form.show_progress(done, total, f"{so_far(done, total)}  {note}".strip())
        self.progressed.emit(done, total)

    def _finished(self, report: "ImportReport | None") -> None:
        from desk.wording.terminal import import_headline, import_lines

        if report is None:
            return self._end(_("Stopped. Nothing was brought in."), [], Tone.WARN)
        well = report.found and not report.refused and not report.cancelled
        return self._end(import_headline(report), import_lines(report), Tone.OK if well else Tone.WARN)

    def _failed(self, error: Exception) -> None:
        self._end(trouble_words(error), [], Tone.BAD)

    def _end(self, headline: str, lines: list[str], tone: Tone) -> None:
        self._job = None
        self._form.show_report(headline, "\n".join(lines), tone)
        self.ended.emit(headline)


def so_far(done: int, total: int) -> str:
    """How far it is; the whole is not always known."""
    return _("{done} of {total}").format(done=done, total=total) if total else str(done)


def _work(where: str, wish: ImportWish) -> "Work[ImportReport]":
    from desk.services.administration.opening import open_desk
    from desk.services.imports.by_kind import import_file
    from desk.services.imports.fields import ImportKind
    from desk.services.imports.mapping import find_mapping, load_mapping

    desk = open_desk(where)
    try:
        mapping = load_mapping(find_mapping(wish.mapping)) if wish.mapping else None
        report = yield from import_file(ImportKind(wish.kind), desk, Path(wish.path), mapping, dry_run=wish.dry_run)
    finally:
        desk.database.close()
    return report
