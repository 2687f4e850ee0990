"""Step 5: the devices that are really here, each with a test; and who may change the library afterwards."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.devices.focus_memory import TYPED_ONLY
from desk.devices.states import DeviceState
from desk.devices.system_printer import print_file, queues
from desk.errors import DeskError
from desk.i18n import _
from desk.settings import data_folder
from desk.ui.administration.forms import Field, LineField, PickField
from desk.ui.beginning.draft import Draft
from desk.ui.beginning.listening import Listening
from desk.ui.beginning.step import Step
from desk.ui.jobs import Job
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.errors import error_sentence
from desk.wording.shapes import Sound

if TYPE_CHECKING:
    from desk.devices.sounds import SoundPlayer
    from desk.services.work import Work

SHORTEST_PASSWORD = 8
PRINT_KEY, SOUND_KEY = "Alt+P", "Alt+T"


class DevicesStep(Step):
    """Nothing is offered that is not plugged in."""

    tested = Signal()

    def __init__(self, look: Look, listening: Listening, sounds: "SoundPlayer | None") -> None:
        super().__init__(look, _("Devices and administrator"), _("Try what is plugged in, then choose a password."))
        self._listening, self._sounds = listening, sounds
        self._job: Job | None = None
        self._library = ""
        self.scanner = PickField(look, _("Scanner"), ())
        self.heard = LineField(look, _("Try it: scan anything"))
        self.printer = PickField(look, _("Slip printer"), ())
        self.print_test = KeyButton(look, _("Test"), PRINT_KEY, "printer")
        self.sound = PickField(look, _("Sounds"), ())
        self.sound_test = KeyButton(look, _("Test"), SOUND_KEY, "volume-2")
        self.said = Text(look, "", 13, colour="ink2", wrap=True)
        self.administrator = LineField(look, _("Administrator's name for signing in"), "admin")
        hint = _("At least {count} characters.").format(count=SHORTEST_PASSWORD)
        self.password = LineField(look, _("Password"), "", hint, secret=True)
        self.again = LineField(look, _("The password again"), secret=True)
        for secret in (self.password, self.again):
            secret.line.setProperty(TYPED_ONLY, True)
        self._devices()
        self._person()
        self.column.addStretch(1)
        self._connect()

    def _devices(self) -> None:
        surface, column = self.card()
        for left, right in (
            (self.scanner, self.heard),
            (self.printer, self.print_test),
            (self.sound, self.sound_test),
        ):
            row = QHBoxLayout()
            row.setSpacing(self.look.px(14))
            row.addWidget(left, 1)
            row.addWidget(right, 1 if right is self.heard else 0)
            if right is not self.heard:
                right.setMinimumHeight(self.look.px(38))
                row.setAlignment(right, Qt.AlignmentFlag.AlignBottom)
                row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.said)
        self.column.addWidget(surface)

    def _person(self) -> None:
        surface, column = self.card()
        column.addWidget(Text(self.look, _("Who may change the library"), 15, SEMIBOLD))
        row = QHBoxLayout()
        row.setSpacing(self.look.px(14))
        for field in (self.administrator, self.password, self.again):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.column.addWidget(surface)

    def _connect(self) -> None:
        self.scanner.box.activated.connect(self._scanner_chosen)
        self.print_test.clicked.connect(self.try_printer)
        self.sound_test.clicked.connect(self.try_sound)
        self._listening.state_changed.connect(self._wire_changed)
        for key, button in ((PRINT_KEY, self.print_test), (SOUND_KEY, self.sound_test)):
            QShortcut(QKeySequence(key), self).activated.connect(button.click)

    def first_stop(self) -> QWidget:
        """The password: everything else is as it should be already."""
        return self.password.line

    def show_draft(self, draft: Draft) -> None:
        """What is here now; the print queues are looked for off the window's thread."""
        self._library = draft.name
        _fill(self.scanner, [(each.value, each.label) for each in self._listening.choices()])
        self.scanner.box.setCurrentIndex(max(0, self.scanner.box.findData(self._listening.settings.port)))
        none = self._sounds is None or self._sounds.state is DeviceState.MISSING
        words = [("off", _("No loudspeaker here"))] if none else [("on", _("On")), ("off", _("Off"))]
        _fill(self.sound, words)
        self.sound.box.setCurrentIndex(max(0, self.sound.box.findData("on" if draft.settings.sounds.on else "off")))
        self.sound_test.setEnabled(not none)
        self.print_test.setEnabled(False)
        _fill(self.printer, [(draft.settings.slip_printer.name, _("Looking for printers"))])
        self._start(_look_for_queues, partial(self._found, draft.settings.slip_printer.name))

    def _start(self, work: Any, then: Any) -> None:
        job = self._job = Job(work, self)
        job.finished.connect(then)
        job.failed.connect(self._failed)
        job.start()

    def _found(self, chosen: str, names: tuple[str, ...]) -> None:
        usual = [("", _("The system's usual printer"))] if names else [("", _("No printer here"))]
        _fill(self.printer, [*usual, *((name, name) for name in names)])
        self.printer.box.setCurrentIndex(max(0, self.printer.box.findData(chosen)))
        self.print_test.setEnabled(bool(names))
        self.tested.emit()

    def try_printer(self) -> None:
        """Print a small slip on the queue that is chosen."""
        if self.print_test.isEnabled():
            self._say(_("The test slip is on its way"))
            self._start(partial(_print_trial, self._library, self.printer.value()), self._printed)

    def _printed(self, _result: object) -> None:
        self._say(_("The printer has taken the test slip."))
        self.tested.emit()

    def _failed(self, error: Exception) -> None:
        self._say(error_sentence(error) if isinstance(error, DeskError) else _("The test went wrong."), "bad_ink")
        self.tested.emit()

    def try_sound(self) -> None:
        """The tone of a loan."""
        if self._sounds is not None and self.sound_test.isEnabled():
            before = self._sounds.on
            self._sounds.set_on(True)
            self._sounds.play(Sound.OK)
            self._sounds.set_on(before)
            self._say(_("That is the tone of a loan."))

    def _scanner_chosen(self) -> None:
        self._listening.choose(self.scanner.value())
        self.heard.line.setFocus()

    def _wire_changed(self, state: DeviceState) -> None:
        words = {
            DeviceState.READY: _("The scanner's wire is open. Scan anything."),
            DeviceState.MISSING: _("There is no scanner on this wire."),
            DeviceState.FAILED: _("This wire cannot be read."),
        }
        if state in words:
            self._say(words[state], "ink2" if state is DeviceState.READY else "bad_ink")

    def scan(self, raw: str) -> bool:
        """Whatever was scanned is shown: the scanner works."""
        code = raw.strip()
        self.heard.line.setText(code)
        self._say(_("Heard {code}. The scanner works.").format(code=code))
        return True

    def enter(self) -> bool:
        """Enter behind what was typed to try belongs to the trying; between the passwords it goes to the next."""
        if self.heard.line.hasFocus() and self.heard.line.text():
            self._say(_("That was typed. A scanner is known by its speed."))
            return True
        if self.password.line.hasFocus() and self.password.value() and not self.again.value():
            self.again.line.setFocus()
            return True
        return False

    def _say(self, words: str, colour: str = "ink2") -> None:
        self.said.set_colour(colour)
        self.said.setText(words)

    def take(self, draft: Draft) -> bool:
        """The devices, and a password that was written twice."""
        self._take_devices(draft)
        needed, short = _("This is needed."), len(self.password.value()) < SHORTEST_PASSWORD
        differ = self.again.value() != self.password.value()
        troubles: tuple[tuple[Field, str], ...] = (
            (self.administrator, "" if self.administrator.value() else needed),
            (self.password, _("The password is too short.") if short else ""),
            (self.again, _("The two passwords differ.") if differ else ""),
        )
        for field, words in troubles:
            field.set_trouble(words)
        wrong = next((field for field, words in troubles if words), None)
        if wrong is not None:
            wrong.setFocus()
            return False
        draft.administrator, draft.password = self.administrator.value(), self.password.value()
        return True

    def _take_devices(self, draft: Draft) -> None:
        settings = draft.settings
        draft.settings = replace(
            settings,
            scanner=self._listening.settings,
            slip_printer=replace(settings.slip_printer, name=_chosen(self.printer)),
            sounds=replace(settings.sounds, on=_chosen(self.sound) == "on")
            if self.sound_test.isEnabled()
            else settings.sounds,
        )

    def skip(self, draft: Draft) -> None:
        """No password: whoever sits at this computer is the administrator."""
        self._take_devices(draft)
        draft.administrator, draft.password = self.administrator.value() or "admin", ""


def _chosen(field: PickField) -> str:
    return str(field.box.currentData() or "")


def _fill(field: PickField, choices: list[tuple[str, str]]) -> None:
    field.box.clear()
    for value, label in choices:
        field.box.addItem(label, value)


def _look_for_queues() -> "Work[tuple[str, ...]]":
    yield from ()
    return queues()


def _print_trial(library: str, queue: str) -> "Work[None]":
    from desk.printing.slips import trial_slip

    yield from ()
    path = data_folder() / "slips" / "trial.pdf"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(trial_slip(library))
    try:
        print_file(path, queue)
    finally:
        path.unlink(missing_ok=True)
