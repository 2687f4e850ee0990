"""A row of widgets that goes on in the next line when the line is full; and a layout that is emptied."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    """Lays widgets out like words; in right-to-left windows from the right. `at_end` moves each line to its end."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, *, at_end: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; Qt asks many times for what has not changed
        self._at_end = at_end
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more widget at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The widget at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove the widget at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It needs no more room than its widgets."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is at this width."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Something in it has changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = [item for item in self._items if not _is_away(item)]
        width = self._wide(shown)
        margins = self.contentsMargins()
        height = max((item.sizeHint().height() for item in shown), default=0) + margins.top() + margins.bottom()
        return QSize(width + margins.left() + margins.right(), height)

    def lines_of(self, width: int, wide: Callable[[QLayoutItem], int]) -> int:
        """In how many lines it would stand at this width, if its widgets were so wide."""
        return len(self._lines(width, wide))

    def minimumSize(self) -> QSize:
        """As wide as the widest widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, move: bool) -> int:
        owner = self.parentWidget()
        direction = owner.layoutDirection() if owner else Qt.LayoutDirection.LeftToRight
        margins = self.contentsMargins()
        whole, rect = rect, rect.marginsRemoved(margins)
        y = rect.y()
        for line in self._lines(rect.width()):
            high = max(item.sizeHint().height() for item in line)
            x = rect.x() + (rect.width() - self._wide(line) if self._at_end else 0)
            for item in line:
                place = QRect(QPoint(x, y), item.sizeHint())
                if move:
                    item.setGeometry(QStyle.visualRect(direction, rect, place))
                x += place.width() + self.spacing()
            y += high + self.spacing()
        return y - (self.spacing() if y > rect.y() else 0) - whole.y() + margins.bottom()

    def _lines(
        self, width: int, wide: Callable[[QLayoutItem], int] = lambda item: item.sizeHint().width()
    ) -> list[list[QLayoutItem]]:
        """What stands in each line. A widget that is hidden takes no room."""
        lines: list[list[QLayoutItem]] = []
        for item in self._items:
            if _is_away(item):
                continue
            if not lines or sum(map(wide, lines[-1])) + wide(item) + self.spacing() * len(lines[-1]) > width:
                lines.append([])
            lines[-1].append(item)
        return lines

    def _wide(self, line: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in line) + self.spacing() * max(0, len(line) - 1)


def empty_layout(layout: QLayout) -> None:
    """All that stands in it goes, at once to the eye."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _is_away(item: QLayoutItem) -> bool:
    """Whether somebody has hidden it; what was only not shown yet has its room."""
    widget = item.widget()
    chosen = widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    return widget is not None and chosen and widget.isHidden()
