"""A panel above the status bar: what is the case, a test of it, and what mends it. Nothing in it stops the work."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desk.i18n import _
from desk.ui.announcements import announce
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import IconLabel, Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Tone, Weight

if TYPE_CHECKING:
    from desk.ui.shell import Shell

WIDTH = 440
EDGE = 10


@dataclass(frozen=True, slots=True)
class Way:
    """A button of the panel: what it is called and what it does; `chosen` marks the one that holds now."""

    label: str
    icon: str
    do: Callable[[], None]
    chosen: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a test has shown."""

    words: str
    tone: Tone = Tone.OK


class Known(QObject):
    """One thing that the bar tells of, and what can be found out about it."""

    changed = Signal()
    title = ""
    icon = "info"

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.shell = shell
        self.tested: Result | None = None

    @abstractmethod
    def lines(self) -> Sequence[str]:
        """What is the case, a sentence each."""

    @abstractmethod
    def ways(self) -> Sequence[Way]:
        """What can be done: the test first."""

    def show_result(self, words: str, tone: Tone = Tone.OK) -> None:
        """A test has shown this."""
        self.tested = Result(words, tone)
        self.changed.emit()

    def opened(self) -> None:
        """Somebody looks: find out what takes a moment."""
        self.tested = None
        self.changed.emit()

    def closed(self) -> None:
        """Nobody looks any more."""

    def takes(self, raw: str) -> bool:
        """Whether a scan is for the test and not for the page."""
        return False


class StatusPanel(Surface):
    """Shows one state at a time. Esc closes it; the page behind it goes on working."""

    def __init__(self, look: Look, ground: QWidget) -> None:
        super().__init__(look, 12, "surface", "line2")
        self.setParent(ground)
        self._ground = ground
        self._anchor: QWidget | None = None
        self.state: Known | None = None
        self._before: QWidget | None = None
        self.buttons: list[KeyButton] = []
        self._sign = IconLabel(look, "info", 18)
        self._title = Text(look, "", 15, SEMIBOLD)
        self._words = Text(look, "", 13, colour="ink2", wrap=True)
        self._told = Surface(look, 8, "ok_bg", "ok_line")
        self._result = Text(look, "", 14, SEMIBOLD, wrap=True)
        self._bar = QWidget()
        self._flow = FlowLayout(self._bar, look.px(8))
        self._build()
        ground.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        px = self._look.px
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        self._close = KeyButton(self._look, _("Close"), Key.ASIDE, "", Weight.GHOST, height=30)
        self._close.clicked.connect(self.close_panel)
        head.addWidget(self._close)
        inside = QVBoxLayout(self._told)
        inside.setContentsMargins(px(12), px(8), px(12), px(8))
        inside.addWidget(self._result)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(12), px(18), px(16))
        column.setSpacing(px(10))
        column.addLayout(head)
        for part in (self._words, self._told, self._bar):
            column.addWidget(part)

    def show_state(self, state: Known, anchor: QWidget) -> None:
        """Open for this state over the light that tells of it; the same once more closes it."""
        again = self.state is state
        self.close_panel()
        if again:
            return
        self._before = QApplication.focusWidget()
        self.state, self._anchor = state, anchor
        state.changed.connect(self.refresh)
        self.show()
        self.raise_()
        self.refresh()
        state.opened()
        (self.buttons[0] if self.buttons else self._close).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Go, and give the keyboard back."""
        state, self.state = self.state, None
        if state is None:
            return
        state.changed.disconnect(self.refresh)
        state.closed()
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        before, self._before = self._before, None
        # What had the keyboard may be gone: an answer puts another card in its place.
        if inside and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """The state as it is now, said aloud where it has changed."""
        state = self.state
        if state is None:
            return
        self._sign.set_icon(state.icon)
        self._title.setText(state.title)
        self.setAccessibleName(state.title)
        lines, result = "\n".join(state.lines()), state.tested
        told = ". ".join(filter(None, (lines.replace("\n", ". "), result.words if result is not None else "")))
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)
            announce(self, f"{state.title}: {told}")
        self._words.setText(lines)
        self._show_result(result)
        self._show_ways(state.ways())
        self.fit()

    def _show_result(self, result: Result | None) -> None:
        self._told.setVisible(result is not None)
        if result is not None:
            tone = self._look.tone(result.tone)
            self._told.set_colours(tone.ground, tone.line)
            self._result.set_colour(tone.ink)
            self._result.setText(result.words)

    def _show_ways(self, ways: Sequence[Way]) -> None:
        """The buttons anew, with the keyboard on the one that has the same name."""
        focus = QApplication.focusWidget()
        had = focus.label if isinstance(focus, KeyButton) and focus in self.buttons else ""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(way) for way in ways]
        same = next((button for button in self.buttons if button.label == had), None)
        if had:
            (same or self._close).setFocus(Qt.FocusReason.OtherFocusReason)
        QWidget.setTabOrder(self._close, self.buttons[0] if self.buttons else self._close)

    def _button(self, way: Way) -> KeyButton:
        icon = "check" if way.chosen else way.icon
        button = KeyButton(self._look, way.label, way.key, icon, height=34)
        if way.chosen:
            button.setAccessibleName(_("{choice}, chosen").format(choice=way.label))
        button.clicked.connect(way.do)
        self._flow.addWidget(button)
        button.show()
        return button

    def fit(self) -> None:
        """Above the bar, over its light."""
        if self.state is None or self._anchor is None:
            return
        px, ground = self._look.px, self._ground
        wide = min(px(WIDTH), ground.width() - px(2 * EDGE))
        self.resize(wide, self.heightForWidth(wide))
        light = self._anchor.mapTo(ground, QPoint(0, 0))
        left = max(px(EDGE), min(light.x() - px(14), ground.width() - wide - px(EDGE)))
        foot = ground.height() - self._look.size("status_bar") - px(6)
        self.move(left, max(px(EDGE), foot - self.height()))

    def event(self, event: QEvent) -> bool:
        """Its words or buttons have changed: another height."""
        taken = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return taken

    def heightForWidth(self, wide: int) -> int:
        """As high as its words and buttons at this width."""
        self._column.invalidate()
        self._column.activate()
        return max(self._column.totalHeightForWidth(wide), self._column.totalMinimumSize().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another size."""
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return False
