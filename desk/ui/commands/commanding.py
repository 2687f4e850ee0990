"""What lies over the pages, in one place: the palette, the key sheet, the panels of the status bar, the lock."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.i18n import _, format_time
from desk.ui.administration.pages import HOUSE_PAGES, HouseKind
from desk.ui.commands.deeds import Where
from desk.ui.commands.entries import Entry
from desk.ui.commands.finder import Finder
from desk.ui.commands.finding import Finding
from desk.ui.commands.key_sheet import KeySheet, sections
from desk.ui.commands.messages import Messages
from desk.ui.commands.overlay import Overlay
from desk.ui.commands.respelling import Respelling
from desk.ui.commands.states import DatabaseState, PrinterState, ScannerState, SizeState, SoundState
from desk.ui.commands.status_panel import Known, StatusPanel
from desk.ui.desk_thread import Failed
from desk.ui.holds.overview import HoldOverview
from desk.ui.keys import Key

if TYPE_CHECKING:
    from desk.ui.shell import Shell

CHECK_OUT, CHECK_IN, ADMINISTRATION = "checkout", "checkin", "administration"
# Where there is no desk to search in, whoever asks for commands is shown the keys too.
HELPING = (Key.HELP, Key.PALETTE)


class Commanding(QObject):
    """Belongs to the shell. It hears each key before the page does, and closes what lies over it when a scan comes."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.shell = shell
        parts, window = shell.parts, shell.window
        ground = window.ground
        self.messages = Messages(self._moment, self)
        self.finder = Finder(parts.look, ground)
        self.sheet = KeySheet(parts.look, ground)
        self.finding = Finding(self, self.finder)
        self.overview = HoldOverview(shell)
        self.respelling = Respelling(shell)
        self.panel = StatusPanel(parts.look, ground)
        self._steps = self._known() | self._states()
        self._connect()

    def _connect(self) -> None:
        window, sheet = self.shell.window, self.sheet
        window.hears_first = self.hears
        window.ground.currentChanged.connect(self._uncover)
        window.toast.said.connect(self.messages.keep)
        window.status.pressed.connect(window.press)
        sheet.print_wanted.connect(self._print_keys)
        sheet.save_wanted.connect(partial(self._save, _("keys.pdf"), self._key_page))
        sheet.commands_wanted.connect(self._print_commands)
        sheet.change_wanted.connect(self._change_keys)

    def _known(self) -> dict[Key, Callable[[], None]]:
        return {
            Key.PALETTE: self.finding.open,
            Key.HELP: lambda: self.sheet.show_for(self.shell.window.current()),
            Key.LAST_READERS: self.finding.show_readers,
            Key.PARKED: self.finding.show_parked,
            Key.MESSAGES: self._show_messages,
            Key.COMMAND_SHEET: self._print_commands,
            Key.KEEP_PRINT: self._keep_print,
            Key.KEYS_PAGE: self._change_keys,
            Key.LOCK: self.lock,
            Key.HOLDS_OF: self.shell.rooms.show_holds_of,
            Key.HOLD_RATIOS: self.overview.ratios,
            Key.HOLD_HOPELESS: self.overview.hopeless,
            Key.COACH: lambda: self.shell.coach.show_again(),
            Key.TRAINING: self.shell.training.turn,
            Key.DRILL: self.shell.training.begin_drill,
        }

    def _states(self) -> dict[Key, Callable[[], None]]:
        bar = self.shell.window.status
        known: dict[Key, tuple[Known, QWidget]] = {
            Key.STATUS_DATABASE: (DatabaseState(self.shell), bar.database),
            Key.STATUS_SCANNER: (ScannerState(self.shell), bar.scanner),
            Key.STATUS_PRINTER: (PrinterState(self.shell), bar.printer),
            Key.STATUS_SOUNDS: (SoundState(self.shell), bar.sounds),
            Key.STATUS_SIZE: (SizeState(self.shell), bar.zoom),
        }
        return {key: partial(self.panel.show_state, state, anchor) for key, (state, anchor) in known.items()}

    def stand(self) -> None:
        """The panels are made: what was used most at this station is known from before."""
        parts = self.shell.parts
        self.respelling.tell_wrong()
        parts.desk.run(lambda _desk: _counted(parts.store), self._counts_read)

    def _counts_read(self, counts: Any) -> None:
        if isinstance(counts, dict):
            self.finding.used.update(counts)

    # Keys and scans

    def hears(self, key: Key) -> bool:
        """Whether this key is for what lies over the page, or opens it."""
        over = self._over()
        if over is not None:
            if over.press(key):
                return True
            over.close_over()
            if key is Key.PALETTE and over is self.finder:
                return True
        if key is Key.ASIDE and self.panel.state is not None:
            self.panel.close_panel()
            return True
        step, window = self._steps.get(key), self.shell.window
        whole = None if window.at_desk() else window.ground.currentWidget()
        if key in HELPING and whole is not None:
            self.sheet.show_for_whole(whole)
            return True
        if step is None or not window.at_desk():
            return False
        if self.shell.panels:
            step()
        return True

    def takes(self, raw: str) -> bool:
        """Whether a scan is for the test of the scanner. Any other is for the page: what lies over that goes."""
        if self.panel.state is not None and self.panel.state.takes(raw):
            return True
        self.panel.close_panel()
        over = self._over()
        if over is not None:
            over.close_over()
        return False

    def clear(self) -> None:
        """Nothing lies over the page any more: it is asked who works here."""
        self.panel.close_panel()
        self.finder.close_over()
        self.sheet.close_over()
        self.shell.parts.slips.last = None

    def _uncover(self, _now: int) -> None:
        """The desk in the place of another page, or the other way round: what lay over the one is not for the other."""
        over = self._over()
        if over is not None:
            over.close_over()

    def _over(self) -> Overlay | None:
        return next((each for each in (self.finder, self.sheet) if not each.isHidden()), None)

    # Pages

    def page_for(self, where: Where) -> str:
        """On which page a command has something to do; none where it does not matter."""
        match where:
            case Where.CHECK_OUT:
                return CHECK_OUT
            case Where.CHECK_IN:
                return CHECK_IN
            case Where.ADMINISTRATION:
                return ADMINISTRATION
            case Where.PATRONS | Where.HOLDS | Where.TILL:
                return where.name.lower()
            case Where.DESK if self.shell.window.current() not in self.shell.panels:
                return CHECK_OUT
        return ""

    def pages(self) -> list[Entry]:
        """The pages of the administration that this person may see."""
        standing = self.shell.parts.desk.standing
        permissions = standing.staff.permissions if standing is not None else frozenset()
        shown = [(kind, each) for kind, each in HOUSE_PAGES.items() if each.is_for(permissions)]
        word = _("Administration")
        return [Entry(each.word(), each.icon, partial(self.open_house, kind), word) for kind, each in shown]

    def open_house(self, kind: HouseKind) -> None:
        """Turn to this page of the administration."""
        self.shell.window.show_page(ADMINISTRATION)
        page = self.shell.administration
        page.show_page(page.kinds[kind])

    def _change_keys(self) -> None:
        self.sheet.close_over()
        self.open_house(HouseKind.KEYS)

    # Sheets

    def _library(self) -> str:
        standing = self.shell.parts.desk.standing
        return standing.library if standing is not None else ""

    def _key_page(self) -> bytes:
        from desk.printing.sheets import KeyGroup, key_sheet

        made = sections(self.shell.window.current())
        return key_sheet([KeyGroup(heading, lines) for heading, lines in made], self._library())

    def _command_page(self) -> bytes:
        from desk.printing.sheets import command_sheet, order_lines

        return command_sheet(order_lines(), self._library())

    def _print_keys(self) -> None:
        self.shell.parts.slips.print_page("keys", self._key_page)

    def _print_commands(self) -> None:
        """Where there is a printer it comes out; without one it is kept as a file, and said where."""
        self.sheet.close_over()
        entries = [
            Entry(_("Print"), "printer", self._commands_to_printer, _("A5")),
            Entry(_("Keep as PDF"), "save", partial(self._save, _("commands.pdf"), self._command_page)),
        ]
        self.finder.offer(_("Command barcodes"), entries, "")

    def _commands_to_printer(self) -> None:
        self.shell.parts.slips.print_page("commands", self._command_page)

    def _keep_print(self) -> None:
        """The receipt, slip or page that was printed last from this desk, as a file."""
        last = self.shell.parts.slips.last
        if last is None:
            self.shell.window.toast.say(_("Nothing was printed since somebody signed in"))
        else:
            self._save(f"{last[0]}.pdf", lambda: last[1])

    def _save(self, name: str, make: Callable[[], bytes]) -> None:
        path, _kind = QFileDialog.getSaveFileName(self.shell.window, _("Keep as PDF"), name, "PDF (*.pdf)")
        if not path:
            return
        try:
            Path(path).write_bytes(make())
        except OSError as error:
            self.shell.window.toast.say(_("It could not be written. {why}").format(why=error.strerror or error))
        else:
            self.shell.window.toast.say(_("It is in {path}").format(path=path))

    # Messages, lock

    def _show_messages(self) -> None:
        self.finder.offer(_("Recent messages"), self.messages.entries(), _("Nothing was said yet."))

    def _moment(self) -> str:
        standing = self.shell.parts.desk.standing
        place = standing.here() if standing is not None else None
        return format_time(place.local(place.now)) if place is not None else ""

    def lock(self) -> None:
        """Nobody can work here until somebody signs in. The visit is finished first, or parked where something needs a
        look: what is scanned meanwhile waits for whoever comes, and is lent to nobody by itself.
        """
        from desk.ui.standing import lock

        standing = self.shell.parts.desk.standing
        names = standing.names if standing is not None else ()
        if any(name.has_secret for name in names):
            self.shell.resting.forget_readers()
            self.shell.parts.desk.run(lock, self._locked)
        else:
            self.shell.window.toast.say(_("Nobody here has a password or PIN, so the desk cannot be locked"))

    def _locked(self, answer: Any) -> None:
        if not isinstance(answer, Failed):
            self.shell.parts.desk.stand(answer)


def _counted(store: Any) -> dict[str, int]:
    """How often each command was taken from the palette at this station, on the desk thread."""
    return {str(key): count for key in Key if (count := store.counter(f"command {key}"))}
