"""Saying yes to something refused: a reason from a short list, and a supervisor's PIN where the clerk may not."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from desk.errors import DeskError
from desk.i18n import _, format_time
from desk.rules.blocks import Block
from desk.services.answers import lifts_all
from desk.ui.desk_thread import DeskLine, Failed
from desk.ui.parts.chips import Choice
from desk.ui.parts.result_card import ResultCard
from desk.ui.standing import grant_by_pin
from desk.wording.errors import error_sentence

if TYPE_CHECKING:
    from desk.services.administration.staff import WrongSecret


class Asking(Protocol):
    """A page on whose card something can be asked."""

    card: ResultCard
    reason_chosen: Any
    granted: Any

    def ask_reason(self, prompt: str, choices: tuple[Choice, ...], yes: str) -> None: ...

    def ask_grant(self, prompt: str, yes: str) -> None: ...


class Why(StrEnum):
    """Why somebody is helped against a rule; it is kept in the journal with the grant."""

    KNOWN_READER = "known_reader"
    SUPERVISOR_AGREED = "supervisor_agreed"
    POLICY_EXCEPTION = "policy_exception"
    OTHER = "other"


@dataclass(slots=True)
class Wanted:
    """What is to be lifted, and what happens then: `lift` takes who said yes, and why."""

    blocks: tuple[Block, ...]
    lift: Callable[[int, str], None]
    yes: str
    why: str = ""


class Lifting:
    """The questions of an override, asked in the card. Scanning on closes them, and nothing has happened."""

    def __init__(self, page: Asking, desk: DeskLine) -> None:
        self._page = page
        self._desk = desk
        self._wanted: Wanted | None = None
        self._order = list(Why)
        page.reason_chosen.connect(self._reason_chosen)
        page.granted.connect(self._pin_given)

    def ask(self, blocks: tuple[Block, ...], lift: Callable[[int, str], None], yes: str) -> None:
        """Ask for a reason first: the one used last stands on top, so that Ctrl+Enter repeats it."""
        self._wanted = Wanted(blocks, lift, yes)
        words = _reasons()
        choices = tuple(Choice(why, words[why]) for why in self._order)
        self._page.ask_reason(_("Why is it allowed?"), choices, yes)

    def confirm(self, blocks: tuple[Block, ...], lift: Callable[[int, str], None], yes: str) -> None:
        """What was only asked to be sure needs no reason."""
        self._wanted = Wanted(blocks, lift, yes)
        self._go_on()

    def _reason_chosen(self, value: str) -> None:
        why = Why(value)
        self._order.remove(why)
        self._order.insert(0, why)
        if self._wanted is not None:
            self._wanted.why = why
            self._go_on()

    def _go_on(self) -> None:
        wanted, standing = self._wanted, self._desk.standing
        assert wanted is not None and standing is not None
        if lifts_all(wanted.blocks, standing.staff.permissions):
            self._lift(wanted, standing.staff.id)
        else:
            self._page.ask_grant(_("Your role may not allow this. A supervisor's PIN does."), wanted.yes)

    def _pin_given(self, pin: str) -> None:
        wanted = self._wanted
        if wanted is not None:
            needed = tuple(block.override for block in wanted.blocks if block.override is not None)
            self._desk.run(partial(grant_by_pin, pin, needed), partial(self._pin_tried, wanted))

    def _pin_tried(self, wanted: Wanted, answer: Any) -> None:
        from desk.services.administration.staff import WrongSecret

        if isinstance(answer, Failed | WrongSecret):
            self._page.card.show_ask_trouble(self._no(answer))
        elif wanted is self._wanted:
            self._lift(wanted, answer.staff)

    def _no(self, answer: "Failed | WrongSecret") -> str:
        if isinstance(answer, Failed):
            return error_sentence(answer.error) if isinstance(answer.error, DeskError) else _("That did not work.")
        standing = self._desk.standing
        if answer.wait_until is None or standing is None:
            return _("This PIN may not allow it.")
        until = format_time(standing.place.local(answer.wait_until))
        return _("Too many wrong PINs. Try again after {time}.").format(time=until)

    def _lift(self, wanted: Wanted, by: int) -> None:
        self._wanted = None
        self._page.card.close_ask()
        wanted.lift(by, wanted.why)


def _reasons() -> dict[Why, str]:
    return {
        Why.KNOWN_READER: _("Known reader"),
        Why.SUPERVISOR_AGREED: _("Supervisor agreed"),
        Why.POLICY_EXCEPTION: _("Policy exception"),
        Why.OTHER: _("Other"),
    }
