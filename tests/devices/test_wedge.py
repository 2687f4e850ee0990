"""A scanner that types is heard whatever has the focus, and leaves nothing behind there."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk.devices.focus_memory import TYPED_ONLY, TYPES_INTO
from desk.devices.states import DeviceState
from desk.devices.wedge import WedgeScanner
from desk.settings import Scanner

ITEM = "30500004128818"
CTRL = Qt.KeyboardModifier.ControlModifier


class Clock:
    """The time, as the test wants it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Desk(QWidget):
    """A window with one of everything that can have the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.scan, self.line = QLineEdit(), QLineEdit("Lindqvist")
        self.note, self.rich = QPlainTextEdit("Water stain\npage 40"), QTextEdit("A note")
        self.choice, self.written = QComboBox(), QComboBox()
        self.number, self.day = QSpinBox(), QDateEdit()
        self.pay, self.agreed = QPushButton("Pay all"), QCheckBox("Agreed")
        self.rows = QListView()
        self.paid = 0
        self._fill()
        layout = QVBoxLayout(self)
        for each in self.everything():
            layout.addWidget(each)

    def everything(self) -> list[QWidget]:
        """All that can have the focus."""
        texts = [self.scan, self.line, self.note, self.rich, self.written, self.number, self.day]
        return [*texts, self.choice, self.pay, self.agreed, self.rows]

    def _fill(self) -> None:
        for combo in (self.choice, self.written):
            combo.addItems(["1 week", "2 weeks", "3 weeks", "30 days"])
            combo.setCurrentIndex(1)
        self.written.setEditable(True)
        self.number.setRange(0, 10**9)
        self.number.setValue(7)
        self.rows.setModel(QStringListModel(["alpha", "31 days", "30500", "zulu"], self))
        self.rows.setCurrentIndex(self.rows.model().index(3, 0))
        self.pay.clicked.connect(self._pay)
        self.pay.setAutoDefault(True)

    def _pay(self) -> None:
        self.paid += 1

    def state(self) -> list[object]:
        """Everything that a stray key could have changed."""
        texts = [self.scan.text(), self.line.text(), self.note.toPlainText(), self.rich.toPlainText()]
        values = [self.written.currentText(), self.written.currentIndex(), self.choice.currentIndex()]
        return [*texts, *values, self.number.value(), self.day.date(), self.paid, self.agreed.isChecked(), self._row()]

    def _row(self) -> int:
        return self.rows.currentIndex().row()


class Keyboard:
    """Presses keys on whatever has the focus, with the given time between them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        receiver = QApplication.focusWidget()
        assert receiver is not None
        QTest.keyPress(receiver, key, modifier)
        QTest.keyRelease(QApplication.focusWidget() or receiver, key, modifier)

    def type(self, text: str, gap: float, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        for char in text:
            self._clock.now += gap
            self.press(char)
        if end is not None:
            self._clock.now += gap
            self.press(end)

    def scan(self, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        self._clock.now += 1.0
        self.type(text, 0.002, end)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyboard(clock: Clock) -> Keyboard:
    return Keyboard(clock)


@pytest.fixture
def window(qtbot: QtBot) -> Desk:
    window = Desk()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def wedge(clock: Clock, qapp: QApplication) -> Iterator[WedgeScanner]:
    device = WedgeScanner(Scanner(), clock=clock)
    device.start()
    yield device
    device.stop()


@pytest.fixture
def heard(wedge: WedgeScanner) -> list[str]:
    codes: list[str] = []
    wedge.scanned.connect(codes.append)
    return codes


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_scan_is_heard_in_every_control_and_changes_none(
    window: Desk, keyboard: Keyboard, heard: list[str], number: int, end: Qt.Key
) -> None:
    focused = window.everything()[number]
    focused.setFocus()
    before = window.state()
    keyboard.scan(ITEM, end)
    assert heard == [ITEM]
    assert window.state() == before
    assert QApplication.focusWidget() is focused


def test_a_scan_in_an_empty_window_is_heard(qtbot: QtBot, clock: Clock, heard: list[str]) -> None:
    bare = QWidget()
    qtbot.addWidget(bare)
    bare.show()
    for char in ITEM:
        clock.now += 0.002
        QTest.keyClick(bare, char)
    QTest.keyClick(bare, Qt.Key.Key_Return)
    assert heard == [ITEM]


def test_five_hundred_scans_in_one_go_are_heard_in_order(window: Desk, keyboard: Keyboard, heard: list[str]) -> None:
    codes = [f"3050000{number:07d}" for number in range(500)]
    focused = window.everything()
    before = window.state()
    for number, code in enumerate(codes):
        focused[number % len(focused)].setFocus()
        keyboard.scan(code)
    assert heard == codes
    assert window.state() == before


def test_a_scan_replaces_nothing_that_was_marked(window: Desk, keyboard: Keyboard, heard: list[str]) -> None:
    window.line.setFocus()
    window.line.setSelection(2, 4)
    window.note.selectAll()
    keyboard.scan(ITEM)
    assert (window.line.text(), window.line.selectedText()) == ("Lindqvist", "ndqv")
    window.note.setFocus()
    keyboard.scan(ITEM)
    assert window.note.toPlainText() == "Water stain\npage 40"
    assert window.note.textCursor().hasSelection()
    assert len(heard) == 2


def test_a_scan_leaves_nothing_to_take_back_in_a_line(window: Desk, keyboard: Keyboard, heard: list[str]) -> None:
    told: list[str] = []
    for line, before in ((window.scan, ""), (window.line, "Lindqvist M")):
        line.setFocus()
        line.end(False)
        keyboard.type(before[9:], 0.2, end=None)
        line.textEdited.connect(told.append)
        keyboard.scan(ITEM)
        assert line.text() == told[-1] == before
        assert not line.isUndoAvailable()
        assert not line.isRedoAvailable()
    assert heard == [ITEM] * 2


@pytest.mark.parametrize("pause", [0.2, 5.0])
def test_a_scan_leaves_nothing_to_take_back_in_a_note(
    window: Desk, keyboard: Keyboard, heard: list[str], pause: float
) -> None:
    for note in (window.note, window.rich):
        note.setFocus()
        before = note.toPlainText()
        keyboard.type("Torn ", pause, end=None)
        keyboard.scan(ITEM)
        assert note.toPlainText() == "Torn " + before
        note.selectAll()
        keyboard.scan(ITEM)
        for step in (note.undo, note.undo, note.redo, note.redo):
            step()
            assert ITEM not in note.toPlainText()
    assert heard == [ITEM] * 4


@pytest.mark.parametrize("gap", [0.05, 0.09, 0.2])
def test_digits_that_a_person_types_stay_and_their_enter_counts(
    window: Desk, keyboard: Keyboard, heard: list[str], gap: float
) -> None:
    entered: list[str] = []
    window.scan.returnPressed.connect(lambda: entered.append(window.scan.text()))
    window.scan.setFocus()
    keyboard.type(ITEM, gap)
    assert heard == []
    assert entered == [ITEM]


def test_a_person_may_press_a_button_with_space_or_enter(window: Desk, keyboard: Keyboard, clock: Clock) -> None:
    window.pay.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Space):
        clock.now += 0.3
        keyboard.press(key)
    assert window.paid == 2


def test_a_space_inside_a_code_presses_no_button(window: Desk, keyboard: Keyboard, heard: list[str]) -> None:
    window.pay.setFocus()
    keyboard.scan("AB 12 CD")
    window.agreed.setFocus()
    keyboard.scan("AB 12 CD")
    assert heard == ["AB 12 CD"] * 2
    assert window.paid == 0
    assert not window.agreed.isChecked()


def test_cr_and_lf_end_one_scan(window: Desk, keyboard: Keyboard, clock: Clock, heard: list[str]) -> None:
    window.pay.setFocus()
    keyboard.scan(ITEM)
    clock.now += 0.002
    keyboard.press(Qt.Key.Key_Return)
    clock.now += 0.002
    keyboard.press(Qt.Key.Key_J, CTRL)
    assert heard == [ITEM]
    assert window.paid == 0


def test_inside_a_burst_control_and_a_letter_are_no_shortcut(
    window: Desk, keyboard: Keyboard, clock: Clock, heard: list[str]
) -> None:
    muted: list[bool] = []
    mute = QAction("Mute", window, shortcut=QKeySequence("Ctrl+M"))
    mute.triggered.connect(lambda: muted.append(True))
    window.addAction(mute)
    window.line.setFocus()
    keyboard.scan(ITEM, end=None)
    clock.now += 0.002
    keyboard.press(Qt.Key.Key_M, CTRL)
    assert heard == [ITEM]
    assert muted == []
    assert window.line.text() == "Lindqvist"
    clock.now += 1.0
    keyboard.press(Qt.Key.Key_M, CTRL)
    assert muted == [True]


def test_the_prefix_of_the_settings_is_known_even_as_a_control_key(
    window: Desk, keyboard: Keyboard, clock: Clock, qapp: QApplication
) -> None:
    narrowed: list[bool] = []
    narrow = QAction("Narrow", window, shortcut=QKeySequence("Ctrl+B"))
    narrow.triggered.connect(lambda: narrowed.append(True))
    window.addAction(narrow)
    device = WedgeScanner(Scanner(prefix="\x02", suffix="\x03"), clock=clock)
    codes: list[str] = []
    device.scanned.connect(codes.append)
    device.start()
    window.line.setFocus()
    keyboard.press(Qt.Key.Key_B, CTRL)
    keyboard.type(ITEM, 0.080, end=None)
    keyboard.press(Qt.Key.Key_C, CTRL)
    keyboard.press(Qt.Key.Key_Return)
    device.stop()
    assert codes == [ITEM]
    assert narrowed == []
    assert window.line.text() == "Lindqvist"


def test_a_key_held_down_is_no_scan(window: Desk, clock: Clock, heard: list[str]) -> None:
    window.line.setFocus()
    for repeat in (False, *[True] * 20):
        clock.now += 0.030
        no_modifier = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(window.line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, no_modifier, "7", repeat))
    QTest.keyClick(window.line, Qt.Key.Key_Return)
    assert heard == []
    assert window.line.text() == "Lindqvist" + "7" * 21


