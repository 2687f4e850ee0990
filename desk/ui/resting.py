"""Nobody at the desk: the screen forgets who was on it, later the desk locks; never while scans come, and announced."""

import time
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent, QWindow
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk.i18n import _, ngettext
from desk.ui import paint
from desk.ui.announcements import announce
from desk.ui.parts.labels import IconLabel, Text
from desk.ui.theme import MEDIUM, Look

if TYPE_CHECKING:
    from desk.ui.administration.privacy_page import PrivacyPage
    from desk.ui.circulation.checkin_panel import CheckinPanel
    from desk.ui.circulation.checkout_panel import CheckoutPanel
    from desk.ui.shell import Shell

CHECK_OUT, CHECK_IN = "checkout", "checkin"
TICK_MS = 1_000
WARN_SECONDS = 20
LONGEST = 30
LONGEST_LOCK = 120
ACTIVE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class RestStrip(QWidget):
    """A slim strip that counts the seconds; it takes the keyboard from nobody."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.words = Text(look, "", 14, MEDIUM, "warn_ink", figures=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(36), look.px(8), look.px(36), look.px(8))
        row.setSpacing(look.px(10))
        row.addWidget(IconLabel(look, "hourglass", 16, "warn_ink"))
        row.addWidget(self.words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look.changed.connect(self.update)
        self.hide()

    def say(self, seconds: int) -> None:
        """So many seconds are left; a screen reader hears it once."""
        words = ngettext(
            "This screen forgets its reader in {count} second. Any key keeps it.",
            "This screen forgets its reader in {count} seconds. Any key keeps it.",
            seconds,
        ).format(count=seconds)
        self.words.setText(words)
        if self.isHidden():
            self.show()
            announce(self, words, urgent=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet ground in the colour of what wants to be looked at."""
        painter, px = paint.smooth(self), self._look.px
        inside = self.rect().adjusted(px(24), px(3), -px(24), -px(3))
        paint.box(painter, inside, px(8), self._look.colour("warn_bg"), self._look.colour("warn_line"))


class Resting(QObject):
    """Belongs to the shell. It hears every key, press and scan of the window, and counts from the last."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self.strip = RestStrip(shell.parts.look)
        shell.window.over_pages.addWidget(self.strip)
        self.clock = time.monotonic
        self._last = self.clock()
        self._cleared = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def offer(self, page: "PrivacyPage") -> None:
        """Where the times are set."""
        page.show_times(self._shell.settings.idle_minutes, self._shell.settings.lock_minutes)
        page.times_set.connect(self._keep)

    def _keep(self, idle: int, lock: int) -> None:
        self._shell.keep(replace(self._shell.settings, idle_minutes=idle, lock_minutes=lock))
        self.heard()

    def begin(self) -> None:
        """Somebody works here: from now on it is counted."""
        if not self._timer.isActive():
            QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]
            self._watch(self._shell.window.windowHandle())
            self._timer.start()
        self.heard()

    def stop(self) -> None:
        """The window goes."""
        self._timer.stop()

    def _watch(self, window: QWindow | None) -> None:
        """Keys and presses reach a window before its widgets: far fewer events pass here than through the program."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def busy(self, seconds: float) -> bool:
        """Whether somebody has pressed, typed or scanned within so many seconds, or a scan is still under way."""
        panels = self._shell.panels.values()
        return self.clock() - self._last < seconds or any(not panel.is_idle() for panel in panels)

    def heard(self) -> None:
        """Somebody is here."""
        self._last = self.clock()
        self._cleared = False
        if not self.strip.isHidden():
            self.strip.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any key or press is somebody; nothing is kept from anybody."""
        if event.type() in ACTIVE:
            self.heard()
        return False

    def tick(self) -> None:
        """Each second: count, warn, clear, lock."""
        shell = self._shell
        standing = shell.parts.desk.standing
        if standing is None or not standing.staff.id or shell.window.covered:
            self.heard()
            return
        if any(not panel.is_idle() for panel in shell.panels.values()):
            self.heard()
            return
        rested, settings = self.clock() - self._last, shell.settings
        self._count(rested, 60 * min(settings.idle_minutes, LONGEST))
        lock = 60 * min(settings.lock_minutes, LONGEST_LOCK)
        if lock and rested >= lock and any(name.has_secret for name in standing.names):
            self._last = self.clock()
            shell.commanding.lock()

    def _count(self, rested: float, limit: int) -> None:
        if not limit or self._cleared or not self._shows_somebody():
            return
        left = limit - rested
        if left <= 0:
            self._clear()
        elif left <= WARN_SECONDS:
            self.strip.say(ceil(left))

    def _shows_somebody(self) -> bool:
        """Whether anything on the screen says who somebody is."""
        shell = self._shell
        out, back = self._panels()
        return bool(
            out.visit.card
            or out.page.card.card
            or back.names_somebody()
            or any(page.shows() for page in shell.rooms.made())
        )

    def _panels(self) -> "tuple[CheckoutPanel, CheckinPanel]":
        panels = self._shell.panels
        return cast("CheckoutPanel", panels[CHECK_OUT]), cast("CheckinPanel", panels[CHECK_IN])

    def forget_readers(self) -> None:
        """No page says any longer who was here."""
        out, back = self._panels()
        self._shell.rooms.clear()
        out.forget_reader()
        back.hide_names()

    def _clear(self) -> None:
        """The visit is finished, or parked while something in it needs a look; F8 brings either back."""
        self._cleared = True
        self.strip.hide()
        shell = self._shell
        shell.commanding.clear()
        self.forget_readers()
        shell.window.toast.say(
            _("Nobody was here for a while: the reader was cleared from the screen. F8 brings them back.")
        )
