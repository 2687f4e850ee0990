"""The first run: look around in the demo, begin a library, bring one in. It ends with a library that can be opened."""

from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desk.i18n import _
from desk.services.administration.demo_size import demo_size
from desk.settings import default_database
from desk.ui.administration.import_form import import_mappings
from desk.ui.administration.import_note import ImportNote
from desk.ui.administration.import_page import ImportPage
from desk.ui.administration.import_run import ImportRun
from desk.ui.administration.welcome import WelcomePage
from desk.ui.commands.states import without_secret
from desk.ui.jobs import Job
from desk.ui.trouble import trouble_words

if TYPE_CHECKING:
    from desk.services.administration.library import NewLibrary
    from desk.services.work import Work
    from desk.settings import Settings
    from desk.ui.beginning.draft import Draft
    from desk.ui.beginning.new_library import NewLibraryPage
    from desk.ui.shell import Parts


class FirstRun(QObject):
    """Leads through the pages that fill the whole window while there is no library yet.

    A library that was made is opened in a window of its own: with its language, its scanner and its printer.
    """

    ready = Signal()
    elsewhere = Signal(str)
    settled = Signal(object)

    def __init__(self, parts: "Parts") -> None:
        super().__init__(parts.window)
        self._look, self._window = parts.look, parts.window
        self._where, self._demo, self._training = parts.where, parts.demo, parts.training
        self._parts = parts
        self._begun = parts.settings
        self._is_new = False
        titles, readers = demo_size()
        words = _("A demo library with {titles} titles and {readers} invented readers. Nothing to set up.")
        self.welcome = WelcomePage(self._look, words.format(titles=titles, readers=readers))
        if parts.where not in (default_database(), parts.demo, parts.training):
            self.welcome.show_place(without_secret(parts.where))
        self.making: NewLibraryPage | None = None
        self.importing: ImportPage | None = None
        self._then_import = False
        self._job: Job | None = None
        self._run: ImportRun | None = None
        self.welcome.look_around_chosen.connect(self._look_around)
        self.welcome.new_library_chosen.connect(partial(self._new_library, then_import=False))
        self.welcome.bring_records_chosen.connect(partial(self._new_library, then_import=True))
        self.welcome.training_chosen.connect(lambda: self.elsewhere.emit(self._training))

    def begin(self) -> None:
        """The first page; where the demo is what was asked for, it is made at once."""
        self._window.show_whole(self.welcome)
        if self._where == self._demo:
            self._look_around()
        elif self._where == self._training:
            self._make_training()

    def end(self) -> None:
        """The window closes: stop what is running."""
        if self.making is not None:
            self.making.listening.stop()
        if self._job is not None:
            self._job.cancel()
        if self._run is not None:
            self._run.stop()

    def _start(self, job: Job) -> None:
        self._job = job
        job.start()

    def _look_around(self) -> None:
        """The demo has a file of its own beside the library's, so that looking around never stands in its place."""
        if self._where != self._demo and Path(self._demo).exists():
            self.elsewhere.emit(self._demo)
            return
        self.welcome.show_busy(_("The demo library is being made …"))
        job = Job(partial(_demo_work, self._demo), self)
        job.finished.connect(self._demo_made)
        job.failed.connect(self._demo_failed)
        self._start(job)

    def _make_training(self) -> None:
        """A sandbox for the day, with the rules of the library where there is one."""
        self.welcome.show_busy(_("A library to practise in is being made …"))
        job = Job(partial(_training_work, self._where, self._parts.settings.database), self)
        job.finished.connect(self._training_made)
        job.failed.connect(self._demo_failed)
        self._start(job)

    def _training_made(self, _result: object) -> None:
        self._job = None
        self.ready.emit()

    def _demo_made(self, _result: object) -> None:
        self._job = None
        if self._where == self._demo:
            self.ready.emit()
        else:
            self.elsewhere.emit(self._demo)

    def _demo_failed(self, error: Exception) -> None:
        self.welcome.show_trouble(trouble_words(error))

    def _new_library(self, *, then_import: bool) -> None:
        self._then_import = then_import
        if self.making is None:
            self.making = self._new_page()
            self.making.created.connect(self._make)
            self.making.cancelled.connect(self.begin)
        self.making.set_then_import(then_import)
        self._window.show_whole(self.making)

    def _new_page(self) -> "NewLibraryPage":
        """Made late: its steps know the services, which take longer to import than the first page to paint."""
        from desk.ui.beginning.new_library import NewLibraryPage

        self._begun = self._parts.settings
        return NewLibraryPage(self._look, self._begun, self._parts.sounds)

    def takes(self, raw: str) -> bool:
        """Whether a scan belongs to the page that is shown: a step that learns from it or tries the scanner."""
        shown = self.making is not None and self.making.isVisible()
        return shown and self.making is not None and (self.making.scan(raw) or True)

    def _make(self, draft: "Draft") -> None:
        job = Job(partial(_new_work, self._where, draft.new_library()), self)
        job.finished.connect(partial(self._made, replace(draft.settings, language=draft.language)))
        job.failed.connect(self._not_made)
        self._start(job)

    def _not_made(self, error: Exception) -> None:
        assert self.making is not None
        self.making.show_trouble(trouble_words(error))

    def _made(self, asked: "Settings", _result: object) -> None:
        self._job, self._is_new = None, True
        self.settled.emit(taken_over(self._parts.settings, self._begun, asked))
        if self._then_import:
            self.import_records()
        else:
            self._open()

    def _open(self) -> None:
        """Go to the desk of the library that is there now."""
        if self._is_new:
            self.elsewhere.emit(self._where)
        else:
            self.ready.emit()

    def import_records(self) -> None:
        """Bring records into the library that is there."""
        self._then_import = False
        if self.importing is None:
            self.importing = ImportPage(self._look, import_mappings)
            self._run = ImportRun(self._where, self.importing.form, self)
            ImportNote(self._run, self._parts.desk, self._parts.store, self._where)
            self.importing.closed.connect(self._open)
        self._window.show_whole(self.importing)


def taken_over(now: "Settings", begun: "Settings", asked: "Settings") -> "Settings":
    """The settings as they are now with what the steps have changed; the size and colours may be others since."""
    names = [entry.name for entry in fields(asked)]
    return replace(
        now, **{name: getattr(asked, name) for name in names if getattr(asked, name) != getattr(begun, name)}
    )


def _demo_work(where: str) -> "Work[Any]":
    from desk.services.administration.demo import demo_work

    database = yield from demo_work(where)
    database.close()
    return None


def _training_work(where: str, source: str) -> "Work[Any]":
    from desk.services.training.sandbox import sandbox_work

    database = yield from sandbox_work(where, source)
    database.close()
    return None


def _new_work(where: str, new: "NewLibrary") -> "Work[Any]":
    from desk.services.administration.library import make_library
    from desk.services.work import Progress

    yield Progress(0, 0)
    make_library(where, new).close()
    return None
