"""The first eight acts: what each asks for, and when it is done. Pure: answers in, progress out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desk.i18n import _
from desk.services.circulation.answers import Lent, Renewed, Returned, Undone, VisitFinished
from desk.services.patrons.panel import PatronOpened
from desk.services.training.numbers import BeginnerNumbers
from desk.ui.keys import Key, cap


class First(StrEnum):
    """An act that somebody does for the first time, in the order in which it comes to hand."""

    OPEN = "open"
    LEND = "lend"
    LEND_MORE = "lend_more"
    RENEW = "renew"
    FINISH = "finish"
    RETURN = "return"
    RETURN_MORE = "return_more"
    UNDO = "undo"


LENT, RETURNED = 3, 2


@dataclass(slots=True)
class Progress:
    """What was done so far, in whatever order."""

    numbers: BeginnerNumbers = field(default_factory=BeginnerNumbers)
    opened: bool = False
    finished: bool = False
    undone: bool = False
    lent: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    renewed: int = 0

    def hear(self, answer: Any) -> bool:
        """An answer of the desk; True where it brought a step further."""
        before = self.done()
        seen = (len(self.lent), len(self.returned))
        match answer:
            case PatronOpened():
                self.opened = True
            case Lent():
                self.lent.append(answer.item.barcode)
            case Renewed():
                self.renewed += 1
            case Returned() if answer.was_out:
                self.returned.append(answer.item.barcode)
            case VisitFinished():
                self.finished = self.finished or answer.lent + answer.renewed > 0
            case Undone():
                self.undone = True
        return self.done() != before or (len(self.lent), len(self.returned)) != seen

    def done(self) -> frozenset[First]:
        """The steps that are done."""
        state = {
            First.OPEN: self.opened,
            First.LEND: bool(self.lent),
            First.LEND_MORE: len(self.lent) >= LENT,
            First.RENEW: self.renewed > 0,
            First.FINISH: self.finished,
            First.RETURN: bool(self.returned),
            First.RETURN_MORE: len(self.returned) >= RETURNED,
            First.UNDO: self.undone,
        }
        return frozenset(step for step, done in state.items() if done)

    def step(self) -> First | None:
        """The first that is left to do; None when all are done."""
        done = self.done()
        return next((step for step in First if step not in done), None)

    def words(self) -> str:
        """What to do next, in one line."""
        step = self.step()
        return WORDS[step](self) if step is not None else _all_done()

    def _next(self, offered: tuple[str, ...], used: list[str]) -> str:
        return next((number for number in offered if number not in used), "")


def _open(progress: Progress) -> str:
    if not progress.numbers.card:
        return _("Scan a library card, or type its number and press Enter.")
    return _("Type {number} and press Enter: a reader is at your desk.").format(number=progress.numbers.card)


def _lend(progress: Progress) -> str:
    number = progress._next(progress.numbers.lend, progress.lent)
    if not number:
        return _("Scan an item: it is lent to this reader.")
    return _("Type {number} and press Enter: the first item is lent.").format(number=number)


def _lend_more(progress: Progress) -> str:
    number = progress._next(progress.numbers.lend, progress.lent)
    left = LENT - len(progress.lent)
    if not number:
        return _("Lend another {count} in the same visit.").format(count=left)
    told = _("Another one: {number}, Enter.") if left > 1 else _("And the last one: {number}, Enter.")
    return told.format(number=number)


def _renew(progress: Progress) -> str:
    if not progress.numbers.renew:
        return _("Renew: scan an item that this reader has had for some days.")
    told = _("This reader has {number} at home: type it, Enter, and it is renewed.")
    return told.format(number=progress.numbers.renew)


def _finish(_progress: Progress) -> str:
    return _("The visit is over: press {key}.").format(key=cap(Key.FINISH))


def _return(progress: Progress) -> str:
    number = progress._next(progress.numbers.give_back, progress.returned)
    if not number:
        return _("Press {key} for Check in, and scan an item that is out.").format(key=cap(Key.CHECK_IN))
    told = _("Press {key} for Check in, type {number}, Enter: it is back.")
    return told.format(key=cap(Key.CHECK_IN), number=number)


def _return_more(progress: Progress) -> str:
    number = progress._next(progress.numbers.give_back, progress.returned)
    if not number:
        return _("Take another one back.")
    return _("Take another one back: {number}, Enter.").format(number=number)


def _undo(_progress: Progress) -> str:
    return _("That was one too many? Press {key}: the last act is undone.").format(key=cap(Key.UNDO))


def _all_done() -> str:
    return _("That is the daily work: you have lent, renewed, taken back and undone.")


WORDS: dict[First, Callable[[Progress], str]] = {
    First.OPEN: _open,
    First.LEND: _lend,
    First.LEND_MORE: _lend_more,
    First.RENEW: _renew,
    First.FINISH: _finish,
    First.RETURN: _return,
    First.RETURN_MORE: _return_more,
    First.UNDO: _undo,
}
