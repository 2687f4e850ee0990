"""The head of a reader's account: picture, name, card, what stands against them, and what can be done."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui import paint
from desk.ui.flow import FlowLayout, empty_layout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton, PaintedButton
from desk.ui.parts.labels import PillLabel, Text, Tile, width_of
from desk.ui.parts.person_panel import NoteCard
from desk.ui.theme import REGULAR, SEMIBOLD, Look
from desk.wording.patrons.account import Head
from desk.wording.shapes import Weight

FACE = 96
ROOMY_NOTES = 3


class Face(Tile):
    """The reader's picture, or the letters of the name."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, FACE, 16, letters="", pixels=32)
        self._picture = QPixmap()

    def show_face(self, letters: str, picture: bytes) -> None:
        """Somebody else."""
        self._picture = QPixmap.fromImage(QImage.fromData(picture)) if picture else QPixmap()
        self.set_content(letters=letters)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture cut to the rounded square."""
        if self._picture.isNull():
            super().paintEvent(event)
            return
        painter = paint.smooth(self)
        path = QPainterPath()
        path.addRoundedRect(self.rect().toRectF(), self._look.px(16), self._look.px(16))
        painter.setClipPath(path)
        shown = self._picture.scaled(
            self.size() * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        part = QRect(
            0, 0, round(self.width() * self.devicePixelRatioF()), round(self.height() * self.devicePixelRatioF())
        )
        part.moveCenter(shown.rect().center())
        painter.drawPixmap(self.rect(), shown, part)


class Tab(PaintedButton):
    """One heading of the account, with how much stands under it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.name = name
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(look.px(34))

    def say(self, words: str) -> None:
        """What the heading is called now."""
        self.label = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(width_of(self.look, self.label, 14, SEMIBOLD) + self.look.px(24), self.look.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and a line under the heading that is shown."""
        painter, colour, here = paint.smooth(self), self.look.colour, self.isChecked()
        if self.hovered() and not here:
            paint.box(painter, self.rect(), self.look.px(7), colour("hover"))
        painter.setFont(self.look.font(14, SEMIBOLD if here else REGULAR, figures=True))
        paint.text(painter, self.rect(), self.label, colour("accent_ink" if here else "ink2"), paint.CENTRE)
        if here:
            bar = QRect(
                self.look.px(8), self.height() - self.look.px(3), self.width() - self.look.px(16), self.look.px(3)
            )
            paint.box(painter, bar, self.look.px(1), colour("accent"))
        self.ring(painter, 7)


class AccountHead(QWidget):
    """Who it is, and the ways on from here."""

    wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        px = look.px
        self.face = Face(look)
        self.name = Text(look, "", 20, SEMIBOLD, elide=True)
        self._pronouns = Text(look, "", 13, colour="ink3")
        self._number = Text(look, "", 14, colour="ink2", elide=True, barcode=True)
        self._pills = QWidget()
        self._pill_flow = QHBoxLayout(self._pills)
        self._pill_flow.setContentsMargins(0, 0, 0, 0)
        self._pill_flow.setSpacing(px(6))
        self._notes = QWidget()
        self._note_column = QVBoxLayout(self._notes)
        self._note_column.setContentsMargins(0, 0, 0, 0)
        self._note_column.setSpacing(px(6))
        self.buttons = self._build_buttons()
        held = QWidget()
        flow = FlowLayout(held, px(8))
        for button in self.buttons:
            flow.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(px(5))
        first = QHBoxLayout()
        first.setSpacing(px(10))
        first.addWidget(self.name)
        first.addWidget(self._pronouns)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._number)
        words.addWidget(self._pills)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(16), px(18), px(6))
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(self._notes)
        column.addWidget(held)

    def _build_buttons(self) -> list[KeyButton]:
        made = (
            ("lend", _("Check out"), Key.RECOMMENDED, "arrow-up-from-line", Weight.PRIMARY),
            ("pay", _("Pay"), "", "wallet", Weight.SECONDARY),
            ("renew_card", _("Renew card"), "", "calendar-days", Weight.SECONDARY),
            ("edit", _("Change details"), Key.SAVE, "pencil", Weight.SECONDARY),
            ("more", _("More"), Key.ROW_ACTIONS, "ellipsis", Weight.SECONDARY),
        )
        buttons = []
        for name, label, key, icon, weight in made:
            button = KeyButton(self._look, label, key, icon, weight)
            button.setObjectName(name)
            button.clicked.connect(self._pressed)
            buttons.append(button)
        return buttons

    def button(self, name: str) -> KeyButton:
        """One of them."""
        return next(button for button in self.buttons if button.objectName() == name)

    def _pressed(self) -> None:
        self.wanted.emit(self.sender().objectName())

    def show_head(self, head: Head, picture: bytes) -> None:
        """Somebody else, or the same with something new."""
        self.face.show_face(head.initials, picture)
        self.name.setText(head.name)
        self._pronouns.setText(head.pronouns)
        self._number.setText(head.number)
        self.setAccessibleName(_("Account of {name}").format(name=head.name))
        empty_layout(self._pill_flow)
        for pill in head.pills:
            self._pill_flow.addWidget(PillLabel(self._look, pill, 24))
        self._pill_flow.addStretch(1)
        empty_layout(self._note_column)
        for note in head.notes[:ROOMY_NOTES]:
            self._note_column.addWidget(NoteCard(self._look, note))
        self._notes.setVisible(bool(head.notes))

    def fit(self) -> None:
        """Another zoom."""
        self.updateGeometry()
