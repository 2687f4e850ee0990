"""Bringing records in from another system: a file, how to read it, a trial, and a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QProgressBar, QWidget

from desk.i18n import _
from desk.ui.administration.forms import LineField, PickField, WholePage, pair
from desk.ui.announcements import announce
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Text
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Tone, Weight

ANOTHER_KEY = "Alt+N"


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be brought in: kind, file, the mapping's name ("" for the usual one), and whether only to try."""

    kind: str
    path: str
    mapping: str
    dry_run: bool


def import_kinds() -> tuple[Choice, ...]:
    """What a file can hold."""
    return (
        Choice("marc", _("Titles and items (MARC)")),
        Choice("items", _("Items (CSV)")),
        Choice("patrons", _("Readers (CSV)")),
        Choice("loans", _("Open loans (CSV)")),
    )


def plain_words(kind: str) -> str:
    """How a file is read that no other system has made in its own way."""
    return _("Titles only, no items in it") if kind == "marc" else _("Plain columns, named as in the manual")


class ImportPage(WholePage):
    """One file at a time, with progress, cancel and a report."""

    started = Signal(object)
    stopped = Signal()
    closed = Signal()

    def __init__(self, look: Look, mappings: Mapping[str, tuple[Choice, ...]]) -> None:
        words = _("Try it first: that tells what would happen and writes nothing.")
        super().__init__(look, _("Bring records from another system"), words, width=820)
        self._mappings = mappings
        self.kind = PickField(look, _("What the file holds"), import_kinds())
        self.mapping = PickField(look, _("How it is written"), ())
        self.file = LineField(look, _("File"))
        self._choose_card()
        self._progress_card()
        self._reserve()
        self._dry = True
        self.kind.box.currentIndexChanged.connect(self._kind_changed)
        self._kind_changed()
        QShortcut(QKeySequence("Ctrl+T"), self).activated.connect(self.attempt)
        QShortcut(QKeySequence(ANOTHER_KEY), self).activated.connect(self.begin_another)
        self.setFocusProxy(self.kind.box)
        self.show_running(False)
        self._show_done(False)

    def _choose_card(self) -> None:
        look = self.look
        _surface, column = self.card()
        column.addLayout(pair(look, self.kind, self.mapping))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.browse = KeyButton(look, _("Choose a file"), "", "folder-open")
        self.browse.clicked.connect(self._browse)
        row.addWidget(self.file, 1)
        below = QHBoxLayout()
        below.setSpacing(look.px(8))
        self.back = KeyButton(look, _("Go to the desk"), Key.ASIDE, "arrow-left", Weight.GHOST)
        self.another = KeyButton(look, _("Bring in another file"), ANOTHER_KEY, "file-up")
        self.leave = KeyButton(look, _("Go to the desk"), Key.RECOMMENDED, "check", Weight.PRIMARY)
        self.attempt_button = KeyButton(look, _("Try it"), "Ctrl+T", "list-checks")
        self.bring_button = KeyButton(look, _("Bring in"), Key.RECOMMENDED, "file-up", Weight.PRIMARY)
        self.back.clicked.connect(self._escape)
        self.attempt_button.clicked.connect(self.attempt)
        self.bring_button.clicked.connect(self.bring)
        self.another.clicked.connect(self.begin_another)
        self.leave.clicked.connect(self.closed)
        below.addWidget(self.back)
        below.addWidget(self.browse)
        below.addStretch(1)
        below.addWidget(self.attempt_button)
        below.addWidget(self.bring_button)
        below.addWidget(self.another)
        below.addWidget(self.leave)
        column.addLayout(row)
        column.addLayout(below)

    def _progress_card(self) -> None:
        look = self.look
        surface, column = self.card()
        self._report_card = surface
        self._note = Text(look, "", 14, MEDIUM, wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = KeyButton(look, _("Stop"), Key.ASIDE, "x")
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout()
        row.addWidget(self._note, 1)
        row.addWidget(self.stop)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setFont(look.font(13, figures=True))
        self.report.setAccessibleName(_("Report"))
        self.report.setMinimumHeight(look.px(200))
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.report)
        surface.hide()

    def _reserve(self) -> None:
        """The report has its place from the start, so that nothing jumps when it opens."""
        for widget in (self._report_card, self.bar, self.report, self.stop):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)

    def _show_done(self, done: bool) -> None:
        """After an import there are two ways on; before it, the ways to begin one."""
        self._done = done
        for button in (self.back, self.browse, self.attempt_button, self.bring_button):
            button.setVisible(not done)
        for button in (self.another, self.leave):
            button.setVisible(done)

    def begin_another(self) -> None:
        """One more file into the same library."""
        if not self._done:
            return
        self._show_done(False)
        self._report_card.hide()
        self.file.line.clear()
        self.kind.box.setFocus()

    def attempt(self) -> None:
        """Tell what would happen."""
        self._start(dry_run=True)

    def bring(self) -> None:
        """Bring the records in."""
        self._start(dry_run=False)

    def press(self, key: Key) -> bool:
        """Ctrl+Enter brings the records in, Esc stops or goes back."""
        if key is Key.RECOMMENDED:
            self.closed.emit() if self._done else self.bring()
        elif key is Key.ASIDE:
            self._escape()
        return key in (Key.RECOMMENDED, Key.ASIDE)

    def _start(self, dry_run: bool) -> None:
        if self.is_running() or self._done:
            return
        path = _path(self.file.value())
        missing = not path
        self.file.set_trouble(_("Choose a file first.") if missing else "")
        if missing:
            self.file.line.setFocus()
            return
        self._dry = dry_run
        wish = ImportWish(self.kind.value(), path, self.mapping.value(), dry_run)
        self.started.emit(wish)

    def is_running(self) -> bool:
        """Whether records are being read now."""
        return self._running

    def show_running(self, running: bool) -> None:
        """While records are read nothing but stopping is possible."""
        self._running = running
        inputs: tuple[QWidget, ...] = (
            self.kind, self.mapping, self.file, self.browse, self.attempt_button, self.bring_button,
        )  # fmt: skip
        for widget in inputs:
            widget.setEnabled(not running)
        self.stop.setVisible(running)
        self.bar.setVisible(running)
        if running:
            self.report.hide()
            self._report_card.show()

    def show_progress(self, done: int, total: int, note: str) -> None:
        """How far it is; a total of nought is one that nobody knows."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._note.set_colour("ink")
        self._note.setText(note)

    def show_report(self, headline: str, text: str, tone: Tone) -> None:
        """What came of it."""
        self.show_running(False)
        self._report_card.show()
        self._note.set_colour("ink" if tone is Tone.MUTE else f"{tone}_ink")
        self._note.setText(headline)
        self.report.setPlainText(text)
        self.report.setVisible(bool(text))
        self._show_done(not self._dry and tone is not Tone.BAD)
        announce(self, headline, urgent=tone is Tone.BAD)

    def _kind_changed(self) -> None:
        self.mapping.box.clear()
        for choice in self._mappings.get(self.kind.value(), (Choice("", plain_words(self.kind.value())),)):
            self.mapping.box.addItem(choice.label, choice.value)

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.file.line.setText)
        dialog.open()

    def _escape(self) -> None:
        (self.stopped if self.is_running() else self.closed).emit()


def _path(words: str) -> str:
    """A path as people paste it: in quotes, as an address of the file, or from their home."""
    bare = words.strip().strip("\"'")
    if bare.startswith("file:"):
        return QUrl(bare).toLocalFile()
    return str(Path(bare).expanduser()) if bare.startswith("~") else bare