def _press(widget: QWidget, char: str, *, repeat: bool) -> None:
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(char)), Qt.KeyboardModifier.NoModifier, char, repeat)
    QApplication.sendEvent(widget, key)


def test_a_doubled_digit_that_looks_like_a_repeat_belongs_to_the_scan(
    window: Desk, clock: Clock, heard: list[str]
) -> None:
    window.scan.setFocus()
    for code in ("30000004100018", "00055500066600"):
        clock.now += 1.0
        for before, char in pairwise(" " + code):
            clock.now += 0.001
            _press(window.scan, char, repeat=char == before)
        QTest.keyClick(window.scan, Qt.Key.Key_Return)
        assert window.scan.text() == ""
    assert heard == ["30000004100018", "00055500066600"]


def test_a_person_who_types_quickly_and_holds_the_last_key_scans_nothing(
    window: Desk, clock: Clock, heard: list[str]
) -> None:
    window.scan.setFocus()
    for char, gap, repeat in (("1", 1.0, False), ("7", 0.03, False), ("7", 0.25, True), *[("7", 0.03, True)] * 9):
        clock.now += gap
        _press(window.scan, char, repeat=repeat)
    QTest.keyClick(window.scan, Qt.Key.Key_Return)
    assert heard == []
    assert window.scan.text() == "1" + "7" * 11


