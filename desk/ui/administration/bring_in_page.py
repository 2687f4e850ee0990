"""Records of another system brought into the library that works here, at any time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.administration.house_page import HousePage
from desk.ui.administration.import_form import ImportForm, import_mappings
from desk.ui.administration.import_run import ImportRun
from desk.ui.desk_thread import DeskLine
from desk.ui.keys import Key
from desk.ui.theme import Look


class BringInPage(HousePage):
    """Whoever may import chooses a file, tries it, and brings it in; meanwhile the desk goes on."""

    ended_elsewhere = Signal(str)

    def __init__(self, look: Look, desk: DeskLine, where: str) -> None:
        super().__init__(look, desk, _("Bring records in"))
        self.form = ImportForm(look, import_mappings)
        self.run = ImportRun(where, self.form, self)
        self.run.ended.connect(self._ended)
        self.body.addWidget(self.form)
        self.aside.setText(_("Try it first: that tells what would happen and writes nothing."))
        self.order_tabs()

    def refresh(self) -> None:
        """There is nothing to read: it shows the file at work, or waits for one."""

    def in_order(self) -> list[QWidget]:
        """The form as it is filled in, then what came of it."""
        form = self.form
        boxes: list[QWidget] = [form.kind.box, form.mapping.box, form.file.line]
        return [*boxes, form.browse, form.attempt_button, form.bring_button, form.another, form.stop, form.report]

    def take_focus(self) -> None:
        """Where the file is chosen, or the way on."""
        target = self.form.stop if self.form.is_running() else self.form.another if self.form.done else self.form
        target.setFocus()

    def press(self, key: Key) -> bool:
        """Ctrl+Enter brings the records in."""
        if key is Key.RECOMMENDED:
            self.form.bring()
        return key is Key.RECOMMENDED

    def set_aside(self) -> None:
        """Esc stops what is at work."""
        if self.form.is_running():
            self.run.cancel()
        else:
            super().set_aside()

    def _ended(self, headline: str) -> None:
        if not self.isVisible():
            self.ended_elsewhere.emit(headline)
