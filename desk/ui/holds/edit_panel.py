"""Note and days of one hold, beside the list."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desk.i18n import _
from desk.rules.vocabulary import HoldStatus
from desk.services.holds.changing import EditHold
from desk.services.holds.lists import HoldLine
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.day_box import DayBox
from desk.ui.parts.labels import Text
from desk.ui.parts.side_panel import SidePanel
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Weight


class EditPanel(SidePanel):
    """Belongs to the page of the holds."""

    saved = Signal()

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, "pencil", _("Note and days"))
        self.view.hide()
        self.line: HoldLine | None = None
        self._work = Text(look, "", 14, MEDIUM, wrap=True)
        self.column.addWidget(self._work)
        self.note = QLineEdit()
        self.note.setFont(look.font(14))
        self.on_slip = QCheckBox(_("Note on the slip"))
        self.on_slip.setFont(look.font(14))
        self.begins = DayBox(look, _("Not before"), today, _("from now on"), ahead=True)
        self.until = DayBox(look, _("Waits until"), today, _("as long as it takes"), ahead=True)
        self.shelf = DayBox(look, _("On the hold shelf until"), today, _("as it is"), ahead=True)
        for box in (self.begins, self.until, self.shelf):
            box.setMinimumWidth(look.px(200))
        self._labels: dict[QWidget, Text] = {}
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Note"), self.note),
            (_("Not before"), self.begins),
            (_("Waits until"), self.until),
            (_("On the hold shelf until"), self.shelf),
        )
        for label, part in fields:
            part.setAccessibleName(label)
            self._labels[part] = Text(look, label, 13, MEDIUM, "ink2")
            self.column.addWidget(self._labels[part])
            self.column.addWidget(part)
        self.column.addWidget(self.on_slip)
        self.column.addStretch(1)
        self.save = KeyButton(look, _("Save"), Key.RECOMMENDED, "save", Weight.PRIMARY)
        self.save.clicked.connect(self.saved)
        self.column.addWidget(self.save)

    def show_hold(self, line: HoldLine) -> None:
        """What stands now."""
        self.line = line
        self._work.setText(", ".join(filter(None, (line.title, line.reader))))
        self.note.setText(line.note)
        self.on_slip.setChecked(line.note_on_slip)
        for box, day in ((self.begins, line.not_before), (self.until, line.expires_on), (self.shelf, line.until)):
            box.line.setText(day.isoformat() if day is not None else "")
        ready = line.status is HoldStatus.READY
        for part in (self.shelf, self._labels[self.shelf]):
            part.setVisible(ready)
        self.note.setFocus()

    def act(self) -> EditHold | None:
        """What is to stand."""
        line = self.line
        if line is None:
            return None
        return EditHold(
            line.hold,
            self.note.text().strip(),
            self.on_slip.isChecked(),
            self.begins.day(),
            self.until.day(),
            self.shelf.day() if line.status is HoldStatus.READY else None,
        )
