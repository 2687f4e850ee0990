"""Leads through the first eight acts in the demo, in training, and in a library that has lent nothing yet."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from desk.services.training.numbers import BeginnerNumbers, EverLent
from desk.ui.coach.steps import First, Progress
from desk.ui.coach.strip import HIDE_KEY, Strip
from desk.ui.desk_thread import DeskLine
from desk.ui.frame import MainWindow

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.station.store import StationStore

DISMISSED = "coach dismissed"


class Coach(QObject):
    """Hears every answer of the desk, so that a step is done only when it is really done, in whatever order."""

    def __init__(self, window: MainWindow, desk: DeskLine, store: "StationStore") -> None:
        super().__init__(window)
        self._desk, self._store = desk, store
        self._asked = False
        self.progress = Progress()
        self.strip = Strip(window.look, len(First))
        window.over_pages.addWidget(self.strip)
        self.strip.hidden_by_person.connect(self.dismiss)
        self._shortcut = QShortcut(QKeySequence(HIDE_KEY), window)
        self._shortcut.activated.connect(self.dismiss)
        self._shortcut.setEnabled(False)

    def offer(self, *, always: bool, never: bool = False) -> None:
        """Show it, unless somebody here has hidden it; in a library at work only while nothing was ever lent."""
        if self._asked or never:
            return
        self._asked = True
        wished = self._wished_card()
        self._desk.run(partial(self._look, wished, always), self._offered(always))

    def _look(self, wished: str, always: bool, desk: "Desk") -> BeginnerNumbers | None:
        """On the desk thread; nothing is searched for where the strip was hidden or nobody would see it."""
        if self._store.counter(DISMISSED) or (not always and desk.ask(EverLent())):
            return None
        from desk.services.training.beginner import FindBeginnerNumbers

        return desk.ask(FindBeginnerNumbers(wished))

    def _offered(self, always: bool) -> Callable[[Any], None]:
        def told(answer: Any) -> None:
            if isinstance(answer, BeginnerNumbers) and (always or (answer.fresh and answer.card and answer.lend)):
                self._begin(answer)

        return told

    def _wished_card(self) -> str:
        standing = self._desk.standing
        return standing.tries[0] if standing is not None and standing.tries else ""

    def _begin(self, numbers: BeginnerNumbers) -> None:
        opened = self.progress.opened
        self.progress = Progress(numbers, opened=opened)
        self._show()

    def show_again(self) -> None:
        """From the palette: the strip is back, from its first step where all were done."""
        self._desk.write(lambda: self._store.count(DISMISSED, -self._store.counter(DISMISSED)))
        if self.progress.step() is None or not self.progress.numbers.card:
            self.progress = Progress()
            wished = self._wished_card()
            from desk.services.training.beginner import FindBeginnerNumbers

            self._desk.ask(FindBeginnerNumbers(wished), self._found)
        else:
            self._show()

    def _found(self, answer: Any) -> None:
        self._begin(answer if isinstance(answer, BeginnerNumbers) else BeginnerNumbers())

    def dismiss(self) -> None:
        """Hidden until somebody asks for it again."""
        if not self.strip.isHidden():
            self.strip.hide()
            self._shortcut.setEnabled(False)
            self._desk.write(lambda: self._store.count(DISMISSED))

    @Slot(object)
    def hear(self, answer: Any) -> None:
        """Any answer of the desk."""
        if self.progress.hear(answer) and not self.strip.isHidden():
            self._show()

    def _show(self) -> None:
        done = self.progress.done()
        self.strip.say(self.progress.words(), tuple(step in done for step in First))
        self.strip.show()
        self._shortcut.setEnabled(True)
