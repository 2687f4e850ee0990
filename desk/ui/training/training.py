"""Training in the window: the way in and out, the marks, and the drill with its strip and its page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from desk.i18n import _
from desk.ui.training.coral import mark

if TYPE_CHECKING:
    from desk.ui.shell import Shell
    from desk.ui.training.drill import Result
    from desk.ui.training.result_page import ResultPage

BEST = "training/best"


class Training(QObject):
    """Belongs to the shell. In the real library it only knows the way to the sandbox."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self.page: ResultPage | None = None
        parts = shell.parts
        self.active = bool(parts.training) and parts.where == parts.training
        if self.active:
            mark(parts.window)

    def turn(self) -> None:
        """Into training, or out of it: back to the library, or to the demo where there is none."""
        shell, parts = self._shell, self._shell.parts
        shell.leave(self._home() if self.active else parts.training)

    def _home(self) -> str:
        library = self._shell.settings.database
        path = Path(library.removeprefix("sqlite:///"))
        stands = "://" in library.removeprefix("sqlite:///") or path.exists()
        return library if stands or not Path(self._shell.parts.demo).exists() else self._shell.parts.demo

    def stand(self) -> None:
        """The panels are made: in training the strips and the drill join them."""
        if not self.active:
            return
        from desk.ui.training.drill import Drill
        from desk.ui.training.strips import DrillStrip, TrainingStrip, ticking

        parts = self._shell.parts
        parts.slips.mark = _("TRAINING")
        parts.slips.sent_words = _("The slip is kept in the folder for training slips")
        self.strip, self.drill_strip = TrainingStrip(parts.look), DrillStrip(parts.look)
        parts.window.over_pages.addWidget(self.strip)
        parts.window.over_pages.addWidget(self.drill_strip)
        self.drill = Drill(parts.desk, self)
        parts.desk.told.connect(self.drill.hear)
        self._ticks = ticking(self.drill_strip)
        self._ticks.timeout.connect(self._tick)
        self.strip.drill_wanted.connect(self.begin_drill)
        self.strip.leave_wanted.connect(self.turn)
        self.drill_strip.next.clicked.connect(self.drill.go_on)
        self.drill_strip.stop.clicked.connect(self.stop_drill)
        self.drill.told.connect(self._told)
        self.drill.ended.connect(self._ended)
        self.drill.failed.connect(self._failed)
        for button in (self.drill_strip.next, self.drill_strip.stop):
            key = button.key.replace(" ", "+")
            QShortcut(QKeySequence(key), self.drill_strip).activated.connect(button.click)

    def begin_drill(self) -> None:
        """From the strip or the palette; outside training it leads there first."""
        if not self.active:
            return self.turn()
        import secrets

        return self.drill.begin(secrets.randbelow(1_000_000))

    def _told(self, situation: Any, number: int, count: int) -> None:
        self.strip.hide()
        self.drill_strip.say(situation, number, count)
        self.drill_strip.show_time(self.drill.seconds())
        self.drill_strip.show()
        self._ticks.start()

    def _tick(self) -> None:
        self.drill_strip.show_time(self.drill.seconds())

    def stop_drill(self) -> None:
        """Back to practising freely."""
        self.drill.stop()
        self._ticks.stop()
        self.drill_strip.hide()
        self.strip.show()

    def _failed(self, _answer: object) -> None:
        self._shell.window.toast.say(_("No drill can be made with the rules of this library."))

    def _ended(self, result: "Result") -> None:
        from desk.ui.training.result_page import ResultPage

        self.stop_drill()
        if self._shell.window.covered:
            return
        page = ResultPage(self._shell.parts.look, result, self._best(result))
        page.again.connect(self._again)
        page.closed.connect(self._close_page)
        self.page = page
        self._shell.window.show_whole(page)

    def scan_came(self) -> None:
        """Whoever scans on wants to see what comes of it."""
        if self.page is not None and self.page.isVisible():
            self._close_page()

    def _again(self) -> None:
        self._close_page()
        self.begin_drill()

    def _close_page(self) -> None:
        page, self.page = self.page, None
        self._shell.window.show_page(self._shell.window.current() or "checkout")
        if page is not None:
            page.deleteLater()

    def _best(self, result: "Result") -> str:
        """The best of this station, which is all that is kept: no name, no day."""
        from desk.wording.training import duration_words

        store = self._shell.parts.geometry
        kept = str(store.value(BEST) or "0 0").split()
        former = (int(kept[0]), -float(kept[1]))
        if (result.right, -result.seconds) > former:
            store.setValue(BEST, f"{result.right} {result.seconds:.1f}")
            return _("The best at this desk so far.")
        told = _("Best at this desk: {right} right in {time} min.")
        return told.format(right=former[0], time=duration_words(-former[1]))
