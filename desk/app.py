"""The window's composition root: settings, devices, this station's store, the desk, the pages; and what goes wrong."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desk.devices.screen import find_screen
from desk.errors import DeskError, ScreenMissing
from desk.i18n import _, is_right_to_left, set_language
from desk.resources import resource
from desk.settings import Settings, data_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk.devices.device import ScanningDevice
    from desk.devices.system_printer import SystemPrinter
    from desk.services.desk import Desk
    from desk.station.lock import StationLock
    from desk.ui.circulation.checkin_page import CheckinPage
    from desk.ui.circulation.checkout_page import CheckoutPage
    from desk.ui.frame import MainWindow
    from desk.ui.shell import Parts, Shell
    from desk.ui.standing import Standing
    from desk.ui.sweep import Sweep

Clock = Callable[[], datetime]
NO_SCREEN = 1


def run_window(
    settings: Settings,
    database: str | None = None,
    at: datetime | None = None,
    *,
    look_around: bool = False,
    training: bool = False,
) -> int:
    """Open the window and stay until it is closed. Where no window can be shown, say so and how to see it anyway.

    `look_around` opens the demo library where there is no library yet. From the demo a person goes on to a library of
    their own, and from the first page to the demo: each has a window of its own, one after the other.
    """
    set_language(settings.language)
    try:
        find_screen()
    except ScreenMissing as error:
        print(screen_sentence(error), file=sys.stderr)
        return NO_SCREEN
    application = make_application()
    window: MainWindow | None = draw_curtain()
    sweep = begin_sweeping(application)
    library = database or settings.database
    where = demo_place() if look_around and not stands(library) else library
    where = training_place() if training else where
    status, before = 0, ""
    held: StationLock | None = None
    while where and not status:
        set_language(settings.language)
        turn(application)
        held = hold_station(application, settings, where, held, window)
        if held is None:  # whoever does not wait goes back to where they came from
            where, before = before, ""
            continue
        if where == training_place() != before:
            forget_training()
        shell = make_shell(application, replace(settings, database=library), where, clock_at(at), window)
        window = None
        sweep.settle_when(shell.furnishing.is_done)
        keep_reports(shell.window)
        shell.start()
        status = application.exec()
        before, where, settings = where, shell.leaves_for, shell.settings
        shell.window.deleteLater()
    sweep.stop()
    if held is not None:
        held.free()
    return status


def hold_station(
    application: "QApplication",
    settings: Settings,
    where: str,
    held: "StationLock | None",
    window: "MainWindow | None",
) -> "StationLock | None":
    """The station's own file is this window's alone; where another has it, wait. None where nobody waits any longer.

    From one library to the next the lock is kept as long as their station is the same.
    """
    from desk.station.lock import StationLock

    lock = StationLock(station_file(where))
    if held is not None and held.path == lock.path:
        return held
    if held is not None:
        held.free()
    if lock.take():
        return lock
    from desk.ui.administration.already_open import wait_for_station

    if window is not None:
        window.hide()
    return lock if wait_for_station(application, settings, lock) else None


def wait_for_settings(error: DeskError) -> Settings | None:
    """Say in a window what is wrong with the settings and stay until they can be read; None where nobody mends them."""
    set_language("")
    try:
        find_screen()
    except ScreenMissing:
        return None
    from desk.ui.administration.wrong_settings import settle_settings

    return settle_settings(make_application(), error)


def demo_place() -> str:
    """Where the demo library stands: a file of its own beside the library's."""
    return str(data_folder() / "demo.db")


def training_place() -> str:
    """Where the library to practise in stands: a file of its own, new for every training."""
    return str(data_folder() / "training.db")


def station_file(where: str) -> Path:
    """This station's own file: the demo and the training have theirs beside the library's."""
    named = {demo_place(): "station-demo.db", training_place(): "station-training.db"}
    return data_folder() / named.get(where, "station.db")


def forget_training() -> None:
    """Whoever practised before has left nothing: every training begins anew, but not in another language."""
    for name in ("training.db", "station-training.db"):
        for ending in ("", "-wal", "-shm"):
            (data_folder() / f"{name}{ending}").unlink(missing_ok=True)


def stands(where: str) -> bool:
    """Whether there is a library, as far as can be told without opening it."""
    path = where.removeprefix("sqlite:///")
    return "://" in path or Path(path).exists()


def screen_sentence(error: ScreenMissing) -> str:
    """Why no window can be shown, and what to do about it."""
    if error.libraries:
        packages = " ".join(error.libraries)
        return _("The window needs system libraries that are missing here: sudo apt-get install {packages}").format(
            packages=packages
        )
    if error.display:
        where = _("The screen {display} does not answer.").format(display=error.display)
    else:
        where = _("There is no screen here.")
    how = _("Without one, see it with: xvfb-run desk; and everything is done from the terminal too: desk --help")
    return f"{where} {how}"


def clock_at(at: datetime | None) -> Clock:
    """The clock of the desk: the computer's, or one that began to run at a given moment."""
    from desk.services.clock import SetClock, utc_now

    return utc_now if at is None else SetClock(at)


def make_application() -> "QApplication":
    """Qt's application, with our name and direction of writing."""
    from PySide6.QtWidgets import QApplication

    from desk.ui import features

    features.use_none()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("circulation-desk")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("circulation-desk")
    turn(application)
    return application


def turn(application: "QApplication") -> None:
    """The direction of writing of the language that is spoken now. (Qt's own names take long to be made at first.)"""
    if is_right_to_left() or application.isRightToLeft():
        from PySide6.QtCore import Qt

        right = Qt.LayoutDirection.RightToLeft
        application.setLayoutDirection(right if is_right_to_left() else Qt.LayoutDirection.LeftToRight)


