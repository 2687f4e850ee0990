"""What lies over the page for a moment: the page stays in sight behind it, and a scan still goes there."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from desk.ui.keys import Key
from desk.ui.parts.labels import Surface
from desk.ui.theme import Look

VEIL = QColor(16, 22, 30, 88)
# The frame keeps so much of the window's height free below it.
BELOW = 44


class Overlay(QWidget):
    """A frame over a veil. A click beside it or Esc closes it, and the keyboard is back where it was."""

    closed = Signal()

    def __init__(self, look: Look, ground: QWidget, width: int, top: int) -> None:
        super().__init__(ground)
        self.look = look
        self._ground, self._wide, self._top = ground, width, top
        self._before: QWidget | None = None
        self.frame = Surface(look, 14, "surface", "line2")
        self.frame.setParent(self)
        self.column = QVBoxLayout(self.frame)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        ground.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Lie over the page and have the keyboard."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.setGeometry(self._ground.rect())
        self.show()
        self.raise_()
        self.fit()
        self.begin()

    def begin(self) -> None:
        """Put the keyboard where it begins."""

    def close_over(self) -> None:
        """Go, and give the keyboard back."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if inside and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def press(self, key: Key) -> bool:
        """A key of the table while it lies there: Esc closes it. Whether it was taken."""
        if key is Key.ASIDE:
            self.close_over()
            return True
        return False

    def fit(self) -> None:
        """The frame in its place: as wide as designed where there is room, as high as what is in it."""
        px = self.look.px
        wide = min(px(self._wide), self.width() - px(32))
        free = self.height() - px(self._top) - px(BELOW)
        top = px(self._top) if free >= px(320) else px(16)
        room = self.height() - top - px(BELOW)
        self.frame.setGeometry(QRect((self.width() - wide) // 2, top, wide, min(self.wanted(wide), room)))

    def wanted(self, wide: int) -> int:
        """How high the frame would like to be at this width."""
        return max(self.column.heightForWidth(wide), self.column.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another size."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._ground.rect())
            self.fit()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the frame: what lies behind the veil cannot be seen well."""
        stops = [each for each in self.frame.findChildren(QWidget) if _stops(each)]
        now = QApplication.focusWidget()
        if stops:
            at = stops.index(now) + (1 if forward else -1) if now in stops else 0
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[at % len(stops)].setFocus(reason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the frame is a way out."""
        if not self.frame.geometry().contains(event.position().toPoint()):
            self.close_over()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil."""
        QPainter(self).fillRect(self.rect(), VEIL)


def _stops(widget: QWidget) -> bool:
    tabbed = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(tabbed) and widget.isVisible() and widget.isEnabled() and not isinstance(widget, QScrollBar)