def test_a_control_that_is_gone_when_the_scan_ends_does_no_harm(
    window: Desk, keyboard: Keyboard, heard: list[str]
) -> None:
    from shiboken6 import delete

    window.line.setFocus()
    keyboard.scan(ITEM[:9], end=None)
    delete(window.line)
    window.pay.setFocus()
    keyboard.type(ITEM[9:], 0.002)
    assert heard == [ITEM]
    assert window.paid == 0


def test_the_state_says_that_it_types(wedge: WedgeScanner) -> None:
    assert wedge.state is DeviceState.KEYBOARD


def test_nothing_is_kept_back_after_the_end(
    window: Desk, keyboard: Keyboard, wedge: WedgeScanner, heard: list[str]
) -> None:
    wedge.stop()
    window.line.setFocus()
    keyboard.scan("1234")
    assert heard == []
    assert window.line.text() == "Lindqvist1234"


def test_keys_in_pairs_reach_the_parent_once(qtbot: QtBot, clock: Clock, heard: list[str]) -> None:
    """A control that takes no keys passes them to its parents; each key press still counts once."""
    outer = QWidget()
    inner = QWidget(outer)
    qtbot.addWidget(outer)
    outer.show()
    for first, _ in pairwise("11223344556677889900\n"):
        clock.now += 0.002
        QTest.keyClick(inner, first)
    QTest.keyClick(inner, Qt.Key.Key_Return)
    assert heard == ["11223344556677889900"]


def test_quick_typing_stays_typing_where_no_scan_is_meant(qtbot: QtBot, clock: Clock, heard: list[str]) -> None:
    secret = QLineEdit()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    secret.setProperty(TYPED_ONLY, True)
    qtbot.addWidget(secret)
    secret.show()
    for char in "secret-pass":  # as a password manager types
        clock.now += 0.002
        QTest.keyClick(secret, char)
    QTest.keyClick(secret, Qt.Key.Key_Return)
    assert heard == [] and secret.text() == "secret-pass"


class HandingOn(QListView):
    """A list that hands typing on to a line, and the keyboard with it."""

    def __init__(self, *lines: QLineEdit) -> None:
        super().__init__()
        self._lines = lines
        self.setProperty(TYPES_INTO, list(lines) if len(lines) > 1 else lines[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All of it goes on there."""
        for line in self._lines:
            line.insert(event.text())
        self._lines[0].setFocus()


@pytest.mark.parametrize("several", [False, True])
def test_a_scan_leaves_nothing_in_the_lines_to_which_a_list_hands_typing_on(
    window: Desk, keyboard: Keyboard, heard: list[str], several: bool
) -> None:
    rows = HandingOn(window.line, window.scan) if several else HandingOn(window.line)
    rows.setModel(window.rows.model())
    window.layout().addWidget(rows)
    rows.show()
    rows.setFocus()
    before = window.state()
    keyboard.scan(ITEM)
    assert heard == [ITEM] and window.state() == before
    assert QApplication.focusWidget() is rows
    keyboard.type("30", 0.2, end=None)
    assert window.line.text() == "Lindqvist30" and QApplication.focusWidget() is window.line
