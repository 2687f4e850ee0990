"""All values of one row of the loan rules, in parts: a box for each, and below it where an empty one is taken from."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desk.i18n import _
from desk.rules.policy import Place
from desk.services.administration.policy import LIBRARY_WIDE
from desk.ui import paint
from desk.ui.administration.forms import mark_wrong
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft
from desk.ui.flow import FlowLayout
from desk.ui.parts.buttons import KeyButton, PaintedButton
from desk.ui.parts.labels import Surface, Text, width_of
from desk.ui.theme import MEDIUM, REGULAR, SEMIBOLD, Look
from desk.wording.rule_words import (
    WORDS,
    Form,
    Group,
    as_said,
    as_written,
    choices,
    example_words,
    group_words,
    rule_label,
    rule_names,
    rule_trouble,
    whose_words,
)
from desk.wording.shapes import Weight

WIDE_IN = {"loan_rules_of": Group.LOAN, "return_rules_of": Group.RETURNS}
NOT_FOR = {"loan_rules_of": "holding", "return_rules_of": "patron"}
BOX, LEAST = 150, 280
# Values that are written at length.
LONG = ("terms", "location_limits", "fine_bands")


class PartTab(PaintedButton):
    """One part of the rules; with a number where the row states something in it."""

    def __init__(self, look: Look, group: Group) -> None:
        super().__init__(look, _short(group))
        self.part = group
        self._count = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(look.px(28))
        self.setToolTip(group_words(group))

    def set_count(self, count: int) -> None:
        """How many values the row states itself."""
        self._count = count
        said = _("{part}, {count} stated here").format(part=self.label, count=count) if count else self.label
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return f"{self.label}  {self._count}" if self._count else self.label

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(width_of(self.look, self._words(), 13, SEMIBOLD) + self.look.px(20), self.look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tab."""
        painter, colour, here = paint.smooth(self), self.look.colour, self.isChecked()
        if here:
            paint.box(painter, self.rect(), self.look.px(7), colour("accent_bg"), None)
        elif self.hovered():
            paint.box(painter, self.rect(), self.look.px(7), colour("hover"), None)
        painter.setFont(self.look.font(13, SEMIBOLD if here or self._count else REGULAR))
        ink = "accent_ink" if here else "ink" if self._count else "ink2"
        paint.text(painter, QRect(0, 0, self.width(), self.height()), self._words(), colour(ink), paint.CENTRE)
        self.ring(painter, 7)


def _short(group: Group) -> str:
    return _("Loan") if group is Group.LOAN else group_words(group)


