"""The keys of this station: read from its settings at the start, changed while the window stands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.i18n import _
from desk.ui.commands.spelling import read_own
from desk.ui.keys import SEQUENCES, Key, normal, use_keys
from desk.ui.parts.buttons import PaintedButton

if TYPE_CHECKING:
    from desk.ui.shell import Shell


class Respelling(QObject):
    """Puts the keys of the station in force: listened to, shown on every button, kept in the settings."""

    changed = Signal()

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self.own, self._wrong = read_own(shell.settings.keys)
        self._put_in_force()

    def tell_wrong(self) -> None:
        """Keys in the settings that cannot be used are said once."""
        wrong, self._wrong = self._wrong, []
        if wrong:
            told = _("Keys in the settings that cannot be used: {names}").format(names=", ".join(wrong))
            self._shell.window.toast.say(told)

    def change(self, own: Mapping[Key, str]) -> None:
        """Other keys of this station from now on; what is as standard is not kept."""
        self.own = {key: spelled for key, spelled in own.items() if normal(spelled) != normal(SEQUENCES[key])}
        self._put_in_force()
        stored = {str(key): spelled for key, spelled in self.own.items()}
        self._shell.keep(replace(self._shell.settings, keys=stored))
        self.changed.emit()

    def _put_in_force(self) -> None:
        use_keys(self.own)
        window = self._shell.window
        window.keys.listen()
        for button in window.findChildren(PaintedButton):
            button.respell()
