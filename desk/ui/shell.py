"""The window in motion: which page is whole, who is signed in, what the status bar tells, where a scan goes."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from desk.devices.device import ScanningDevice
from desk.devices.sounds import SoundPlayer
from desk.errors import DeskError
from desk.i18n import _, format_time, ngettext
from desk.rules.barcodes import CardNumber, Order, own_numbers
from desk.settings import Settings, Theme, load, save
from desk.ui import curtain
from desk.ui.away import Away
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.commands.commanding import Commanding
from desk.ui.commands.plugging import Plugging
from desk.ui.commands.telling import Telling
from desk.ui.commands.turning import Turning
from desk.ui.desk_thread import DeskThread, Failed, LookupThread
from desk.ui.frame import MainWindow
from desk.ui.furnishing import Furnishing
from desk.ui.keys import Key
from desk.ui.navigation import Place
from desk.ui.nights import Nights
from desk.ui.resting import Resting
from desk.ui.rooms import Rooms
from desk.ui.slip_queue import SlipQueue
from desk.ui.theme import Look
from desk.ui.training.training import Training
from desk.ui.trouble import trouble_words
from desk.wording.shapes import Sound, Tone

if TYPE_CHECKING:
    from desk.station.store import StationStore
    from desk.ui.administration.administration_page import AdministrationPage
    from desk.ui.administration.first_run import FirstRun
    from desk.ui.administration.sign_in import SignInPage
    from desk.ui.bringing import Bringing
    from desk.ui.circulation.desk_panel import DeskPanel
    from desk.ui.coach.coach import Coach
    from desk.ui.standing import Standing

TICK_MS = 5_000
# The date in the status bar takes longer than all else that is shown first: a scan comes before it.
CALM_MS = 100
# So long the window waits for the library before it is painted and says that it is being opened.
PATIENCE_S = 0.25
CHECK_OUT, CHECK_IN, ADMINISTRATION = "checkout", "checkin", "administration"


@dataclass(slots=True)
class Parts:
    """What the composition root has made for the window."""

    settings: Settings
    where: str
    demo: str
    settings_file: Path | None
    look: Look
    window: MainWindow
    checkout: CheckoutPage
    checkin: CheckinPage
    desk: DeskThread
    lookup: LookupThread
    scanners: tuple[ScanningDevice, ...]
    sounds: SoundPlayer
    slips: SlipQueue
    store: "StationStore"
    geometry: QSettings
    training: str = ""


class Shell(QObject):
    """Joins the parts. It knows the order of things: painted first, then the library, then somebody signed in."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.parts = parts
        self.settings = parts.settings
        self.window = parts.window
        self.panels: dict[str, DeskPanel] = {}
        self.leaves_for = ""
        self._worked = False
        self._reads = CHECK_OUT
        self._first: FirstRun | None = None
        self._sign_in: SignInPage | None = None
        self._bringing: Bringing | None = None
        self.coach: Coach
        self.nights = Nights(parts.desk, parts.where, self)
        self.training = Training(self)
        self.rooms = Rooms(self)
        self.resting = Resting(self)
        self.telling = Telling(self)
        self.away = Away(self)
        self.plugging = Plugging(self)
        self.commanding = Commanding(self)
        self.turning = Turning(self._turn, self._deliver, self)
        self.furnishing = Furnishing(self)
        self._clock = QTimer(self)
        self._connect()

    def _connect(self) -> None:
        parts, window = self.parts, self.window
        parts.desk.stood.connect(self.stood)
        for scanner in parts.scanners:
            scanner.scanned.connect(self.scanned)
        parts.slips.told.connect(window.toast.say)
        self.nights.told.connect(window.toast.say)
        parts.checkout.submitted.connect(partial(self._typed, CHECK_OUT))
        parts.checkin.submitted.connect(partial(self._typed, CHECK_IN))
        window.mute_pressed.connect(self._mute)
        window.theme_changed.connect(self._theme_changed)
        parts.look.zoomed.connect(self._zoomed)
        window.person_pressed.connect(self._change_person)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self._clock.timeout.connect(self._tick)

    def first_run(self) -> "FirstRun":
        """The pages for whoever has no library yet; most never see them."""
        if self._first is None:
            from desk.ui.administration.first_run import FirstRun

            self._first = FirstRun(self.parts)
            self._first.ready.connect(self.parts.desk.reopen)
            self._first.elsewhere.connect(self.leave)
            self._first.settled.connect(partial(self.keep, made=True))
        return self._first

    def start(self) -> None:
        """The window is painted, then the devices begin and the library is opened."""
        parts, window = self.parts, self.window
        curtain.stand_as_before(window, parts.geometry)
        window.status.show_sounds(parts.sounds.on)
        window.status.show_theme(self.settings.theme)
        self.telling.opening()
        if window.isVisible():  # as its picture: all of it is painted once, with the library open
            self._begin()
            parts.desk.wait_for_library(PATIENCE_S)
        else:
            window.show()
            QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        for device in (*self.parts.scanners, self.parts.sounds):
            device.start()
        self.parts.slips.start()
        self.telling.scanner_changed()
        self.parts.desk.start()

    # Scans

    @Slot(str)
    def scanned(self, raw: str) -> None:
        """A scan goes to the page that is shown, whatever has the focus. One that comes early waits.

        From a page that reads no scans it opens the one that was last at work.
        """
        if self._first is not None and self._first.takes(raw):
            return
        self.nights.heard()
        self.resting.heard()
        if self.commanding.takes(raw) or self._is_secret(raw):
            return
        self.training.scan_came()
        self.turning.scanned(raw)
        self._tell_waiting()

    def _is_secret(self, raw: str) -> bool:
        standing = self.parts.desk.standing
        return self._sign_in is not None and standing is not None and self._sign_in.takes(raw, standing.patterns)

    def _is_card(self, raw: str) -> bool:
        standing = self.parts.desk.standing
        own = own_numbers(raw, standing.patterns) if standing is not None else []
        return any(isinstance(number, CardNumber) for number in own)

    def _deliver(self, raw: str) -> "DeskPanel | None":
        if self.window.covered and self._is_card(raw):
            self.window.turn_to(CHECK_OUT)  # which page lies behind is not seen: a card begins a visit
        page = self.window.current()
        if self._worked and self.rooms.takes(page, raw):
            return None
        if self.panels and page not in self.panels:
            page = self._reads
            self.window.turn_to(page)
        if not self._worked or self.turning.has_early():
            self.turning.keep(page, raw)
            return None
        self.panels[page].scan(raw)
        return self.panels[page]

    def _turn(self, order: Order) -> None:
        self.window.turn_to(CHECK_OUT if order is Order.OUT else CHECK_IN)

    def _typed(self, page: str, raw: str) -> None:
        """What was typed before the panels stand; afterwards they hear of it themselves."""
        self.nights.heard()
        if page not in self.panels:
            self.turning.keep(page, raw)

    # The library

    @Slot(str)
    def leave(self, where: str) -> None:
        """Close this window, for another to be opened on another library: from the first page to the demo, and back."""
        self.leaves_for = where
        self.window.close()

    def _leave_demo(self) -> None:
        self.leave(self.settings.database)

    @Slot(object)
    def stood(self, standing: "Standing") -> None:
        """The library is open, or somebody else has signed in."""
        window = self.window
        first = not self.panels
        if first:
            self._make_panels()
        place = _("{branch} · {desk}").format(branch=standing.branch, desk=standing.station.name)
        window.set_place_words(standing.library, place)
        window.set_person(standing.staff.name, standing.staff.role)
        self.away.stood(first=first)
        self.telling.database(standing)
        self._clock.start(CALM_MS)
        self.nights.begin()
        if standing.staff.id == 0:
            self._ask_who(standing)
        else:
            self._work(standing)
        self.furnishing.begin()

    def _make_panels(self) -> None:
        """Made late: they know the services, which take longer to import than the window to paint."""
        from desk.ui.circulation.checkin_panel import CheckinPanel
        from desk.ui.circulation.checkout_panel import CheckoutPanel
        from desk.ui.circulation.name_search import NameSearch
        from desk.ui.circulation.tools import Notes, Tools
        from desk.ui.coach.coach import Coach
        from desk.ui.standing import for_looking_up

        parts = self.parts
        notes = Notes(parts.desk, parts.store)
        parts.slips.stands(parts.desk)
        tools = Tools(parts.desk, self._sound, notes, parts.slips.print_slip, self.settings.receipt)
        checkout = CheckoutPanel(parts.checkout, tools)
        self.panels = {CHECK_OUT: checkout, CHECK_IN: CheckinPanel(parts.checkin, tools)}
        NameSearch(checkout, parts.lookup)
        parts.desk.run(for_looking_up, self._look_up_with)
        for panel in self.panels.values():
            panel.changed.connect(self._show_dots)
            self.turning.watch(panel)
        checkout.answered.connect(self._show_dots)
        checkout.own_library.connect(self._leave_demo)
        self.coach = Coach(self.window, parts.desk, parts.store)
        parts.desk.told.connect(self.coach.hear)
        self.rooms.stand(tools)
        house = Place(ADMINISTRATION, "settings-2", _("Administration"), Key.ADMINISTRATION, manages=True)
        self.window.add_page_later(house, self._make_administration)
        self.training.stand()
        self.commanding.stand()

    @property
    def administration(self) -> "AdministrationPage":
        """The pages of the house, made when somebody first goes there: it takes as long as opening the desk."""
        return cast("AdministrationPage", self.window.page(ADMINISTRATION))

    def _make_administration(self) -> "AdministrationPage":
        from desk.ui.administration.administration_page import AdministrationPage

        page = AdministrationPage(self.parts.look, self.parts.desk, self.nights)
        page.drafted.connect(self.window.navigation.rows[ADMINISTRATION].set_dot)
        page.keys.respelled.connect(self.commanding.respelling.change)
        self.bringing().watch(page.bringing)
        self.resting.offer(page.privacy)
        standing = self.parts.desk.standing
        page.allow(standing.staff.permissions if standing is not None else frozenset())
        return page

    def bringing(self) -> "Bringing":
        """What tells of records on their way in; no scan waits for it."""
        if self._bringing is None:
            from desk.ui.bringing import Bringing

            self._bringing = Bringing(self)
        return self._bringing

    def _tell_of_import(self) -> None:
        self.bringing().tell()

    def _allow(self, standing: "Standing") -> None:
        """Each page is there for whoever may use it: the keys of the station are everybody's."""
        self.rooms.allow(standing.staff.permissions)
        if not self.window.is_made(ADMINISTRATION):
            return
        stays = self.administration.allow(standing.staff.permissions)
        if not stays and self.window.current() == ADMINISTRATION:
            self.window.pages.setCurrentWidget(self.parts.checkout)

    def _look_up_with(self, desk: Any) -> None:
        if not isinstance(desk, Failed):
            self.parts.lookup.serve(desk)

    def _work(self, standing: "Standing") -> None:
        window = self.window
        self._cover(on=False)
        self._allow(standing)
        if not window.at_desk():
            window.show_desk()
            window.show_page(window.current() or CHECK_OUT)
        self._restore()
        self.furnishing.then(partial(self.coach.offer, always=standing.demo, never=self.training.active))
        self.furnishing.then(self._tell_of_import)
        self._worked = True
        self.resting.begin()
        self.turning.hand_over(self.panels)
        for panel in self.panels.values():
            panel.go_on()
        self.panels[CHECK_OUT].count_today()  # type: ignore[attr-defined]
        if self.parts.store.note:
            note, self.parts.store.note = self.parts.store.note, ""
            told = _("This desk's own notes could not be read and were set aside. Loans are not touched. ({why})")
            window.banner.say(told.format(why=note), Tone.WARN)

    def _restore(self) -> None:
        """Once, after somebody signed in: what a crash cut off."""
        from desk.ui.circulation.restoring import read_back

        for panel in self.panels.values():
            if not panel.restored:
                panel.restored, panel.held_back = True, []
                read = partial(read_back, self.parts.store, panel.kind)
                panel.then(partial(self.parts.desk.run, read, partial(self._restored, panel)))

    def _restored(self, panel: "DeskPanel", found: Any) -> None:
        from desk.ui.circulation.restoring import release, take_up

        if isinstance(found, Failed):
            panel.restored = False
        elif found:
            panel.take_up(take_up(panel, found))
            self.window.toast.say(_("The open visit is back"))
        panel.then(partial(release, panel))
        panel.settled()

    # Who works here

    def _ask_who(self, standing: "Standing") -> None:
        if self._sign_in is None:
            from desk.ui.administration.sign_in import SignInPage

            place = _("{branch} · {desk}").format(branch=standing.branch, desk=standing.station.name)
            self._sign_in = SignInPage(self.parts.look, standing.library, place)
            self._sign_in.signed_in.connect(self._try_sign_in)
            self._sign_in.cancelled.connect(self._back_to_desk)
        self.commanding.clear()
        self._cover(on=True)
        self._sign_in.begin(may_leave=bool(standing.staff.id))
        people = standing.names
        self._sign_in.set_names(tuple(each.name for each in people), tuple(each.login for each in people))
        self.window.show_whole(self._sign_in)
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        if self.window.covered and self._sign_in is not None:
            self._sign_in.show_waiting(self.turning.waiting())

    def _cover(self, *, on: bool) -> None:
        """While it is asked who works here no page is seen, and scans wait for whoever it is."""
        self.window.covered = on
        if on:
            self.rooms.clear()
        for panel in self.panels.values():
            panel.held = on

    def _change_person(self) -> None:
        standing = self.parts.desk.standing
        if standing is not None:
            self._ask_who(standing)

    def _back_to_desk(self) -> None:
        standing = self.parts.desk.standing
        if standing is not None and standing.staff.id:
            self._cover(on=False)
            self.window.show_page(self.window.current() or CHECK_OUT)
            for panel in self.panels.values():
                panel.go_on()

    def _try_sign_in(self, name: str, secret: str) -> None:
        from desk.ui.standing import sign_in, switch

        job = partial(sign_in, name, secret) if name else partial(switch, secret)
        self.parts.desk.run(job, self._signed_in)

    def _signed_in(self, answer: Any) -> None:
        from desk.ui.standing import Standing

        assert self._sign_in is not None
        if isinstance(answer, Standing):
            self.parts.desk.stand(answer)
        elif isinstance(answer, Failed):
            self._sign_in.show_trouble(trouble_words(answer.error))
        else:
            self._sign_in.show_trouble(self._not_signed_in(answer.wait_until))

    def _not_signed_in(self, wait_until: Any) -> str:
        standing = self.parts.desk.standing
        if wait_until is None or standing is None:
            return _("Name and password, or the PIN, do not belong together.")
        until = format_time(standing.place.local(wait_until))
        return _("Too many tries. Try again after {time}.").format(time=until)

    # Status bar

    def _sound(self, sound: Sound) -> None:
        self.parts.sounds.play(sound)

    def _mute(self) -> None:
        on = not self.parts.sounds.on
        self.parts.sounds.set_on(on)
        self.window.status.show_sounds(on)
        self.keep(replace(self.settings, sounds=replace(self.settings.sounds, on=on)))

    def _theme_changed(self, theme: str) -> None:
        self.keep(replace(self.settings, theme=Theme(theme)))

    def _zoomed(self, percent: int) -> None:
        self.keep(replace(self.settings, zoom=percent))

    def keep(self, settings: Settings, *, made: bool = False) -> None:
        """These settings of the station from now on.

        Which library this window was told to open is for once: the station's own stays, unless one was `made` here.
        """
        self.settings = self.parts.settings = settings
        file = self.parts.settings_file
        try:
            save(settings if made else _at_home(settings, load(file)), file)
        except DeskError as error:
            self.window.toast.say(trouble_words(error))

    def _tick(self) -> None:
        self._clock.setInterval(TICK_MS)
        standing = self.parts.desk.standing
        if standing is not None:
            if not self.away.is_away:
                self.telling.database(standing)
            self.telling.time(standing)

    def _page_shown(self, name: str) -> None:
        self._reads = name if name in self.panels else self._reads
        self.rooms.shown(name)
        self._show_dots()

    def _show_dots(self, _answer: object = None) -> None:
        """A dot where a visit is open and its page is not shown, or where one is parked; and how many are."""
        panel: Any = self.panels.get(CHECK_OUT)
        if panel is not None:
            elsewhere = self.window.current() != CHECK_OUT and bool(panel.visit.card)
            row, parked = self.window.navigation.rows[CHECK_OUT], len(panel.parked)
            row.set_dot(bool(parked) or elsewhere)
            words = ngettext("{count} visit is parked", "{count} visits are parked", parked)
            row.set_count(parked, words.format(count=parked) if parked else row.accessibleDescription())

    @Slot()
    def close(self) -> None:
        """Let what has begun come to its end, then let everything go."""
        parts = self.parts
        self._clock.stop()
        self.nights.stop()
        self.resting.stop()
        self.furnishing.stop()
        self.rooms.stop()
        if self._first is not None:
            self._first.end()
        if self._bringing is not None:
            self._bringing.stop()
        parts.geometry.setValue(curtain.GEOMETRY, self.window.saveGeometry())
        curtain.keep(self.window, Path(parts.geometry.fileName()).parent)
        for device in (*parts.scanners, parts.sounds):
            device.stop()
        parts.slips.stop()
        parts.lookup.stop()
        parts.desk.stop()
        parts.store.close()


def _at_home(settings: Settings, filed: Settings) -> Settings:
    """These settings, with the library and the branch that are filed."""
    return replace(settings, database=filed.database, branch=filed.branch)
