"""The pages before the desk: welcome, a new library, signing in, bringing records in."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.ui.administration.import_page import ImportPage, ImportWish
from desk.ui.administration.new_library import NewLibrary, NewLibraryPage
from desk.ui.administration.sign_in import SignInPage
from desk.ui.administration.welcome import WelcomePage
from desk.ui.frame import MainWindow
from desk.ui.parts.chips import Choice
from desk.ui.theme import Look
from desk.wording.shapes import Tone
from tests.ui.test_keys import CTRL, K, heard

ALT = Qt.KeyboardModifier.AltModifier


def test_enter_looks_around_and_alt_with_a_letter_does_the_others(window: MainWindow, look: Look, qtbot: QtBot) -> None:
    page = WelcomePage(look, "A demo library. Nothing to set up.")
    window.show_whole(page)
    said = [heard(page.look_around_chosen), heard(page.new_library_chosen), heard(page.bring_records_chosen)]
    page.demo.setFocus()
    QTest.keyClick(page.demo, K.Key_Return)
    QTest.keyClick(page.demo, K.Key_N, ALT)
    QTest.keyClick(page.demo, K.Key_I, ALT)
    assert [len(each) for each in said] == [1, 1, 1]
    qtbot.wait(10)
    assert page.demo.fits() and page.new.fits()


def fill(page: NewLibraryPage) -> None:
    """What a person would enter."""
    page.name.line.setText("Millbrook Library")
    page.zone.box.setCurrentIndex(page.zone.box.findData("Europe/Berlin"))
    page.currency.box.setCurrentIndex(page.currency.box.findData("EUR"))
    page.password.line.setText("twelve books")
    page.again.line.setText("twelve books")


def test_a_new_library_is_made_from_one_page(window: MainWindow, look: Look) -> None:
    page = NewLibraryPage(look)
    window.show_whole(page)
    made = heard(page.created)
    fill(page)
    QTest.keyClick(page.name.line, K.Key_Return, CTRL)
    wanted = NewLibrary("Millbrook Library", "Main branch", "EUR", "Europe/Berlin", "public", "admin", "twelve books")
    assert made == [wanted]
    assert "twelve books" not in repr(wanted)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(window: MainWindow, look: Look) -> None:
    page = NewLibraryPage(look)
    window.show_whole(page)
    made = heard(page.created)
    fill(page)
    page.name.line.clear()
    page.again.line.setText("other books!")
    page.submit()
    assert made == []
    assert page.name.trouble() and page.again.trouble() and not page.password.trouble()
    assert page.name.line.hasFocus()


def test_signing_in_hands_the_secret_on_once_and_forgets_it(window: MainWindow, look: Look) -> None:
    page = SignInPage(look, "Millbrook Library", "Main branch")
    window.show_whole(page)
    given = heard(page.signed_in)
    QTest.keyClicks(page.name.line, "amara")
    QTest.keyClick(page.name.line, K.Key_Return)
    assert page.secret.line.hasFocus()
    QTest.keyClicks(page.secret.line, " pin 1")
    QTest.keyClick(page.secret.line, K.Key_Return)
    assert given == [("amara", " pin 1")] and page.secret.line.text() == ""


def test_an_import_is_tried_stopped_and_reported(window: MainWindow, look: Look) -> None:
    page = ImportPage(look, {"marc": (Choice("koha-952", "Koha"),)})
    window.show_whole(page)
    wishes, stops, closed = heard(page.started), heard(page.stopped), heard(page.closed)
    page.attempt()
    assert wishes == [] and page.file.trouble()
    page.file.line.setText("books.mrc")
    page.attempt()
    assert wishes == [ImportWish("marc", "books.mrc", "koha-952", dry_run=True)]
    page.show_running(True)
    page.show_progress(20, 100, "20 of 100 records")
    page.bring()
    QTest.keyClick(page.stop, K.Key_Escape)
    assert len(stops) == 1 and len(wishes) == 1 and page.bar.value() == 20
    page.show_report("98 records came in, 2 were refused", "Record 17: no title", Tone.WARN)
    QTest.keyClick(page.kind.box, K.Key_Escape)
    assert len(closed) == 1 and "Record 17" in page.report.toPlainText()
