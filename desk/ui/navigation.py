"""The navigation at the side: the library, the pages that work, and who is at the desk."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui import paint
from desk.ui.keys import Key, cap
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import Text, Tile, mirrored, width_of
from desk.ui.theme import MEDIUM, REGULAR, SEMIBOLD, Look


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the desk: its name inside, icon, word, and key, and whether it is for managing the library."""

    name: str
    icon: str
    word: str
    key: Key
    manages: bool = False


class NavRow(PaintedButton):
    """One page in the navigation; a dot while something is open there."""

    def __init__(self, look: Look, place: Place) -> None:
        super().__init__(look, place.word, place.key)
        self.place = place
        self.narrow = False
        self._dot = False
        self._count = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(look.size("nav_row"))
        self.setToolTip(self.accessibleName())

    def set_dot(self, shown: bool) -> None:
        """Whether something is open on the page."""
        self.setAccessibleDescription(_("A visit is open") if shown else "")
        if shown != self._dot:
            self._dot = shown
            self.update()

    def set_count(self, count: int, words: str = "") -> None:
        """How many wait there, as a number beside the key; none hides it."""
        self.setAccessibleDescription(words)
        if count != self._count:
            self._count = count
            self.update()

    def count(self) -> int:
        """How many wait there."""
        return self._count

    def has_dot(self) -> bool:
        """Whether the dot is shown."""
        return self._dot

    def sizeHint(self) -> QSize:
        """As wide as the navigation."""
        return QSize(self.look.px(40), self.look.size("nav_row"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter = paint.smooth(self)
        px, colour, here = self.look.px, self.look.colour, self.isChecked()
        if here:
            paint.box(painter, self.rect(), px(8), colour("surface"), colour("line2"))
        elif self.hovered():
            paint.box(painter, self.rect(), px(8), colour("hover"))
        left = (self.width() - px(17)) // 2 if self.narrow else px(8)
        spot = mirrored(self, QRect(left, 0, px(17), self.height()))
        paint.icon(painter, self.look, spot, self.place.icon, "accent" if here else "ink2", 17)
        if not self.narrow:
            self._words(painter, here)
        if self._dot:
            self._draw_dot(painter)
        self.ring(painter, 8)

    def _words(self, painter: QPainter, here: bool) -> None:
        px, colour = self.look.px, self.look.colour
        taken = px(35 + 8 + 6) + width_of(self.look, self.key, 11, MEDIUM) + (px(26) if self._count else 0)
        words = mirrored(self, QRect(px(35), 0, self.width() - taken, self.height()))
        weight = SEMIBOLD if here else REGULAR
        sizes = (size for size in (14, 13, 12) if width_of(self.look, self.label, size, weight) <= words.width())
        painter.setFont(self.look.font(next(sizes, 12), weight))
        paint.text(painter, words, self.label, colour("ink" if here else "ink2"))
        painter.setFont(self.look.font(11, MEDIUM))
        key = mirrored(self, QRect(self.width() - px(8 + 44), 0, px(44), self.height()))
        paint.text(painter, key, self.key, colour("ink3"), paint.TRAILING)
        if self._count:
            at = self.width() - px(8 + 6 + 22) - width_of(self.look, self.key, 11, MEDIUM)
            badge = mirrored(self, QRect(at, (self.height() - px(18)) // 2, px(22), px(18)))
            paint.box(painter, badge, px(9), colour("mute_bg"))
            paint.text(painter, badge, str(self._count), colour("mute_ink"), paint.CENTRE)

    def _draw_dot(self, painter: QPainter) -> None:
        """At the corner of the icon, with a rim of the ground, so that the words keep their room."""
        px, colour = self.look.px, self.look.colour
        left = (self.width() + px(17)) // 2 - px(3) if self.narrow else px(8 + 17 - 3)
        rim = mirrored(self, QRect(left - px(2), px(4), px(11), px(11)))
        paint.box(painter, rim, px(11) / 2, colour("surface" if self.isChecked() else "nav"))
        dot = mirrored(self, QRect(left - px(2) + (px(11) - px(7)) // 2, px(4) + (px(11) - px(7)) // 2, px(7), px(7)))
        paint.box(painter, dot, px(7) / 2, colour("accent"))


class Block(QWidget):
    """A tile with a name and a second line: the library above, the person below."""

    pressed = Signal()

    def __init__(self, look: Look, tile: Tile, gap: int) -> None:
        super().__init__()
        self._look = look
        self.tile = tile
        self.hint = ""
        self.name = Text(look, "", 14, SEMIBOLD, elide=True)
        self.second = Text(look, "", 12, colour="ink2", elide=True)
        for widget in (tile, self.name, self.second):
            widget.setParent(self)
        self._gap = gap
        self.setFixedHeight(look.px(34))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, name: str, second: str) -> None:
        """The two lines."""
        self.name.setText(name)
        self.second.setText(second)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the person lets another one take over."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def set_narrow(self, narrow: bool) -> None:
        """The tile alone, or with its words."""
        self.name.setVisible(not narrow)
        self.second.setVisible(not narrow)
        words = (self.name.text(), self.second.text(), self.hint) if narrow else (self.hint,)
        self.setToolTip("\n".join(filter(None, words)))

    def resizeEvent(self, event: object) -> None:
        """Place the three parts by hand: two lines close together beside the tile."""
        self.fit()

    def fit(self) -> None:
        """Tile and lines where they belong at this width and zoom."""
        px, size = self._look.px, self.tile.width()
        inset = px(4) if self.width() > size else 0
        self.tile.setGeometry(mirrored(self, QRect(inset, px(1), size, size)))
        left = inset + size + px(self._gap)
        for label, top in ((self.name, px(-1)), (self.second, px(16))):
            label.setGeometry(mirrored(self, QRect(left, top, max(0, self.width() - left), px(19))))


class Navigation(QWidget):
    """The column at the side of every page."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: dict[str, NavRow] = {}
        self._edge = "line"
        self.library = Block(look, Tile(look, 32, 8, icon="library-big", pixels=18), 10)
        self.library.tile.set_colours("accent", "on_accent")
        self.person = Block(look, Tile(look, 32, 8, pixels=11), 8)
        self.person.hint = _("Another person takes over, {key}").format(key=cap(Key.PERSON))
        self.library.name.setFont(look.font(14, SEMIBOLD))
        self.person.name.setFont(look.font(13, MEDIUM))
        self._group = Text(look, _("Desk"), 12, MEDIUM, "ink3")
        self._group.setFixedHeight(look.px(23))
        px = look.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(10), px(11), px(10), px(9))
        self._column.setSpacing(px(1))
        self._column.addWidget(self.library)
        self._column.addSpacing(px(9))
        group = QHBoxLayout()
        group.addSpacing(px(8))
        group.addWidget(self._group)
        self._column.addLayout(group)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(1))
        self._column.addLayout(self._rows)
        self._manage, self._managing = self._second_group(look)
        self._column.addWidget(self._manage)
        self._column.addLayout(self._managing)
        self._column.addStretch(1)
        self._column.addWidget(self.person)
        self.narrow = False
        self.set_narrow(False)
        self._show_groups()

    def add(self, place: Place) -> NavRow:
        """One more page."""
        row = NavRow(self._look, place)
        row.narrow = self.narrow
        row.clicked.connect(self._clicked)
        self.rows[place.name] = row
        (self._managing if place.manages else self._rows).addWidget(row)
        row.show()  # at once: a row that Qt shows later counts as hidden still, and its group would have no heading
        self._show_groups()
        return row

    def _second_group(self, look: Look) -> tuple[QWidget, QVBoxLayout]:
        """The heading of the pages for managing the library, and the place for their rows."""
        heading = QWidget()
        line = QHBoxLayout(heading)
        line.setContentsMargins(look.px(8), look.px(6), 0, 0)
        self._manage_word = Text(look, "", 12, MEDIUM, "ink3")
        self._manage_word.setFixedHeight(look.px(23))
        line.addWidget(self._manage_word)
        rows = QVBoxLayout()
        rows.setSpacing(look.px(1))
        return heading, rows

    def allow(self, name: str, allowed: bool) -> None:
        """Whether this person may use the page: its row is there or not, never grey."""
        self.rows[name].setVisible(allowed)
        self._show_groups()

    def _show_groups(self) -> None:
        self._manage.setVisible(any(row.place.manages and not row.isHidden() for row in self.rows.values()))

    def show_place(self, name: str) -> None:
        """Mark the page that is shown."""
        self.rows[name].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons with words."""
        self.narrow = narrow
        self.setFixedWidth(self._look.size("nav_narrow" if narrow else "nav"))
        px = self._look.px
        side = px(14) if narrow else px(10)
        self._column.setContentsMargins(side if narrow else px(10), px(11), side if narrow else px(10), px(9))
        self._group.setVisible(True)
        self._group.setText("" if narrow else _("Desk"))
        self._manage_word.setText("" if narrow else _("Manage"))
        for block in (self.library, self.person):
            block.setContentsMargins(0, 0, 0, 0)
            block.set_narrow(narrow)
        for row in self.rows.values():
            row.narrow = narrow
            row.update()

    def fit(self) -> None:
        """Another zoom."""
        self.set_narrow(self.narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline to the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("nav"))
        wide = self._look.px(4) if self._edge != "line" else 1
        line = mirrored(self, QRect(self.width() - wide, 0, wide, self.height()))
        painter.fillRect(line, self._look.colour(self._edge))

    def mark_edge(self, colour: str) -> None:
        """A broad edge in this colour: the window is not at work in the real library."""
        self._edge = colour
        self.update()

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, NavRow):
            self.chosen.emit(sender.place.name)
