"""What the status bar tells: database, scanner, printer, sounds, the time, each in a few words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk.devices.device import Device
from desk.devices.states import DeviceState
from desk.i18n import _, format_day, format_time, ngettext
from desk.wording.shapes import Tone

if TYPE_CHECKING:
    from desk.ui.shell import Shell
    from desk.ui.standing import Standing

# ui.md 3: the status bar says when the database is slow; architecture.md 3: a skew of the clocks over 60 s is shown.
SLOW_MS = 400
SKEW_SECONDS = 60
SCANNER_WORDS: dict[DeviceState, tuple[Callable[[], str], Tone]] = {
    DeviceState.READY: (lambda: _("Scanner ready"), Tone.OK),
    DeviceState.KEYBOARD: (lambda: _("Keyboard scanner"), Tone.OK),
    DeviceState.WAITING: (lambda: _("Looking for the scanner"), Tone.MUTE),
    DeviceState.MISSING: (lambda: _("Scanner not found"), Tone.WARN),
    DeviceState.FAILED: (lambda: _("Scanner does not answer"), Tone.WARN),
}
PRINTER_WORDS: dict[DeviceState, tuple[Callable[[], str], Tone]] = {
    DeviceState.READY: (lambda: _("Printer ready"), Tone.OK),
    DeviceState.BUSY: (lambda: _("Printing"), Tone.OK),
    DeviceState.MISSING: (lambda: _("No printer"), Tone.MUTE),
    DeviceState.FAILED: (lambda: _("Printer does not answer"), Tone.WARN),
}


class Telling(QObject):
    """Belongs to the shell: hears of the devices and the database, and says it in the bar."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._bar = shell.window.status
        parts = shell.parts
        for scanner in parts.scanners:
            scanner.state_changed.connect(self.scanner_changed)
        parts.sounds.state_changed.connect(self._sounds_changed)
        parts.slips.state_changed.connect(self._printer_changed)
        parts.slips.waiting_changed.connect(self._slips_waiting)

    def watch(self, scanner: Device) -> None:
        """Another scanner was plugged in."""
        scanner.state_changed.connect(self.scanner_changed)
        self.scanner_changed()

    @Slot(object)
    def scanner_changed(self, _state: object = None) -> None:
        """A scanner on a wire is told of; without one the keyboard scanner."""
        state = self._shell.parts.scanners[-1].state
        words, tone = SCANNER_WORDS.get(state, SCANNER_WORDS[DeviceState.KEYBOARD])
        self._bar.scanner.say(words(), tone)

    @Slot(object)
    def _printer_changed(self, state: DeviceState) -> None:
        if state in PRINTER_WORDS:
            words, tone = PRINTER_WORDS[state]
            self._bar.printer.say(words(), tone)

    @Slot(int)
    def _slips_waiting(self, count: int) -> None:
        """How many slips the printer has not taken."""
        state = self._shell.parts.slips.state
        self._printer_changed(state)
        if count and state in PRINTER_WORDS:
            words = ngettext("{printer}, {count} slip waits", "{printer}, {count} slips wait", count)
            told = words.format(printer=PRINTER_WORDS[state][0](), count=count)
            self._bar.printer.say(told, Tone.WARN)

    @Slot(object)
    def _sounds_changed(self, state: DeviceState) -> None:
        """A desk without a loudspeaker is told of in the bar, and works as well."""
        if state is DeviceState.MISSING:
            self._bar.sounds.set_face("volume-x", _("No loudspeaker"))

    def opening(self) -> None:
        """The library is being opened."""
        self._bar.database.say(_("Opening the library"), Tone.MUTE)

    def away(self, missing: bool) -> None:
        """The library does not answer; where there is none yet, nothing is said of it."""
        self._bar.database.say("" if missing else _("Not connected"), Tone.MUTE if missing else Tone.BAD)

    def database(self, standing: "Standing") -> None:
        """Connected, slow, or with a clock that is wrong."""
        desk, bar = self._shell.parts.desk, self._bar.database
        if abs(desk.skew) > SKEW_SECONDS:
            words = _("This clock is wrong by {minutes} min").format(minutes=round(abs(desk.skew) / 60))
            bar.say(words, Tone.WARN)
        elif desk.slowness > SLOW_MS:
            bar.say(_("Slow, {ms} ms").format(ms=round(desk.slowness)), Tone.WARN)
        else:
            bar.say(_("DEMO · Connected") if standing.demo else _("Connected"), Tone.OK)

    def time(self, standing: "Standing") -> None:
        """The date and the time at the desk."""
        place = standing.here()
        local = place.local(place.now)
        day = format_day(local.date(), local.date())
        self._bar.show_time(_("{day}, {time}").format(day=day, time=format_time(local)))
