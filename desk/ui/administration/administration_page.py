"""Administration: the pages that say how the library works, with their names at the side."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.i18n import _
from desk.rules.vocabulary import Permission
from desk.ui import paint
from desk.ui.administration.bring_in_page import BringInPage
from desk.ui.administration.fields_page import FieldsPage
from desk.ui.administration.house_page import HousePage
from desk.ui.administration.keys_page import KeysPage
from desk.ui.administration.loan_rules_page import LoanRulesPage
from desk.ui.administration.nights_page import NightsPage
from desk.ui.administration.opening_days_page import OpeningDaysPage
from desk.ui.administration.pages import HOUSE_PAGES, HouseKind
from desk.ui.administration.privacy_page import PrivacyPage
from desk.ui.desk_thread import DeskLine
from desk.ui.keys import Key
from desk.ui.nights import Nights
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import mirrored
from desk.ui.theme import REGULAR, SEMIBOLD, Look

WIDE, NARROW = 184, 44
NARROW_UNDER = 1060


class Entry(PaintedButton):
    """One page of the administration; a dot while something in it was changed and not saved."""

    def __init__(self, look: Look, icon: str, word: str) -> None:
        super().__init__(look, word)
        self.icon_name = icon
        self._dot = False
        self.narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(look.size("nav_row"))
        self.setToolTip(word)

    def set_dot(self, shown: bool) -> None:
        """Whether something waits to be saved."""
        self._dot = shown
        self.setAccessibleDescription(_("Something is not saved") if shown else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the list."""
        return QSize(self.look.px(NARROW), self.look.size("nav_row"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter, px, colour, here = paint.smooth(self), self.look.px, self.look.colour, self.isChecked()
        if here:
            paint.box(painter, self.rect(), px(8), colour("surface"), colour("line2"))
        elif self.hovered():
            paint.box(painter, self.rect(), px(8), colour("hover"))
        left = (self.width() - px(17)) // 2 if self.narrow else px(10)
        spot = mirrored(self, QRect(left, 0, px(17), self.height()))
        paint.icon(painter, self.look, spot, self.icon_name, "accent" if here else "ink2", 17)
        if not self.narrow:
            self._draw_words(painter, here)
        if self._dot:
            top = px(5) if self.narrow else self.height() // 2 - px(4)
            dot = mirrored(self, QRect(self.width() - px(14), top, px(8), px(8)))
            paint.box(painter, dot, px(4), colour("accent"))
        self.ring(painter, 8)

    def _draw_words(self, painter: QPainter, here: bool) -> None:
        px = self.look.px
        painter.setFont(self.look.font(14, SEMIBOLD if here else REGULAR))
        words = mirrored(self, QRect(px(36), 0, self.width() - px(36 + 16), self.height()))
        paint.text(painter, words, self.label, self.look.colour("ink" if here else "ink2"))


class AdministrationPage(QWidget):
    """The list of pages and the one that is shown. A page is made when it is first looked at."""

    drafted = Signal(bool)

    def __init__(self, look: Look, desk: DeskLine, nights: Nights) -> None:
        super().__init__()
        self.look, self.desk = look, desk
        self.rules = LoanRulesPage(look, desk)
        self.days = OpeningDaysPage(look, desk)
        self.fields = FieldsPage(look, desk)
        self.nights = NightsPage(look, desk, nights)
        self.privacy = PrivacyPage(look, desk, nights.where)
        self.bringing = BringInPage(look, desk, nights.where)
        self.keys = KeysPage(look, desk)
        self.kinds: dict[HouseKind, HousePage] = {
            HouseKind.RULES: self.rules,
            HouseKind.DAYS: self.days,
            HouseKind.FIELDS: self.fields,
            HouseKind.NIGHTS: self.nights,
            HouseKind.PRIVACY: self.privacy,
            HouseKind.IMPORT: self.bringing,
            HouseKind.KEYS: self.keys,
        }
        self.entries: dict[HousePage, Entry] = {
            page: Entry(look, HOUSE_PAGES[kind].icon, HOUSE_PAGES[kind].word()) for kind, page in self.kinds.items()
        }
        self._pages = QStackedWidget()
        self._list = QWidget()
        self._build()
        self.show_page(self.rules, ask=False)

    def _build(self) -> None:
        px = self.look.px
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, px(40), 0, 0)
        column.setSpacing(px(2))
        for page, entry in self.entries.items():
            self._pages.addWidget(page)
            column.addWidget(entry)
            entry.clicked.connect(self._clicked)
            page.drafted.connect(self._show_dots)
        column.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(px(18), px(16), px(24), px(16))
        across.setSpacing(px(16))
        across.addWidget(self._list)
        across.addWidget(self._pages, 1)

    def allow(self, permissions: frozenset[Permission]) -> bool:
        """Whoever signs in sees the pages that are for them; gives whether the one that was shown is among these."""
        allowed = {page: HOUSE_PAGES[kind].is_for(permissions) for kind, page in self.kinds.items()}
        for page, entry in self.entries.items():
            entry.setVisible(allowed[page])
        stays = allowed[self.current()]
        if not stays:
            self.show_page(next(page for page in self.entries if allowed[page]), ask=False)
        return stays

    def current(self) -> HousePage:
        """The page that is shown."""
        page = self._pages.currentWidget()
        assert isinstance(page, HousePage)
        return page

    def show_page(self, page: HousePage, *, ask: bool = True) -> None:
        """Go to one of the pages; a draft in another one stays."""
        self._pages.setCurrentWidget(page)
        self.entries[page].setChecked(True)
        if ask:
            page.refresh()

    def _clicked(self) -> None:
        page = next(page for page, entry in self.entries.items() if entry is self.sender())
        self.show_page(page)

    def _show_dots(self) -> None:
        for page, entry in self.entries.items():
            entry.set_dot(page.is_drafted())
        self.drafted.emit(any(page.is_drafted() for page in self.entries))

    def take_focus(self) -> None:
        """The page is shown: read it anew, and put the keyboard where it begins."""
        self.current().refresh()
        self.current().take_focus()

    def press(self, key: Key) -> bool:
        """A key of the table; Esc goes back to where the page begins."""
        if key is Key.ASIDE:
            self.current().set_aside()
            return True
        return self.current().press(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list is icons only."""
        super().resizeEvent(event)
        narrow = self.width() < self.look.px(NARROW_UNDER)
        self._list.setFixedWidth(self.look.px(NARROW if narrow else WIDE))
        for entry in self.entries.values():
            entry.narrow = narrow
            entry.update()
