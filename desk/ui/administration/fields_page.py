"""Readers' fields: what the library counts its readers by, each with its codes."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.services.answers import NotDone, Refused
from desk.services.circulation.answers import Undone
from desk.services.circulation.undo import Undo
from desk.services.desk import new_key
from desk.services.patrons.statistics import SaveStatistic, StatisticFace, Statistics
from desk.ui.administration.forms import LineField
from desk.ui.administration.house_page import HousePage
from desk.ui.desk_thread import DeskLine, Failed
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.patrons.row_list import RowList
from desk.ui.theme import Look
from desk.wording.blocks import block_sentence
from desk.wording.patrons.done import done_card
from desk.wording.shapes import Pill, Row, Tone, Weight
from desk.wording.undone import undone_card

ROWS = 180


class FieldsPage(HousePage):
    """The fields above, the one that is chosen below; a field is retired, never lost."""

    def __init__(self, look: Look, desk: DeskLine) -> None:
        super().__init__(look, desk, _("Readers' fields"))
        self.known: tuple[StatisticFace, ...] = ()
        self._keys: list[str] = []
        self.rows = RowList(look, _("Field"), _("No field yet. Ctrl+N makes the first: part of town, school."))
        self.rows.setMinimumHeight(look.px(ROWS))
        self.code = LineField(look, _("Code"), hint=_("Short, for lists and the terminal"))
        self.name = LineField(look, _("Name in the form"))
        self.choices = LineField(look, _("To choose from"), hint=_("Separate by commas. Empty: written freely."))
        self.asked = QCheckBox(_("Asked in the form"))
        self.asked.setFont(look.font(14))
        self.new_button = KeyButton(look, _("New field"), Key.NEW, "plus", Weight.SECONDARY)
        self.save_button = KeyButton(look, _("Save"), Key.SAVE, "save", Weight.PRIMARY)
        self._build()
        self.rows.opened.connect(self._open)
        self.rows.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._follow())
        self.new_button.clicked.connect(self.begin)
        self.save_button.clicked.connect(self.save)
        for line in (self.code.line, self.name.line, self.choices.line):
            line.returnPressed.connect(self.focusNextChild)
        self._show(None)

    def _build(self) -> None:
        px = self.look.px
        above, below = Surface(self.look), Surface(self.look)
        inside = QVBoxLayout(above)
        inside.setContentsMargins(px(2), px(4), 1, px(4))
        inside.addWidget(self.rows)
        column = QVBoxLayout(below)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(10))
        told = _("What readers are counted by, besides category and branch. It stands in the form of each reader.")
        column.addWidget(Text(self.look, told, 13, colour="ink2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self.code, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.name, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.choices)
        column.addWidget(self.asked)
        self.body.addWidget(above, 1)
        self.body.addWidget(below)
        self.foot.addWidget(self.new_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.save_button)

    def in_order(self) -> list[QWidget]:
        """The fields, then the one that is chosen."""
        form = [self.code.line, self.name.line, self.choices.line, self.asked]
        return [*self.rows.stops(), *form, self.new_button, self.save_button]

    def take_focus(self) -> None:
        """In the list; where there is none, in the first blank."""
        (self.rows.view if self.known else self.code.line).setFocus()

    def press(self, key: Key) -> bool:
        """Ctrl+N, Ctrl+S, Ctrl+Z."""
        steps = {Key.NEW: self.begin, Key.SAVE: self.save, Key.UNDO: self.undo}
        if key in steps:
            steps[key]()
        return key in steps

    # What is there

    def refresh(self) -> None:
        """Read the fields anew."""
        self.desk.ask(Statistics(all=True), self._read)

    def _read(self, found: Any) -> None:
        if isinstance(found, tuple):
            self.known = found
            self.rows.show_rows([field_row(each) for each in found])
            self.order_tabs()

    def _follow(self) -> None:
        at = self.rows.chosen()
        if 0 <= at < len(self.known) and self.rows.view.hasFocus():
            self._show(self.known[at])

    def _open(self, row: int) -> None:
        self._show(self.known[row])
        self.name.setFocus()

    def _show(self, field: StatisticFace | None) -> None:
        """This field in the blanks; the code of one that is there is not changed."""
        self.code.line.setText(field.code if field is not None else "")
        self.code.line.setReadOnly(field is not None)
        self.name.line.setText(field.name if field is not None else "")
        self.choices.line.setText(joined(field.choices) if field is not None else "")
        self.asked.setChecked(field is None or field.active)

    def begin(self) -> None:
        """Ctrl+N: another field."""
        self.untell()
        self._show(None)
        self.code.setFocus()

    # Acts

    def save(self) -> None:
        """Ctrl+S."""
        said = self.choices.value()
        choices = tuple(part.strip() for part in said.split(";" if ";" in said else ","))
        key = new_key()
        act = SaveStatistic(self.code.value(), self.name.value(), choices, self.asked.isChecked())
        self.desk.do(act, partial(self._saved, key), key)

    def _saved(self, key: str, answer: Any) -> None:
        if isinstance(answer, Failed):
            self.tell_failure(answer.error)
        elif isinstance(answer, Refused):
            self.tell([block_sentence(answer.blocks[0], self.place())], Tone.BAD, "circle-alert")
        else:
            self._keys.append(key)
            card = done_card(answer, self.place())
            self.tell_done([card.headline, card.detail] if card.detail else [card.headline], Tone.OK, "check")
            self._show(answer.field)
            self.refresh()

    def undo(self) -> None:
        """Ctrl+Z: the last that was saved here."""
        if self._keys:
            self.desk.do(Undo(self._keys[-1]), self._undone)

    def _undone(self, answer: Any) -> None:
        if isinstance(answer, Undone):
            self._keys.pop()
            self.tell_done([undone_card(answer, self.place()).headline], Tone.OK, "undo-2")
            self._show(None)
            self.refresh()
        elif isinstance(answer, NotDone):
            self.tell([done_card(answer, self.place()).headline], Tone.BAD, "circle-alert")


def joined(choices: tuple[str, ...]) -> str:
    """The choices on one line, between semicolons where one of them has a comma itself."""
    if not any("," in each for each in choices):
        return ", ".join(choices)
    return "; ".join(choices) + (";" if len(choices) == 1 else "")


def field_row(field: StatisticFace) -> Row:
    """One field: its name, its code, its choices."""
    pill = Pill(_("asked"), Tone.OK) if field.active else Pill(_("retired"), Tone.MUTE)
    count = len(field.choices)
    told = ngettext("{count} choice", "{count} choices", count).format(count=count) if count else _("written freely")
    return Row("tally-5", field.name, ", ".join(field.choices) or told, field.code, "", pill, Tone.MUTE)
