"""What it takes to bring records in: the file, how to read it, a trial, progress, and a report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.administration.forms import LineField, PickField, pair
from desk.ui.announcements import announce
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Tone, Weight

Ways = Callable[[], Mapping[str, tuple[Choice, ...]]]
ANOTHER_KEY, TRY_KEY = "Alt+N", "Ctrl+T"


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be brought in: kind, file, the mapping's name ("" for the usual one), and whether only to try."""

    kind: str
    path: str
    mapping: str
    dry_run: bool


def import_kinds() -> tuple[Choice, ...]:
    """What a file can hold, in the order in which a library brings them in: a loan needs its copy and its reader."""
    return (
        Choice("marc", _("Titles and items (MARC)")),
        Choice("items", _("Items (CSV)")),
        Choice("patrons", _("Readers (CSV)")),
        Choice("loans", _("Open loans (CSV)")),
        Choice("holds", _("Holds (CSV)")),
        Choice("charges", _("Charges (CSV)")),
    )


def plain_words(kind: str) -> str:
    """How a file is read that no other system has made in its own way."""
    return _("Titles only, no items in it") if kind == "marc" else _("Plain columns, named as in the manual")


def import_mappings() -> dict[str, tuple[Choice, ...]]:
    """For each kind of file the ways to read it that come with the program, the plain one first."""
    from desk.services.imports.mapping import find_mapping, load_mapping, shipped_mappings

    found = {choice.value: [Choice("", plain_words(choice.value))] for choice in import_kinds()}
    for name in shipped_mappings():
        mapping = load_mapping(find_mapping(name))
        if not name.startswith(("demo-", "plain-")) and mapping.kind in found:
            found[mapping.kind].append(Choice(name, mapping.name))
    return {kind: tuple(choices) for kind, choices in found.items()}


