"""Records that come in while the desk goes on: the status bar says how far, and a start tells of what was cut off."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desk.i18n import _
from desk.rules.vocabulary import Permission
from desk.ui.administration.pages import HouseKind
from desk.ui.commands.states import without_secret
from desk.wording.shapes import Command, Tone

if TYPE_CHECKING:
    from desk.station.store import StoredImport
    from desk.ui.administration.bring_in_page import BringInPage
    from desk.ui.administration.import_form import ImportWish
    from desk.ui.shell import Shell
    from desk.ui.status_bar import Light

GO_ON = "go_on_importing"


class Bringing(QObject):
    """Belongs to the shell."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._page: BringInPage | None = None
        self._light: Light | None = None
        self._begun: StoredImport | None = None
        self._tries = self._answered = False
        shell.window.banner.command.connect(self._pressed)
        shell.window.banner.dismissed.connect(self._dismissed)

    def watch(self, page: "BringInPage") -> None:
        """The page for it is made: what runs there is kept in mind and told of."""
        from desk.ui.administration.import_note import ImportNote

        shell, run, self._page = self._shell, page.run, page
        ImportNote(run, shell.parts.desk, shell.parts.store, shell.parts.where)
        self._light = shell.window.status.add_light(_("Bring records in"))
        self._light.clicked.connect(self._show)
        run.began.connect(self._began)
        run.progressed.connect(self._progressed)
        run.ended.connect(lambda _headline: self._say(""))
        page.ended_elsewhere.connect(shell.window.toast.say)

    def stop(self) -> None:
        """The window goes: what is at work ends behind its portion, and how far it came is written down."""
        if self._page is not None:
            self._page.run.stop()

    # While it runs

    def _began(self, wish: "ImportWish") -> None:
        self._tries = wish.dry_run
        self._progressed(0, 0)

    def _progressed(self, done: int, total: int) -> None:
        from desk.ui.administration.import_run import so_far

        words = _("Trying a file: {so_far}") if self._tries else _("Import: {so_far}")
        self._say(words.format(so_far=so_far(done, total)))

    def _say(self, words: str) -> None:
        if self._light is not None:
            self._light.say(words, Tone.INFO)

    def _show(self) -> None:
        """The light was pressed."""
        if self._may():
            self._shell.commanding.open_house(HouseKind.IMPORT)
        elif self._light is not None:
            self._shell.window.toast.say(self._light.words())

    def _may(self) -> bool:
        standing = self._shell.parts.desk.standing
        return standing is not None and Permission.IMPORT in standing.staff.permissions

    # At the next start

    def tell(self) -> None:
        """Somebody works here: where they may import they are told of one that was cut off, till they answer."""
        if not self._may():
            self._wait_for_another()
        elif not self._answered and self._begun is None and not self._shell.window.banner.words() and not self._runs():
            self._shell.parts.desk.run(self._read, self._told)

    def _runs(self) -> bool:
        return self._page is not None and self._page.form.is_running()

    def _wait_for_another(self) -> None:
        """Whoever has taken over may not import: the note waits until somebody does who may."""
        begun, self._begun = self._begun, None
        if begun is not None:
            self._shell.window.banner.hide()

    def _dismissed(self) -> None:
        """The strip was read, and the note is done with; another strip may have been in the way of ours."""
        begun, self._begun = self._begun, None
        if begun is not None:
            self._answered = True
            self._shell.parts.desk.write(partial(self._shell.parts.store.forget_import, begun.library))
        self.tell()

    def _read(self, _desk: Any) -> "StoredImport | None":
        """On the desk thread: the note. One of which all is in is done with."""
        store, library = self._shell.parts.store, without_secret(self._shell.parts.where)
        begun = store.begun_import(library)
        if begun is not None and begun.is_whole:
            store.forget_import(library)
        return begun

    def _told(self, begun: Any) -> None:
        from desk.station.store import StoredImport

        if isinstance(begun, StoredImport) and not begun.is_whole:
            self._begun = begun
            again = Command(GO_ON, _("Go on with it"), "", "file-up")
            self._shell.window.banner.say(cut_off_words(begun), Tone.WARN, "file-up", again)

    def _pressed(self, name: str) -> None:
        if name != GO_ON or self._begun is None:
            return
        begun, self._begun = self._begun, None
        self._answered = True
        self._shell.window.banner.hide()
        self._shell.commanding.open_house(HouseKind.IMPORT)
        self._shell.administration.bringing.form.wish(begun.kind, begun.path, begun.mapping)


def cut_off_words(begun: "StoredImport") -> str:
    """How far it came, that this much is whole, and how it goes on."""
    name = Path(begun.path).name
    how = _("What is in is whole. Bring the same file in again: it goes on where it stopped.")
    known = _("The import of {file} was ended early, with {done} of {total} rows.")
    told = known if begun.total else _("The import of {file} was ended early.")
    return f"{told.format(file=name, done=begun.done, total=begun.total)} {how}"
