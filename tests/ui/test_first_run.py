"""The pages before the desk: welcome, a new library, signing in, bringing records in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.ui.administration.import_form import ImportWish
from desk.ui.administration.import_page import ImportPage
from desk.ui.administration.sign_in import SignInPage
from desk.ui.administration.welcome import WelcomePage
from desk.ui.frame import MainWindow
from desk.ui.parts.chips import Choice
from desk.ui.theme import Look
from desk.wording.shapes import Tone
from tests.ui.test_keys import K, heard

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


def test_a_card_that_has_the_keyboard_is_seen_to_have_it(window: MainWindow, look: Look, qtbot: QtBot) -> None:
    page = WelcomePage(look, "A demo library. Nothing to set up.")
    window.show_whole(page)
    page.demo.setFocus()
    QTest.keyClick(page.demo, K.Key_Tab)
    assert page.new.hasFocus()
    edges = {way: way.grab().toImage().pixelColor(way.width() // 2, 1).name() for way in (page.demo, page.new)}
    assert edges[page.new] == look.colour("accent").name() != edges[page.demo]


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
    page = ImportPage(look, lambda: {"marc": (Choice("koha-952", "Koha"),)})
    window.show_whole(page)
    wishes, stops, closed = heard(page.form.started), heard(page.form.stopped), heard(page.closed)
    page.form.attempt()
    assert wishes == [] and page.form.file.trouble()
    page.form.file.line.setText("books.mrc")
    page.form.attempt()
    assert wishes == [ImportWish("marc", "books.mrc", "koha-952", dry_run=True)]
    page.form.show_running(True)
    page.form.show_progress(20, 100, "20 of 100 records")
    page.form.bring()
    QTest.keyClick(page.form.stop, K.Key_Escape)
    assert len(stops) == 1 and len(wishes) == 1 and page.form.bar.value() == 20
    page.form.show_report("98 records came in, 2 were refused", "Record 17: no title", Tone.WARN)
    QTest.keyClick(page.form.kind.box, K.Key_Escape)
    assert len(closed) == 1 and "Record 17" in page.form.report.toPlainText()


def test_people_are_picked_and_digits_are_a_pin(window: MainWindow, look: Look) -> None:
    page = SignInPage(look, "Millbrook Library", "Main branch")
    window.show_whole(page)
    page.begin(may_leave=True)
    page.set_names(("Amara Okafor", "Sue Renner"))
    given = heard(page.signed_in)
    assert page.back.isVisible() and page.people.isVisible()
    QTest.keyClick(page.name.line, K.Key_Down)
    QTest.keyClick(page.people, K.Key_Down)
    page.people.itemActivated.emit(page.people.currentItem())
    assert page.name.value() == "Sue Renner" and page.secret.line.hasFocus()
    page.begin()
    QTest.keyClick(page.name.line, K.Key_Down)
    QTest.keyClick(page.people, K.Key_Tab)
    assert page.name.value() == "Amara Okafor" and page.secret.line.hasFocus(), "Tab takes who is marked"
    page.begin()
    QTest.keyClick(page.name.line, "4")
    QTest.keyClicks(page.secret.line, "711")
    QTest.keyClick(page.secret.line, K.Key_Return)
    assert given == [("", "4711")] and not page.back.isVisible()


def test_tab_after_a_clear_name_goes_to_the_pin_and_digits_are_never_lost(window: MainWindow, look: Look) -> None:
    page = SignInPage(look, "Millbrook Library", "Main branch")
    window.show_whole(page)
    page.begin()
    page.set_names(("Amara Okafor", "Jonas Park", "Sue Renner"))
    given = heard(page.signed_in)
    QTest.keyClicks(page.name.line, "jonas")
    QTest.keyClick(page.name.line, K.Key_Tab)
    assert page.secret.line.hasFocus() and page.name.value() == "Jonas Park"
    page.begin()
    page.set_names(("Amara Okafor", "Jonas Park", "Sue Renner"))
    QTest.keyClick(page.name.line, K.Key_Tab)
    assert page.people.hasFocus()
    QTest.keyClick(page.people, K.Key_4)
    QTest.keyClicks(page.secret.line, "711")
    QTest.keyClick(page.secret.line, K.Key_Return)
    assert [secret for _name, secret in given] == ["4711"]


def test_the_letters_of_a_password_do_not_stay_in_the_box_for_the_name(window: MainWindow, look: Look) -> None:
    page = SignInPage(look, "Millbrook Library", "Main branch")
    window.show_whole(page)
    page.set_names(("Amara Okafor", "Jonas Park"), ("amara", "desk2"))
    shown: list[str] = []
    for letter in "hunt":
        QTest.keyClicks(page.name.line, letter)
        shown.append(page.name.line.text())
    assert shown == ["", "", "n", ""] and page.name._below.text() == "Nobody of this name works here."
    assert page.name._below.isVisible() and not page.name.trouble() and len(page._shown()) == 2
    QTest.keyClicks(page.name.line, "jo")
    assert page.name.line.text() == "jo" and not page.name._below.isVisible()
    page.name.line.clear()
    QTest.keyClicks(page.name.line, "desk2")
    assert page.name.line.text() == "desk2", "some call themselves by a login"


@pytest.mark.parametrize("typed", ["muller", "Mull", "obrien", "o'br"])
def test_a_name_is_known_without_its_accents_and_signs(window: MainWindow, look: Look, typed: str) -> None:
    page = SignInPage(look, "Millbrook Library", "Main branch")
    window.show_whole(page)
    page.set_names(("Zoë Müller", "Ann O'Brien"), ())
    QTest.keyClicks(page.name.line, typed)
    QTest.keyClick(page.name.line, K.Key_Tab)
    assert page.name.value() == ("Zoë Müller" if typed.startswith(("m", "M")) else "Ann O'Brien")


def test_after_an_import_there_are_two_ways_on(window: MainWindow, look: Look) -> None:
    page = ImportPage(look, dict)
    window.show_whole(page)
    page.form.file.line.setText('"books.mrc"')
    wishes, closed = heard(page.form.started), heard(page.closed)
    page.form.bring()
    assert wishes == [ImportWish("marc", "books.mrc", "", dry_run=False)]
    page.form.show_report("98 records came in", "", Tone.OK)
    page.form.bring()
    assert page.form.another.isVisible() and page.leave.isVisible() and not page.back.isVisible() and len(wishes) == 1
    page.form.another.click()
    assert page.form.bring_button.isVisible() and page.form.file.line.selectedText() and closed == []
