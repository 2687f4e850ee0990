"""A new library in five short steps: Enter goes on, Esc goes back, and nothing is written before the last."""

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.devices.sounds import SoundPlayer
from desk.i18n import _
from desk.settings import Settings
from desk.ui import paint
from desk.ui.announcements import announce
from desk.ui.beginning.days_step import DaysStep
from desk.ui.beginning.devices_step import DevicesStep
from desk.ui.beginning.draft import Draft
from desk.ui.beginning.listening import Listening
from desk.ui.beginning.numbers_step import NumbersStep
from desk.ui.beginning.place_step import PlaceStep
from desk.ui.beginning.rules_step import RulesStep
from desk.ui.beginning.step import Step
from desk.ui.flow import FlowLayout
from desk.ui.keys import ENTER, Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Rule, Text, mirrored
from desk.ui.parts.room import Room
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Weight

SKIP_KEY = "Alt+S"
WIDTH = 940
MARK = 28


class StepMarks(QWidget):
    """How far it is: a bar for each step, filled up to the one that is shown. The words beside it say the same."""

    def __init__(self, look: Look, count: int) -> None:
        super().__init__()
        self._look, self._count, self._at = look, count, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, at: int) -> None:
        """The step that is shown, from nought."""
        self._at = at
        self.update()

    def sizeHint(self) -> QSize:
        """A short bar for each step."""
        px = self._look.px
        return QSize(self._count * px(MARK) + (self._count - 1) * px(4), px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        px, painter = self._look.px, paint.smooth(self)
        for at in range(self._count):
            bar = mirrored(self, QRect(at * (px(MARK) + px(4)), 0, px(MARK), px(6)))
            paint.box(painter, bar, px(3), self._look.colour("accent" if at <= self._at else "line2"))


class NewLibraryPage(QWidget):
    """The steps one after another, over the whole window."""

    created = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        look: Look,
        settings: Settings | None = None,
        sounds: SoundPlayer | None = None,
        today: date | None = None,
    ) -> None:
        super().__init__()
        self.look = look
        self.draft = Draft(settings or Settings())
        self.listening = Listening(self.draft.settings.scanner, self)
        self.listening.scanned.connect(self.scan)
        self.place = PlaceStep(look)
        self.days = DaysStep(look, today or date.today())
        self.rules = RulesStep(look)
        self.numbers = NumbersStep(look, self.listening)
        self.devices = DevicesStep(look, self.listening, sounds)
        self.steps: tuple[Step, ...] = (self.place, self.days, self.rules, self.numbers, self.devices)
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
        self._marks = StepMarks(look, len(self.steps))
        self._where = Text(look, "", 13, MEDIUM, "ink2")
        self._follow = Text(look, _("Then: choose the file to bring in"), 13, colour="ink2")
        self._trouble = Text(look, "", 14, colour="bad_ink", wrap=True)
        self._build()
        QShortcut(QKeySequence(SKIP_KEY), self).activated.connect(self.skip)
        self.set_then_import(False)
        self._go(0)

    def _build(self) -> None:
        px = self.look.px
        inside = QWidget()
        inside.setMaximumWidth(px(WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(14), px(24), px(10))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(Text(self.look, _("New library"), 13, MEDIUM, "ink2"))
        head.addStretch(1)
        head.addWidget(self._where)
        head.addWidget(self._marks)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self._trouble)
        self._trouble.hide()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inside, 50)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Room(across, sideways=True), 1)
        outer.addWidget(Rule(self.look))
        outer.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        px = self.look.px
        self.back = KeyButton(self.look, _("Back"), Key.ASIDE, "arrow-left", Weight.GHOST)
        self.skip_button = KeyButton(self.look, _("Skip: as is usual"), SKIP_KEY, "", Weight.SECONDARY)
        self.next = KeyButton(self.look, _("Go on"), ENTER, "arrow-right", Weight.PRIMARY)
        self.make = KeyButton(self.look, _("Make the library"), ENTER, "check", Weight.PRIMARY)
        self.back.clicked.connect(self.go_back)
        self.skip_button.clicked.connect(self.skip)
        self.next.clicked.connect(self.go_on)
        self.make.clicked.connect(self.go_on)
        held = QWidget()
        held.setMaximumWidth(px(WIDTH))
        row = QHBoxLayout(held)
        row.setContentsMargins(px(24), px(10), px(24), px(12))
        row.setSpacing(px(8))
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        onward = QWidget()
        flow = FlowLayout(onward, px(8), at_end=True)
        for widget in (self._follow, self.skip_button, self.next, self.make):
            flow.addWidget(widget)
        row.addWidget(onward, 1)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(held, 50)
        across.addStretch(1)
        return across

    def set_then_import(self, then: bool) -> None:
        """Whether records are brought in as soon as the library is made."""
        self._then = then
        self._follow.setVisible(then and self.at() == len(self.steps) - 1)

    def at(self) -> int:
        """Which step is shown, from nought."""
        return self._stack.currentIndex()

    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.at()]

    def _go(self, at: int) -> None:
        self.step().leave()
        step, last = self.steps[at], at == len(self.steps) - 1
        step.show_draft(self.draft)
        self._stack.setCurrentIndex(at)
        self._marks.show_step(at)
        words = _("Step {number} of {count}").format(number=at + 1, count=len(self.steps))
        self._where.setText(words)
        self.next.setVisible(not last)
        self.make.setVisible(last)
        self._follow.setVisible(self._then and last)
        self._skip_words(last)
        self.show_trouble("")
        stop = step.first_stop()
        self.setFocusProxy(stop or self.next)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)
        announce(self, f"{words}. {step.heading}. {step.words}")

    def _skip_words(self, last: bool) -> None:
        """At the end skipping means something that has to be known."""
        told = _("Skip: without a password") if last else _("Skip: as is usual")
        self.skip_button.label = told
        self.skip_button.setAccessibleName(f"{told}, {self.skip_button.key}")
        meaning = _("Whoever sits at this computer is then the administrator.") if last else ""
        self.skip_button.setToolTip(meaning or told)
        self.skip_button.setAccessibleDescription(meaning)
        self.skip_button.updateGeometry()
        self.skip_button.update()

    def go_on(self) -> None:
        """To the next step, if this one is right; after the last the library is made."""
        if self.step().take(self.draft):
            self._further()

    def skip(self) -> None:
        """To the next step with what is usual."""
        self.step().skip(self.draft)
        self._further()

    def _further(self) -> None:
        if self.at() + 1 < len(self.steps):
            self._go(self.at() + 1)
        else:
            self.listening.stop()
            self.created.emit(self.draft)

    def go_back(self) -> None:
        """To the step before, or out of it all; what was entered stays."""
        self.step().keep(self.draft)
        if self.at():
            self._go(self.at() - 1)
        else:
            self.listening.stop()
            self.cancelled.emit()

    def scan(self, raw: str) -> bool:
        """A scan from any scanner goes to the step; one that nobody asked for changes nothing."""
        return self.step().scan(raw)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain Enter presses the button that the keyboard is on, else it goes on."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        now = QApplication.focusWidget()
        if isinstance(now, QAbstractButton) and not now.isCheckable():
            now.click()
        elif not self.step().enter():
            self.go_on()

    def press(self, key: Key) -> bool:
        """Ctrl+Enter goes on, Esc goes back."""
        if key is Key.RECOMMENDED:
            self.go_on()
        elif key is Key.ASIDE:
            self.go_back()
        return key in (Key.RECOMMENDED, Key.ASIDE)

    def show_trouble(self, words: str) -> None:
        """Why the library could not be made."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
