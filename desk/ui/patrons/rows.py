"""What can be done with one row of an account: a loan, a hold, a card, somebody of the family, a note."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.vocabulary import CardStatus, HoldStatus, ItemStatus, Permission
from desk.services.accounts.losses import DeclareLost
from desk.services.answers import NotDone, Refused
from desk.services.circulation.answers import Claimed, Marked, Renewed, Returned
from desk.services.circulation.lookup import OpenLoan
from desk.services.circulation.marks import MarkItem
from desk.services.holds.ending import CancelHold
from desk.services.holds.queueing import ResumeHold, SuspendHold
from desk.services.patrons.account import HoldLine
from desk.ui.keys import ENTER, SEQUENCES, Key
from desk.wording.checkin import checkin_card
from desk.wording.checkout import checkout_card, refused_card
from desk.wording.marks import marks_card
from desk.wording.shapes import Card, Sound, Tone

if TYPE_CHECKING:
    from desk.ui.patrons.actions import Actions, Way
    from desk.ui.patrons.patrons_page import PatronsPage


class RowDeeds:
    """Belongs to the actions of the page."""

    def __init__(self, page: "PatronsPage", actions: "Actions") -> None:
        self._page, self._actions = page, actions
        self._left: list[OpenLoan] = []
        self._renewed = self._not_renewed = 0

    # What stands in the rows

    def _loan(self) -> OpenLoan | None:
        """The loan that the keyboard is on."""
        account, at = self._page.account, self._page.view.lists["loans"].chosen()
        on = account is not None and self._page.view.tab() == "loans" and 0 <= at < len(account.loans)
        return account.loans[at] if on and account is not None else None

    def _hold(self) -> HoldLine | None:
        account, at = self._page.account, self._page.view.lists["holds"].chosen()
        if account is None or not account.holds:
            return None
        if 0 <= at < len(account.holds):
            return account.holds[at]
        return account.holds[0] if len(account.holds) == 1 else None

    def open(self, tab: str, row: int) -> None:
        """Enter: renew the loan is never done so; the row's menu opens, or the relative's account."""
        account = self._page.account
        assert account is not None
        if tab == "family":
            self._page.open_card(account.family[row].patron.card)
        elif tab == "money":
            self._actions.run("pay")
        else:
            self._actions.menu_here()

    def ways(self, tab: str, row: int) -> "Iterator[Way]":
        """All that this row allows, in the order of the menu."""
        account = self._page.account
        assert account is not None
        if tab == "loans":
            yield from self._of_loan(account.loans[row])
        elif tab == "holds":
            yield from self._of_hold(account.holds[row])
        elif tab == "money":
            yield self._way(_("Pay, waive, refund"), "wallet", partial(self._actions.run, "pay"))
        elif tab == "family":
            card = account.family[row].patron.card
            yield self._way(_("Open this account"), "user-round", partial(self._page.open_card, card), ENTER)
        elif tab == "notes":
            yield from self._of_note(row)
        elif tab == "details":
            yield from self._of_card(row)

    @staticmethod
    def _way(label: str, icon: str, do: Any, key: str = "") -> "Way":
        from desk.ui.patrons.actions import Way

        return Way(label, icon, do, key)

    def _of_loan(self, loan: OpenLoan) -> "Iterator[Way]":
        actions, item = self._actions, loan.item.barcode
        yield self._way(_("Renew"), "refresh-cw", partial(actions.renew_item, item), SEQUENCES[Key.RENEW])
        yield self._way(_("Change due date"), "calendar-days", self.change_due, SEQUENCES[Key.DATE])
        yield self._way(_("Check in"), "arrow-down-to-line", partial(actions.return_item, item))
        if loan.claimed is not None and actions.may(Permission.MARK):
            yield self._way(_("Not found: it is missing, the loan ends"), "search", partial(self._give_up, loan))
        elif actions.may(Permission.CLAIM):
            yield self._way(_("The reader says it came back"), "message-square-text", partial(actions.claim, item))
        if actions.may(Permission.MARK):
            yield self._way(_("Lost: charge it"), "circle-x", partial(self._do, DeclareLost(item)))
            yield self._way(_("Lost: mark it only"), "flag", partial(self._do, MarkItem(item, ItemStatus.LOST)))

    def _of_hold(self, hold: HoldLine) -> "Iterator[Way]":
        if not self._actions.may(Permission.HOLDS):
            return
        yield self._way(_("Cancel the hold"), "bookmark-x", partial(self._do, CancelHold(hold.id)))
        if hold.status is HoldStatus.QUEUED:
            yield self._way(_("Not before a day"), "calendar-days", self.suspend_hold)
            if hold.suspended_until is not None:
                yield self._way(_("Take it up again"), "refresh-cw", partial(self._do, ResumeHold(hold.id)))

    def _of_note(self, row: int) -> "Iterator[Way]":
        account = self._page.account
        assert account is not None
        if row < len(account.restrictions):
            if self._actions.may(Permission.RESTRICT):
                bar = account.restrictions[row]
                yield self._way(_("Lift the restriction"), "unlock", partial(self._actions.lift, bar.id))
            return
        note = account.notes[row - len(account.restrictions)]
        if not note.archived:
            yield self._way(_("Archive the note"), "archive", partial(self._actions.archive, note.id))

    def _of_card(self, row: int) -> "Iterator[Way]":
        account, actions = self._page.account, self._actions
        assert account is not None
        if row >= len(account.cards):
            paper = account.papers[row - len(account.cards)]
            yield self._way(_("Save the paper"), "save", partial(actions.save_paper, paper.id))
            yield self._way(_("Take the paper away"), "trash-2", partial(actions.remove_paper, paper.id))
            return
        card = account.cards[row]
        if card.status is not CardStatus.LOST:
            yield self._way(_("The card is lost"), "ban", partial(actions.mark_card, card.number, CardStatus.LOST))
        if card.status is not CardStatus.ACTIVE:
            found = partial(actions.mark_card, card.number, CardStatus.ACTIVE)
            yield self._way(_("The card is found: in use again"), "check", found)
        else:
            away = partial(actions.mark_card, card.number, CardStatus.REPLACED)
            yield self._way(_("The card is out of use"), "x", away)

    # What is done

    def _do(self, act: Any) -> None:
        self._page.do(act, self.done)

    def done(self, answer: Any) -> None:
        """What came of it, in the words of the page where it is usually done."""
        page, place = self._page, self._page.place()
        match answer:
            case Refused():
                page.show_refusal(answer, refused_card(answer, place))
            case Renewed():
                page.show_card(checkout_card(answer, place))
            case Returned():
                page.show_card(checkin_card(answer, place))
            case Claimed() | Marked():
                page.show_card(marks_card(answer, place))
            case _:
                page.show_card(_plain(answer))
        if not isinstance(answer, NotDone):
            page.open_after(page.number)

    def renew(self) -> None:
        """The loan of the row; without one, all that is overdue, one after the other."""
        loan, account = self._loan(), self._page.account
        assert account is not None
        if loan is not None:
            self._actions.renew_item(loan.item.barcode)
            return
        self._left = [each for each in account.loans if each.overdue]
        self._renewed = self._not_renewed = 0
        if not self._left:
            self._page.workplace.say(_("Nothing is overdue. Choose a row to renew it."))
        else:
            self._next()

    def _next(self) -> None:
        loan = self._left.pop(0)
        from desk.services.circulation.renew import Renew

        self._page.do(Renew(loan.item.barcode), self._one)

    def _one(self, answer: Any) -> None:
        self._renewed += isinstance(answer, Renewed)
        self._not_renewed += not isinstance(answer, Renewed)
        if self._left:
            self._next()
            return
        page = self._page
        told = _("{renewed} renewed, {left} not renewed").format(renewed=self._renewed, left=self._not_renewed)
        good = not self._not_renewed
        sound = Sound.OK if good else Sound.ATTENTION
        page.show_card(Card(Tone.INFO if good else Tone.WARN, "refresh-cw", told, sound=sound))
        page.open_after(page.number)

    def change_due(self) -> None:
        """Another due date for the loan of the row."""
        loan = self._loan()
        if loan is None:
            self._page.workplace.say(_("Choose a loan first."))
        else:
            self._actions.asks.due(loan.item.title, partial(self._actions.renew_item, loan.item.barcode))

    def check_in(self) -> None:
        """The copy of the row is back."""
        loan = self._loan()
        if loan is None:
            self._page.workplace.say(_("Choose a loan first."))
        else:
            self._actions.return_item(loan.item.barcode)

    def _give_up(self, loan: OpenLoan) -> None:
        """A claimed copy is not found: the reader is believed, and the copy is missing."""
        item, status = loan.item, ItemStatus.MISSING
        self._actions.asks.missing(item.title, lambda why: self._do(MarkItem(item.barcode, status, why)))

    def cancel_hold(self) -> None:
        """The hold of the row is not wanted any more."""
        hold = self._hold()
        if hold is None:
            self._page.workplace.say(_("Choose a hold first."))
        else:
            self._do(CancelHold(hold.id))

    def suspend_hold(self) -> None:
        """The hold of the row is wanted later."""
        hold = self._hold()
        if hold is None:
            self._page.workplace.say(_("Choose a hold first."))
        else:
            self._actions.asks.suspend(hold.title, partial(self._suspend, hold.id))

    def _suspend(self, hold: int, until: Any) -> None:
        self._do(SuspendHold(hold, until))


def _plain(answer: Any) -> Card:
    """What another area answers, where its own page would say more."""
    if isinstance(answer, NotDone):
        return Card(Tone.WARN, "circle-alert", _("Not done"), sound=Sound.ATTENTION)
    return Card(Tone.OK, "check", _("Done"), sound=Sound.OK)
