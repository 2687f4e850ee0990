"""The scenarios at the real window: each act is what a clerk's hands do, and what comes of it has to be seen there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.app import make_pages
from desk.chores.driver import Done
from desk.chores.language.tree import Way
from desk.chores.libraries import PINS
from desk.i18n import _
from desk.rules.vocabulary import CheckinMode, ClaimFound
from desk.services.answers import NotDone, Refused
from desk.services.circulation.answers import Lent, Renewed, Returned, Undone
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
from desk.services.circulation.renew import Renew
from desk.services.circulation.uncatalogued import AddUncatalogued
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import FinishVisit
from desk.services.desk import Desk, StaffFace, new_key
from desk.settings import Theme
from desk.ui.circulation.checkin_page import AMNESTY, FLOATING, INVENTORY, MODE, NO_HOLDS, RETURNED
from desk.ui.circulation.checkin_panel import CheckinPanel
from desk.ui.circulation.checkout_page import DUE, HERE, USE
from desk.ui.circulation.checkout_panel import CheckoutPanel
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.circulation.tools import Notes, Tools
from desk.ui.desk_thread import Then
from desk.ui.frame import DESIGNED, MainWindow
from desk.ui.parts.card_ask import DayAsk, GrantAsk, PickAsk, ReasonAsk
from desk.ui.parts.chips import ChoicePopup
from desk.ui.parts.item_ask import ItemAsk
from desk.ui.standing import Standing, standing_of
from desk.ui.theme import Look
from desk.wording.blocks import block_sentence
from desk.wording.checkin import where
from desk.wording.checkout import leading

K = Qt.Key


class AtOnce:
    """The desk's line without a thread: every answer comes at once. It remembers what stands."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self.done: list[Done] = []
        self.last: Any = None
        self._standing: Standing | None = None

    @property
    def standing(self) -> Standing | None:
        """Where the desk stands."""
        return self._standing

    def move(self, desk: Desk) -> None:
        """The clerk goes to another desk, or another clerk comes."""
        self.desk, self._standing = desk, standing_of(desk)

    def do(self, act: Any, then: Then, key: str | None = None) -> None:
        """Run it, remember it, answer."""
        assert self.desk is not None
        answer = self.last = self.desk.do(act, key)
        if isinstance(answer, Undone):
            self.done = [done for done in self.done if done.key != answer.key]
        elif not isinstance(answer, NotDone):
            self.done.append(Done(key or "", act, answer))
        then(answer)

    def ask(self, question: Any, then: Then) -> None:
        """Ask it."""
        assert self.desk is not None
        then(self.desk.ask(question))

    def run(self, job: Callable[[Desk], Any], then: Then) -> None:
        """Do it."""
        assert self.desk is not None
        then(job(self.desk))

    def write(self, task: Callable[[], None]) -> None:
        """This desk keeps no store."""


