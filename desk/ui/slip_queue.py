"""Slips on their way to the printer: kept in this station's store until the printer has them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from desk.devices.states import DeviceState
from desk.devices.system_printer import SystemPrinter
from desk.devices.worker import Worker
from desk.errors import DeskError, NoPrinter
from desk.i18n import _
from desk.ui.desk_thread import DeskLine, Failed

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.station.store import StationStore, StoredSlip
    from desk.ui.circulation.tools import Slip
    from desk.ui.standing import Standing

CALM_MS = 400


class SlipQueue(QObject):
    """Makes the PDF off the GUI thread, keeps it, and hands it to the system's printer."""

    state_changed = Signal(object)
    told = Signal(str)
    waiting_changed = Signal(int)
    _made = Signal(str, bytes)

    def __init__(
        self,
        printer: SystemPrinter,
        store: "StationStore",
        folder: Path,
        paper: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._store = store
        self._folder = folder
        self._paper = paper
        self._desk: DeskLine | None = None
        self._press = Worker("slips")
        self._made.connect(self._keep)
        self._numbers: dict[Path, int] = {}
        self._no_printer_told = False
        self.sent_words = self.mark = ""
        self.last: tuple[str, bytes] | None = None
        self._look = QTimer(self, interval=CALM_MS, singleShot=True)
        self._look.timeout.connect(printer.start)
        printer.state_changed.connect(self.state_changed)
        printer.sent.connect(self._sent)
        printer.failed.connect(self._failed)

    @property
    def state(self) -> DeviceState:
        """How the printer is."""
        return self._printer.state

    def stands(self, desk: DeskLine) -> None:
        """The desk on whose thread slips are made; what waits from before is sent first."""
        self._desk = desk
        self._no_printer_told = True
        desk.run(lambda _desk: self._store.slips(), self._send_all)

    @property
    def printer(self) -> SystemPrinter:
        """Where the slips come out."""
        return self._printer

    @property
    def waiting(self) -> int:
        """How many slips the printer has not taken."""
        return len(self._numbers)

    def try_again(self) -> None:
        """Send everything that waits once more."""
        self._no_printer_told = False
        self._printer.start()
        if self._desk is not None:
            self._desk.run(lambda _desk: self._store.slips(), self._send_all)

    def clear(self) -> None:
        """Nobody wants what waits any more."""
        for path, number in list(self._numbers.items()):
            self._forget(path, number)
        self._numbers.clear()
        self.waiting_changed.emit(0)

    def _forget(self, path: Path, number: int) -> None:
        path.unlink(missing_ok=True)
        if self._desk is not None and number:
            self._desk.write(lambda: self._store.slip_sent(number))

    def start(self) -> None:
        """Look for the printer in a moment: the system is asked by a program of its own, and the desk opens first."""
        self._look.start()

    def stop(self) -> None:
        """Keep and send what is in the line, then end: what the press has made last is still on its way to us."""
        self._look.stop()
        self._press.stop()
        QCoreApplication.sendPostedEvents(self)
        self._printer.stop()

    def print_slip(self, slip: "Slip") -> None:
        """Make it and send it."""
        standing = self._desk.standing if self._desk is not None else None
        if standing is not None:
            self._no_printer_told = self._no_printer_told and bool(self._numbers)
            self._press.do(partial(self._make, slip, standing))

    def print_page(self, kind: str, make: Callable[[], bytes]) -> None:
        """Make any other page and send it; it is kept as long as a slip is."""
        self._no_printer_told = False
        self._press.do(lambda: self._made.emit(kind, make()))

    def _make(self, slip: "Slip", standing: "Standing") -> None:
        """On the thread of the press: laying out a page takes longer than a scan may wait."""
        self._made.emit(slip.kind, slip_pdf(slip, standing, self._paper, self.mark))

    @Slot(str, bytes)
    def _keep(self, kind: str, body: bytes) -> None:
        """Into the store first, so that a slip outlives a crash. The last may become a file until the desk locks."""
        self.last = (kind, body)
        if self._desk is not None:
            self._desk.run(partial(self._queue, kind, body), self._send_all)

    def _queue(self, kind: str, body: bytes, _desk: "Desk") -> "tuple[StoredSlip, ...]":
        from desk.station.store import StoredSlip

        return (StoredSlip(self._store.queue_slip(kind, body), kind, body),)

    def _send_all(self, slips: "tuple[StoredSlip, ...] | Failed") -> None:
        if isinstance(slips, Failed):
            self.told.emit(_("The slip could not be made."))
            return
        for slip in slips:
            path = self._folder / f"{slip.kind}-{slip.number}.pdf"
            self._write(path, slip.body)
            self._numbers[path] = slip.number
            self._printer.send(path)

    def _write(self, path: Path, body: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(body)
            path.chmod(0o600)
        except OSError as error:
            self.told.emit(_("The slip could not be written. {why}").format(why=error.strerror or error))

    @Slot(object)
    def _sent(self, path: Path) -> None:
        """The printer has it: the slip names a reader, so nothing of it is kept."""
        self._forget(path, self._numbers.pop(path, 0))
        self.waiting_changed.emit(len(self._numbers))
        self.told.emit(self.sent_words or _("The slip is at the printer"))

    @Slot(object)
    def _failed(self, error: DeskError) -> None:
        from desk.wording.errors import error_sentence

        self.waiting_changed.emit(len(self._numbers))
        if isinstance(error, NoPrinter) and self._no_printer_told:
            return
        self._no_printer_told = isinstance(error, NoPrinter)
        kept = _("The slip waits in {folder}.").format(folder=self._folder)
        self.told.emit(f"{error_sentence(error)} {kept}")


def slip_pdf(slip: "Slip", standing: "Standing", paper: str, mark: str = "") -> bytes:
    """The slip as a page; `mark` stands at its head where it is no slip of the library at work."""
    from desk.printing import slips
    from desk.ui.circulation.tools import SlipKind

    here = standing.here()
    if slip.kind is SlipKind.DUE:
        return slips.due_slip(slip.about, here, standing.library, standing.branch, paper=paper, mark=mark)
    make = slips.hold_slip if slip.kind is SlipKind.HOLD else slips.transit_slip
    return make(slip.about, here, standing.library, standing.branch, paper=paper, mark=mark)
