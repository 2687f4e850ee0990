"""Another zoom for a window that stands: every fixed size, margin, spacing and font follows, nothing is built anew.

Widgets take their sizes from `Look` when they are made. What they were at 100 % is worked out from what they are and
remembered with the widget, so that a hundred changes of zoom end where they began.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QWidget

BASES = "designed"
FACE = "designed_face"
# Qt's word for a widget without a largest size.
BOUNDLESS = 16_777_215
# The bars of a scrolling area and the like, whose sizes the style sheet sets.
QTS_OWN = "qt_"


def refit(widgets: Iterable[QWidget], old: float, new: float) -> None:
    """Let these widgets be as large as they would be, had they been made at the new zoom."""
    for widget in widgets:
        if not widget.isWindow() and not widget.objectName().startswith(QTS_OWN):
            _sizes(widget, old, new)
        layout = widget.layout()
        if layout is not None:
            _layout(layout, old, new)
        margins = widget.contentsMargins()
        edges = margins.left(), margins.top(), margins.right(), margins.bottom()
        if any(edges) and layout is None:
            widget.setContentsMargins(*_each(widget, "margins", edges, old, new))


def read_fonts(widgets: Iterable[QWidget], zoom: float) -> None:
    """Remember how large each widget's letters were designed, before a new style sheet sets its font back."""
    for widget in widgets:
        _read_font(widget, zoom)


def set_fonts(widgets: Iterable[QWidget], zoom: float) -> None:
    """After a new style sheet, and at any zoom: the letters as large as they were designed."""
    for widget in widgets:
        _set_font(widget, zoom)


def fit_again(widgets: Sequence[QWidget]) -> None:
    """Whoever knows its own size better says so with a method `fit`; then all are measured and painted anew."""
    for widget in widgets:
        fit = getattr(widget, "fit", None)
        if fit is not None:
            fit()
        widget.updateGeometry()
    # Who lays out by hand does so when its size changes, and a new zoom is as good as a new size.
    for widget in widgets:
        QApplication.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))
        widget.update()


def designed(value: float, zoom: float) -> float:
    """What stood in the design for this many pixels: a whole number or a half where one fits, as designs have them."""
    exact = value / zoom
    for guess in (round(exact), round(exact * 2) / 2):
        if guess and round(guess * zoom) == value:
            return float(guess)
    return exact


def _sizes(widget: QWidget, old: float, new: float) -> None:
    low, high = widget.minimumSize(), widget.maximumSize()
    now = (low.width(), low.height(), high.width(), high.height())
    least_wide, least_high, most_wide, most_high = _each(widget, "sizes", now, old, new)
    # The larger bound first when growing, the smaller first when shrinking: neither ever crosses the other.
    if new > old:
        widget.setMaximumSize(most_wide, most_high)
        widget.setMinimumSize(least_wide, least_high)
    else:
        widget.setMinimumSize(least_wide, least_high)
        widget.setMaximumSize(most_wide, most_high)


def _read_font(widget: QWidget, old: float) -> None:
    font = widget.font()
    if not widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) or font.pixelSize() <= 0:
        return
    kept: Any = widget.property(f"{BASES}_font")
    if kept is None or _at(kept, old) != font.pixelSize():
        widget.setProperty(f"{BASES}_font", designed(font.pixelSize(), old))
    widget.setProperty(FACE, font)


def _set_font(widget: QWidget, new: float) -> None:
    base: Any = widget.property(f"{BASES}_font")
    face: Any = widget.property(FACE)
    if base is not None and face is not None:
        face.setPixelSize(_at(base, new))
        widget.setFont(face)


def _layout(layout: QLayout, old: float, new: float) -> None:
    margins = layout.contentsMargins()
    edges = margins.left(), margins.top(), margins.right(), margins.bottom()
    layout.setContentsMargins(*_each(layout, "margins", edges, old, new))
    if isinstance(layout, QGridLayout):
        _grid(layout, old, new)
    elif layout.spacing() > 0:
        layout.setSpacing(_each(layout, "spacing", (layout.spacing(),), old, new)[0])
    for at in range(layout.count()):
        item = layout.itemAt(at)
        assert item is not None, "a layout has as many items as it says"
        spacer, inner = item.spacerItem(), item.layout()
        if inner is not None:
            _layout(inner, old, new)
        elif spacer is not None:
            hint, policy = spacer.sizeHint(), spacer.sizePolicy()
            wide, high = (_at(designed(part, old), new) for part in (hint.width(), hint.height()))
            spacer.changeSize(wide, high, policy.horizontalPolicy(), policy.verticalPolicy())
    layout.invalidate()


def _grid(grid: QGridLayout, old: float, new: float) -> None:
    gaps = max(0, grid.horizontalSpacing()), max(0, grid.verticalSpacing())
    across, down = _each(grid, "gaps", gaps, old, new)
    grid.setHorizontalSpacing(across)
    grid.setVerticalSpacing(down)


def _each(owner: QObject, name: str, values: tuple[int, ...], old: float, new: float) -> list[int]:
    """The values at the new zoom. What is remembered holds only while nobody has set another value since."""
    kept: Any = owner.property(f"{BASES}_{name}")
    bases = [
        base if base is not None and _at(base, old) == value else designed(value, old) if value else 0.0
        for base, value in zip(kept or [None] * len(values), values, strict=True)
    ]
    owner.setProperty(f"{BASES}_{name}", bases)
    return [value if value in (0, BOUNDLESS) else _at(base, new) for base, value in zip(bases, values, strict=True)]


def _at(base: float, zoom: float) -> int:
    return max(1, round(base * zoom)) if base else 0