def begin_sweeping(application: "QApplication") -> "Sweep":
    """Garbage is collected on this thread alone from now on."""
    from desk.ui.sweep import Sweep

    return Sweep(application)


def draw_curtain() -> "MainWindow":
    """The bare window, painted before anything that stands in it is imported."""
    from desk.ui import curtain
    from desk.ui.frame import MainWindow

    window = MainWindow(title=_("Library desk"))
    curtain.draw(window, data_folder())
    return window


def make_shell(
    application: "QApplication", settings: Settings, where: str, clock: Clock, window: "MainWindow | None" = None
) -> "Shell":
    """All parts joined, in a window that stands already or in a new one; nothing is started yet."""
    from desk.ui.shell import Shell

    return Shell(make_parts(application, settings, where, clock, window))


def make_parts(
    application: "QApplication", settings: Settings, where: str, clock: Clock, window: "MainWindow | None" = None
) -> "Parts":
    """Window, devices, store and threads, each made on the GUI thread."""
    from desk.devices.sounds import SoundPlayer
    from desk.station.store import StationStore
    from desk.ui.commands.spelling import read_own
    from desk.ui.curtain import window_settings
    from desk.ui.desk_thread import DeskThread, LookupThread
    from desk.ui.frame import MainWindow
    from desk.ui.keys import use_keys
    from desk.ui.shell import Parts
    from desk.ui.slip_queue import SlipQueue
    from desk.ui.theme import Look

    home = data_folder()
    look = Look(application, settings.theme, settings.zoom)
    use_keys(read_own(settings.keys)[0])
    window = window or MainWindow()
    look.setParent(window)  # it goes with the window: else it would dress the next one when the system's colours change
    window.furnish(look, _("Library desk"))
    checkout, checkin = make_pages(window)
    store = StationStore(station_file(where))
    return Parts(
        settings=settings,
        where=where,
        demo=demo_place(),
        settings_file=None,
        look=look,
        window=window,
        checkout=checkout,
        checkin=checkin,
        desk=DeskThread(partial(open_library, settings, where, clock), window),
        lookup=LookupThread(window),
        scanners=make_scanners(settings, window),
        sounds=SoundPlayer(resource("sounds"), settings.sounds, window),
        slips=SlipQueue(
            make_printer(settings, where, window), store, home / "slips", settings.slip_printer.paper, window
        ),
        store=store,
        geometry=window_settings(home),
        training=training_place(),
    )


def make_scanners(settings: Settings, window: "MainWindow") -> "tuple[ScanningDevice, ...]":
    """One that types is heard at every desk; one on a wire of its own where the settings name the wire."""
    from desk.devices.wedge import WedgeScanner

    if not settings.scanner.port:
        return (WedgeScanner(settings.scanner, window),)
    from desk.devices.serial_scanner import SerialScanner

    return WedgeScanner(settings.scanner, window), SerialScanner(settings.scanner, window)


def make_printer(settings: Settings, where: str, window: "MainWindow") -> "SystemPrinter":
    """Where slips go: in training to files, for nobody is to fetch them."""
    if where == training_place():
        from desk.devices.folder_printer import FolderPrinter

        return FolderPrinter(data_folder() / "training-slips", window)
    from desk.devices.system_printer import SystemPrinter

    return SystemPrinter(settings.slip_printer, window)


def make_pages(window: "MainWindow") -> "tuple[CheckoutPage, CheckinPage]":
    """The two pages, each with its row in the navigation."""
    from desk.ui.circulation.checkin_page import CheckinPage
    from desk.ui.circulation.checkout_page import CheckoutPage
    from desk.ui.keys import Key
    from desk.ui.navigation import Place
    from desk.ui.shell import CHECK_IN, CHECK_OUT

    checkout, checkin = CheckoutPage(window.look), CheckinPage(window.look)
    window.add_page(Place(CHECK_OUT, "arrow-up-from-line", _("Check out"), Key.CHECK_OUT), checkout)
    window.add_page(Place(CHECK_IN, "arrow-down-to-line", _("Check in"), Key.CHECK_IN), checkin)
    return checkout, checkin


def open_library(settings: Settings, where: str, clock: Clock) -> "tuple[Desk, Standing]":
    """On the desk thread: import the services and the panels, open the library, warm it."""
    import desk.ui.circulation.checkin_panel
    import desk.ui.circulation.checkout_panel  # noqa: F401
    from desk.ui.standing import open_standing

    return open_standing(where, settings.branch, settings.station, clock)


def keep_reports(window: "MainWindow") -> None:
    """A mistake of ours is written to a file that names nobody, and told in the window that stands now."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        path = save_report(kind, trace)
        where = _("A report was kept in {path}. It names no reader.").format(path=path) if path else ""
        window.banner.say(_("The program made a mistake; what stands in the rows is done.") + " " + where)

    sys.excepthook = told


def save_report(kind: type[BaseException], trace: TracebackType | None) -> Path | None:
    """Where it went wrong: the kind of the mistake and the lines of the program, never a value."""
    import traceback

    frames = traceback.format_list(traceback.extract_tb(trace))
    stamp = datetime.now(UTC)
    path = data_folder() / "reports" / f"{stamp:%Y%m%d-%H%M%S}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{stamp.isoformat()}\n{kind.__name__}\n{''.join(frames)}", encoding="utf-8")
    except OSError:
        return None
    return path
