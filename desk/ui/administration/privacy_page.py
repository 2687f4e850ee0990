"""Privacy: whether everything that is over is severed, where a word stands, and when this screen forgets its reader."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.services.patrons.proof import CheckPrivacy, PrivacyFound, look_everywhere
from desk.services.work import Progress
from desk.settings import station_files
from desk.ui.administration.forms import LineField, PickField
from desk.ui.administration.house_page import HousePage
from desk.ui.desk_thread import DeskLine
from desk.ui.jobs import Job
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.patrons.privacy import found_headline, found_line, privacy_headline, privacy_lines
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from desk.services.work import Work
    from desk.ui.standing import Standing

IDLE = (0, 1, 2, 3, 5, 10, 15, 20, 30)
LOCK = (0, 5, 10, 15, 20, 30, 60, 120)


class PrivacyPage(HousePage):
    """What the library still knows of whom, and a search that believes nothing."""

    times_set = Signal(int, int)

    def __init__(self, look: Look, desk: DeskLine, where: str) -> None:
        super().__init__(look, desk, _("Privacy"))
        self._where = where
        self._job: Job | None = None
        self.headline = Text(look, "", 15, SEMIBOLD, wrap=True)
        self.lines = Text(look, "", 13, colour="ink2", wrap=True, figures=True)
        self.words = LineField(
            look, _("A name, a card number, an e-mail address"), hint=_("Several: separate by commas")
        )
        self.result = Text(look, "", 13, colour="ink2", wrap=True, figures=True)
        self.idle = PickField(look, _("The reader is cleared from the screen"), _minutes(IDLE))
        self.lock = PickField(look, _("The desk locks"), _minutes(LOCK))
        self.search_button = KeyButton(look, _("Search everywhere"), "", "search", Weight.SECONDARY)
        self.check_button = KeyButton(look, _("Check now"), Key.RECOMMENDED, "shield-check", Weight.PRIMARY)
        self._build()
        self.search_button.clicked.connect(self.search)
        self.check_button.clicked.connect(self.check)
        self.words.line.returnPressed.connect(self.search)
        for field in (self.idle, self.lock):
            field.box.activated.connect(self._set_times)
        self.order_tabs()

    def _build(self) -> None:
        self._card(_("What is over forgets its reader in the night"), self.headline, self.lines)
        column = self._card(_("Where does a word stand?"), self.words)
        row = QHBoxLayout()
        row.addWidget(self.search_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.result)
        column = self._card(_("When nobody is at this desk"))
        row = QHBoxLayout()
        row.setSpacing(self.look.px(16))
        row.addWidget(self.idle, 1)
        row.addWidget(self.lock, 1)
        column.addLayout(row)
        self.body.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.check_button)

    def _card(self, title: str, *inside: QWidget) -> QVBoxLayout:
        px = self.look.px
        surface = Surface(self.look)
        column = QVBoxLayout(surface)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(8))
        column.addWidget(Text(self.look, title, 13, colour="ink3", wrap=True))
        for widget in inside:
            column.addWidget(widget)
        self.body.addWidget(surface)
        return column

    def in_order(self) -> list[QWidget]:
        """The word, its search, the times, the check."""
        return [self.words.line, self.search_button, self.idle.box, self.lock.box, self.check_button]

    def take_focus(self) -> None:
        """In the box of the word."""
        self.words.line.setFocus()

    def refresh(self) -> None:
        """What the library knows now."""
        if not self.headline.text():
            self.check()

    def press(self, key: Key) -> bool:
        """Ctrl+Enter checks."""
        if key is Key.RECOMMENDED:
            self.check()
        return key is Key.RECOMMENDED

    # Checking and searching, beside the desk's own work

    def check(self) -> None:
        """Look at everything that should have been severed."""
        if self._begin(partial(_check_work)):
            self.headline.setText(_("Looking…"))
            self.lines.setText("")

    def search(self) -> None:
        """Look for the words in every table, every index, this station's files and the file's bytes."""
        words = tuple(filter(None, (word.strip() for word in self.words.value().split(","))))
        if not words:
            self.words.set_trouble(_("Type what to look for first"))
            return
        self.words.set_trouble("")
        if self._begin(partial(_search_work, words)):
            self.result.setText(_("Looking…"))

    def _begin(self, work: Any) -> bool:
        standing = self.desk.standing
        if self._job is not None or standing is None:
            return False
        job = self._job = Job(partial(_work, self._where, standing, work), self)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.start()
        return True

    def _finished(self, found: Any) -> None:
        self._end()
        if isinstance(found, PrivacyFound):
            self.headline.setText(privacy_headline(found, self.place()))
            self.lines.setText("\n".join(privacy_lines(found)))
        else:
            self.result.setText("\n".join((found_headline(found), *(found_line(each) for each in found))))

    def _failed(self, error: Exception) -> None:
        self._end()
        self.headline.setText("")
        self.result.setText("")
        self.tell_failure(error)

    def _end(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = None

    # Times of this desk

    def show_times(self, idle: int, lock: int) -> None:
        """As they are set; a time that somebody wrote into the file by hand is offered too."""
        for field, minutes in ((self.idle, idle), (self.lock, lock)):
            if field.box.findData(str(minutes)) < 0:
                field.box.addItem(_after(minutes), str(minutes))
            field.box.setCurrentIndex(field.box.findData(str(minutes)))

    def _set_times(self) -> None:
        self.times_set.emit(int(self.idle.value()), int(self.lock.value()))


def _minutes(times: tuple[int, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(minutes), _after(minutes)) for minutes in times)


def _after(minutes: int) -> str:
    if not minutes:
        return _("Never")
    return ngettext("After {count} minute", "After {count} minutes", minutes).format(count=minutes)


def _work(where: str, standing: "Standing", work: Any) -> "Work[Any]":
    from desk.services.administration.opening import open_desk

    desk = open_desk(where, station=standing.station.code, clock=standing.clock)
    try:
        return (yield from work(desk))
    finally:
        desk.database.close()


def _check_work(desk: Any) -> "Work[PrivacyFound]":
    yield Progress(0, 1)
    found: PrivacyFound = desk.ask(CheckPrivacy())
    return found


def _search_work(words: tuple[str, ...], desk: Any) -> "Work[Any]":
    return look_everywhere(desk, words, station_files())
