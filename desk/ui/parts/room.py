"""Room for what may be larger than the window: it scrolls, and what is spoken of is brought into sight."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QLayout, QLayoutItem, QScrollArea, QWidget

from desk.ui.zoom import BOUNDLESS, read_fonts, set_fonts

# What a box is called whose panels stand below and not beside.
STACKED = "stacked"


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


def move_to(layout: QBoxLayout, at: int, widget: QWidget, zoom: float) -> None:
    """Let a widget stand in another layout, with its letters and the keyboard: Qt would take both on the way."""
    whole, now, seen = [widget, *widget.findChildren(QWidget)], QApplication.focusWidget(), not widget.isHidden()
    read_fonts(whole, zoom)
    layout.insertWidget(at, widget)
    set_fonts(whole, zoom)
    widget.setVisible(seen)
    if now is not None and now in whole:
        now.setFocus(Qt.FocusReason.OtherFocusReason)


def stand_beside(across: QBoxLayout, panels: Iterable[QWidget], wide: int, *, below: bool) -> None:
    """Panels stand beside the rest, so wide; or below it, as wide as there is room."""
    direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
    if across.direction() != direction:
        across.setDirection(direction)
        across.setProperty(STACKED, below)
    for panel in panels:
        panel.setMinimumWidth(0 if below else wide)
        panel.setMaximumWidth(BOUNDLESS if below else wide)


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
        return _least(layout, width) if layout is not None else -1


def _least(layout: QLayout, width: int) -> int:
    """How high a layout must be at this width.

    What stands one above the other is given the height of its words; Qt's own minimum says less than that.
    """
    stacked = bool(layout.property(STACKED))
    edges = layout.contentsMargins()
    across = width - edges.left() - edges.right()
    items = [item for at in range(layout.count()) if (item := layout.itemAt(at)) is not None and not item.isEmpty()]
    inner = [each for item in items if (each := item.layout()) is not None]
    if not stacked and not any(each.property(STACKED) for each in inner):
        return layout.minimumHeightForWidth(width)
    high = [_high(item, across, whole=stacked) for item in items]
    return sum(high) + layout.spacing() * max(0, len(high) - 1) + edges.top() + edges.bottom()


def _high(item: QLayoutItem, width: int, *, whole: bool) -> int:
    inner = item.layout()
    if inner is not None and not (whole and inner.hasHeightForWidth()):
        return _least(inner, width)
    if not item.hasHeightForWidth():
        return item.minimumSize().height()
    return item.heightForWidth(width) if whole else item.minimumHeightForWidth(width)


class Room(QScrollArea):
    """Everything in it stays whole at any zoom. It takes no focus of its own: Tab goes to what stands in it."""

    def __init__(self, layout: QLayout, *, sideways: bool = False) -> None:
        super().__init__()
        self._whole = False
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

    def set_whole(self, whole: bool) -> None:
        """As high as what stands in it, where it stands in another room that scrolls; or scrolling itself."""
        if whole != self._whole:
            self._whole = whole
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Whether its width says how high it is."""
        return self._whole

    def heightForWidth(self, width: int) -> int:
        """How high all of it is at this width."""
        inside = self.widget()
        return inside.heightForWidth(width) if self._whole and inside is not None else -1

    def event(self, event: QEvent) -> bool:
        """What stands in it has another height."""
        if self._whole and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def bring(self, widget: QWidget) -> None:
        """Let this be seen, as much of it as there is room for, its upper edge first."""
        if self.verticalScrollBar().maximum():
            _show_whole(self, widget)
