"""The reader at the desk: who it is, four numbers, and what to know. Without one, the ways to begin."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui import paint
from desk.ui.flow import FlowLayout
from desk.ui.keys import cap
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import IconLabel, KeyCap, PillLabel, Rule, Surface, Text, Tile, width_of
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Command, Figure, Note, Person, Tone

# The edge of the panel; the sizes of its figures, the largest with which all four can be read whole.
EDGE = 19
FIGURES = (20, 18, 16, 14, 12)
FIGURE_GAP = 12
# So much of the notes is always to be seen; the rest scrolls.
LEAST_NOTES = 72


class NoteCard(PaintedButton):
    """One thing to know about the reader; with a key it can be pressed."""

    def __init__(self, look: Look, note: Note) -> None:
        super().__init__(look, note.title, note.key)
        self._note = note
        self.setAccessibleName(". ".join(filter(None, (note.title, note.text, self.key))))
        # The layout gives it the height of its words; held to a hint it would keep that of another width.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._press = bool(note.key)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._press else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._press else Qt.CursorShape.ArrowCursor)
        px = look.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(10), px(10), px(10))
        row.setSpacing(px(10))
        self._icon = IconLabel(look, note.icon, 18, "ink2")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(), 1)
        if note.key:
            row.addWidget(KeyCap(look, cap(note.key)), 0, Qt.AlignmentFlag.AlignTop)
        look.changed.connect(self._dress)
        self._dress()

    def _words(self) -> QLayout:
        self._title = Text(self.look, self._note.title, 13, SEMIBOLD, wrap=True)
        column = QVBoxLayout()
        column.setSpacing(self.look.px(1))
        column.addWidget(self._title)
        if self._note.text:
            column.addWidget(Text(self.look, self._note.text, 13, colour="ink2", wrap=True))
        return column

    def sizeHint(self) -> QSize:
        """As high as its words are at the width that the panel has."""
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else self.look.px(300)
        return QSize(self.look.px(200), self.heightForWidth(max(width, self.look.px(200))))

    def minimumSizeHint(self) -> QSize:
        """No less than its words need."""
        return self.sizeHint()

    def _plain(self) -> bool:
        return self._note.tone in (Tone.MUTE, Tone.INFO)

    def _dress(self) -> None:
        ink = "ink" if self._plain() else self.look.tone(self._note.tone).ink
        self._title.set_colour(ink)
        self._icon.set_icon(self._note.icon, "ink2" if self._plain() else ink)

    def paintEvent(self, event: object) -> None:
        """Draw the ground."""
        painter = paint.smooth(self)
        ground = self.look.colour("sunken").name() if self._plain() else self.look.tone(self._note.tone).ground
        paint.box(painter, self.rect(), self.look.px(8), ground)
        self.ring(painter, 8)


class WayIn(PaintedButton):
    """One keyed way to begin when nobody is at the desk."""

    def __init__(self, look: Look, command: Command) -> None:
        super().__init__(look, command.label, command.key)
        self.name = command.name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(IconLabel(look, command.icon, 17))
        row.addWidget(Text(look, command.label, 14, colour="ink2", elide=True), 1)
        if command.key:
            row.addWidget(KeyCap(look, cap(command.key)))
        self.setFixedHeight(look.px(38))

    def paintEvent(self, event: object) -> None:
        """Draw the ground when the pointer or the keyboard is here."""
        painter = paint.smooth(self)
        if self.hovered():
            paint.box(painter, self.rect(), self.look.px(8), self.look.colour("sunken"))
        self.ring(painter, 8)


class NotesRoom(QScrollArea):
    """The notes: they take what is left of the panel, and ask for no more than the first of them."""

    def sizeHint(self) -> QSize:
        """The least."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


