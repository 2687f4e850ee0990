"""A bar that has room for more or less of itself, and looks anew whenever that may have changed."""

from abc import abstractmethod

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Fitted(QWidget):
    """Asks `settle` at another width, and when what stands in it wants another one: other words, another zoom."""

    @abstractmethod
    def settle(self) -> None:
        """Show what has room. It must come to the same when it is asked twice."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self.settle()

    def event(self, event: QEvent) -> bool:
        """What stands in it asks for another width."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.settle()
        return super().event(event)
