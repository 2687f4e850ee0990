"""Room for what may be larger than the window: it scrolls, and what is spoken of is brought into sight."""

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QWidget


def bring_into_sight(widget: QWidget) -> None:
    """Once everything has its place again, scroll to this, wherever it stands."""
    QTimer.singleShot(0, widget, partial(_bring, widget))


def _bring(widget: QWidget) -> None:
    """Every room that it stands in, the innermost first: one may scroll within another."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            _show_whole(above, widget)
        above = above.parentWidget()


def _show_whole(area: QScrollArea, widget: QWidget) -> None:
    """All of it, as far as there is room, its upper edge first. Qt alone would show a text box's cursor and no more."""
    inside = area.widget()
    if inside is None or not inside.isAncestorOf(widget):
        return
    top, end = (widget.mapTo(inside, corner) for corner in (widget.rect().topLeft(), widget.rect().bottomRight()))
    area.ensureVisible(end.x(), end.y(), 0, 0)
    area.ensureVisible(top.x(), top.y(), 0, 0)


class Inside(QWidget):
    """What stands in a room: as high as its layout needs at its width, and never held to be higher than that."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setObjectName("inside")
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        """Qt would sum up the heights that wrapped words had if they were narrow."""
        least, layout = super().minimumSizeHint(), self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least

    def heightForWidth(self, width: int) -> int:
        """The least that its layout needs."""
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else -1


class Room(QScrollArea):
    """Everything in it stays whole at any zoom. It takes no focus of its own: Tab goes to what stands in it."""

    def __init__(self, layout: QLayout, *, sideways: bool = False) -> None:
        super().__init__()
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(needed if sideways else never)
        self.setWidget(Inside(layout))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever has the keyboard is seen."""
        if now is not None and self.isAncestorOf(now):
            _show_whole(self, now)
            # Once more when everything has its place: a zoom or a card may just have moved it.
            bring_into_sight(now)

    def bring(self, widget: QWidget) -> None:
        """Let this be seen, as much of it as there is room for, its upper edge first."""
        if self.verticalScrollBar().maximum():
            _show_whole(self, widget)
