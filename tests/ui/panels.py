"""A desk that answers at once, and the two panels on it, for the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desk.errors import DeskError
from desk.rules.barcodes import mod10
from desk.services.desk import Desk
from desk.station.store import StationStore
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkin_panel import CheckinPanel
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.circulation.checkout_panel import CheckoutPanel
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.circulation.restoring import read_back, take_up
from desk.ui.circulation.tools import Notes, Slip, Tools
from desk.ui.desk_thread import Failed, Then
from desk.ui.standing import Standing, standing_of
from desk.wording.shapes import Sound
from tests.makers import House

Page = TypeVar("Page", bound=QWidget)


class AtOnce:
    """The desk thread's twin without a thread. `late` keeps every answer until it is let go."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.trouble: DeskError | None = None
        self.late = False
        self._kept: list[Callable[[], None]] = []
        self._standing: Standing | None = standing_of(desk)

    @property
    def standing(self) -> Standing | None:
        return self._standing

    def stand(self) -> None:
        """Somebody else has signed in."""
        self._standing = standing_of(self.desk)

    def do(self, act: Any, then: Then, key: str | None = None) -> None:
        self._answer(lambda: self.desk.do(act, key), then)

    def ask(self, question: Any, then: Then) -> None:
        self._answer(lambda: self.desk.ask(question), then)

    def run(self, job: Callable[[Desk], Any], then: Then) -> None:
        self._answer(lambda: job(self.desk), then)

    def write(self, task: Callable[[], None]) -> None:
        if self.late:
            self._kept.append(task)
        else:
            task()

    def let_go(self, steps: int = 100_000) -> None:
        """Give the answers that were kept, one after another; more may be asked for meanwhile."""
        while self._kept and steps:
            self._kept.pop(0)()
            steps -= 1

    def _answer(self, work: Callable[[], Any], then: Then) -> None:
        if self.late:
            self._kept.append(lambda: then(self._try(work)))
        else:
            then(self._try(work))

    def _try(self, work: Callable[[], Any]) -> Any:
        if self.trouble is not None:
            return Failed(self.trouble)
        return work()


@dataclass(slots=True)
class Counter:
    """One desk of the library with both panels, as a clerk has it before them."""

    house: House
    desk: AtOnce
    checkout: CheckoutPanel
    checkin: CheckinPanel
    store: StationStore
    heard: list[Sound] = field(default_factory=list)
    printed: list[Slip] = field(default_factory=list)

    def rows(self, panel: DeskPanel) -> list[tuple[str, str]]:
        """Title and result of each row, newest first."""
        rows = panel.page.table.rows
        return [(rows.row(rows.key_at(at)).title, rows.row(rows.key_at(at)).pill.text) for at in range(rows.rowCount())]

    @property
    def out(self) -> list[str]:
        """The results of the check-out page, newest first."""
        return [pill for _title, pill in self.rows(self.checkout)]

    @property
    def back(self) -> list[str]:
        """The results of the check-in page, newest first."""
        return [pill for _title, pill in self.rows(self.checkin)]

    def headline(self, panel: DeskPanel | None = None) -> str:
        """What the card says."""
        card = (panel or self.checkout).page.card.card
        return card.headline if card is not None else ""


def open_counter(
    house: House, store: Path, checkout: CheckoutPage, checkin: CheckinPage, login: str = "sue"
) -> Counter:
    """Both panels at the main desk with somebody signed in, and what a crash has left taken up again."""
    line = AtOnce(house.desk(login=login))
    kept = StationStore(store)
    heard: list[Sound] = []
    printed: list[Slip] = []
    tools = Tools(line, heard.append, Notes(line, kept), printed.append)
    counter = Counter(house, line, CheckoutPanel(checkout, tools), CheckinPanel(checkin, tools), kept, heard, printed)
    for panel in (counter.checkout, counter.checkin):
        panel.take_up(take_up(panel, read_back(kept, panel.kind, line.desk)))
    return counter


def not_on_file(first: str = "3") -> str:
    """A number with the right check digit that nothing has."""
    digits = f"{first}999099999999"[:13]
    return digits + mod10(digits)


def at_page(qapp: QApplication, kind: type[Page], deed: Callable[[Page], object]) -> None:
    """Do something as soon as a page of this kind stands, in a window that is waited for."""

    def look() -> None:
        pages = [page for each in qapp.topLevelWidgets() for page in each.findChildren(kind)]
        shown = [page for page in pages if page.isVisible()]
        if shown:
            deed(shown[0])
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
