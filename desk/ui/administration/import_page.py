"""The first run's way to bring records in: the form over the whole window, and the way to the desk."""

from PySide6.QtCore import Signal

from desk.i18n import _
from desk.ui.administration.forms import WholePage
from desk.ui.administration.import_form import ImportForm, Ways
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.theme import Look
from desk.wording.shapes import Weight


class ImportPage(WholePage):
    """The form, with two ways to the desk: back, and on when something is in."""

    closed = Signal()

    def __init__(self, look: Look, ways: Ways) -> None:
        words = _("Try it first: that tells what would happen and writes nothing.")
        super().__init__(look, _("Bring records from another system"), words, width=820)
        self.form = ImportForm(look, ways)
        self.back = KeyButton(look, _("Go to the desk"), Key.ASIDE, "arrow-left", Weight.GHOST)
        self.leave = KeyButton(look, _("Go to the desk"), Key.RECOMMENDED, "check", Weight.PRIMARY)
        self.back.clicked.connect(self._escape)
        self.leave.clicked.connect(self.closed)
        self.form.row.insertWidget(0, self.back)
        self.form.row.addWidget(self.leave)
        self.column.addWidget(self.form)
        self.form.settled.connect(self._settle)
        self.setFocusProxy(self.form)
        self._settle()

    def _settle(self) -> None:
        self.back.setVisible(not self.form.done)
        self.leave.setVisible(self.form.done)

    def press(self, key: Key) -> bool:
        """Ctrl+Enter brings the records in, Esc stops or goes back."""
        if key is Key.RECOMMENDED:
            self.closed.emit() if self.form.done else self.form.bring()
        elif key is Key.ASIDE:
            self._escape()
        return key in (Key.RECOMMENDED, Key.ASIDE)

    def _escape(self) -> None:
        (self.form.stopped if self.form.is_running() else self.closed).emit()
