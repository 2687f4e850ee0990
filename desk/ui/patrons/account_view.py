"""A reader's account: the head, and under its headings the loans, holds, money, details, family, notes, history."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.i18n import _
from desk.services.patrons.account import Account
from desk.services.patrons.answers import PersonalShown
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Rule, Surface, Text
from desk.ui.patrons.account_head import AccountHead, Tab
from desk.ui.patrons.facts import FactsTab
from desk.ui.patrons.row_list import RowList
from desk.ui.theme import Look
from desk.wording.context import Place
from desk.wording.patrons.account import (
    growing_row,
    head,
    hold_row,
    loan_row,
    money_row,
    note_row,
    past_row,
    relative_row,
    restriction_row,
    tab_words,
)
from desk.wording.shapes import Weight

TABS = ("loans", "holds", "money", "details", "family", "notes", "history")
Ways = tuple[tuple[str, str, str, str], ...]


class AccountView(Surface):
    """Shows one account; what is wanted of it is told by name, with the row that is chosen."""

    wanted = Signal(str)
    opened = Signal(str, int)
    asked = Signal(str, int, QPoint)
    typed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self.account: Account | None = None
        self.head = AccountHead(look)
        self.head.wanted.connect(self.wanted)
        self.tabs = {name: Tab(look, name) for name in TABS}
        self.lists = self._lists(look)
        self.facts = FactsTab(look)
        self.facts.show_wanted.connect(self._show_wanted)
        self.pages = QStackedWidget()
        self.pages.setMinimumHeight(px(190))
        self.feet: dict[str, list[KeyButton]] = {}
        bar = QHBoxLayout()
        bar.setContentsMargins(px(10), 0, px(10), 0)
        bar.setSpacing(px(2))
        for name, tab in self.tabs.items():
            tab.clicked.connect(self._tab_pressed)
            bar.addWidget(tab)
            self.pages.addWidget(self._page(look, name))
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(bar)
        column.addWidget(Rule(look))
        column.addWidget(self.pages, 1)
        self.show_tab("loans")

    def _lists(self, look: Look) -> dict[str, RowList]:
        made = {
            "loans": RowList(look, _("Loans"), _("Nothing out"), headings=(_("Barcode"), _("Due"))),
            "holds": RowList(look, _("Holds"), _("Waits for nothing"), headings=("", _("Shelf"))),
            "money": RowList(look, _("Money"), _("Nothing owed")),
            "family": RowList(look, _("Family"), _("Nobody answers for this reader, and they for nobody")),
            "notes": RowList(look, _("Notes and restrictions"), _("No notes")),
            "history": RowList(look, _("History"), _("Nothing yet"), headings=(_("Barcode"), "")),
        }
        for name, each in made.items():
            each.setObjectName(name)
            each.opened.connect(self._opened)
            each.asked.connect(self._asked)
            each.typed.connect(self.typed)
        return made

    def _page(self, look: Look, name: str) -> QWidget:
        px = look.px
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(px(2), px(4), px(2), px(8))
        column.setSpacing(px(6))
        column.addWidget(self.facts if name == "details" else self.lists[name], 1)
        foot = QWidget()
        flow = FlowLayout(foot, px(8))
        flow.setContentsMargins(px(14), 0, px(14), 0)
        self.feet[name] = []
        for act, label, key, icon in _ways()[name]:
            button = KeyButton(look, label, key, icon, Weight.SECONDARY, height=32)
            button.setObjectName(act)
            button.clicked.connect(self._foot_pressed)
            flow.addWidget(button)
            self.feet[name].append(button)
        if name == "history":
            flow.addWidget(Text(look, _("Kept because the reader asked for it."), 12, colour="ink3"))
        column.addWidget(foot)
        return held

    # What it shows

    def show_account(self, account: Account, shown: PersonalShown | None, place: Place) -> None:
        """This account, as it is now."""
        self.account = account
        self.head.show_head(head(account, place), account.photo)
        words = tab_words(account, place)
        for name, tab in self.tabs.items():
            tab.setVisible(name in words)
            tab.say(words.get(name, ""))
        if self.tab() not in words:
            self.show_tab("loans")
        rows = self.lists
        rows["loans"].show_rows([loan_row(each, place) for each in account.loans])
        rows["holds"].show_rows([hold_row(each, place) for each in account.holds])
        growing = [growing_row(each, place) for each in account.loans if each.fine]
        rows["money"].show_rows(growing + [money_row(each, place) for each in account.money])
        rows["family"].show_rows([relative_row(each, place) for each in account.family])
        bars = [restriction_row(each, place) for each in account.restrictions]
        rows["notes"].show_rows(bars + [note_row(each, place) for each in account.notes])
        rows["history"].show_rows([past_row(each, place) for each in account.history or ()])
        self.facts.show_account(account, shown, place)

    def tab(self) -> str:
        """Under which heading the account is open."""
        return TABS[self.pages.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Open it there."""
        if name in self.tabs:
            self.tabs[name].setChecked(True)
            self.pages.setCurrentIndex(TABS.index(name))

    def step_tab(self, by: int) -> None:
        """The heading before or after, of those that are shown."""
        shown = [name for name, tab in self.tabs.items() if not tab.isHidden()]
        self.show_tab(shown[(shown.index(self.tab()) + by) % len(shown)])
        self.take_focus()

    def rows(self) -> RowList:
        """The list under the heading that is open."""
        return self.facts.rows if self.tab() == "details" else self.lists[self.tab()]

    def take_focus(self) -> None:
        """The keyboard goes into the rows, or to the heading while there are none."""
        stops = self.rows().stops()
        (stops[0] if stops else self.tabs[self.tab()]).setFocus()
        if stops:
            self.rows().view.step(0)

    # What is wanted

    def _tab_pressed(self) -> None:
        tab = self.sender()
        if isinstance(tab, Tab):
            self.show_tab(tab.name)

    def _show_wanted(self) -> None:
        self.wanted.emit("show")

    def _foot_pressed(self) -> None:
        self.wanted.emit(self.sender().objectName())

    def _opened(self, row: int) -> None:
        self.opened.emit(self.sender().objectName(), row)

    def _asked(self, row: int, spot: QPoint) -> None:
        self.asked.emit(self.sender().objectName(), row, spot)

    def stops(self) -> list[QWidget]:
        """What Tab reaches, as it is read."""
        tabs = [tab for tab in self.tabs.values() if not tab.isHidden()]
        inside = self.facts.stops() if self.tab() == "details" else self.lists[self.tab()].stops()
        return [*self.head.buttons, *tabs, *inside, *self.feet[self.tab()]]


def _ways() -> dict[str, Ways]:
    """The buttons under each heading: the act, its words, its key, its picture."""
    return {
        "loans": (
            ("renew", _("Renew"), Key.RENEW, "refresh-cw"),
            ("due", _("Change due date"), Key.DATE, "calendar-days"),
            ("return", _("Check in"), "", "arrow-down-to-line"),
        ),
        "holds": (
            ("cancel_hold", _("Cancel the hold"), "", "bookmark-x"),
            ("suspend_hold", _("Not before a day"), "", "calendar-days"),
        ),
        "money": (("pay", _("Pay, waive, refund"), "", "wallet"),),
        "details": (
            ("edit", _("Change details"), Key.SAVE, "pencil"),
            ("give_card", _("Another card"), "", "id-card"),
            ("attach", _("Add a paper"), "", "file-up"),
            ("photo", _("Photo from a file"), "", "user-round"),
        ),
        "family": (
            ("guarantor", _("Who answers for them"), "", "users"),
            ("register_child", _("Register a child"), "", "baby"),
        ),
        "notes": (
            ("note", _("Write a note"), Key.NEW, "sticky-note"),
            ("restrict", _("Restrict"), "", "ban"),
        ),
        "history": (),
    }
