"""Renewing at check-out: one row, everything overdue, or all that the reader has."""

from functools import partial
from typing import TYPE_CHECKING, Any

from desk.i18n import _, ngettext
from desk.services.circulation.lookup import OpenLoan, OpenLoans
from desk.services.circulation.renew import Renew
from desk.ui.circulation.visit import Scanned, Stage
from desk.ui.desk_thread import Failed
from desk.wording.checkout import item_row
from desk.wording.shapes import Card, Command, Pill, Sound, Tone, Weight

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel


class Renewing:
    """Belongs to the panel of check-out. Each copy has its own row, act and answer."""

    def __init__(self, panel: "CheckoutPanel") -> None:
        self._panel = panel

    def renew(self) -> None:
        """Ctrl+R: the row that the keyboard is on, else everything overdue."""
        panel = self._panel
        row = panel.page.current_row()
        scanned = panel.scanned_at(row) if row is not None else None
        if scanned is not None and scanned.barcode:
            panel.then(partial(panel.act, scanned, self._act(scanned.barcode, seen=scanned.seen), again=True))
        else:
            self.loans(every=False)

    def order(self) -> None:
        """The command barcode: what is overdue; a second time, while the card offers it, all that the reader has."""
        card = self._panel.page.card.card
        offered = card is not None and any(command.name == "renew_all" for command in card.commands)
        if self._panel.visit.card:
            self._panel.first(partial(self._ask, offered))

    def loans(self, *, every: bool) -> None:
        """What this reader has: all of it, or what is overdue."""
        if self._panel.visit.card:
            self._panel.then(partial(self._ask, every))

    def _ask(self, every: bool) -> None:
        self._panel.desk.ask(OpenLoans(self._panel.visit.card), partial(self._told, every))

    def _act(self, barcode: str, *, seen: bool) -> Renew:
        visit = self._panel.visit
        return Renew(barcode, visit.id, due_on=visit.due_on, seen=seen, grants=visit.grants)

    def _told(self, every: bool, answer: Any) -> None:
        panel = self._panel
        if isinstance(answer, Failed):
            panel.show_failure(answer)
            return panel.settled()
        loans: tuple[OpenLoan, ...] = answer if isinstance(answer, tuple) else ()
        rows = [self._row(loan) for loan in loans if every or loan.overdue]
        if not rows:
            panel.show(_nothing_overdue(len(loans)))
        panel.first(*(partial(panel.act, scanned, self._act(scanned.raw, seen=False)) for scanned in rows))
        return panel.settled()

    def _row(self, loan: OpenLoan) -> Scanned:
        panel = self._panel
        row = item_row(loan.item, panel.place().due(loan.due), Pill(_("…"), Tone.MUTE, "hourglass"))
        scanned = Scanned(loan.item.barcode, row, stage=Stage.ASKED, seen=False)
        scanned.place = panel.page.add_row(row)
        panel.visit.scans.append(scanned)
        return scanned


def _nothing_overdue(count: int) -> Card:
    if not count:
        return Card(Tone.MUTE, "refresh-cw", _("Nothing to renew"), _("This reader has nothing out."), sound=Sound.TICK)
    label = ngettext("Renew the {count} item", "Renew all {count} items", count).format(count=count)
    command = Command("renew_all", label, "Ctrl Enter", "refresh-cw", Weight.PRIMARY)
    aside = Command("aside", _("Leave it"), "Esc", weight=Weight.GHOST)
    return Card(Tone.INFO, "refresh-cw", _("Nothing is overdue"), "", (command, aside), sound=Sound.OK)
