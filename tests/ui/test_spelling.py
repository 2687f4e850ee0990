"""The keys of a station: which may be given, which may not, and what is shown then."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.commands.deeds import deeds
from desk.ui.commands.matching import fit
from desk.ui.commands.spelling import Fault, fault, holder, read_own, table
from desk.ui.frame import MainWindow
from desk.ui.keys import SEQUENCES, Key, cap, key_named, sequence, use_keys
from tests.ui.test_keys import CTRL, K, heard


@pytest.fixture(autouse=True)
def standard() -> Iterator[None]:
    """Every test ends with the keys as they were."""
    yield
    use_keys({})


@pytest.mark.parametrize(
    ("name", "spelled", "wrong"),
    [
        (Key.FINISH, "Ctrl+F12", None),
        (Key.FINISH, "F5", None),
        (Key.FINISH, "", None),
        (Key.FINISH, "a", Fault.TYPED),
        (Key.FINISH, "Shift+7", Fault.TYPED),
        (Key.FINISH, "Return", Fault.TYPED),
        (Key.FINISH, "Shift+Tab", Fault.TYPED),
        (Key.FINISH, "Space", Fault.TYPED),
        (Key.FINISH, "Ctrl+Space", Fault.TYPED),
        (Key.FINISH, "Del", Fault.TYPED),
        (Key.FINISH, "Ctrl+C", Fault.KEPT),
        (Key.FINISH, "Alt+1", Fault.KEPT),
        (Key.FINISH, "Ctrl+K, Ctrl+L", Fault.UNREADABLE),
        (Key.FINISH, "no key at all", Fault.UNREADABLE),
        (Key.OVERRIDE, "F5", Fault.BARE),
        (Key.OVERRIDE, "F10", None),
        (Key.OVERRIDE, "Ctrl+F5", None),
        (Key.RECOMMENDED, "F4", Fault.BARE),
        (Key.OVERRIDE, "Esc", Fault.BARE),
        (Key.OVERRIDE, "Ctrl+J", Fault.BARE),
        (Key.OVERRIDE, "ctrl+[", Fault.BARE),
        (Key.RECOMMENDED, "Ctrl+M", Fault.BARE),
        (Key.RECOMMENDED, "Ctrl+Enter", None),
        (Key.OVERRIDE, "Ctrl+Shift+J", None),
        (Key.OVERRIDE, "Ctrl+Alt+J", None),
        (Key.FINISH, "Ctrl+J", None),
        (Key.FINISH, "ctrl+v", Fault.KEPT),
        (Key.FINISH, "F4+Alt", Fault.UNREADABLE),
    ],
)
def test_no_key_that_is_typed_or_slips_does_anything(name: Key, spelled: str, wrong: Fault | None) -> None:
    assert fault(name, spelled) is wrong


def test_the_standard_keys_keep_their_own_rules() -> None:
    assert [name for name, spelled in SEQUENCES.items() if fault(name, spelled)] == []
    assert {deed.key for deed in deeds()} == set(Key), "every key stands in the palette and on the sheet"


def test_a_key_that_is_taken_is_known_with_who_has_it() -> None:
    assert holder("Ctrl+R", table({})) is Key.RENEW
    assert holder("Ctrl+R", table({Key.RENEW: "Ctrl+Shift+R"})) is None
    assert holder("", table({})) is None


def test_a_file_written_by_hand_gives_what_can_be_used() -> None:
    stored = {"finish": "Ctrl+F12", "nonsense": "F5", "print": "x", "renew": "F8", "check_out": "F3", "check_in": "F2"}
    own, wrong = read_own(stored)
    assert own == {Key.FINISH: "Ctrl+F12", Key.CHECK_OUT: "F3", Key.CHECK_IN: "F2"}
    assert wrong == ["nonsense", "print", "renew"]


def test_however_a_key_is_written_it_is_the_same_key() -> None:
    for spelled in ("ctrl+z", "Shift+Ctrl+Z", "Ctrl+=", "ctrl++", "f2", "ctrl+enter"):
        assert read_own({"renew": spelled}) == ({}, ["renew"]), spelled
    assert holder("Ctrl+=", table({})) is Key.ZOOM_IN and holder("Ctrl+=", table({Key.ZOOM_IN: "F4"})) is None
    assert holder("Ctrl++", table({Key.ZOOM_IN: "F4", Key.RENEW: "Ctrl+="})) is Key.RENEW
    assert read_own({"finish": "shift+ctrl+f12"}) == ({Key.FINISH: "Ctrl+Shift+F12"}, [])
    assert read_own({"aside": "Ctrl+G", "override": "Esc"}) == ({Key.ASIDE: "Ctrl+G"}, ["override"])


def test_a_changed_key_is_shown_everywhere_and_the_old_one_does_nothing(
    window: MainWindow, checkout: CheckoutPage
) -> None:
    said = heard(checkout.command)
    use_keys({Key.FINISH: "Ctrl+F12"})
    window.keys.listen()
    finish = checkout.footer.buttons["finish"]
    finish.respell()
    assert cap("F12") == cap(Key.FINISH) == finish.key == "Ctrl F12"
    assert finish.accessibleName() == "Finish visit, Ctrl F12"
    assert key_named("F12") is Key.FINISH and sequence(Key.FINISH) == "Ctrl+F12"
    QTest.keyClick(checkout.scan.line, K.Key_F12)
    assert said == []
    QTest.keyClick(checkout.scan.line, K.Key_F12, CTRL)
    assert said == ["finish"]


def test_plus_has_a_keycap_and_needs_no_shift(window: MainWindow) -> None:
    assert cap(Key.ZOOM_IN) == "Ctrl +" and cap(Key.ZOOM_OUT) == "Ctrl -" and cap(Key.STATUS_PRINTER) == ""
    before = window.look.percent
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Equal, CTRL)
    assert window.look.percent > before and window.status.zoom.label == f"{window.look.percent} %"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Minus, CTRL)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_0, CTRL)
    assert window.look.percent == 100


@pytest.mark.parametrize(
    ("typed", "name", "score"),
    [
        ("check in", "Check in", 100),
        ("chec", "Check in", 80),
        ("in ch", "Check in", 60),
        ("eck", "Check in", 40),
        ("chin", "Check in", 20),
        ("ci", "Check in", 20),
        ("pay", "Parked visits", 0),
        ("nichts", "Check in", 0),
        ("écha", "Échanger", 80),
        ("", "Check in", 0),
    ],
)
def test_a_command_is_found_by_what_somebody_types(typed: str, name: str, score: int) -> None:
    assert fit(typed, name) == score
