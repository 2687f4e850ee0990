"""The keys that are no page's, in one place: each is heard before the page hears it; and the desk is locked."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desk.i18n import _, format_time
from desk.ui.commands.messages import Messages
from desk.ui.commands.respelling import Respelling
from desk.ui.desk_thread import Failed
from desk.ui.keys import Key

if TYPE_CHECKING:
    from desk.ui.administration.pages import HouseKind
    from desk.ui.commands.overlays import Overlays
    from desk.ui.shell import Shell

KEYS = frozenset(
    {
        Key.PALETTE,
        Key.HELP,
        Key.LAST_READERS,
        Key.PARKED,
        Key.MESSAGES,
        Key.COMMAND_SHEET,
        Key.KEEP_PRINT,
        Key.KEYS_PAGE,
        Key.LOCK,
        Key.HOLDS_OF,
        Key.HOLD_RATIOS,
        Key.HOLD_HOPELESS,
        Key.COACH,
        Key.TRAINING,
        Key.DRILL,
        Key.STATUS_DATABASE,
        Key.STATUS_SCANNER,
        Key.STATUS_PRINTER,
        Key.STATUS_SOUNDS,
        Key.STATUS_SIZE,
    }
)

# Where there is no desk to search in, whoever asks for commands is shown the keys too.
HELPING = (Key.HELP, Key.PALETTE)


class Commanding(QObject):
    """Belongs to the shell. What lies over the pages is made when the window is furnished, or a key asks for it."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self.shell = shell
        self.messages = Messages(self._moment, self)
        self.respelling = Respelling(shell)
        self._made: Overlays | None = None
        self._early: Key | None = None
        window = shell.window
        window.hears_first = self.hears
        window.ground.currentChanged.connect(self._uncover)
        window.toast.said.connect(self.messages.keep)
        window.status.pressed.connect(window.press)

    @property
    def overlays(self) -> "Overlays":
        """What lies over the pages."""
        return self._make()

    def _make(self) -> "Overlays":
        if self._made is None:
            from desk.ui.commands.overlays import Overlays

            self._made = Overlays(self)
        return self._made

    def stand(self) -> None:
        """The panels are made."""
        self.respelling.tell_wrong()
        self.shell.furnishing.then(self._make)
        QTimer.singleShot(0, self, self._make_up_for)

    def _make_up_for(self) -> None:
        """The key that came before there was a desk to obey it."""
        key, self._early = self._early, None
        if key is not None:
            self.hears(key)

    # Keys and scans

    def hears(self, key: Key) -> bool:
        """Whether this key is for what lies over the page, or opens it."""
        if self._made is not None and self._made.hears(key):
            return True
        window = self.shell.window
        whole = None if window.at_desk() else window.ground.currentWidget()
        if key in HELPING and whole is not None:
            self.overlays.sheet.show_for_whole(whole)
            return True
        if key not in KEYS or not window.at_desk():
            return False
        if self.shell.panels:
            self.overlays.open(key)
        else:
            self._early = key
        return True

    def takes(self, raw: str) -> bool:
        """Whether a scan is for the test of the scanner. Any other is for the page: what lies over that goes."""
        return self._made is not None and self._made.takes(raw)

    def _uncover(self, _now: int) -> None:
        """The desk in the place of another page, or the other way round: what lay over the one is not for the other."""
        if self._made is not None:
            self._made.uncover()

    def clear(self) -> None:
        """Nothing lies over the page any more: it is asked who works here."""
        if self._made is not None:
            self._made.clear()
        self.shell.parts.slips.last = None

    def _moment(self) -> str:
        standing = self.shell.parts.desk.standing
        place = standing.here() if standing is not None else None
        return format_time(place.local(place.now)) if place is not None else ""

    def open_house(self, kind: "HouseKind") -> None:
        """Turn to this page of the administration."""
        self.shell.window.show_page("administration")
        page = self.shell.administration
        page.show_page(page.kinds[kind])

    # The lock

    def lock(self) -> None:
        """Nobody can work here until somebody signs in. The visit is finished first, or parked where something needs a
        look: what is scanned meanwhile waits for whoever comes, and is lent to nobody by itself.
        """
        from desk.ui.standing import lock

        standing = self.shell.parts.desk.standing
        names = standing.names if standing is not None else ()
        if any(name.has_secret for name in names):
            self.shell.resting.forget_readers()
            self.shell.parts.desk.run(lock, self._locked)
        else:
            self.shell.window.toast.say(_("Nobody here has a password or PIN, so the desk cannot be locked"))

    def _locked(self, answer: Any) -> None:
        if not isinstance(answer, Failed):
            self.shell.parts.desk.stand(answer)
