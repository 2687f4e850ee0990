"""One line of buttons that gives up its pictures, and then the keys, before any of its words is cut."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout

from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.fitted import Fitted
from desk.ui.theme import Look


class ButtonRow(Fitted):
    """Whoever makes it puts buttons, words and stretches into `row`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(look.px(8))

    def settle(self) -> None:
        """All of it where there is room; then without pictures, then without keys. These still work."""
        items = (self.row.itemAt(at) for at in range(self.row.count()))
        widgets = [item.widget() for item in items if item is not None]
        shown = [each for each in widgets if each is not None and not each.isHidden()]
        buttons = [each for each in shown if isinstance(each, KeyButton)]
        others = sum(each.sizeHint().width() for each in shown if each not in buttons)
        room = self.width() - others - self.row.spacing() * max(0, len(shown) - 1)
        plain = _needed(buttons) > room
        capless = plain and _needed(buttons, plain=True) > room
        for button in buttons:
            button.set_plain(plain)
            button.set_capless(capless)


def _needed(buttons: Iterable[KeyButton], *, plain: bool = False) -> int:
    return sum(button.whole_width(plain=plain) for button in buttons)