class RuleField(QWidget):
    """One value: its name, its box, and where an empty box is taken from, or what is wrong."""

    edited = Signal(str, str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.name = name
        self.box = self._make(look)
        self.box.setFont(look.font(14, figures=True))
        self.box.setAccessibleName(rule_label(name))
        self.below = Text(look, "", 12, colour="ink3", wrap=True)
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        """A short box stands beside its name, a sentence to choose from below it."""
        label = Text(look, rule_label(self.name), 13, MEDIUM, "ink2", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(look.px(3))
        if self._needs_room():
            whole.addWidget(label)
            whole.addWidget(self.box)
        else:
            self.box.setFixedWidth(look.px(BOX))
            beside = QHBoxLayout()
            beside.setSpacing(look.px(10))
            beside.addWidget(label, 1)
            beside.addWidget(self.box)
            whole.addLayout(beside)
            self.below.setAlignment(Qt.AlignmentFlag.AlignRight)
        whole.addWidget(self.below)

    def _needs_room(self) -> bool:
        return self.name in LIBRARY_WIDE or WORDS[self.name].form is Form.WORD or self.name in LONG

    def _make(self, look: Look) -> QLineEdit | QComboBox:
        words = self._words()
        if not words:
            line = QLineEdit()
            line.textEdited.connect(self._line_edited)
            return line
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if self.name not in LIBRARY_WIDE:
            box.addItem("", "")
        for value, label in words.items():
            box.addItem(label, value)
        box.activated.connect(self._box_chosen)
        box.view().setMinimumWidth(look.px(250))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.installEventFilter(WheelStop(box))
        return box

    def _words(self) -> dict[str, str]:
        if self.name in LIBRARY_WIDE:
            return {value: words for value, words in whose_words().items() if value != NOT_FOR[self.name]}
        return choices(self.name)

    def show_value(self, draft: RulesDraft, place: Place) -> None:
        """The value of another row."""
        value = draft.stated(place, self.name)
        if isinstance(self.box, QLineEdit):
            self._show_line(draft, place, value)
        elif self.name in LIBRARY_WIDE:
            self.box.setCurrentIndex(self.box.findData(value))
        else:
            words, _source = draft.taken_from(place, self.name)
            self.box.setItemText(0, _("({value})").format(value=words))
            self.box.setCurrentIndex(max(0, self.box.findData(value)))
        self._show_below(draft, place, value)

    def _show_line(self, draft: RulesDraft, place: Place, value: str) -> None:
        assert isinstance(self.box, QLineEdit)
        if as_written(self.name, self.box.text()) != value:
            self.box.setText(as_said(self.name, value))
        self.box.setPlaceholderText(draft.taken_from(place, self.name)[0])

    def _show_below(self, draft: RulesDraft, place: Place, value: str) -> None:
        wide = self.name in LIBRARY_WIDE
        trouble = rule_trouble(self.name, value, draft.sheet.currency) if value and not wide else ""
        words = trouble or ("" if wide or value else draft.taken_from(place, self.name)[1])
        self.below.setText(words)
        self.below.setVisible(bool(words))
        self.below.set_colour("bad_ink" if trouble else "ink3")
        hint = "" if wide or not isinstance(self.box, QLineEdit) else example_words(self.name)
        self.box.setToolTip(trouble or hint)
        self.box.setAccessibleDescription(trouble or words)
        mark_wrong(self.box, bool(trouble))

    def _line_edited(self, words: str) -> None:
        self.edited.emit(self.name, as_written(self.name, words))

    def _box_chosen(self, _at: int) -> None:
        assert isinstance(self.box, QComboBox)
        self.edited.emit(self.name, str(self.box.currentData()))


class WheelStop(QObject):
    """The wheel scrolls the list of values and never changes one that it happens to pass over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the wheel on to what lies behind."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class RuleDetails(Surface):
    """The values of the chosen row, one part at a time."""

    edited = Signal(str, str)
    removed = Signal()
    grown = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self._draft: RulesDraft | None = None
        self._place = EVERYWHERE
        self.fields: dict[str, RuleField] = {}
        self._title = Text(look, "", 16, SEMIBOLD, wrap=True)
        self.remove_button = KeyButton(look, _("Remove"), "", "trash-2", Weight.GHOST, height=32)
        self.remove_button.setAccessibleName(_("Remove this row"))
        self.remove_button.clicked.connect(self.removed)
        self.tabs = {group: PartTab(look, group) for group in Group if rule_names(group)}
        self.setMinimumHeight(px(LEAST))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(4), px(6))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, px(8), 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.remove_button)
        column.addLayout(head)
        column.addWidget(self._parts(look))
        column.addWidget(Text(look, _("In grey or in brackets: not stated in this row"), 12, colour="ink3", wrap=True))
        self._area = self._scroll(look)
        column.addWidget(self._area, 1)
        self.show_part(Group.LOAN)

    def _parts(self, look: Look) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held, look.px(2))
        for group, tab in self.tabs.items():
            flow.addWidget(tab)
            tab.clicked.connect(partial(self.show_part, group))
        return held

    def _scroll(self, look: Look) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("inside")
        self._fields = QVBoxLayout(inside)
        self._fields.setContentsMargins(0, look.px(2), look.px(10), look.px(8))
        self._fields.setSpacing(look.px(8))
        self._fields.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def show_part(self, group: Group) -> None:
        """Show the values of one part, its boxes made when it is first looked at. Whoever writes goes on writing."""
        writing = any(field.box.hasFocus() for field in self.fields.values())
        if writing:
            self.tabs[group].setFocus(Qt.FocusReason.OtherFocusReason)
        self._group = group
        self.tabs[group].setChecked(True)
        fresh = [name for name in self._names(group) if name not in self.fields]
        for name in fresh:
            self._make(name)
        if fresh:
            self.grown.emit()
        self._show_fields()
        self._area.verticalScrollBar().setValue(0)
        if writing:
            self.take_focus()

    def _make(self, name: str) -> None:
        field = self.fields[name] = RuleField(self._look, name)
        field.edited.connect(self.edited)
        self._fields.insertWidget(self._fields.count() - 1, field)

    def _names(self, group: Group) -> tuple[str, ...]:
        return (*rule_names(group), *(name for name, where in WIDE_IN.items() if where is group))

    def show_row(self, draft: RulesDraft, place: Place) -> None:
        """The values of another row."""
        self._draft, self._place = draft, place
        self._title.setText(draft.words(place))
        self.remove_button.setVisible(place != EVERYWHERE)
        self._show_fields()

    def place(self) -> Place:
        """The row that is shown."""
        return self._place

    def touch(self, name: str) -> None:
        """A value of the row has changed."""
        if self._draft is not None and name in self.fields:
            self.fields[name].show_value(self._draft, self._place)
            self._count()

    def _show_fields(self) -> None:
        shown = set(self._names(self._group))
        for name, field in self.fields.items():
            here = name in shown and (name not in WIDE_IN or self._place == EVERYWHERE)
            field.setVisible(here)
            if here and self._draft is not None:
                field.show_value(self._draft, self._place)
        self._count()

    def _count(self) -> None:
        if self._draft is not None:
            for group, tab in self.tabs.items():
                tab.set_count(sum(bool(self._draft.stated(self._place, name)) for name in rule_names(group)))

    def in_order(self) -> list[QWidget]:
        """What Tab reaches, as it is read; boxes of parts that are not shown are passed over."""
        parts = [self.fields[name].box for group in self.tabs for name in self._names(group) if name in self.fields]
        return [self.remove_button, *self.tabs.values(), *parts]

    def take_focus(self) -> None:
        """The first box of the part that is shown."""
        names = [name for name in self._names(self._group) if not self.fields[name].isHidden()]
        if names:
            self.fields[names[0]].box.setFocus(Qt.FocusReason.TabFocusReason)
