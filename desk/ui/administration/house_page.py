"""What all pages of the administration share: a title, room for the page, a card that tells, and a foot of buttons."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import _
from desk.services.answers import Refused
from desk.ui.announcements import announce
from desk.ui.desk_thread import DeskLine, Failed
from desk.ui.page import Page
from desk.ui.parts.button_row import ButtonRow
from desk.ui.parts.labels import IconLabel, Surface, Text
from desk.ui.parts.room import Room, stand_beside
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.blocks import block_sentence
from desk.wording.errors import error_sentence
from desk.wording.shapes import Tone

TOLD_HEIGHT = 128
# In a page narrower than this, at 100 %, what stands side by side stands one above the other.
BESIDE_FROM = 660
# How long it stays to be read that something was done, in milliseconds.
DONE_STAYS = 10_000


class Told(Surface):
    """A card that says what a change would do, or what was done; it goes with the next change."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self._icon = IconLabel(look, "info", 20)
        self.headline = Text(look, "", 15, SEMIBOLD, wrap=True)
        self.lines = Text(look, "", 13, colour="ink2", wrap=True)
        words = QWidget()
        words.setObjectName("inside")
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.headline)
        column.addWidget(self.lines)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(10), px(12))
        row.setSpacing(px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._area, 1)
        look.changed.connect(self._dress)
        self._tone, self._sign = Tone.INFO, "info"
        self.hide()

    def say(self, lines: list[str], tone: Tone, icon: str) -> None:
        """Show the first line large, the rest below."""
        self._tone, self._sign = tone, icon
        self.headline.setText(lines[0])
        self.lines.setText("\n".join(lines[1:]))
        self.lines.setVisible(len(lines) > 1)
        self._dress()
        self._fit()
        self.show()
        announce(self, " ".join(lines), urgent=tone is Tone.BAD)

    def _fit(self) -> None:
        """As high as its words, up to a height from which on they scroll."""
        px = self._look.px
        across = max(px(200), self.width() - px(70))
        words = [text.heightForWidth(across) + px(4) for text in (self.headline, self.lines) if not text.isHidden()]
        whole = sum(words) + px(24)
        policy = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if whole > px(TOLD_HEIGHT) else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self._area.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(min(px(TOLD_HEIGHT), whole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the words take more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _dress(self) -> None:
        tone = self._look.tone(self._tone)
        self.set_colours(tone.ground, tone.line)
        self.headline.set_colour(tone.ink)
        self._icon.set_icon(self._sign, tone.ink)


class HousePage(Page):
    """One page of the administration."""

    drafted = Signal()

    def __init__(self, look: Look, desk: DeskLine, title: str) -> None:
        super().__init__(look, desk)
        self.body = QVBoxLayout()
        self.body.setSpacing(look.px(12))
        self.body.setContentsMargins(0, 0, 0, 0)
        bottom = ButtonRow(look)
        self.foot = bottom.row
        self.told = Told(look)
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(DONE_STAYS)
        self._passing.timeout.connect(self.untell)
        self.aside = Text(look, "", 13, colour="ink2", elide=True)
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        head.addWidget(Text(look, title, 20, SEMIBOLD))
        head.addWidget(self.aside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addLayout(head)
        column.addWidget(Room(self.body, sideways=True), 1)
        column.addWidget(self.told)
        column.addWidget(bottom)
        self._sides: tuple[QBoxLayout, QWidget, int] | None = None

    def lay_beside(self, panel: QWidget, wide: int) -> QBoxLayout:
        """Where something stands beside this panel; in a narrow page the two stand one above the other."""
        across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        across.setSpacing(self.look.px(14))
        self._sides = across, panel, wide
        return across

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        if self._sides is not None:
            across, panel, wide = self._sides
            below = self.width() < self.look.px(BESIDE_FROM)
            stand_beside(across, (panel,), self.look.px(wide), below=below)

    def is_drafted(self) -> bool:
        """Whether something was changed and not saved."""
        return False

    def tell(self, lines: list[str], tone: Tone, icon: str) -> None:
        """Say what a change would do, or what was done."""
        self._passing.stop()
        self.told.say(lines, tone, icon)
        self.make_room(self.told.height())

    def tell_done(self, lines: list[str], tone: Tone, icon: str) -> None:
        """Say what was done. It goes after a while, or when something else is done."""
        self.tell(lines, tone, icon)
        self._passing.start()

    def pass_over(self) -> None:
        """Something else is looked at: that something was done need no longer be said."""
        if self._passing.isActive():
            self.untell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is opened."""
        super().hideEvent(event)
        self.pass_over()

    def untell(self) -> None:
        """What was told is no longer true, or was read."""
        self._passing.stop()
        self.told.hide()
        self.make_room(0)

    def make_room(self, needed: int) -> None:
        """The page gives way to a card of this height where it is low."""

    def set_aside(self) -> None:
        """Esc: what was told goes, and the keyboard is where the page begins."""
        self.untell()
        self.take_focus()

    def tell_failure(self, answer: Any) -> None:
        """Why not, where it can be read."""
        self.tell([self.why(answer)], Tone.BAD, "triangle-alert")

    def why(self, answer: Any) -> str:
        """Why something was not done."""
        if isinstance(answer, Refused):
            return "; ".join(block_sentence(block, self.place()) for block in answer.blocks)
        error = answer.error if isinstance(answer, Failed) else answer
        if isinstance(error, DeskError):
            return error_sentence(error)
        return _("The program made a mistake. A report was kept, without any reader's data.")
