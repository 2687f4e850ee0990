"""What lies over the pages: the palette, the key sheet, the panels of the status bar. Made when first asked for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.i18n import _
from desk.ui.administration.pages import HOUSE_PAGES, HouseKind
from desk.ui.commands.deeds import Where
from desk.ui.commands.entries import Entry
from desk.ui.commands.finder import Finder
from desk.ui.commands.finding import Finding
from desk.ui.commands.key_sheet import KeySheet, sections
from desk.ui.commands.overlay import Overlay
from desk.ui.commands.states import DatabaseState, PrinterState, ScannerState, SizeState, SoundState
from desk.ui.commands.status_panel import Known, StatusPanel
from desk.ui.holds.overview import HoldOverview
from desk.ui.keys import Key

if TYPE_CHECKING:
    from desk.ui.commands.commanding import Commanding

CHECK_OUT, CHECK_IN, ADMINISTRATION = "checkout", "checkin", "administration"


class Overlays(QObject):
    """Belongs to `Commanding`, which hands it the keys that are for it."""

    def __init__(self, host: "Commanding") -> None:
        super().__init__(host)
        self.shell = shell = host.shell
        self._host = host
        look, ground = shell.parts.look, shell.window.ground
        self.finder = Finder(look, ground)
        self.sheet = KeySheet(look, ground)
        self.finding = Finding(self, self.finder)
        self.overview = HoldOverview(shell)
        self.panel = StatusPanel(look, ground)
        self._steps = self._known() | self._states()
        self._connect()

    def _connect(self) -> None:
        sheet = self.sheet
        sheet.print_wanted.connect(self._print_keys)
        sheet.save_wanted.connect(partial(self._save, _("keys.pdf"), self._key_page))
        sheet.commands_wanted.connect(self._print_commands)
        sheet.change_wanted.connect(self._change_keys)
        store = self.shell.parts.store
        self.shell.parts.desk.run(lambda _desk: _counted(store), self._counts_read)

    def _counts_read(self, counts: Any) -> None:
        """What was used most at this station is known from before."""
        if isinstance(counts, dict):
            self.finding.used.update(counts)

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
            Key.LOCK: self._host.lock,
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

    # Keys and scans

    def hears(self, key: Key) -> bool:
        """Whether this key is for what lies over the page now. What lies there goes when it is not."""
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
        return False

    def open(self, key: Key) -> None:
        """Open what this key stands for."""
        self._steps[key]()

    def takes(self, raw: str) -> bool:
        """Whether a scan is for the test of the scanner. Any other is for the page: what lies over that goes."""
        if self.panel.state is not None and self.panel.state.takes(raw):
            return True
        self.panel.close_panel()
        self.uncover()
        return False

    def uncover(self) -> None:
        """What lies over the page goes."""
        over = self._over()
        if over is not None:
            over.close_over()

    def clear(self) -> None:
        """Nothing lies over the page any more."""
        self.panel.close_panel()
        self.finder.close_over()
        self.sheet.close_over()

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
        return [Entry(each.word(), each.icon, partial(self._host.open_house, kind), word) for kind, each in shown]

    def _change_keys(self) -> None:
        self.sheet.close_over()
        self._host.open_house(HouseKind.KEYS)

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

    # Messages

    def _show_messages(self) -> None:
        said = self._host.messages.all()
        entries = [Entry(words, "message-square-text", _nothing, moment) for moment, words in said]
        self.finder.offer(_("Recent messages"), entries, _("Nothing was said yet."))


def _nothing() -> None:
    """A message was read: there is nothing to do with it."""


def _counted(store: Any) -> dict[str, int]:
    """How often each command was taken from the palette at this station, on the desk thread."""
    return {str(key): count for key in Key if (count := store.counter(f"command {key}"))}
