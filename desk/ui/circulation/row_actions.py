"""What can be done with one row: undo, renew, why, print, mark, claim, copy its number, as far as its state allows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu

from desk.i18n import _
from desk.rules.vocabulary import ItemStatus, Permission
from desk.services.circulation.answers import Claimed
from desk.station.store import PageKind
from desk.ui.circulation.tools import slip_of
from desk.ui.circulation.visit import Scanned, Stage
from desk.ui.keys import ENTER, SEQUENCES, Key, cap
from desk.wording.marks import state_word

if TYPE_CHECKING:
    from desk.services.circulation.marks import ClaimReturned, MarkItem
    from desk.ui.circulation.desk_panel import DeskPanel

GONE = frozenset({Stage.CAUGHT, Stage.ASKED})
CLOSED = frozenset({*GONE, Stage.UNDONE, Stage.BACK, Stage.ASIDE})
MARKS = (ItemStatus.DAMAGED, ItemStatus.LOST, ItemStatus.MISSING, ItemStatus.MENDING, ItemStatus.DISCARD)
# What a reader has at home can be none of the others.
MARKS_OUT = (ItemStatus.DAMAGED, ItemStatus.LOST)


@dataclass(frozen=True, slots=True)
class RowAction:
    """One thing to do with a row; those about its state stand in a menu of their own."""

    label: str
    icon: str
    do: Callable[[], None]
    key: str = ""
    state: bool = False


class RowActions:
    """Belongs to one panel. The menu never stops a scan: the next one closes it."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self._menu: QMenu | None = None
        panel.page.table.asked.connect(self.open_at)

    def open(self) -> None:
        """For the row that the keyboard is on, else the one that the card is about, else the newest."""
        panel = self._panel
        place = panel.page.current_row()
        if place is None:
            scanned = panel.about or (panel.visit.scans[-1] if panel.visit.scans else None)
            place = scanned.place if scanned is not None else None
        if place is not None:
            self.open_at(place, panel.page.table.below(place))

    def open_at(self, place: int, spot: QPoint) -> None:
        """The menu of this row, at this place of the screen."""
        scanned = self._panel.scanned_at(place)
        actions = tuple(self.actions(scanned)) if scanned is not None else ()
        if not actions:
            return
        self._panel.page.table.mark(place)
        self.close()
        self._menu = self._made(actions)
        self._menu.popup(spot)

    def close(self) -> None:
        """Somebody scans on."""
        menu, self._menu = self._menu, None
        if menu is not None:
            menu.close()
            menu.deleteLater()

    def actions(self, scanned: Scanned) -> Iterator[RowAction]:
        """All that this row allows, in the order of the menu."""
        panel = self._panel
        place = scanned.place or 0
        if scanned.stage not in CLOSED:
            yield RowAction(_("Show its card"), "eye", partial(panel.open_row, place), ENTER)
        if scanned.done:
            yield RowAction(_("Undo this"), "undo-2", partial(panel.taking_back.undo_row, place), "Del")
        elif scanned.stage is Stage.LOOK:
            yield RowAction(_("Set it aside"), "x", partial(panel.taking_back.undo_row, place), "Del")
        if scanned.stage not in GONE:
            yield RowAction(_("Why?"), "circle-help", partial(panel.run_command, Key.WHY), SEQUENCES[Key.WHY])
        if scanned.barcode and scanned.stage not in GONE:
            yield from self._of_copy(scanned)
        number = scanned.barcode or scanned.raw.strip()
        if any(letter.isdigit() for letter in number):
            copied = partial(QGuiApplication.clipboard().setText, number)
            yield RowAction(_("Copy the barcode"), "hash", copied)

    def _of_copy(self, scanned: Scanned) -> Iterator[RowAction]:
        panel = self._panel
        out, returned = scanned.is_held(), scanned.returned()
        if returned is None:
            renew = partial(panel.run_command, Key.RENEW)
            yield RowAction(_("Renew"), "refresh-cw", renew, SEQUENCES[Key.RENEW])
        if out or (returned is not None and slip_of(returned[1]) is not None):
            yield RowAction(_("Print the slip"), "receipt", partial(panel.run_command, "print"), SEQUENCES[Key.PRINT])
        if returned is not None and panel.kind is PageKind.CHECK_IN:
            back = partial(panel.run_command, "backdate")
            yield RowAction(_("It came back earlier"), "calendar-days", back, SEQUENCES[Key.DATE])
        yield RowAction(_("Where it belongs"), "map-pin", partial(panel.looking.look_up, scanned.barcode))
        yield from self._said_of(scanned, out)

    def _said_of(self, scanned: Scanned, out: bool) -> Iterator[RowAction]:
        """What a person may say of the copy, as far as they may."""
        from desk.services.circulation.marks import ClaimReturned, MarkItem

        may = self._panel.place().permissions
        if out and Permission.CLAIM in may and not isinstance(scanned.answer, Claimed):
            claim = ClaimReturned(scanned.barcode, self._panel.place().today)
            yield RowAction(_("The reader says it came back"), "message-square-text", self._run(scanned, claim))
        if Permission.MARK in may:
            for status in MARKS_OUT if out else MARKS:
                act = MarkItem(scanned.barcode, status)
                yield RowAction(state_word(status), "flag", self._run(scanned, act), state=True)

    def _run(self, scanned: Scanned, act: "ClaimReturned | MarkItem") -> Callable[[], None]:
        panel = self._panel
        return lambda: panel.then(partial(panel.act, scanned, act, again=True))

    def _made(self, actions: tuple[RowAction, ...]) -> QMenu:
        menu = QMenu(self._panel.page)
        menu.setAccessibleName(_("What can be done with this row"))
        marks = QMenu(_("Mark"), menu)
        marks.setIcon(self._icon("flag"))
        for action in actions:
            if action.state and marks.isEmpty():
                menu.addMenu(marks)
            (marks if action.state else menu).addAction(self._line(action, menu))
        return menu

    def _line(self, action: RowAction, menu: QMenu) -> QAction:
        words = "\t".join(filter(None, (action.label, cap(action.key))))
        line = QAction(self._icon(action.icon), words, menu)
        line.triggered.connect(lambda: action.do())
        return line

    def _icon(self, name: str) -> QIcon:
        return QIcon(self._panel.page.look.icon(name, "ink2", 17))
