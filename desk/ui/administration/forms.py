"""Fields with a label above and the reason below when something is wrong, and the card that holds them."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.ui.keys import Key
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Rule, Surface, Text
from desk.ui.parts.room import Room, bring_into_sight
from desk.ui.theme import MEDIUM, SEMIBOLD, Look

# What the bar at the side of a page that scrolls takes, at 100 %.
SCROLL = 14


class Field(QWidget):
    """A label, its box, and room for what is wrong with it."""

    def __init__(self, look: Look, label: str, box: QWidget, hint: str = "") -> None:
        super().__init__()
        self._box = box
        self._hint = hint
        box.setFont(look.font(14))
        box.setAccessibleName(label)
        self._below = Text(look, hint, 12, colour="ink3", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        column.addWidget(Text(look, label, 13, MEDIUM))
        column.addWidget(box)
        column.addWidget(self._below)
        if not hint:
            self._below.hide()
        self.setFocusProxy(box)

    def value(self) -> str:
        """What was entered or chosen."""
        return ""

    def set_trouble(self, words: str) -> None:
        """What is wrong; no words when all is well."""
        self._below.setText(words or self._hint)
        self._below.set_colour("bad_ink" if words else "ink3")
        self._below.setVisible(bool(words or self._hint))
        self._box.setAccessibleDescription(words or self._hint)
        mark_wrong(self._box, bool(words))
        if words:
            bring_into_sight(self)

    def set_hint(self, words: str) -> None:
        """Something else that helps below the box; nothing is wrong."""
        self._hint = words
        self.set_trouble("")

    def trouble(self) -> bool:
        """Whether something is wrong here."""
        return bool(self._box.property("wrong"))


def mark_wrong(box: QWidget, wrong: bool) -> None:
    """Give a box the edge of one that cannot be read, or its usual one."""
    if bool(box.property("wrong")) != wrong:
        box.setProperty("wrong", wrong)
        box.style().unpolish(box)
        box.style().polish(box)


class LineField(Field):
    """One line of text; a secret one shows dots."""

    def __init__(self, look: Look, label: str, words: str = "", hint: str = "", *, secret: bool = False) -> None:
        self.line = QLineEdit(words)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            self.line.setInputMethodHints(hints)
        super().__init__(look, label, self.line, hint)

    def value(self) -> str:
        """What was entered; a secret exactly so."""
        hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
        return self.line.text() if hidden else self.line.text().strip()


class PickField(Field):
    """One of a list; a long list can be searched by typing."""

    def __init__(
        self, look: Look, label: str, choices: tuple[Choice, ...], current: str = "", *, search: bool = False
    ) -> None:
        self.box = picker(choices, current, search=search)
        super().__init__(look, label, self.box)
        line = self.box.lineEdit()
        if line is not None:
            line.setAccessibleName(label)

    def value(self) -> str:
        """The value chosen, or what was typed when the list does not have it."""
        words = self.box.currentText().strip()
        at = self.box.findText(words, Qt.MatchFlag.MatchFixedString)
        return str(self.box.itemData(at)) if at >= 0 else words

    def settle(self) -> None:
        """What was typed stands for the only line that has it."""
        words = self.box.currentText().strip().replace("_", " ")
        at = self.box.findText(words, Qt.MatchFlag.MatchFixedString)
        lines = [row for row in range(self.box.count()) if words.casefold() in self.box.itemText(row).casefold()]
        if at < 0 and words and len(lines) == 1:
            at = lines[0]
        if at >= 0:
            self.box.setCurrentIndex(at)
            self.box.setEditText(self.box.itemText(at))


def picker(choices: tuple[Choice, ...], current: str = "", *, search: bool = False) -> QComboBox:
    """A box to choose from; a long list can be searched by typing."""
    box = QComboBox()
    for choice in choices:
        box.addItem(choice.label, choice.value)
    box.setCurrentIndex(max(0, box.findData(current)))
    box.setMaxVisibleItems(12)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    if search:
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = box.completer()
        line = box.lineEdit()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        if line is not None:
            line.installEventFilter(WholeMark(line))
    return box


class WholeMark(QObject):
    """A click into a line that can be searched marks all of it, so that typing begins anew."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse puts its cursor first, hence the wait for the next turn."""
        if event.type() is QEvent.Type.FocusIn:
            QTimer.singleShot(0, self._line, self._line.selectAll)
        return super().eventFilter(watched, event)


class WholePage(QWidget):
    """A page over the whole window: a title and a column of content in the middle that scrolls when it must."""

    def __init__(self, look: Look, title: str, subtitle: str = "", width: int = 720) -> None:
        super().__init__()
        self.look = look
        px = look.px
        self.column = QVBoxLayout()
        self.column.setSpacing(px(16))
        self.column.addWidget(Text(look, title, 28, SEMIBOLD, wrap=True))
        self.subtitle = Text(look, subtitle, 15, colour="ink2", wrap=True)
        self.column.addWidget(self.subtitle)
        if not subtitle:
            self.subtitle.hide()
        held = QWidget()
        held.setLayout(self.column)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(held)
        middle.addStretch(2)
        across = QHBoxLayout()
        across.setContentsMargins(px(24), px(24), px(24), px(24))
        across.addStretch(1)
        across.addLayout(middle, 20)
        across.addStretch(1)
        self._columns = [(held, width)]
        self.area = Room(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column and the foot are as wide as designed, or as the window lets them."""
        super().resizeEvent(event)
        px = self.look.px
        for held, width in self._columns:
            held.setFixedWidth(max(1, min(px(width), self.width() - px(2 * 24 + SCROLL))))

    def foot(self, width: int = 720) -> QVBoxLayout:
        """A bar under the column that never scrolls away, to be filled."""
        px = self.look.px
        held = QWidget()
        self._columns.append((held, width))
        held.setFixedWidth(px(width))
        column = QVBoxLayout(held)
        edge = column.contentsMargins()
        column.setContentsMargins(edge.left(), px(10), edge.right(), px(14))
        column.setSpacing(px(6))
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addWidget(Rule(self.look))
        outer.addWidget(held, 0, Qt.AlignmentFlag.AlignHCenter)
        return column

    def press(self, key: Key) -> bool:
        """A key of the table; False when the page has no use for it."""
        return False

    def card(self) -> tuple[Surface, QVBoxLayout]:
        """A card in the column, to be filled."""
        surface = Surface(self.look)
        column = QVBoxLayout(surface)
        px = self.look.px
        column.setContentsMargins(px(20), px(18), px(20), px(18))
        column.setSpacing(px(14))
        self.column.addWidget(surface)
        return surface, column


def pair(look: Look, left: QWidget, right: QWidget) -> QHBoxLayout:
    """Two fields side by side."""
    row = QHBoxLayout()
    row.setSpacing(look.px(16))
    row.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
    return row
