"""The readers before this one: F8 walks back through them, and a list shows the last twenty."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.ui.circulation.visit import Visit
from desk.wording.shapes import Card, Sound, Tone

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel

MOST = 20


@dataclass(frozen=True, slots=True)
class FormerReader:
    """A reader who was at this desk, by their card and as they were called then."""

    card: str
    name: str


class Former:
    """Belongs to the panel of check-out. Only the window knows these: nothing of it is kept when it is closed."""

    def __init__(self, panel: "CheckoutPanel") -> None:
        self._panel = panel
        self.readers: list[FormerReader] = []
        self._back = 0

    def latest(self) -> list[FormerReader]:
        """The one who left last stands first."""
        return list(reversed(self.readers))

    def stay(self) -> None:
        """A scan ends the walk back."""
        self._back = 0

    def remember(self, visit: Visit) -> None:
        """This reader has left. While somebody walks back, the order stays as it is."""
        name = visit.opened.patron.name if visit.opened is not None else ""
        known = [reader.card for reader in self.readers]
        if self._back and visit.card in known:
            return
        others = [reader for reader in self.readers if reader.card != visit.card]
        self.readers = [*others, FormerReader(visit.card, name)][-MOST:]

    def back(self) -> None:
        """The visit that was parked last; else the reader before this one, and again the one before."""
        panel = self._panel
        if panel.parked:
            return panel.go_to(panel.parked.pop(0))
        place = len(self.readers) - 1 - self._back
        if place >= 0 and self.readers[place].card == panel.visit.card:
            place, self._back = place - 1, self._back + 1
        if place < 0:
            panel.show(Card(Tone.MUTE, "history", _("No reader before this one"), sound=Sound.TICK))
            return panel.settled()
        self._back += 1
        return panel.open_reader(self.readers[place].card)

    def open_parked(self, visit: Visit) -> None:
        """One of the parked visits, whichever it is."""
        self._panel.then(lambda: self._open_parked(visit))

    def _open_parked(self, visit: Visit) -> None:
        if visit not in self._panel.parked:
            return self._panel.settled()
        self._panel.parked.remove(visit)
        return self._panel.go_to(visit)
