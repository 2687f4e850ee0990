"""Why? beside the rows: which row of the rules, which skipped days, which arithmetic made this date, fine or block."""

from PySide6.QtCore import Signal

from desk.i18n import _
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Rule
from desk.ui.parts.side_panel import SidePanel
from desk.ui.theme import Look
from desk.wording.shapes import Explanation, Weight


class WhyPanel(SidePanel):
    """Explains one row or card. It asks for nothing; scanning on closes it."""

    supposed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "circle-help", _("Why?"))
        self.column.addWidget(Rule(look))
        self.column.addWidget(self.view, 1)
        foot = self.foot()
        self.what_if = KeyButton(look, _("What if?"), Key.WHAT_IF, "", Weight.GHOST, height=32)
        self.what_if.clicked.connect(self.supposed)
        foot.addWidget(self.what_if)
        self.column.addLayout(foot)

    def say(self, said: Explanation) -> None:
        """Another explanation, with the copy that it is about first."""
        self.set_title(said.title)
        self.view.say(said)