class PersonPanel(Surface):
    """The context panel at the side."""

    command = Signal(str)
    note_pressed = Signal(str)

    def __init__(self, look: Look, ways: tuple[Command, ...] = ()) -> None:
        super().__init__(look)
        self._ways = ways
        self._body: QWidget | None = None
        self._person: Person | None = None
        self._values: list[Text] = []
        self._size = 0
        self.setFixedWidth(look.size("context_panel"))
        self._column = QVBoxLayout(self)
        px = look.px
        self._column.setContentsMargins(px(EDGE), px(EDGE), px(EDGE), px(16))
        self.setAccessibleName(_("Reader"))
        self.show_person(None)

    def set_ways(self, ways: tuple[Command, ...]) -> None:
        """The ways to begin, shown while nobody is at the desk."""
        self._ways = ways
        if self._person is None:
            self.show_person(None)

    def show_person(self, person: Person | None) -> None:
        """Another reader, or none. After a loan only the figures are others; making all anew costs more than it."""
        if not self._only_figures(person):
            self._make(person)

    def _only_figures(self, person: Person | None) -> bool:
        """Whether the same reader is shown with other figures, which could take the places of the old ones."""
        old = self._person
        if old is None or person is None or replace(person, figures=old.figures) != old:
            return False
        labels = [[figure.label for figure in each.figures] for each in (old, person)]
        size, widths = self._fitting(person.figures)
        if labels[0] != labels[1] or size != self._size:
            return False
        for value, figure, width in zip(self._values, person.figures, widths, strict=True):
            value.setText(figure.value)
            value.set_colour(f"{figure.tone}_ink" if figure.tone is not None else "ink")
            cell = value.parentWidget()
            if cell is not None:
                cell.setMinimumWidth(width)
        self._person = person
        return True

    def _make(self, person: Person | None) -> None:
        self._person = person
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._nobody() if person is None else self._somebody(person)
        self._column.addWidget(self._body)
        words = (person.name, person.card, *(pill.text for pill in person.pills)) if person else (_("No reader yet"),)
        self.setAccessibleDescription(", ".join(words))

    def fit(self) -> None:
        """Another zoom: what stands side by side is measured anew."""
        self._make(self._person)

    def focus_order(self) -> list[QWidget]:
        """What Tab reaches in here, from the top."""
        found = self._body.findChildren(PaintedButton) if self._body is not None else []
        return [button for button in found if button.focusPolicy() is not Qt.FocusPolicy.NoFocus]

    def _nobody(self) -> QWidget:
        look, px = self._look, self._look.px
        body, column = _column()
        face = Tile(look, 68, 14, icon="user-round", pixels=34)
        face.set_colours("sunken", "ink2")
        name = Text(look, _("No reader yet"), 18, SEMIBOLD, elide=True)
        column.addLayout(self._head(face, [name, Text(look, _("Waiting for a card"), 13, colour="ink2", elide=True)]))
        column.addSpacing(px(14))
        column.addWidget(Rule(look))
        column.addSpacing(px(8))
        for way in self._ways:
            button = WayIn(look, way)
            button.clicked.connect(self._way_pressed)
            column.addWidget(button)
        column.addStretch(1)
        return body

    def _way_pressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, WayIn):
            self.command.emit(sender.name)

    def _somebody(self, person: Person) -> QWidget:
        look, px = self._look, self._look.px
        body, column = _column()
        column.addLayout(self._who(person))
        column.addSpacing(px(12))
        column.addWidget(Rule(look))
        column.addSpacing(px(10))
        column.addLayout(self._figures(person.figures))
        column.addSpacing(px(9))
        column.addWidget(Rule(look))
        column.addWidget(self._notes(person.notes), 1)
        column.addWidget(Rule(look))
        column.addLayout(self._foot(person))
        return body

    def _who(self, person: Person) -> QLayout:
        look, px = self._look, self._look.px
        face = Tile(look, 68, 14, letters=person.initials, pixels=24)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Text(look, person.name, 18, SEMIBOLD, elide=True))
        if person.pronouns:
            head.addWidget(Text(look, person.pronouns, 12, colour="ink3"))
        head.addStretch(1)
        card = Text(look, person.card, 13, colour="ink2", barcode=True)
        pills = QWidget()
        flow = FlowLayout(pills, px(6))
        for pill in person.pills:
            flow.addWidget(PillLabel(look, pill))
        return self._head(face, [head, card, pills])

    def _head(self, face: QWidget, lines: list[QWidget | QLayout]) -> QLayout:
        words = QVBoxLayout()
        words.setSpacing(self._look.px(4))
        words.addStretch(1)
        for line in lines:
            words.addLayout(line) if isinstance(line, QLayout) else words.addWidget(line)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(self._look.px(14))
        row.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _figures(self, figures: tuple[Figure, ...]) -> QLayout:
        look = self._look
        size, widths = self._fitting(figures)
        self._size, self._values = size, list[Text]()
        row = QHBoxLayout()
        row.setSpacing(look.px(FIGURE_GAP))
        for figure, width in zip(figures, widths, strict=True):
            cell, column = _column()
            # As wide as what stands in it, so that a long figure is neither cut nor reaches into the next.
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            cell.setMinimumWidth(width)
            value = Text(look, figure.value, size, SEMIBOLD, elide=True, figures=True)
            if figure.tone is not None:
                value.set_colour(f"{figure.tone}_ink")
            value.setFixedHeight(look.px(26))
            self._values.append(value)
            column.addWidget(value)
            column.addWidget(Text(look, figure.label, 12, colour="ink3", elide=True))
            row.addWidget(cell, 1)
        return row

    def _fitting(self, figures: tuple[Figure, ...]) -> tuple[int, list[int]]:
        """The size in which all figures stand beside each other, and the width that each needs."""
        look = self._look
        room = look.size("context_panel") - 2 * look.px(EDGE) - look.px(FIGURE_GAP) * (len(figures) - 1)
        for size in FIGURES:
            widths = [self._needed(figure, size) for figure in figures]
            if sum(widths) <= room:
                return size, widths
        return FIGURES[-1], [self._needed(figure, FIGURES[-1]) for figure in figures]

    def _needed(self, figure: Figure, size: int) -> int:
        value = width_of(self._look, figure.value, size, SEMIBOLD)
        # Figures of one width are a little wider than those that the measure knows.
        return max(value + value // 8, width_of(self._look, figure.label, 12)) + 2

    def _notes(self, notes: tuple[Note, ...]) -> QWidget:
        inside, column = _column()
        inside.setObjectName("inside")
        column.setSpacing(self._look.px(8))
        column.setContentsMargins(0, self._look.px(10), 0, self._look.px(10))
        for note in notes:
            card = NoteCard(self._look, note)
            card.setObjectName(note.key)
            if note.key:
                card.clicked.connect(self._note_pressed)
            column.addWidget(card)
        column.addStretch(1)
        area = NotesRoom()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(self._look.px(LEAST_NOTES))
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return area

    def _note_pressed(self) -> None:
        self.note_pressed.emit(self.sender().objectName())

    def _foot(self, person: Person) -> QLayout:
        """On one line where both fit, else on two."""
        look, px = self._look, self._look.px
        both = [words for words in (person.foot_left, person.foot_right) if words]
        room = look.size("context_panel") - px(EDGE * 2)
        one_line = sum(width_of(look, words, 12) for words in both) + px(20) <= room
        foot: QBoxLayout = QHBoxLayout() if one_line else QVBoxLayout()
        foot.setSpacing(px(2))
        foot.setContentsMargins(0, px(9), 0, 0)
        for number, words in enumerate(both):
            if one_line and number:
                foot.addStretch(1)
            foot.addWidget(Text(look, words, 12, colour="ink2", elide=True))
        return foot


def _column() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return body, column