class ImportForm(QWidget):
    """One file at a time, with progress, a way to stop, and a report."""

    started = Signal(object)
    stopped = Signal()
    settled = Signal()

    def __init__(self, look: Look, ways: Ways) -> None:
        """`ways` are asked for when the form is first seen: they are files."""
        super().__init__()
        self.look = look
        self._ways, self._mappings = ways, cast(Mapping[str, tuple[Choice, ...]], {})
        self.kind = PickField(look, _("What the file holds"), import_kinds())
        self.mapping = PickField(look, _("How it is written"), ())
        self.file = LineField(look, _("File"))
        self.row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(16))
        column.addWidget(self._choose_card())
        column.addWidget(self._progress_card(), 1)
        self._reserve()
        self._dry, self._running, self.done = True, False, False
        self.kind.box.currentIndexChanged.connect(self._kind_changed)
        self._kind_changed()
        self.mapping.box.currentIndexChanged.connect(self._changed)
        self.file.line.textEdited.connect(self._changed)
        for key, deed in ((TRY_KEY, self.attempt), (ANOTHER_KEY, self.begin_another)):
            QShortcut(QKeySequence(key), self).activated.connect(deed)
        self.setFocusProxy(self.kind.box)
        self.show_running(False)
        self._show_done(False)

    def _choose_card(self) -> Surface:
        look = self.look
        surface, column = _card(look)
        column.addLayout(pair(look, self.kind, self.mapping))
        self.browse = KeyButton(look, _("Choose a file"), "", "folder-open")
        self.another = KeyButton(look, _("Bring in another file"), ANOTHER_KEY, "file-up")
        self.attempt_button = KeyButton(look, _("Try it"), TRY_KEY, "list-checks")
        self.bring_button = KeyButton(look, _("Bring in"), Key.RECOMMENDED, "file-up", Weight.PRIMARY)
        self.browse.clicked.connect(self._browse)
        self.attempt_button.clicked.connect(self.attempt)
        self.bring_button.clicked.connect(self.bring)
        self.another.clicked.connect(self.begin_another)
        self.row.setSpacing(look.px(8))
        self.row.addWidget(self.browse)
        self.row.addStretch(1)
        for button in (self.attempt_button, self.bring_button, self.another):
            self.row.addWidget(button)
        column.addWidget(self.file)
        column.addLayout(self.row)
        return surface

    def _progress_card(self) -> Surface:
        look = self.look
        self._report_card, column = _card(look)
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
        column.addWidget(self.report, 1)
        self._report_card.hide()
        return self._report_card

    def _reserve(self) -> None:
        """The report has its place from the start, so that nothing jumps when it opens."""
        for widget in (self._report_card, self.bar, self.report, self.stop):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)

    def _show_done(self, done: bool) -> None:
        """After an import the way on is another one; before it, the ways to begin it."""
        self.done = done
        for button in (self.browse, self.attempt_button, self.bring_button):
            button.setVisible(not done)
        self.another.setVisible(done)
        self.settled.emit()

    def begin_another(self) -> None:
        """One more file into the same library, or the same again: its name stays until another is written over it."""
        if not self.done:
            return
        self._changed()
        self.file.line.setFocus()
        self.file.line.selectAll()

    def _changed(self) -> None:
        """Something else is wished for: what stands there of the file before is none of it."""
        if not self._running:
            self._show_done(False)
            self._report_card.hide()

    def wish(self, kind: str, path: str, mapping: str) -> None:
        """Fill in what was wished for before, for whoever wishes it again. The ways to read it are there by now."""
        if self._running:
            return
        self.kind.box.setCurrentIndex(max(0, self.kind.box.findData(kind)))
        self.mapping.box.setCurrentIndex(max(0, self.mapping.box.findData(mapping)))
        self.file.line.setText(path)
        self._changed()
        self.bring_button.setFocus()

    def attempt(self) -> None:
        """Tell what would happen."""
        self._start(dry_run=True)

    def bring(self) -> None:
        """Bring the records in."""
        self._start(dry_run=False)

    def _start(self, dry_run: bool) -> None:
        if self.is_running() or self.done:
            return
        path = _path(self.file.value())
        missing = not path
        self.file.set_trouble(_("Choose a file first.") if missing else "")
        if missing:
            self.file.line.setFocus()
            return
        self._dry = dry_run
        self.started.emit(ImportWish(self.kind.value(), path, self.mapping.value(), dry_run))

    def is_running(self) -> bool:
        """Whether records are being read now."""
        return self._running

    def show_running(self, running: bool) -> None:
        """While records are read nothing but stopping is possible."""
        mine, self._running = self._has_keyboard(), running
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
        if running and mine:
            self.stop.setFocus()

    def show_progress(self, done: int, total: int, note: str) -> None:
        """How far it is; a total of nought is one that nobody knows."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._note.set_colour("ink")
        self._note.setText(note)

    def show_report(self, headline: str, text: str, tone: Tone) -> None:
        """What came of it. The keyboard goes to the way on, where it is on this page."""
        mine = self._has_keyboard()
        self.show_running(False)
        self._report_card.show()
        self._note.set_colour("ink" if tone is Tone.MUTE else f"{tone}_ink")
        self._note.setText(headline)
        self.report.setPlainText(text)
        self.report.setVisible(bool(text))
        self._show_done(not self._dry and tone is not Tone.BAD)
        if mine:
            target = self.another if self.done else self.file.line if tone is Tone.BAD else self.bring_button
            target.setFocus()
        announce(self, headline, urgent=tone is Tone.BAD)

    def _has_keyboard(self) -> bool:
        now = QApplication.focusWidget()
        return self.isVisible() and now is not None and self.isAncestorOf(now)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody is here."""
        super().showEvent(event)
        if not self._mappings:
            self._mappings = self._ways()
            self._kind_changed()

    def _kind_changed(self) -> None:
        self.mapping.box.clear()
        for choice in self._mappings.get(self.kind.value(), (Choice("", plain_words(self.kind.value())),)):
            self.mapping.box.addItem(choice.label, choice.value)

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, path: str) -> None:
        self.file.line.setText(path)
        self._changed()


def _card(look: Look) -> tuple[Surface, QVBoxLayout]:
    surface = Surface(look)
    column = QVBoxLayout(surface)
    column.setContentsMargins(look.px(20), look.px(18), look.px(20), look.px(18))
    column.setSpacing(look.px(14))
    return surface, column


def _path(words: str) -> str:
    """A path as people paste it: in quotes, as an address of the file, or from their home."""
    bare = words.strip().strip("\"'")
    if bare.startswith("file:"):
        return QUrl(bare).toLocalFile()
    return str(Path(bare).expanduser()) if bare.startswith("~") else bare
