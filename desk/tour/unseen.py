"""The window tried unseen, for `desk self-test`: a card and a copy are typed as a scanner types, and lent."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from desk import app
from desk.settings import ReceiptWish, Settings, Sounds
from desk.tour.driver import Driver


def scan_in_window(where: str, *codes: str) -> None:
    """Open the real window on the library there, scan the codes one after another, wait for the answers, close it."""
    settings = replace(Settings(), database=where, receipt=ReceiptWish.NONE, sounds=Sounds(on=False))
    application = app.make_application()
    shell = app.make_shell(application, settings, where, app.clock_at(None))
    shell.start()
    driver = Driver(application, shell, -1)
    try:
        driver.wait_for(lambda: bool(shell.panels))
        for code in codes:
            widget = application.focusWidget() or shell.window
            QTest.keyClicks(widget, code)
            QTest.keyClick(widget, Qt.Key.Key_Return)
            driver.rest()
    finally:
        shell.window.close()
        shell.window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
