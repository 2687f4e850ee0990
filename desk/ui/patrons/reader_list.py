"""Finding a reader: a box for any part of a name, card, phone, e-mail or address, and whoever fits, below it."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk.devices.focus_memory import TYPES_INTO
from desk.i18n import _, ngettext
from desk.services.patrons.account import RecentReaders
from desk.services.patrons.find import FindReaders, ReaderLine, ReadersFound
from desk.ui import paint
from desk.ui.desk_thread import DeskLine, LookupThread
from desk.ui.flow import empty_layout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Rule, Surface, Text
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.context import Place
from desk.wording.patrons.account import reader_words
from desk.wording.shapes import Weight

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
# Quick for whoever types, and longer than a scanner needs between two characters.
PAUSE_MS = 80
RECENT = 6


class FindLine(QLineEdit):
    """The box. Down goes into the list, Enter opens the first; Ctrl+Z is the desk's while there is nothing to undo."""

    moved = Signal()
    entered = Signal()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the desk while no typing can be taken back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down into the list, Enter takes the first."""
        if event.key() == Qt.Key.Key_Down:
            self.moved.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ReaderModel(QAbstractListModel):
    """The readers that fit."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[ReaderLine, ...] = ()
        self.place: Place | None = None

    def show_lines(self, lines: tuple[ReaderLine, ...], place: Place) -> None:
        """Others."""
        self.beginResetModel()
        self.lines, self.place = lines, place
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line; both of its lines for a screen reader."""
        if not index.isValid() or self.place is None:
            return None
        name, second, _tone = reader_words(self.lines[index.row()], self.place)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {second}"
        return self.lines[index.row()] if role == Qt.ItemDataRole.UserRole else None


class ReaderDelegate(QStyledItemDelegate):
    """Two lines: the name, then the end of the card, what is out and owed, and what stands against them."""

    def __init__(self, look: Look, model: ReaderModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is of one height."""
        return QSize(self._look.px(80), self._look.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one reader."""
        look, rect = self._look, option.rect
        if self._model.place is None:
            return
        name, second, tone = reader_words(self._model.lines[index.row()], self._model.place)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        inner = rect.adjusted(look.px(4), look.px(1), -look.px(4), -look.px(1))
        if chosen:
            paint.box(painter, inner, look.px(8), look.colour("sel"))
        view = option.widget
        if chosen and view.hasFocus():
            paint.box(painter, inner, look.px(8), None, look.colour("accent"), 2)
        words = inner.adjusted(look.px(12), 0, -look.px(8), 0)
        middle = rect.center().y()
        painter.setFont(look.font(14, MEDIUM))
        above = QRect(words.x(), middle - look.px(19), words.width(), look.px(20))
        paint.text(painter, above, name, look.colour("ink"))
        painter.setFont(look.font(12, figures=True))
        ink = look.tone(tone).ink if tone is not None else look.colour("ink2")
        paint.text(painter, QRect(words.x(), middle + look.px(1), words.width(), look.px(18)), second, ink)
        painter.restore()


class ReaderView(QListView):
    """The list; Enter opens, up from the first goes back to the box, letters go on in it."""

    opened = Signal(int)
    left = Signal()
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, up, and typing."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left.emit()
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class ReaderList(Surface):
    """The left of the page."""

    chosen = Signal(str)
    new_wanted = Signal(str)

    def __init__(self, look: Look, desk: DeskLine, lookup: LookupThread) -> None:
        super().__init__(look)
        self._desk, self._lookup = desk, lookup
        self.setObjectName("readers")
        px = look.px
        self.box = FindLine()
        self.box.setFont(look.font(15))
        self.box.setPlaceholderText(_("Name, card, phone, e-mail, address"))
        self.box.setAccessibleName(_("Find a reader by any part of name, card, phone, e-mail or address"))
        self.box.setClearButtonEnabled(False)
        self.model = ReaderModel(self)
        self.view = self._build_view(look)
        self.told = Text(look, "", 13, colour="ink2", wrap=True)
        self.new = KeyButton(look, _("Register"), Key.NEW, "user-round-plus", Weight.SECONDARY)
        self.new.clicked.connect(self._new)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(px(2))
        self.recent: list[KeyButton] = []
        self._waiting = False
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.box)
        column.addWidget(self.told)
        column.addWidget(self.view, 1)
        column.addWidget(Rule(look))
        self._heading = Text(look, _("Recent at this desk"), 12, SEMIBOLD, "ink3")
        column.addWidget(self._heading)
        column.addLayout(self._recent)
        row = QHBoxLayout()
        row.addWidget(self.new, 1)
        column.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._find)
        self.box.textChanged.connect(self._edited)
        self.box.moved.connect(self._into_list)
        self.box.entered.connect(self._enter)
        self._say()

    def _build_view(self, look: Look) -> ReaderView:
        view = ReaderView()
        view.setModel(self.model)
        view.setItemDelegate(ReaderDelegate(look, self.model, view))
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setAccessibleName(_("Readers that fit"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.viewport().setAutoFillBackground(False)
        view.setStyleSheet("QListView { background: transparent; }")
        view.opened.connect(self._open)
        view.clicked.connect(self._clicked)
        view.left.connect(self.box.setFocus)
        view.typed.connect(self._type_on)
        view.setProperty(TYPES_INTO, self.box)
        view.setMinimumHeight(look.px(80))
        return view

    # Finding

    def words(self) -> str:
        """What has been typed."""
        return self.box.text().strip()

    def clear(self) -> None:
        """Nobody is looked for."""
        self.box.clear()
        self._lookup.forget()
        self._timer.stop()
        self._show(())

    def forget_recent(self) -> None:
        """Nobody is at the desk: not even who was here last is told, until somebody comes to the page again."""
        self._show_recent(())

    def look_again(self) -> None:
        """Something has changed: whoever is listed is read anew, and whoever was here last."""
        self._find()
        self._desk.ask(RecentReaders(RECENT), self._show_recent)

    def _edited(self) -> None:
        self._lookup.forget()
        self._timer.start()
        if not self.words():
            self._show(())

    def _find(self) -> None:
        words = self.words()
        if words:
            self._waiting = True
            self._lookup.find(FindReaders(words), self._found)

    def _found(self, found: object) -> None:
        self._waiting = False
        if isinstance(found, ReadersFound) and found.words == self.words():
            self._show(found.readers, found.more)

    def _show(self, readers: tuple[ReaderLine, ...], more: bool = False) -> None:
        standing = self._desk.standing
        if standing is None:
            return
        row = self.view.currentIndex().row()
        self.model.show_lines(readers, standing.here())
        if readers and self.view.hasFocus():
            self.view.setCurrentIndex(self.model.index(max(0, min(row, len(readers) - 1)), 0))
        self._say(more)

    def _say(self, more: bool = False) -> None:
        count, words = len(self.model.lines), self.words()
        if not words:
            self.told.setText(_("Type, or scan a card."))
        elif not count:
            self.told.setText(_("Nobody by that name."))
        elif more:
            self.told.setText(_("The first {count}. Type more to find fewer.").format(count=count))
        else:
            self.told.setText(ngettext("{count} reader", "{count} readers", count).format(count=count))

    def _show_recent(self, recent: object) -> None:
        empty_layout(self._recent)
        self.recent = []
        for each in recent if isinstance(recent, tuple) else ():
            button = KeyButton(self._look, each.name, "", "history", Weight.GHOST, height=32)
            button.setObjectName(each.card)
            # A long name is shortened; it takes no room from the account.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._recent_pressed)
            self._recent.addWidget(button)
            self.recent.append(button)
        self._heading.setVisible(bool(self.recent))

    def _recent_pressed(self) -> None:
        self.chosen.emit(self.sender().objectName())

    def _into_list(self) -> None:
        if self.model.lines:
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(0, 0))

    def _enter(self) -> None:
        """Enter opens the only one, else goes into the list; where nobody fits it does nothing."""
        if len(self.model.lines) == 1 and not self._timer.isActive() and not self._waiting:
            self._open(0)
        else:
            self._into_list()

    def _clicked(self, index: Index) -> None:
        self._open(index.row())

    def _open(self, row: int) -> None:
        self.chosen.emit(self.model.lines[row].card)

    def _type_on(self, words: str) -> None:
        self.box.setFocus()
        self.box.insert(words)

    def _new(self) -> None:
        self.new_wanted.emit(self.words())

    def stops(self) -> list[QWidget]:
        """What Tab reaches, from the top."""
        return [self.box, self.view, *self.recent, self.new]
