"""Eyes for the tour: what at a scene is cut, nameless, out of reach for the keyboard, or silent for a screen reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QTableView, QWidget

from desk.ui import paint
from desk.ui.circulation.desk_page import DeskPage
from desk.ui.frame import MainWindow
from desk.ui.parts.labels import Text
from desk.ui.parts.result_card import ResultCard

# Words of the program carry these brackets in the language nobody speaks; a title or a name does not.
OPENING = "["


class Eyes:
    """Looks at one window and keeps what is wrong with it, each fault with the scene at which it was first seen."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self._cut: list[str] = []

    @contextmanager
    def open(self, monkeypatch: pytest.MonkeyPatch) -> Iterator["Eyes"]:
        """While they are open every painted word is compared with its room."""
        plain = paint.text

        def watched(painter: QPainter, rect: QRect, words: str, *others: Any) -> None:
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
            if shown != words and words.startswith(OPENING):
                self._cut.append(words)
            plain(painter, rect, words, *others)

        with monkeypatch.context() as patch:
            patch.setattr(paint, "text", watched)
            yield self

    def look(self, window: MainWindow, scene: str) -> None:
        """Everything that can be wrong at this moment."""
        for fault in (*self._cut_words(window), *_nameless(window), *_out_of_order(window), *_silent(window)):
            self.faults.setdefault(fault, scene)

    def _cut_words(self, window: MainWindow) -> Iterator[str]:
        self._cut.clear()
        window.grab()
        for words in dict.fromkeys(self._cut):
            yield f"painted words are cut: {words}"
        for text in window.findChildren(Text):
            whole = (
                text.isVisible() and text.text().startswith(OPENING) and text.parent() is not window.navigation.library
            )
            if whole and not has_room(text):
                yield f"words are cut: {text.text()}"


def has_room(text: Text) -> bool:
    """Whether all of its words are seen."""
    room, metrics = text.contentsRect(), text.fontMetrics()
    if text.wordWrap():
        flags = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(0, 0, room.width(), 9999, flags, text.text()).height() <= room.height() + 2
    return metrics.horizontalAdvance(text.text()) <= room.width() + 1


def _stops(window: MainWindow) -> list[QWidget]:
    """What Tab reaches now."""
    tab = Qt.FocusPolicy.TabFocus.value
    every = (each for each in window.findChildren(QWidget) if each.focusPolicy().value & tab == tab)
    return [each for each in every if each.isVisible() and each.isEnabled() and not isinstance(each, QScrollArea)]


def _nameless(window: MainWindow) -> Iterator[str]:
    for each in _stops(window):
        found = QAccessible.queryAccessibleInterface(each)
        inner = each.parentWidget()
        named = found is not None and found.text(QAccessible.Text.Name)
        if not named and not (inner is not None and inner.focusProxy() is each and inner.accessibleName()):
            yield f"a screen reader has no name for {type(each).__name__} {each.objectName()}"


def _silent(window: MainWindow) -> Iterator[str]:
    """Each cell of a table has words, and the card says its headline."""
    for view in window.findChildren(QTableView):
        model = view.model()
        if not view.isVisible() or model is None:
            continue
        for row in range(min(model.rowCount(), 5)):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
                if said is None:
                    yield f"a cell says nothing: {type(view).__name__}, column {column}"
    for card in window.findChildren(ResultCard):
        if card.isVisible() and card.card is not None and card.card.headline not in card.accessibleName():
            yield "a result has no words for a screen reader"


def _out_of_order(window: MainWindow) -> Iterator[str]:
    """Tab goes through a page of the desk as it is read."""
    page = window.pages.currentWidget()
    if not isinstance(page, DeskPage) or not window.at_desk():
        return
    wanted = [each for each in page.focus_order() if each.isVisible() and each.isEnabled()]
    place, met = page.scan.line, []
    while len(met) < 400:
        if place in wanted:
            met.append(place)
        place = place.nextInFocusChain()
        if place is page.scan.line:
            break
    if met != wanted:
        yield f"Tab does not go as one reads: {[type(each).__name__ for each in met]}"


def focus_is_seen(window: MainWindow) -> bool:
    """Whether whoever has the keyboard is in sight."""
    now = QApplication.focusWidget()
    return now is None or isinstance(now, QAbstractItemView) or not now.visibleRegion().isEmpty()
