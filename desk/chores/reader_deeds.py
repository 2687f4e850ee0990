"""What the lines about a reader's record do, and what their answers say."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk.chores.language.tree import Action, Says
from desk.rules.money import minor_units
from desk.rules.vocabulary import CardStatus, Mark, NoteKind, RestrictionKind
from desk.services.patrons import answers as told
from desk.services.patrons.cards import GiveCard, MarkCard
from desk.services.patrons.details import Details
from desk.services.patrons.export import Exported, ExportReader
from desk.services.patrons.family import GrowUp, LinkGuarantor
from desk.services.patrons.form import FormShown, ShowForm
from desk.services.patrons.leaving import ClearReader, DeleteReader, PurgeReaders
from desk.services.patrons.many import Change, ChangeMany, Chosen
from desk.services.patrons.merge import MergeReaders
from desk.services.patrons.notes import WriteNote
from desk.services.patrons.register import ChangeDetails, Register, RenewMembership
from desk.services.patrons.showing import ShowPersonal
from desk.services.patrons.standing import LiftRestriction, MarkReader, Restrict

if TYPE_CHECKING:
    from desk.chores.scenarios import Run

# What a line says of such an answer.
SAID: dict[type, Says] = {
    told.Registered: Says.REGISTERED,
    told.Changed: Says.CHANGED,
    told.MembershipRenewed: Says.CARD_RENEWED,
    told.CardGiven: Says.CARD_GIVEN,
    told.CardMarked: Says.MARKED,
    told.MarkedReader: Says.MARKED,
    told.Restricted: Says.RESTRICTED,
    told.Lifted: Says.NO_LONGER_RESTRICTED,
    told.Noted: Says.NOTED,
    told.Linked: Says.LINKED,
    told.GrownUp: Says.GROWN_UP,
    told.Merged: Says.MERGED,
    told.Forgotten: Says.DELETED,
    told.ManyChanged: Says.CHANGED,
    told.Cleared: Says.CLEARED,
    told.PersonalShown: Says.SHOWN,
    Exported: Says.SHOWN,
}


def reader_deed(run: "Run", action: Action) -> Any:
    """Do what the line says, at the desk behind the window where there is one."""
    act = ACTS[action.what](run, action)
    answer = run.driver.do(act, action.how.ways)
    if isinstance(answer, told.CardGiven):
        run.house.rename_card(action.who, answer.number, replaced=answer.replaces is not None)
    return answer


def _card(run: "Run", action: Action) -> str:
    return run.house.number(action.who)


def _registers(run: "Run", action: Action) -> Register:
    family, _comma, given = action.how.text.partition(",")
    guarantor = run.house.number(action.how.by) if action.how.by else ""
    details = Details(
        family.strip(),
        given.strip(),
        birth_date=action.how.day,
        category=action.how.status or "adult",
        branch=action.how.branch or run.house.branch,
        guarantor=guarantor,
        phone=action.how.phone,
    )
    return Register(run.house.new_card(action.who), details)


def _gives(replaces: CardStatus | None) -> Callable[["Run", Action], GiveCard]:
    return lambda run, action: GiveCard(_card(run, action), run.house.new_card(f"{action.who}/new"), replaces)


def _restricted(run: "Run", action: Action) -> Restrict:
    how, currency = action.how, run.house.head.currency
    overdue = how.status == "overdue"
    above = minor_units(how.status, currency) if how.status and not overdue else None
    kind = RestrictionKind.OVERDUE if overdue else RestrictionKind.MANUAL
    return Restrict(_card(run, action), kind, how.text, how.day, above, overdue)


def _linked(run: "Run", action: Action) -> LinkGuarantor:
    return LinkGuarantor(_card(run, action), run.house.number(action.how.by) if action.how.by else "")


def _moves(run: "Run", action: Action) -> ChangeDetails:
    card = _card(run, action)
    shown = run.house.desk().ask(ShowForm(card))
    assert isinstance(shown, FormShown)
    how = action.how
    changed = {"phone": how.phone, "category": how.status, "branch": how.branch, "address": how.text}
    return ChangeDetails(card, replace(shown.details, **{n: v for n, v in changed.items() if v}), shown.base)  # type: ignore[arg-type]


def _many(run: "Run", action: Action) -> ChangeMany:
    return ChangeMany("scenario", Chosen(category=action.how.text), Change(category=action.how.status))


def _marked(on: bool) -> Callable[["Run", Action], MarkReader]:
    return lambda run, action: MarkReader(_card(run, action), Mark(action.how.status), on)


def _day(action: Action) -> Any:
    assert action.how.day is not None
    return action.how.day


ACTS: dict[str, Callable[["Run", Action], Any]] = {
    "registers": _registers,
    "membership": lambda run, action: RenewMembership(_card(run, action), action.how.day),
    "another": _gives(None),
    "worn": _gives(CardStatus.REPLACED),
    "lost": _gives(CardStatus.LOST),
    "loses": lambda run, action: MarkCard(_card(run, action), CardStatus.LOST),
    "finds": lambda run, action: MarkCard(_card(run, action), CardStatus.ACTIVE),
    "restricted": _restricted,
    "lifted": lambda run, action: LiftRestriction(_card(run, action)),
    "marked": _marked(True),
    "unmarked": _marked(False),
    "note": lambda run, action: WriteNote(
        _card(run, action), NoteKind.ALERT, action.how.text, action.how.day, action.how.branch
    ),
    "merged": lambda run, action: MergeReaders(run.house.number(action.how.by), _card(run, action)),
    "linked": _linked,
    "grows": lambda run, action: GrowUp(_card(run, action)),
    "moves": _moves,
    "deleted": lambda run, action: DeleteReader(_card(run, action)),
    "cleared": lambda run, action: ClearReader(_card(run, action)),
    "told": lambda run, action: ExportReader(_card(run, action)),
    "shown": lambda run, action: ShowPersonal(_card(run, action)),
    "purged": lambda run, action: PurgeReaders(_day(action)),
    "many": _many,
}
