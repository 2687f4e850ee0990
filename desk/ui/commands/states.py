"""What the panels of the status bar know: database, scanner, printer, sounds, the size of the window."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from desk.devices.serial_scanner import Port, find_ports
from desk.devices.states import DeviceState
from desk.i18n import _, ngettext, own_name, spoken
from desk.settings import SlipPrinter, Theme
from desk.ui.commands.status_panel import Known, Way
from desk.ui.commands.telling import PRINTER_WORDS
from desk.ui.desk_thread import Failed
from desk.ui.keys import SEQUENCES, Key
from desk.ui.status_bar import THEME_FACES, theme_words
from desk.wording.shapes import Sound, Tone

if TYPE_CHECKING:
    from desk.ui.shell import Shell

MOST_PORTS = 6
QUICK_MS = 100
LOUDER = 10


class DatabaseState(Known):
    """Where the library is, and how long an answer takes."""

    icon = "database"

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.title = _("Database")
        shell.parts.desk.recovered.connect(self.changed)

    def lines(self) -> Sequence[str]:
        """Its state as in the bar, and where it is."""
        where = without_secret(self.shell.parts.where)
        return self.shell.window.status.database.words(), _("It is at {where}").format(where=where)

    def ways(self) -> Sequence[Way]:
        """Measure; with a lost database the same tries it again."""
        return (Way(_("Test: measure an answer"), "refresh-cw", self._measure),)

    def _measure(self) -> None:
        self.show_result(_("Asking…"), Tone.INFO)
        begun = time.monotonic()
        self.shell.parts.desk.run(_round_trip, partial(self._measured, begun))

    def _measured(self, begun: float, answer: Any) -> None:
        whole = (time.monotonic() - begun) * 1000
        if isinstance(answer, Failed):
            from desk.ui.trouble import trouble_words

            self.show_result(trouble_words(answer.error), Tone.BAD)
            return
        words = _("It answers. {whole} ms there and back, {own} ms of it the database.")
        tone = Tone.OK if whole < QUICK_MS else Tone.WARN
        self.show_result(words.format(whole=_short(whole), own=_short(answer)), tone)


class ScannerState(Known):
    """Which scanner, where, and what a scan looks like."""

    icon = "scan-barcode"

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.title = _("Scanner")
        self._ports: tuple[Port, ...] = ()
        self._listens = False

    def opened(self) -> None:
        """Look which ports there are."""
        self._ports = find_ports()[:MOST_PORTS]
        super().opened()

    def closed(self) -> None:
        """The next scan is for the page again."""
        self._listens = False

    def lines(self) -> Sequence[str]:
        """Its state as in the bar, and where it is plugged in."""
        port = self.shell.settings.scanner.port
        at = _("It is at {port}").format(port=port) if port else _("It types like a keyboard, wherever the cursor is")
        return self.shell.window.status.scanner.words(), at

    def ways(self) -> Sequence[Way]:
        """Test it; choose where it is; look again."""
        port = self.shell.settings.scanner.port
        keyboard = Way(_("Keyboard scanner"), "keyboard", partial(self._use, ""), not port)
        ports = [
            Way(
                " ".join(filter(None, (each.name, each.words))), "usb", partial(self._use, each.name), each.name == port
            )
            for each in self._ports
        ]
        again = Way(_("Look for scanners again"), "refresh-cw", self.opened)
        return (Way(_("Test: scan something"), "scan-line", self._listen), keyboard, *ports, again)

    def takes(self, raw: str) -> bool:
        """The scan that the test waits for: shown, and nothing is lent."""
        if not self._listens:
            return False
        self._listens = False
        words = ngettext("Came well: {code}, {count} character", "Came well: {code}, {count} characters", len(raw))
        told = words.format(code=raw, count=len(raw))
        took = max((each.took_ms for each in self.shell.parts.scanners if each.last == raw), default=0.0)
        each = _("{ms} ms in all, {each} ms a character").format(ms=_short(took), each=_short(took / max(1, len(raw))))
        self.show_result(f"{told}. {each}" if took else told)
        return True

    def _listen(self) -> None:
        self._listens = True
        self.show_result(_("Scan anything now. It is shown here, and nothing is done with it."), Tone.INFO)

    def _use(self, port: str) -> None:
        self.shell.plugging.use_port(port)
        self.changed.emit()


class PrinterState(Known):
    """Which print queue, and what waits for it."""

    icon = "printer"

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.title = _("Slip printer")
        self._queues: tuple[str, ...] = ()
        slips = shell.parts.slips
        slips.printer.queues_found.connect(self._found)
        slips.state_changed.connect(self.changed)
        slips.waiting_changed.connect(self.changed)

    def opened(self) -> None:
        """Look which queues there are; the answer comes later."""
        super().opened()
        self.shell.parts.slips.printer.start()

    @Slot(object)
    def _found(self, queues: tuple[str, ...]) -> None:
        self._queues = queues
        self.changed.emit()

    def lines(self) -> Sequence[str]:
        """Its state, its queue, and how much waits."""
        slips = self.shell.parts.slips
        words = PRINTER_WORDS.get(slips.state, PRINTER_WORDS[DeviceState.MISSING])[0]()
        queue = self.shell.settings.slip_printer.name
        which = _("It prints on {queue}").format(queue=queue) if queue else _("It prints on the system's own printer")
        waits = ngettext("{count} slip waits", "{count} slips wait", slips.waiting).format(count=slips.waiting)
        return words, which, waits if slips.waiting else _("Nothing waits")

    def ways(self) -> Sequence[Way]:
        """A test slip; what waits; the queues to choose from."""
        name, slips = self.shell.settings.slip_printer.name, self.shell.parts.slips
        found = [Way(_("Test: print a slip"), "receipt", self._print)]
        if slips.waiting:
            found.append(Way(_("Send what waits again"), "refresh-cw", slips.try_again))
            found.append(Way(_("Throw away what waits"), "trash-2", slips.clear))
        if self._queues:
            found.append(Way(_("The system's own printer"), "monitor", partial(self._use, ""), not name))
        found += [Way(each, "printer", partial(self._use, each), each == name) for each in self._queues]
        return (*found, Way(_("Look for printers again"), "refresh-cw", self.opened))

    def _use(self, queue: str) -> None:
        settings = replace(self.shell.settings.slip_printer, name=queue)
        self.shell.parts.slips.printer.use(settings)
        self.shell.keep(replace(self.shell.settings, slip_printer=settings))
        self.changed.emit()

    def _print(self) -> None:
        standing = self.shell.parts.desk.standing
        if standing is None:
            return
        settings = self.shell.settings.slip_printer
        self.shell.parts.slips.print_page("test", partial(_test_slip, standing, settings))
        self.show_result(_("A test slip is on its way"), Tone.INFO)


class SoundState(Known):
    """Every tone to hear, and how loud."""

    icon = "volume-2"

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.title = _("Sounds")

    def lines(self) -> Sequence[str]:
        """Whether they are on, and how loud."""
        player, volume = self.shell.parts.sounds, self.shell.settings.sounds.volume
        if player.state is DeviceState.MISSING:
            return (_("There is no loudspeaker here"),)
        on = _("Sounds are on") if player.on else _("Sounds are off")
        return on, _("{percent} % loud").format(percent=volume)

    def ways(self) -> Sequence[Way]:
        """On and off, louder and quieter, each tone once."""
        on = self.shell.parts.sounds.on
        switch = Way(_("Switch off") if on else _("Switch on"), "volume-x", self._switch, key=SEQUENCES[Key.MUTE])
        quieter = Way(_("Quieter"), "minus", partial(self._louder, -LOUDER))
        louder = Way(_("Louder"), "plus", partial(self._louder, LOUDER))
        return (
            switch,
            quieter,
            louder,
            *(Way(word, "volume-2", partial(self._play, s)) for s, word in tones().items()),
        )

    def _switch(self) -> None:
        self.shell.window.press(Key.MUTE)
        self.changed.emit()

    def _louder(self, by: int) -> None:
        sounds = self.shell.settings.sounds
        volume = max(0, min(100, sounds.volume + by))
        self.shell.parts.sounds.set_volume(volume)
        self.shell.keep(replace(self.shell.settings, sounds=replace(sounds, volume=volume)))
        self.shell.parts.sounds.play(Sound.OK)
        self.changed.emit()

    def _play(self, sound: Sound) -> None:
        self.shell.parts.sounds.play(sound)
        if not self.shell.parts.sounds.on:
            self.show_result(_("Sounds are off: nothing is heard"), Tone.WARN)


class SizeState(Known):
    """How the window looks here: how large, in which colours, in which language."""

    icon = "a-large-small"

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.title = _("Size, colours, language")
        shell.parts.look.zoomed.connect(self._zoomed)
        shell.window.theme_changed.connect(self._zoomed)

    def lines(self) -> Sequence[str]:
        """In percent of the usual size."""
        percent = _("{percent} % of the usual size").format(percent=self.shell.parts.look.percent)
        return percent, _("This desk keeps it.")

    def ways(self) -> Sequence[Way]:
        """Larger, smaller, as usual; each theme; each language."""
        return (*self._sizes(), *self._themes(), *self._languages())

    def _themes(self) -> Sequence[Way]:
        now = self.shell.parts.look.theme
        faces = THEME_FACES
        return tuple(
            Way(word, faces[each], partial(self._wear, each), each is now) for each, word in theme_words().items()
        )

    def _wear(self, theme: Theme) -> None:
        self.shell.window.wear(theme)

    def _languages(self) -> Sequence[Way]:
        """Speaking another one opens the window anew; the open visit comes back."""
        wish = self.shell.settings.language
        system = Way(_("Language of the system"), "monitor", partial(self._speak, ""), not wish)
        now = wish.partition("_")[0]
        return (system, *(Way(own_name(c), "message-square-text", partial(self._speak, c), c == now) for c in spoken()))

    def _speak(self, code: str) -> None:
        if code == self.shell.settings.language:
            return
        self.shell.keep(replace(self.shell.settings, language=code))
        self.shell.leave(self.shell.parts.where)

    def _sizes(self) -> Sequence[Way]:
        known = (
            (Key.ZOOM_IN, _("Larger"), "plus"),
            (Key.ZOOM_OUT, _("Smaller"), "minus"),
            (Key.ZOOM_USUAL, _("Usual size"), "rotate-ccw"),
        )
        press = self.shell.window.press
        return tuple(Way(word, icon, partial(press, key), key=SEQUENCES[key]) for key, word, icon in known)

    def _zoomed(self, _changed: object) -> None:
        self.changed.emit()


def tones() -> dict[Sound, str]:
    """The six tones by what they say."""
    return {
        Sound.OK: _("All is well"),
        Sound.ATTENTION: _("Attention"),
        Sound.HOLD: _("Hold shelf"),
        Sound.BAD: _("Not done"),
        Sound.TICK: _("Nothing changed"),
        Sound.DONE: _("Finished"),
    }


def without_secret(where: str) -> str:
    """The address of a database without the password in it."""
    scheme, sign, rest = where.partition("://")
    person, at, place = rest.rpartition("@")
    return f"{scheme}://{person.partition(':')[0]}@{place}" if sign and at else where.removeprefix("sqlite:///")


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds < QUICK_MS / 10 else f"{milliseconds:.0f}"


def _round_trip(desk: Any) -> float:
    """On the desk thread: one answer of the database, in milliseconds."""
    from desk.services.circulation.lookup import CountToday

    begun = time.monotonic()
    desk.ask(CountToday())
    return (time.monotonic() - begun) * 1000


def _test_slip(standing: Any, settings: SlipPrinter) -> bytes:
    from desk.printing.slips import trial_slip

    return trial_slip(standing.library, settings.paper)
