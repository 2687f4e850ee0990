"""Zoom, colours and small windows: everything follows while the window stands, and nothing is lost on the way."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QScrollBar, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk.settings import Theme
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.frame import MainWindow
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.parts.person_panel import PersonPanel
from desk.ui.theme import Look
from desk.ui.tokens import Scheme
from desk.ui.zoom import QTS_OWN, designed, refit
from desk.wording.shapes import Card, Tone
from tests.ui.shapes import fill


@pytest.fixture
def large(look: Look) -> Iterator[Look]:
    """A look whose zoom is set back afterwards."""
    yield look
    look.set_zoom(100)
    look.set_theme(Theme.LIGHT)


def sizes(window: QWidget) -> dict[int, tuple[object, ...]]:
    """Everything that zoom changes, widget by widget."""
    return {
        id(each): (
            each.minimumSize().toTuple(),
            each.maximumSize().toTuple(),
            each.font().pixelSize() if isinstance(each, Text) else 0,
            _margins(each),
            each.layout().spacing() if each.layout() is not None else None,
        )
        for each in window.findChildren(QWidget)
        if not each.objectName().startswith(QTS_OWN) and not isinstance(each, (QScrollBar, PersonPanel))
    }


def _margins(widget: QWidget) -> tuple[int, ...]:
    layout = widget.layout()
    margins = layout.contentsMargins() if layout is not None else widget.contentsMargins()
    return margins.left(), margins.top(), margins.right(), margins.bottom()


@pytest.mark.parametrize("percent", [80, 90, 100, 110, 125, 150, 175, 200])
def test_what_was_designed_is_found_again(percent: int) -> None:
    zoom = percent / 100
    for pixels in range(1, 60):
        shown = round(pixels * zoom)
        assert round(designed(shown, zoom) * zoom) == shown
        if percent >= 100:
            assert designed(shown, zoom) == pixels


def test_after_any_walk_through_the_zooms_all_is_as_before(
    window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage, large: Look, qtbot: QtBot
) -> None:
    fill(checkout, checkin)
    qtbot.wait(20)
    stood = window.findChildren(QWidget)  # held, so that no new widget takes the place of one that has gone
    before = sizes(window)
    for percent in (150, 80, 200, 90, 125, 100):
        assert large.set_zoom(percent) == percent
        qtbot.wait(5)
    after = sizes(window)
    kept = before.keys() & after.keys() & {id(each) for each in stood if isValid(each)}
    assert len(kept) > 100 and {each: after[each] for each in kept} == {each: before[each] for each in kept}


def test_a_window_that_was_enlarged_is_as_one_that_was_made_so(qtbot: QtBot, large: Look) -> None:
    def page() -> CheckoutPage:
        made = CheckoutPage(large)
        qtbot.addWidget(made)
        made.resize(1400, 800)
        made.show()
        return made

    grown = page()
    large.set_zoom(150)
    made = page()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for found, wanted in zip(sizes(grown).values(), sizes(made).values(), strict=True):
        flat = list(zip(_numbers(found), _numbers(wanted), strict=True))
        assert all(abs(one - other) <= 1 for one, other in flat), (found, wanted)


def _numbers(of: tuple[object, ...]) -> list[int]:
    return [number for part in of for number in (part if isinstance(part, tuple) else (part or 0,))]


def test_what_somebody_sets_in_between_is_kept(qtbot: QtBot) -> None:
    widget = QWidget()
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    row.addWidget(widget)
    widget.setFixedHeight(40)
    refit([widget], 1.0, 2.0)
    assert widget.minimumHeight() == widget.maximumHeight() == 80
    widget.setFixedHeight(30)  # as a card that fits itself to its words
    refit([widget], 2.0, 1.0)
    assert widget.minimumHeight() == 15


def test_zoom_goes_in_steps_and_never_out_of_its_bounds(large: Look) -> None:
    assert [large.step_zoom(1) for _step in range(6)] == [110, 125, 150, 175, 200, 200]
    assert [large.step_zoom(-1) for _step in range(8)] == [175, 150, 125, 110, 100, 90, 80, 80]
    assert large.set_zoom(1000) == 200 and large.set_zoom(3) == 80


def test_other_colours_leave_the_letters_as_large_as_they_were(
    window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage, large: Look, qtbot: QtBot
) -> None:
    fill(checkout, checkin)
    large.set_zoom(150)
    qtbot.wait(10)
    stood = window.findChildren(Text)
    before = {id(each): each.font().pixelSize() for each in stood}
    for theme in (Theme.DARK, Theme.CONTRAST, Theme.LIGHT):
        large.set_theme(theme)
        qtbot.wait(10)
        assert {id(each): each.font().pixelSize() for each in stood if isValid(each)} == before
    large.set_zoom(100)
    assert all(each.font().pixelSize() == round(before[id(each)] / 1.5) for each in stood if isValid(each))


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.CONTRAST])
def test_scan_field_and_result_are_in_sight_at_every_zoom_and_in_every_theme(
    window: MainWindow,
    checkout: CheckoutPage,
    checkin: CheckinPage,
    large: Look,
    qtbot: QtBot,
    theme: Theme,
    percent: int,
) -> None:
    fill(checkout, checkin)
    window.show_page("checkout")
    large.set_theme(theme)
    large.set_zoom(percent)
    for size in (QSize(1366, 768), QSize(1024, 700)):
        window.resize(size)
        qtbot.wait(20)
        assert window.size() == size
        assert checkout.scan.visibleRegion().boundingRect().height() == checkout.scan.height()
        card = checkout.card.visibleRegion().boundingRect()
        assert card.width() == checkout.card.width() and card.top() == 0 and card.height() >= large.px(60)
        for button in checkout.footer.buttons.values():
            qtbot.waitUntil(lambda b=button: b.width() >= b.minimumSizeHint().width() or not b.isVisible())


def test_in_a_much_enlarged_window_the_reader_stands_under_the_rows(
    window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage, large: Look, qtbot: QtBot
) -> None:
    fill(checkout, checkin)
    window.show_page("checkout")
    window.resize(QSize(1366, 768))
    qtbot.wait(20)
    assert checkout.panel.x() > checkout.table.x()
    large.set_zoom(200)
    qtbot.wait(20)
    assert checkout._across.direction() is QBoxLayout.Direction.TopToBottom
    assert checkout.panel.width() > large.size("context_panel")
    finish = checkout.footer.buttons["finish"]
    qtbot.waitUntil(lambda: finish.isVisible() and checkout._room.verticalScrollBar().maximum() > 0)
    finish.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: not finish.visibleRegion().isEmpty())  # it scrolls to whom Tab comes


def test_the_system_that_wants_contrast_has_it(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hints:
        def accessibility(self) -> "Hints":
            return self

        def contrastPreference(self) -> Qt.ContrastPreference:
            return Qt.ContrastPreference.HighContrast

    monkeypatch.setattr(look, "_app", type("App", (), {"styleHints": lambda self: Hints()})())
    monkeypatch.setattr(look, "theme", Theme.SYSTEM)
    assert look.scheme is Scheme.CONTRAST


def test_a_new_system_colour_is_followed(look: Look, qapp: QApplication, qtbot: QtBot) -> None:
    look.set_theme(Theme.SYSTEM)
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    dark = look.scheme, look.colour("app").name()
    hints.setColorScheme(Qt.ColorScheme.Light)
    light = look.scheme
    hints.unsetColorScheme()
    look.set_theme(Theme.LIGHT)
    if dark[0] is not light:  # a platform that knows no colours says nothing
        assert dark == (Scheme.DARK, "#12171e") and light is Scheme.LIGHT


def test_where_words_need_the_room_the_icon_goes_first(qtbot: QtBot, look: Look) -> None:
    button = KeyButton(look, "Finish visit", "F12", "check")
    qtbot.addWidget(button)
    whole = button.sizeHint().width()
    button.set_plain(True)
    assert button.sizeHint().width() == whole - look.px(25) and button.accessibleName() == "Finish visit, F12"


def test_nothing_moves_by_itself(qapp: QApplication, window: MainWindow) -> None:
    window.show_page("checkin")
    window.show_page("checkout")
    moving = [each for each in window.findChildren(QVariantAnimation) if each.state() is each.State.Running]
    assert moving == [] and not window.isAnimated()


def test_a_shelf_mark_is_not_torn_apart_by_other_colours(checkin: CheckinPage, large: Look, qtbot: QtBot) -> None:
    checkin.show_card(Card(Tone.HOLD, "bookmark", "Hold shelf, LIN-7765", ""))
    headline = next(each for each in checkin.card.findChildren(Text) if each.text().startswith("Hold shelf"))
    tabular = QFont.Tag("tnum")
    assert tabular not in headline.font().featureTags()
    large.set_theme(Theme.DARK)
    large.set_zoom(150)
    qtbot.wait(10)
    assert tabular not in headline.font().featureTags() and headline.font().pixelSize() == 33
