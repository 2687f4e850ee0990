"""Yes to the reader: their blocks lifted for this visit, and what waited for it lent in the order of scanning."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.rules.blocks import Block, Weight
from desk.services.answers import Grant
from desk.ui.circulation.visit import Stage
from desk.wording.shapes import Card, Sound, Tone

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel


class Allowing:
    """Belongs to the panel of check-out. It has the keys while no copy is asked about."""

    def __init__(self, panel: "CheckoutPanel") -> None:
        self._panel = panel

    def override(self) -> bool:
        """With a reason, where somebody may lift all of it; whether the key was for the reader."""
        blocks = self._standing()
        if not blocks:
            return False
        self._panel.lifting.ask(blocks, self.lifted, _("Lend anyway"))
        return True

    def confirm(self) -> bool:
        """Without a reason, where all of it is only asked to be sure."""
        blocks = self._standing()
        if not blocks or any(block.weight is not Weight.CONFIRM for block in blocks):
            return False
        self._panel.lifting.confirm(blocks, self.lifted, _("Lend anyway"))
        return True

    def _standing(self) -> tuple[Block, ...]:
        blocks = self._panel.visit.standing_blocks() if self._panel.about is None else ()
        return blocks if all(block.override is not None for block in blocks) else ()

    def lifted(self, by: int, why: str) -> None:
        """Somebody said yes for the rest of the visit."""
        panel = self._panel
        panel.visit.grant(panel.visit.standing_blocks(), by, why)
        panel.keep()
        panel.show(Card(Tone.OK, "shield-check", _("Lending is allowed for this visit"), sound=Sound.OK))
        self.lend_waiting()

    def lend_waiting(self) -> None:
        """Lend what waited for the reader, in the order in which it was scanned."""
        panel, steps = self._panel, []
        for scanned in panel.visit.waiting():
            act = replace(scanned.answer.act, grants=_merged(scanned.answer.act.grants, panel.visit.grants))
            scanned.stage = Stage.ASKED
            steps.append(partial(panel.act, scanned, act, again=True))
        panel.first(*steps)


def _merged(one: tuple[Grant, ...], other: tuple[Grant, ...]) -> tuple[Grant, ...]:
    known = {grant.reason for grant in one}
    return one + tuple(grant for grant in other if grant.reason not in known)
