"""A child who has reached the age of another category gets it as the account is opened for a visit."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.services.patrons.panel import OpenPatron
from desk.ui.circulation.visit import Visit

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel


def grow_up(panel: "CheckoutPanel") -> None:
    """An act of its own, before the first copy is read: its loans are under the new rules already."""
    from desk.services.patrons.family import GrowUp

    visit = panel.visit
    panel.desk.do(GrowUp(visit.card), partial(_grown, panel, visit))


def _grown(panel: "CheckoutPanel", visit: Visit, answer: Any) -> None:
    """Told once, without a sound; whoever may not change readers leaves it to the night."""
    from desk.services.patrons.answers import GrownUp
    from desk.wording.patrons.done import done_card

    if not isinstance(answer, GrownUp) or panel.visit is not visit:
        return
    if not visit.scans and not visit.standing_blocks():
        panel.show(replace(done_card(answer, panel.place()), sound=None))
    panel.desk.ask(OpenPatron(visit.card), partial(panel.again.refreshed, visit))
