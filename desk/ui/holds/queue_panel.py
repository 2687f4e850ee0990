"""The queue of one title, beside the list: dragged or moved by keys, never a dialog."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk.i18n import _, ngettext
from desk.rules.queue import Move
from desk.rules.vocabulary import HoldStatus
from desk.services.holds.lists import HoldLine, Lines
from desk.ui import paint
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key, key_named, normal, sequence
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.parts.side_panel import SidePanel
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.context import Place
from desk.wording.holds.rows import state_pill
from desk.wording.shapes import Tone, Weight

LINE = Qt.ItemDataRole.UserRole
PLACE = LINE + 1
ROW = 58


class QueueDelegate(QStyledItemDelegate):
    """One who waits: the place in line, two letters and the end of a card, where it is picked up, the state."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.place: Place | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines."""
        return QSize(self._look.px(120), self._look.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line."""
        line: HoldLine = index.data(LINE)
        if self.place is None:
            return
        px, look, rect = self._look.px, self._look, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            paint.box(painter, rect.adjusted(0, 1, 0, -2), px(8), look.colour("sel"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour("line"))
        if option.state & QStyle.StateFlag.State_Selected and option.widget.hasFocus():
            paint.box(painter, rect.adjusted(1, 1, -2, -3), px(8), None, look.colour("accent"), 2)
        number = QRect(rect.x() + px(6), rect.y(), px(30), rect.height())
        painter.setFont(look.font(16, SEMIBOLD, figures=True))
        said = str(line.position) if line.position else "·"
        paint.text(painter, self._turn(option, number), said, look.colour("ink3"), Qt.AlignmentFlag.AlignCenter)
        left, middle = rect.x() + px(44), rect.center().y()
        width = rect.right() - left - px(6)
        painter.setFont(look.font(14, MEDIUM))
        above = QRect(left, middle - px(21), width, px(20))
        paint.text(painter, self._turn(option, above), f"{line.reader} · {line.pickup}", look.colour("ink"))
        pill = state_pill(line, self.place)
        if pill.tone is Tone.MUTE:
            painter.setFont(look.font(13))
            plain = QRect(left, middle + px(2), width, px(20))
            paint.text(painter, self._turn(option, plain), pill.text, look.colour("ink2"))
            painter.restore()
            return
        size = paint.pill_size(look, pill, 22)
        below = QRect(left - px(4), middle + px(2), min(size.width(), width), size.height())
        turned = option.direction is Qt.LayoutDirection.RightToLeft
        paint.pill(painter, look, self._turn(option, below), pill, False, turned)
        painter.restore()

    def _turn(self, option: QStyleOptionViewItem, rect: QRect) -> QRect:
        return QStyle.visualRect(option.direction, option.rect, rect)


class QueueList(QListWidget):
    """Those who wait. A line is dragged to its place, or moved with Alt and the arrows."""

    moved = Signal(int, object, int)
    removed = Signal(int)
    asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Who waits"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumHeight(look.px(ROW + 6))

    def hold(self) -> HoldLine | None:
        """The line that the keyboard is on."""
        line = self.currentIndex().data(LINE)
        return line if isinstance(line, HoldLine) else None

    def dropEvent(self, event: QDropEvent) -> None:
        """Where it is dropped is its place among those who wait."""
        line = self.hold()
        super().dropEvent(event)
        if line is None:
            return
        waiting = [self.item(at).data(LINE) for at in range(self.count())]
        order = [each.hold for each in waiting if each.status is HoldStatus.QUEUED]
        if line.hold in order:
            self.moved.emit(line.hold, Move.PLACE, order.index(line.hold) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow, Home or End moves the line; Del calls the hold off."""
        line = self.hold()
        ways = {
            Qt.Key.Key_Up: Move.UP,
            Qt.Key.Key_Down: Move.DOWN,
            Qt.Key.Key_Home: Move.TOP,
            Qt.Key.Key_End: Move.BOTTOM,
        }
        way = ways.get(Qt.Key(event.key()))
        if line is not None and way is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(line.hold, way, 0)
        elif line is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(line.hold)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the line."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        if by_mouse and not self.indexAt(self.viewport().mapFromGlobal(event.globalPos())).isValid():
            return
        self.asked.emit()

    def below(self) -> QPoint:
        """The place on the screen under the line that the keyboard is on."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())


class QueuePanel(SidePanel):
    """Belongs to the page of the holds, which does what the buttons say.

    Its keys mean the line of the queue wherever the keyboard is on that page, while the panel is open.
    """

    command = Signal(str)
    moved = Signal(int, object, int)
    removed = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "list-checks", _("Queue"))
        self.title_id = 0
        self.view.hide()
        self._work = Text(look, "", 14, MEDIUM, wrap=True)
        self._count = Text(look, "", 13, colour="ink2", wrap=True)
        self.list = QueueList(look)
        self._delegate = QueueDelegate(look, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.moved.connect(self.moved)
        self.list.removed.connect(self.removed)
        self.list.currentItemChanged.connect(self._offer)
        self.buttons: dict[str, KeyButton] = {}
        self._shortcuts: list[QShortcut] = []
        bar = QWidget()
        flow = FlowLayout(bar, look.px(6))
        for name, label, key in _commands():
            button = KeyButton(look, label, key, "", Weight.SECONDARY, height=32)
            button.setObjectName(name)
            button.clicked.connect(self._clicked)
            self.buttons[name] = button
            flow.addWidget(button)
        self.column.addWidget(self._work)
        self.column.addWidget(self._count)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(bar)

    def listen_on(self, page: QWidget) -> None:
        """The keys that are printed on the buttons. One of the window's table reaches the page by itself."""
        for spelled in dict.fromkeys(button.spelled for button in self.buttons.values()):
            if "+" in spelled and key_named(spelled) is None:
                shortcut = QShortcut(QKeySequence(spelled), page)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(partial(self.press, spelled))
                self._shortcuts.append(shortcut)
        self._heed(on=False)

    def press(self, spelled: str) -> bool:
        """A key that is printed on a button which can be pressed now."""
        for button in self.buttons.values():
            if self.isVisible() and button.spelled == spelled and not button.isHidden() and button.isEnabled():
                button.click()
                return True
        return False

    def press_key(self, key: Key) -> bool:
        """A key of the window's table, whatever it is at this station."""
        return any(key_named(button.spelled) is key and self.press(button.spelled) for button in self.buttons.values())

    def _heed(self, *, on: bool) -> None:
        """A key that this station has given to something else means that."""
        taken = {normal(sequence(key)) for key in Key}
        for shortcut in self._shortcuts:
            shortcut.setEnabled(on and normal(shortcut.key().toString()) not in taken)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on its keys are its own."""
        super().showEvent(event)
        self._heed(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """The keys of a panel that is not seen do nothing."""
        super().hideEvent(event)
        self._heed(on=False)

    def show_queue(self, title: int, lines: Lines, place: Place, hold: int = 0) -> None:
        """Everybody who waits for this title; the keyboard's line stays, or is the hold that was asked for."""
        now = self.list.hold()
        row = self.list.currentRow() if now is not None and now.title_id == title else 0
        wanted = hold or (now.hold if now is not None else 0)
        self.title_id, self._delegate.place = title, place
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(self.list)
            item.setData(LINE, line)
            spoken = (
                str(line.position) if line.position else "",
                line.reader,
                line.pickup,
                state_pill(line, place).text,
            )
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, spoken)))
            waits = line.status is HoldStatus.QUEUED
            flags = item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled
            item.setFlags(flags if waits else flags & ~Qt.ItemFlag.ItemIsDragEnabled)
            if line.hold == wanted:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        first = lines[0] if lines else None
        self._work.setText(", ".join(filter(None, (first.title, first.author))) if first is not None else "")
        waiting = sum(line.status is HoldStatus.QUEUED for line in lines)
        words = ngettext("{count} waits", "{count} wait", waiting).format(count=waiting)
        keys = _("Alt with ↑ ↓ Home End moves one, or drag it")
        self._count.setText(f"{words} · {keys}" if waiting > 1 else words)
        self._offer()

    def _offer(self) -> None:
        """Only what the state of the hold allows can be pressed."""
        line = self.list.hold()
        waits = line is not None and line.status is HoldStatus.QUEUED
        suspended = line is not None and line.suspended_until is not None
        for name, button in self.buttons.items():
            can = line is not None and (waits or name not in ("suspend", "resume"))
            if name in ("suspend", "resume"):
                button.setVisible((name == "resume") is suspended)
            button.setEnabled(can)

    def _clicked(self) -> None:
        self.command.emit(self.sender().objectName())


def _commands() -> tuple[tuple[str, str, str], ...]:
    return (
        ("suspend", _("Suspend…"), "Alt+S"),
        ("resume", _("Resume"), "Alt+S"),
        ("pickup", _("Pickup…"), "Alt+P"),
        ("edit", _("Note and days…"), "Alt+E"),
        ("who", _("Whose hold?"), "Alt+W"),
        ("cancel", _("Call off…"), "Del"),
    )
