"""What is done with one hold of a list: asked in the card where something has to be said first."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk.i18n import _
from desk.rules.queue import Move
from desk.rules.vocabulary import HoldStatus
from desk.services.answers import Refused
from desk.services.holds.changing import ChangePickup, EditHold
from desk.services.holds.ending import CancelHold, ReinstateHold
from desk.services.holds.lists import HoldLine
from desk.services.holds.queueing import MoveHold, MoveHolds, ResumeHold, SuspendHold
from desk.services.holds.shelf import NameReader, NotOnShelf
from desk.ui.desk_thread import Failed
from desk.ui.parts.chips import Choice
from desk.wording.holds.cards import hold_card
from desk.wording.shapes import Card, Sound, Tone

if TYPE_CHECKING:
    from desk.ui.holds.holds_page import HoldsPage


class HoldActs:
    """Belongs to the page. A question in the card never stops a scan: the next one closes it."""

    def __init__(self, page: "HoldsPage") -> None:
        self._page = page
        self._picked: Callable[[str], None] | None = None
        self._leaves = 0
        self._from: QWidget | None = None
        page.card.picked.connect(self._pick_made)

    def run(self, name: str, line: HoldLine) -> None:
        """One of the commands of the queue, or of a line's menu."""
        steps: dict[str, Callable[[HoldLine], None]] = {
            "suspend": self.suspend,
            "resume": lambda one: self.do(ResumeHold(one.hold)),
            "pickup": self.pickup,
            "edit": self.edit,
            "who": self.who,
            "cancel": self.cancel,
            "reinstate": lambda one: self.do(ReinstateHold(one.hold)),
            "missing": self.not_on_shelf,
            "move_all": self.move_all,
        }
        if line.hold or name in ("missing", "move_all"):
            steps[name](line)

    def do(self, act: Any) -> None:
        """Do it, say what came of it, and read the lists anew."""
        self._page.do(act, self.done)

    def done(self, answer: Any) -> None:
        """The card of the answer; a refusal may be lifted."""
        page = self._page
        page.show_card(hold_card(answer, page.place()))
        page.refused = answer if isinstance(answer, Refused) else None
        page.refresh()

    def move(self, hold: int, to: Move, place: int) -> None:
        """Another place in line."""
        self.do(MoveHold(hold, to, place))

    @property
    def wants_title(self) -> bool:
        """Whether the next copy that is scanned says to which title everybody goes."""
        return bool(self._leaves) and not self._page.card.isHidden()

    def move_all(self, line: HoldLine) -> None:
        """Everybody who waits for this title waits for another: its copy is scanned, or its number typed."""
        self._leaves = line.title_id
        told = _("{title}: scan a copy of the other title, or type its ISBN. Esc leaves all as it is.")
        card = Card(
            Tone.INFO, "arrow-left-right", _("To which title?"), told.format(title=line.title), sound=Sound.TICK
        )
        self._page.show_card(card)

    def takes_title(self, title: int) -> bool:
        """The other title was named; whether somebody had asked for one."""
        wanted, leaves, self._leaves = self.wants_title, self._leaves, 0
        if wanted:
            self.do(MoveHolds(leaves, title))
        return wanted

    def not_on_shelf(self, line: HoldLine) -> None:
        """The copy of the line is not in its place."""
        if line.barcode:
            self.do(NotOnShelf(line.barcode))

    def who(self, line: HoldLine) -> None:
        """Whose hold it is: that somebody asked is in the journal. There is nothing to take back."""
        self._page.desk.do(NameReader(line.hold), self._named)

    def _named(self, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self._page.fail(answer)
        return self._page.show_card(hold_card(answer, self._page.place()))

    def cancel(self, line: HoldLine) -> None:
        """Why it is called off, from a short list."""
        words = (
            _("The reader no longer wants it"),
            _("The reader has it from elsewhere"),
            _("No copy can be had"),
            _("Placed by mistake"),
            _("Another reason"),
        )
        self._say(line, _("Call this hold off?"), "bookmark-x")
        choices = tuple(Choice(word, word) for word in words)
        self._pick(_("Why is it called off?"), choices, lambda why: self.do(CancelHold(line.hold, why)))

    def pickup(self, line: HoldLine) -> None:
        """Where it is picked up instead."""
        choices = tuple(Choice(code, name) for code, name in self._page.branches if name != line.pickup)
        if choices:
            self._say(line, _("Pickup elsewhere?"), "map-pin")
            self._pick(_("Where is it picked up?"), choices, lambda code: self.do(ChangePickup(line.hold, code)))

    def suspend(self, line: HoldLine) -> None:
        """For how long it is passed over."""
        today = self._page.place().today
        periods = ((7, _("One week")), (14, _("Two weeks")), (28, _("Four weeks")), (90, _("Three months")))
        choices = [Choice((today + timedelta(days=days)).isoformat(), words) for days, words in periods]
        choices.append(Choice("", _("Until it is resumed")))
        self._say(line, _("Suspend this hold?"), "clock")
        self._pick(_("How long is it passed over? It keeps its place."), tuple(choices), self._suspended(line))

    def _suspended(self, line: HoldLine) -> Callable[[str], None]:
        return lambda iso: self.do(SuspendHold(line.hold, date.fromisoformat(iso) if iso else None))

    def edit(self, line: HoldLine) -> None:
        """Note and days, in the panel."""
        self._page.edit(line)

    def save(self, act: EditHold) -> None:
        """The form was filled in."""
        self.do(act)

    def anyway(self) -> None:
        """F10 on a refusal: somebody who may says yes."""
        refused = self._page.refused
        if refused is not None and not refused.never:
            self._page.offer_override(refused, _("Allow it"), self.done)

    def ask_left(self) -> None:
        """Nothing is asked any more: a question that nobody answered is gone, the keyboard is where it was before."""
        unanswered, self._picked = self._picked is not None, None
        before, self._from = self._from, None
        if unanswered:
            self._page.show_card(None)
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._page.take_focus()

    def _say(self, line: HoldLine, headline: str, icon: str) -> None:
        now = QApplication.focusWidget()
        if now is None or not self._page.card.isAncestorOf(now):
            self._from = now if now is not None and self._page.isAncestorOf(now) else None
        told = ", ".join(filter(None, (line.title, line.reader)))
        self._page.show_card(Card(Tone.INFO, icon, headline, told, sound=Sound.TICK))

    def _pick(self, prompt: str, choices: tuple[Choice, ...], then: Callable[[str], None]) -> None:
        self._picked = then
        self._page.card.ask_pick(prompt, choices)

    def _pick_made(self, value: str) -> None:
        picked, self._picked = self._picked, None
        self._page.card.close_ask()
        if picked is not None:
            picked(value)


def may_be_reinstated(line: HoldLine) -> bool:
    """Whether the hold has ended without a loan."""
    return bool(line.hold) and line.status in (HoldStatus.CANCELLED, HoldStatus.EXPIRED)