class WindowDriver:
    """The hands at the window. What the window has no key for is done at the desk behind it."""

    def __init__(self, look: Look) -> None:
        self.line = AtOnce()
        self.window = MainWindow(look, _("Library desk"))
        self.window.resize(DESIGNED)
        self.pages = make_pages(self.window)
        self.panels: tuple[CheckoutPanel, CheckinPanel] | None = None
        self.heard: list[Any] = []
        self.shown: tuple[DeskPanel, Any] | None = None
        self.ended: set[str] = set()
        self.behind: set[str] = set()
        self.refused: Refused | None = None
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    @property
    def done(self) -> list[Done]:
        """The acts that stand."""
        return self.line.done

    def go(self, desk: Desk) -> None:
        """Another desk: what is open at this one is ended first."""
        if desk is self.line.desk:
            return
        if self.panels is None:
            self.line.move(desk)
            self._open()
            return
        for page in ("F2", "F3"):
            self.press(page, "F12", "F12")
        self.line.move(desk)

    def _open(self) -> None:
        tools = Tools(self.line, lambda _sound: None, Notes(self.line, None), lambda _slip: None)
        self.panels = CheckoutPanel(self.pages[0], tools), CheckinPanel(self.pages[1], tools)
        for panel in self.panels:
            panel.answered.connect(self.heard.append)

    def do(self, act: Any, ways: frozenset[Way] = frozenset()) -> Any:
        """Scan and press what makes this act."""
        assert self.panels is not None
        self.heard.clear()
        self.shown = self.refused = None
        keys = self._keys_for(act, ways)
        if keys is None:
            return self._behind(act)
        panel, hands = keys
        return self._seen(panel, hands())

    def _keys_for(self, act: Any, ways: frozenset[Way]) -> tuple[DeskPanel, Callable[[], Any]] | None:
        """On which page the window does this, and what the hands do there; None where it has no key for it."""
        assert self.panels is not None
        out, back = self.panels
        match act:
            case Checkout(due_at=None) if self._typeable(act.due_on, ahead=True):
                return out, partial(self._check_out, out, act)
            case Checkin() if self._typeable(act.returned_on, ahead=False):
                return back, partial(self._check_in, back, act, ways)
            case Renew(due_on=None, due_at=None, seen=True):
                return back, partial(self._scan_as, back, CheckinMode.RENEW, act.item)
            case UseInHouse():
                return back, partial(self._scan_as, back, CheckinMode.IN_HOUSE, act.item)
            case Backdate() if self._row_of(act.checkin) is not None:
                return back, partial(self._backdate, act)
            case ClaimReturned() | Recall() | MarkItem(note=""):
                return out, partial(self._say_of, out, act)
            case AddUncatalogued():
                return out, partial(self._take_on, out, act)
        return None

    def _behind(self, act: Any) -> Any:
        """The window has no key for this."""
        stood = len(self.line.done)
        self.line.do(act, lambda _answer: None, new_key())
        self.refused = self.line.last if isinstance(self.line.last, Refused) else None
        self.behind |= {done.key for done in self.line.done[stood:]}
        return self.line.last

    def _typeable(self, day: date | None, *, ahead: bool) -> bool:
        """A due date that is over, or a return still to come, cannot be typed."""
        standing = self.line.standing
        if day is None or standing is None:
            return True
        today = standing.here().today
        return day >= today if ahead else day <= today

    def _seen(self, panel: DeskPanel, answer: Any) -> Any:
        self.shown = (panel, answer)
        return answer

    # The pages

    def _check_out(self, panel: CheckoutPanel, act: Checkout) -> Any:
        self.press("F2")
        if panel.visit.card != act.card:
            panel.scan(act.card)
            if self.heard:
                return self.heard[-1]
        self._type_day(DUE, act.due_on)
        self._choose(panel, USE, HERE if act.on_site else panel.page.chips[USE].normal)
        panel.scan(act.item)
        return self._answer(act.item)

    def _check_in(self, panel: CheckinPanel, act: Checkin, ways: frozenset[Way]) -> Any:
        mode = CheckinMode.BOOK_DROP if Way.BOOK_DROP in ways else CheckinMode.NORMAL
        self.press("F2", "F3")
        self._choose(panel, MODE, mode)
        self._type_day(RETURNED, act.returned_on)
        wanted = {AMNESTY: act.amnesty, NO_HOLDS: not act.trap, FLOATING: act.floating, INVENTORY: act.inventory}
        for name, on in wanted.items():
            if panel.page.switches[name].is_on() is not on:
                QTest.mouseClick(panel.page.switches[name], Qt.MouseButton.LeftButton)
        panel.scan(act.item)
        if act.claim is not None and isinstance(self._answer(), Refused):
            self.press("Alt+1" if act.claim is ClaimFound.LIBRARY else "Alt+2")
        return self._answer()

    def _alone(self, panel: CheckoutPanel) -> None:
        """The page without a reader: the visit is ended, and what still needs a look with it."""
        self.press("F2")
        while panel.visit.card or panel.visit.scans:
            self.press("F12")

    def _say_of(self, panel: CheckoutPanel, act: ClaimReturned | Recall | MarkItem) -> Any:
        """Scan the copy without a reader; its card offers what can be said of it."""
        self._alone(panel)
        panel.scan(act.item)
        match act:
            case ClaimReturned():
                self.press("Alt+1")
                if act.on is not None and isinstance(panel.page.card.ask, DayAsk):
                    QTest.keyClicks(panel.page.card.ask.day.line, act.on.isoformat())
                self.press("Ctrl+Return")
            case Recall():
                self.press("Alt+2")
            case MarkItem():
                self.press("Alt+3")
                if not self._pick(panel, act.status.value):
                    self.press("Escape")
                    return self._behind(act)
        return self._answer()

    def _pick(self, panel: DeskPanel, value: str) -> bool:
        """Whether the card offers it."""
        ask = panel.page.card.ask
        if not isinstance(ask, PickAsk):
            return True
        rows = {ask.list.item(at).data(Qt.ItemDataRole.UserRole): at for at in range(ask.list.count())}
        if value not in rows:
            return False
        ask.list.setCurrentRow(rows[value])
        QTest.keyClick(ask.list, K.Key_Return)
        return True

    def _take_on(self, panel: CheckoutPanel, act: AddUncatalogued) -> Any:
        """Scan it twice, Ctrl+U, its title."""
        self._alone(panel)
        panel.scan(act.barcode)
        panel.scan(act.barcode)
        self.press("Ctrl+U")
        if isinstance(panel.page.card.ask, ItemAsk):
            QTest.keyClicks(panel.page.card.ask.title, act.title)
        self.press("Ctrl+Return")
        return self._answer()

    def _scan_as(self, panel: CheckinPanel, mode: CheckinMode, item: str) -> Any:
        self.press("F3")
        self._choose(panel, MODE, mode)
        panel.scan(item)
        return self._answer()

    def _choose(self, panel: DeskPanel, name: str, value: str) -> None:
        """Open a chip and take one of its values."""
        chip = panel.page.chips[name]
        if chip.value == value:
            return
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        popup = self.window.findChild(ChoicePopup)
        assert isinstance(popup, ChoicePopup)
        popup.list.setCurrentRow([choice.value for choice in chip.kind.choices].index(value))
        QTest.keyClick(popup.list, K.Key_Return)
        self._bury()

    def _type_day(self, name: str, day: date | None) -> None:
        """Ctrl+D, the day, Enter; an empty box is the usual."""
        page = self._panel().page
        chip = page.chips[name]
        if chip.value == (day.isoformat() if day is not None else chip.normal):
            return
        page.take_focus()
        self.press("Ctrl+D")
        popup = self.window.findChild(ChoicePopup)
        assert isinstance(popup, ChoicePopup) and popup.date is not None
        QTest.keyClicks(popup.date.line, day.isoformat() if day is not None else "")
        QTest.keyClick(popup.date.line, K.Key_Return)
        self._bury()

    def _row_of(self, key: str) -> tuple[DeskPanel, int] | None:
        """The row on the check-in page that this act made."""
        assert self.panels is not None
        panel = self.panels[1]
        found = (scan.place for scan in panel.visit.scans if key in scan.done)
        place = next((place for place in found if place is not None), None)
        return (panel, place) if place is not None else None

    def _backdate(self, act: Backdate) -> Any:
        assert self.panels is not None
        page = self.panels[1].page
        found = self._row_of(act.checkin)
        assert found is not None
        self.press("F3")
        rows = page.table.rows
        page.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        at = next(at for at in range(rows.rowCount()) if rows.key_at(at) == found[1])
        page.table.view.setCurrentIndex(rows.index(at, 0))
        self.press("Ctrl+D")
        ask = page.card.ask
        assert ask is not None
        QTest.keyClicks(ask.day.line, act.day.isoformat())  # type: ignore[attr-defined]
        self.press("Ctrl+Return")
        return self._answer()

    def _answer(self, item: str = "") -> Any:
        """The last that was heard; of this copy, for what waited for its reader may have been lent behind it."""
        of_item = [answer for answer in self.heard if item and _barcode(answer) == item]
        heard = of_item or self.heard
        return heard[-1] if heard else None

    # Keys

    def press(self, *keys: str) -> None:
        """Press keys one after another, wherever the keyboard is."""
        for key in keys:
            QApplication.sendPostedEvents()  # buttons that have just been laid out show themselves only then
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(key))

    def lift(self, by: StaffFace | None) -> Any:
        """F10, a reason, and a PIN where one is asked for; behind the window where it was refused there."""
        if self.refused is not None:
            return self._lift_behind(self.refused, by)
        self.heard.clear()
        card = self._panel().page.card
        self.press("F10")
        if isinstance(card.ask, ReasonAsk):
            self.press("Ctrl+Return")
        return self._granted(by)

    def _lift_behind(self, refused: Refused, by: StaffFace | None) -> Any:
        """What was refused behind the window is allowed there."""
        desk = self.line.desk
        assert desk is not None
        if refused.never:
            return None
        who = by or desk.staff
        desk.granters[who.id] = who.permissions
        return self._behind(refused.overridden(who.id))

    def confirm(self) -> Any:
        """Ctrl+Enter on the card; behind the window where it was asked there."""
        if self.refused is not None:
            return self._lift_behind(self.refused, None)
        self.heard.clear()
        self.press("Ctrl+Return")
        return self._granted(None)

    def _granted(self, by: StaffFace | None) -> Any:
        ask = self._panel().page.card.ask
        if isinstance(ask, GrantAsk) and by is not None:
            QTest.keyClicks(ask.pin, PINS[by.login])
            QTest.keyClick(ask.pin, K.Key_Return)
        return self._seen(self._panel(), self._answer())

    def _panel(self) -> DeskPanel:
        assert self.panels is not None
        return self.panels[0 if self.window.current() == "checkout" else 1]

    def undo(self, *, scanned: bool = False) -> Any:
        """Ctrl+Z; the end of a visit that nobody asked for is taken back on the way. Or the command barcode."""
        self.shown = None
        if self.line.done and self.line.done[-1].key in self.behind:
            return self._behind(Undo(self.line.done[-1].key, scanned))
        if scanned:
            self.line.last = None
            self._panel().scan("%%UNDO")
            return self.line.last
        while True:
            self.line.last = None
            self.press("Ctrl+Z")
            answer = self.line.last
            if not isinstance(answer, Undone) or answer.what != FinishVisit.kind or answer.key in self.ended:
                return answer

    def finish(self) -> Any:
        """F12; again where something still needs a look."""
        self.press("F2")
        self.line.last = None
        self.press("F12")
        if self.line.last is None:
            self.press("F12")
        if self.line.done:
            self.ended.add(self.line.done[-1].key)
        return self.line.last

    # What is seen

    def wrong(self) -> str:
        """The headline says what came of it, and the scan has its row."""
        if self.shown is None:
            return ""
        panel, answer = self.shown
        card = panel.page.card.card
        headline = card.headline if card is not None else ""
        wanted = self._wanted(panel, answer)
        if not headline or (wanted and wanted not in headline):
            return _("the headline is {found}, without {wanted}").format(found=repr(headline), wanted=repr(wanted))
        item = getattr(answer, "item", None)
        rows = panel.page.table.rows.rows()
        if item is not None and not any(row.title == item.title and row.pill.text for row in rows):
            return _("there is no row for {title}").format(title=item.title)
        return ""

    def _wanted(self, panel: DeskPanel, answer: Any) -> str:
        place = panel.place()
        match answer:
            case Lent() | Renewed():
                return place.long_due(answer.due)
            case Returned():
                return where(answer)
            case Refused():
                return block_sentence(leading(answer.blocks), place)
        return ""

    def close(self) -> None:
        """The window goes."""
        self.window.close()
        self.window.deleteLater()
        self._bury()

    @staticmethod
    def _bury() -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _barcode(answer: Any) -> str:
    item = getattr(answer, "item", None)
    return item.barcode if item is not None else ""


@contextmanager
def hands_at_window(application: QApplication) -> Iterator[Callable[[], WindowDriver]]:
    """Makes the driver of each scenario; they share the look."""
    yield partial(WindowDriver, Look(application, Theme.LIGHT))
