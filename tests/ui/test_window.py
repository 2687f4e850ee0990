"""The whole window: names for every control, sizes, colours, directions."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.resources import resource
from desk.settings import Theme
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.commands.key_sheet import spread
from desk.ui.frame import MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.ui.tokens import Scheme, read_tokens
from desk.wording.shapes import Tone
from tests.ui.shapes import fill


@pytest.fixture
def busy(window: MainWindow, checkin: CheckinPage, checkout: CheckoutPage) -> MainWindow:
    """A window with a visit and a session open."""
    fill(checkout, checkin)
    window.set_place_words("Millbrook Library", "Main branch · Desk 2")
    window.set_person("Amara Okafor", "Clerk")
    window.status.database.say("Connected", Tone.OK)
    window.status.show_time("Sat 21 Nov, 17:32")
    return window


def test_every_control_that_takes_the_focus_has_a_name(busy: MainWindow) -> None:
    takers = [w for w in busy.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [
        type(w).__name__ for w in takers if not w.accessibleName() and w.objectName() != "qt_scrollarea_viewport"
    ]
    assert nameless == [] and len(takers) > 15


def test_tab_goes_from_the_scan_field_to_the_card_the_table_and_the_foot(
    busy: MainWindow, checkout: CheckoutPage
) -> None:
    checkout.take_focus()
    order = [widget for widget in checkout.focus_order() if widget.isVisible()]
    met = []
    for _step in order:
        met.append(QApplication.focusWidget())
        QTest.keyClick(met[-1], Qt.Key.Key_Tab)
    assert met == order


@pytest.mark.parametrize("page", ["checkout", "checkin"])
def test_nothing_overflows_in_the_smallest_window(busy: MainWindow, qtbot: QtBot, page: str) -> None:
    busy.show_page(page)
    busy.resize(QSize(1024, 700))
    qtbot.wait(20)
    assert busy.size() == QSize(1024, 700) and busy.navigation.narrow
    inside = busy.rect()
    for widget in busy.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty() and not isinstance(widget, Text):
            corner = widget.mapTo(busy, widget.rect().topLeft())
            if widget.window() is busy and "inside" not in widget.objectName():
                assert inside.left() <= corner.x() and corner.x() + widget.width() <= inside.right() + 1, widget


def test_no_words_are_cut_without_an_ellipsis(busy: MainWindow, qtbot: QtBot) -> None:
    busy.resize(QSize(1024, 700))
    qtbot.wait(20)
    for text in busy.findChildren(Text):
        if text.isVisible() and not text.wordWrap() and not text._elide:
            assert text.width() >= text.sizeHint().width(), text.text()
        if text.isVisible() and text.wordWrap():
            assert text.height() >= text.heightForWidth(text.width()), text.text()


def test_the_theme_changes_while_the_window_runs(busy: MainWindow, look: Look) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    before = busy.grab().toImage().pixelColor(700, 10)
    QTest.keyClick(busy.focusWidget(), Qt.Key.Key_T, both)
    assert look.theme is Theme.DARK
    after = busy.grab().toImage().pixelColor(700, 10)
    assert before.lightness() > 200 and after.lightness() < 60
    assert busy.status.colours.label == "Dark"


def test_the_window_stands_in_a_right_to_left_language(busy: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    try:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        busy.resize(QSize(1024, 700))
        qtbot.wait(20)
        assert busy.navigation.x() > busy.width() // 2
        assert not busy.grab().isNull()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_dot_tells_of_an_open_visit(busy: MainWindow) -> None:
    row = busy.navigation.rows["checkout"]
    row.set_dot(True)
    assert row.has_dot() and row.accessibleDescription()


def test_the_status_says_it_in_words(busy: MainWindow) -> None:
    busy.status.scanner.say("Scanner not found", Tone.WARN)
    assert busy.status.scanner.accessibleName() == "Scanner: Scanner not found"
    busy.status.show_sounds(False)
    assert busy.status.sounds.accessibleName() == "Sounds off, Ctrl M"


def test_the_window_names_no_reader_in_its_title(busy: MainWindow) -> None:
    assert busy.windowTitle() == "Millbrook Library"


def luminance(colour: str) -> float:
    """How bright a colour is, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_text_has_contrast_enough(scheme: Scheme) -> None:
    tokens = read_tokens(resource("theme", "tokens.json"))[scheme]
    c = tokens.colours
    pairs = [(c[ink], c[ground]) for ink in ("ink", "ink2", "ink3") for ground in ("app", "surface", "nav", "sunken")]
    pairs += [(tokens.tone(tone).ink, tokens.tone(tone).ground) for tone in Tone]
    pairs += [(c["on_accent"], c["accent"]), (c["accent_ink"], c["accent_bg"])]
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)
    assert all(contrast(tokens.tone(tone).solid, tokens.tone(tone).on_solid) >= 3 for tone in Tone)


def test_every_icon_that_is_named_in_the_window_is_shipped() -> None:
    names = [
        "scan-barcode",
        "chevron-down",
        "calendar-days",
        "receipt",
        "printer",
        "package-open",
        "arrow-up-from-line",
        "library-big",
        "arrow-down-to-line",
        "volume-2",
        "volume-x",
        "sun",
        "moon",
        "sun-moon",
        "undo-2",
        "check",
        "book-open",
        "sparkles",
        "file-up",
        "eye",
        "truck",
        "bookmark",
        "user-round",
        "triangle-alert",
        "info",
        "x",
        "folder-open",
        "list-checks",
        "arrow-left",
    ]
    missing = [name for name in names if not resource("icons", f"{name}.svg").is_file()]
    assert missing == []


def test_the_window_opens_no_larger_than_the_screen(window: MainWindow, look: Look, qtbot: QtBot) -> None:
    screen = window.screen().availableGeometry().size()
    fresh = MainWindow(look, "Millbrook Library")
    qtbot.addWidget(fresh)
    assert fresh.size().boundedTo(screen) == fresh.size()


def test_a_window_that_begins_narrow_has_a_narrow_navigation(look: Look, qtbot: QtBot) -> None:
    bare = MainWindow()
    bare.resize(QSize(1024, 700))
    bare.show()
    bare.furnish(look, "Millbrook Library")
    qtbot.addWidget(bare)
    assert bare.navigation.narrow


def test_blocks_of_keys_are_spread_evenly() -> None:
    heights = [6, 10, 7, 6, 14, 8, 3]
    column = spread(heights, 3)
    assert column == sorted(column)
    sums = [sum(high for high, at in zip(heights, column, strict=True) if at == each) for each in range(3)]
    assert sums == [16, 13, 25]
    assert spread([4, 4], 2) == [0, 1]


def test_what_manages_the_library_has_its_heading_in_a_window_that_is_shown_already(
    window: MainWindow, checkout: CheckoutPage, qtbot: QtBot
) -> None:
    assert window.isVisible() and not window.navigation._manage.isVisible()
    place = Place("house", "settings-2", "Administration", Key.ADMINISTRATION, manages=True)
    window.add_page_later(place, QWidget)
    qtbot.wait(5)
    assert window.navigation.rows["house"].isVisible() and window.navigation._manage.isVisible()
    window.navigation.allow("house", False)
    assert not window.navigation._manage.isVisible()
