"""The pages of the desk's other work: readers, holds, fines and till. Each is made when somebody first goes there."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer

from desk.i18n import _, ngettext
from desk.rules.barcodes import order_of
from desk.rules.vocabulary import Permission
from desk.ui.commands.turning import TURNS
from desk.ui.desk_thread import Failed, LookupThread
from desk.ui.keys import Key
from desk.ui.navigation import Place

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel
    from desk.ui.circulation.desk_panel import DeskPanel
    from desk.ui.circulation.tools import Doer, Tools
    from desk.ui.patrons.patrons_page import PatronsPage
    from desk.ui.shell import Shell
    from desk.ui.workroom import WorkPage, Workplace

CHECK_OUT = "checkout"
PATRONS, HOLDS, TILL = "patrons", "holds", "till"
# How often the number of copies to pull is counted anew, besides whenever the page is shown.
PULLS_MS = 120_000
# Not while the desk is just opened: the first scan comes before a number in the navigation.
FIRST_COUNT_MS = 4_000
QUIET_S = 3.0
# Whoever may do nothing on a page does not see it.
FOR = {PATRONS: Permission.PATRONS, HOLDS: Permission.HOLDS, TILL: Permission.MONEY}


class Rooms(QObject):
    """Belongs to the shell."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._was = CHECK_OUT  # the page that stands first is not turned to
        self._counting = LookupThread(self)
        self._workplace: Workplace
        self._pulls = QTimer(self)
        self._pulls.setInterval(PULLS_MS)
        self._pulls.timeout.connect(self.count_pulls)
        self._first_count = QTimer(self, interval=FIRST_COUNT_MS, singleShot=True)
        self._first_count.timeout.connect(self.count_pulls)

    def stand(self, tools: "Tools") -> None:
        """The panels stand: these pages have their rows in the navigation."""
        from desk.ui.standing import for_looking_up
        from desk.ui.workroom import Workplace

        shell, parts = self._shell, self._shell.parts
        self._workplace = Workplace(
            look=parts.look,
            desk=parts.desk,
            lookup=parts.lookup,
            lists=self._counting,
            slips=parts.slips,
            acts=tools.acts,
            sound=tools.sound,
            say=shell.window.toast.say,
            go=self.go,
            lend_to=self._lend_to,
            undo_there=self._undo_there,
            redo_there=self._redo_there,
            badge=self._badge,
        )
        out = cast("CheckoutPanel", shell.panels[CHECK_OUT])
        out.payment.connect(partial(self.go, TILL))
        out.newcomer.connect(self._register)
        for place in (
            Place(PATRONS, "users", _("Patrons"), Key.PATRONS),
            Place(HOLDS, "bookmark", _("Holds"), Key.HOLDS),
            Place(TILL, "wallet", _("Fines and till"), Key.TILL),
        ):
            shell.window.add_page_later(place, partial(self._make, place.name))
        self._pulls.start()
        parts.desk.told.connect(self._registered_no_more)

        # Counted beside the desk's own line: no scan waits for a number in the navigation.
        parts.desk.run(for_looking_up, self._count_with)

    def _count_with(self, desk: Any) -> None:
        if not isinstance(desk, Failed):
            self._counting.serve(desk)

    def stop(self) -> None:
        """The window goes."""
        self._first_count.stop()
        self._counting.stop()

    def _make(self, name: str) -> "WorkPage":
        page: WorkPage
        if name == PATRONS:
            from desk.ui.patrons.patrons_page import PatronsPage

            page = PatronsPage(self._workplace)
        elif name == HOLDS:
            from desk.ui.holds.holds_page import HoldsPage

            page = HoldsPage(self._workplace)
        else:
            from desk.ui.accounts.till_page import TillPage

            page = TillPage(self._workplace)
        standing = self._shell.parts.desk.standing
        page.allow(standing.staff.permissions if standing is not None else frozenset())
        return page

    def made(self) -> "list[WorkPage]":
        """The pages on which somebody has been."""
        window = self._shell.window
        return [cast("WorkPage", window.page(name)) for name in FOR if window.is_made(name)]

    def takes(self, page: str, raw: str) -> bool:
        """Whether a scan is for this page; a command that turns the page is for check-out or check-in."""
        window = self._shell.window
        if page not in FOR or window.covered or order_of(raw) in TURNS:
            return False
        cast("WorkPage", window.page(page)).scan(raw)
        return True

    def allow(self, permissions: frozenset[Permission]) -> None:
        """Somebody is signed in: what is not for them is absent."""
        window = self._shell.window
        for name, needed in FOR.items():
            window.navigation.rows[name].setVisible(needed in permissions)
            if needed not in permissions and window.current() == name:
                window.turn_to(CHECK_OUT)
        for page in self.made():
            page.allow(permissions)
        self._first_count.start()

    def count_pulls(self) -> None:
        """How many copies wait to be pulled stands beside the page of the holds, whether anybody has been there."""
        from desk.services.holds.board import CountToPull

        shell = self._shell
        counted = shell.window.current() == HOLDS  # by the page itself
        if shell.resting.busy(QUIET_S):  # a long queue takes a second of the computer: not while somebody scans
            self._first_count.start()
        elif shell.panels and self._may(HOLDS) and not shell.window.covered and not counted:
            self._counting.find(CountToPull(), self._pulls_told)

    def _pulls_told(self, answer: Any) -> None:
        if isinstance(answer, int):
            words = ngettext("{count} copy to pull", "{count} copies to pull", answer).format(count=answer)
            self._badge(HOLDS, answer, words if answer else "")

    def clear(self) -> None:
        """Nobody may see any longer whom a page was about."""
        for page in self.made():
            page.clear()

    def shown(self, name: str) -> None:
        """A page is shown. Come from check-out with a reader, it is about them; else what it shows is read anew."""
        was, self._was = self._was, name
        if name not in FOR or self._shell.window.covered:
            return
        page = cast("WorkPage", self._shell.window.page(name))
        card = self._card() if was == CHECK_OUT else self._open_at_patrons() if was == PATRONS else ""
        if card and name != HOLDS:
            page.card_scanned(card)
        else:
            page.refresh()

    def show_holds_of(self) -> None:
        """The holds of the reader at check-out; without one, the page of the holds."""
        card = self._card()
        if not card or not self._may(PATRONS):
            if self._may(HOLDS):
                self.go(HOLDS)
            return
        self._was = ""
        cast("PatronsPage", self.go(PATRONS)).open_card(card, "holds")

    def _register(self, words: str) -> None:
        """Somebody at check-out has no card yet. Once they have one, check-out goes on with it."""
        if self._may(PATRONS):
            self._was = ""  # it is about nobody who stands here already
            cast("PatronsPage", self.go(PATRONS)).register(words)

    def go(self, name: str) -> "WorkPage":
        """Turn to this page."""
        self._shell.window.show_page(name)
        return cast("WorkPage", self._shell.window.page(name))

    def _may(self, name: str) -> bool:
        return not self._shell.window.navigation.rows[name].isHidden()

    def _card(self) -> str:
        panel: Any = self._shell.panels[CHECK_OUT]
        return cast(str, panel.visit.card)

    def _open_at_patrons(self) -> str:
        page = cast("PatronsPage", self._shell.window.page(PATRONS))
        return page.number

    def _lend_to(self, card: str) -> None:
        """This card at check-out."""
        self._shell.window.show_page(CHECK_OUT)
        self._shell.panels[CHECK_OUT].scan(card)

    def _registered_no_more(self, answer: object) -> None:
        """A registration was taken back: check-out goes on without that reader."""
        if getattr(answer, "what", "") != "register":
            return
        out, patron = cast("CheckoutPanel", self._shell.panels[CHECK_OUT]), getattr(answer, "patron", None)
        if patron is not None and patron.card == out.visit.card:
            out.forget_reader()

    def _badge(self, name: str, count: int, words: str) -> None:
        self._shell.window.navigation.rows[name].set_count(count, words)

    def _undo_there(self, doer: "Doer") -> bool:
        panel = self._turned_to(doer)
        if panel is not None:
            panel.taking_back.undo_last()
        return panel is not None

    def _redo_there(self, doer: "Doer") -> bool:
        panel = self._turned_to(doer)
        if panel is not None:
            panel.taking_back.redo()
        return panel is not None

    def _turned_to(self, doer: "Doer") -> "DeskPanel | None":
        """The page of scans that did it, shown now; None where another page did."""
        panels: dict[str, DeskPanel] = self._shell.panels
        for name, panel in panels.items():
            if panel is doer:
                self._shell.window.turn_to(name)
                return panel
        return None
