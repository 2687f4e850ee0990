"""A box for a day, typed or stepped with the arrow keys."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit

from desk.ui.theme import Look


class DayBox(QDateEdit):
    """A day, today at first.

    Its arrows are there but have no width: without arrows Qt leaves one pixel for the text of a styled box.
    """

    def __init__(self, look: Look, name: str, iso_day: str = "") -> None:
        day = QDate.fromString(iso_day, Qt.DateFormat.ISODate)
        super().__init__(day if day.isValid() else QDate.currentDate())
        self.setDisplayFormat("ddd d MMM yyyy")
        self.setFont(look.font(14, figures=True))
        self.setAccessibleName(name)
        self.setMinimumWidth(look.px(190))
        self.lineEdit().setTextMargins(look.px(9), 0, look.px(9), 0)

    def iso_day(self) -> str:
        """The day as ISO 8601 has it."""
        return self.date().toString(Qt.DateFormat.ISODate)
