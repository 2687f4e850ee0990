"""One step on the way to a new library: a heading, a line that says what it is for, and what is asked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.ui.beginning.draft import Draft
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look


class Step(QWidget):
    """It shows the draft when somebody comes, and writes into it when they go on."""

    went_on = Signal()

    def __init__(self, look: Look, heading: str, words: str, again: str = "") -> None:
        """`again` says where the same is found later, where such a page exists."""
        super().__init__()
        self.look = look
        self.heading = heading
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(10))
        self.column.addWidget(Text(look, heading, 22, SEMIBOLD, wrap=True))
        said = f"{words} {again}".strip()
        self.column.addWidget(Text(look, said, 14, colour="ink2", wrap=True))
        self.words = said

    def card(self) -> tuple[Surface, QVBoxLayout]:
        """A card in the step, to be filled."""
        surface = Surface(self.look)
        column = QVBoxLayout(surface)
        px = self.look.px
        column.setContentsMargins(px(18), px(12), px(18), px(12))
        column.setSpacing(px(8))
        return surface, column

    def show_draft(self, draft: Draft) -> None:
        """Somebody has come to this step."""

    def take(self, draft: Draft) -> bool:
        """Write what was entered; False, with the reason at its place, while something is wrong."""
        return True

    def skip(self, draft: Draft) -> None:
        """What is usual, instead of what was entered here."""

    def enter(self) -> bool:
        """Plain Enter, where the step has a use of its own for it now."""
        return False

    def scan(self, raw: str) -> bool:
        """A scan from any scanner; False where the step has no use for it."""
        return False

    def leave(self) -> None:
        """Somebody goes to another step."""

    def keep(self, draft: Draft) -> None:
        """Somebody goes back: what was found out here is not lost."""

    def first_stop(self) -> QWidget | None:
        """Where the keyboard is when somebody comes."""
        return None
