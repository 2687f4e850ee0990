"""Beside the account: the till of this desk, and the quick keys of what is sold."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from desk.i18n import _
from desk.services.accounts.answers import ProductFace, TillFace, TillSheet
from desk.ui import paint
from desk.ui.accounts.sum_lines import SumLines
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.command_bar import CommandBar
from desk.ui.parts.labels import IconLabel, Rule, Surface, Text, mirrored
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.accounts.tills import sheet_lines, till_line
from desk.wording.context import Place
from desk.wording.shapes import Command


class TillCard(Surface):
    """Whether the till is open, what is in it (once it was counted), and what can be done with it."""

    command = Signal(str)

    def __init__(self, look: Look, commands: tuple[Command, ...]) -> None:
        super().__init__(look)
        px = look.px
        self.name = Text(look, _("Till"), 15, SEMIBOLD, elide=True)
        self.state = Text(look, "", 13, colour="ink2", wrap=True)
        bar = CommandBar(look, commands, height=32)
        self.buttons = bar.buttons
        self._lines = SumLines(look, 4)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(IconLabel(look, "wallet", 18, "accent"))
        head.addWidget(self.name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.state)
        column.addLayout(self._lines)
        column.addWidget(bar)
        bar.command.connect(self.command)

    def hide_sums(self) -> None:
        """While the drawer is counted nothing says what is expected in it."""
        self._lines.show_lines(())

    def show_till(self, till: TillFace | None, sheet: TillSheet | None, place: Place) -> None:
        """As it stands now."""
        is_open = till is not None and till.session is not None
        self.name.setText(till.name if till is not None else _("No till yet"))
        words = till_line(till, place)
        if not is_open:
            usual = place.money(till.float_amount) if till is not None else place.money(0)
            words = _("Closed. Open it before cash is taken: float {sum}.").format(sum=usual)
        self.state.setText(words)
        lines = sheet_lines(sheet, place) if sheet is not None and is_open else ()
        self._lines.show_lines(lines, strong=len(lines) - 1 if len(lines) > 1 else None)
        self.buttons["open_till"].setVisible(not is_open)
        for name in ("count_till", "close_till", "move_cash", "till_report"):
            if name in self.buttons:
                self.buttons[name].setVisible(is_open)


class QuickKey(PaintedButton):
    """One thing that is sold: its name and its price; pressed again it is one more."""

    def __init__(self, look: Look, product: ProductFace, price: str) -> None:
        super().__init__(look, f"{product.name}, {price}")
        self.product, self.price = product, price
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.px(52))
        self.setMinimumWidth(look.px(90))
        self.setToolTip(self.label)

    def fit(self) -> None:
        """The height at another zoom."""
        self.setFixedHeight(self.look.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        painter = paint.smooth(self)
        colour, px = self.look.colour, self.look.px
        ground = colour("press") if self.isDown() else colour("hover") if self.hovered() else colour("surface")
        paint.box(painter, self.rect(), px(8), ground, colour("line2"))
        inner = self.rect().adjusted(px(12), px(7), -px(12), -px(7))
        above, below = inner.adjusted(0, 0, 0, -inner.height() // 2), inner.adjusted(0, inner.height() // 2, 0, 0)
        painter.setFont(self.look.font(13, MEDIUM))
        paint.text(painter, mirrored(self, above), self.product.name, colour("ink"))
        painter.setFont(self.look.font(13, figures=True))
        paint.text(painter, mirrored(self, below), self.price, colour("ink2"))
        self.ring(painter, 8)


class SaleCard(Surface):
    """Sales without a reader: two keys beside each other, and what is in the basket."""

    sold = Signal(str)
    command = Signal(str)

    def __init__(self, look: Look, commands: tuple[Command, ...]) -> None:
        super().__init__(look)
        px = look.px
        self.keys: list[QuickKey] = []
        self.basket = Text(look, "", 13, colour="ink2", wrap=True)
        self.basket.hide()
        self._none = Text(
            look, _("Nothing is sold here yet. Whoever may set prices adds it."), 13, colour="ink2", wrap=True
        )
        bar = CommandBar(look, commands, height=32)
        self.buttons = bar.buttons
        self._grid = QGridLayout()
        self._grid.setSpacing(px(8))
        for at in (0, 1):
            self._grid.setColumnStretch(at, 1)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(IconLabel(look, "tag", 18, "accent"))
        head.addWidget(Text(look, _("Sale without a reader"), 15, SEMIBOLD, elide=True), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(self._none)
        column.addLayout(self._grid)
        column.addWidget(Rule(look))
        column.addWidget(self.basket)
        column.addWidget(bar)
        bar.command.connect(self.command)

    def show_products(self, products: tuple[ProductFace, ...], place: Place) -> None:
        """The keys, in their order."""
        for key in self.keys:
            self._grid.removeWidget(key)
            key.hide()
            key.deleteLater()
        self.keys = [QuickKey(self._look, product, place.money(product.price)) for product in products[:12]]
        for at, key in enumerate(self.keys):
            self._grid.addWidget(key, at // 2, at % 2)
            key.clicked.connect(partial(self.sold.emit, key.product.code))
        self._none.setVisible(not self.keys)

    def show_basket(self, words: str) -> None:
        """What is in the basket; empty without one."""
        self.basket.setText(words)
        self.basket.setVisible(bool(words))
        if "empty_basket" in self.buttons:
            self.buttons["empty_basket"].setVisible(bool(words))
