"""Short words for tests of readers."""

from datetime import date
from typing import Any

from desk.rules.vocabulary import Reason
from desk.services.answers import Grant, Refused
from desk.services.desk import Desk
from desk.services.patrons.details import Details
from desk.services.patrons.form import ShowForm
from desk.services.patrons.register import ChangeDetails, Register
from tests.makers import House, barcode

BORN = date(1984, 6, 17)


def details(**said: Any) -> Details:
    """An adult of the main branch, with whatever else is said."""
    usual = {"family_name": "Lindqvist", "given_name": "Marisol", "category": "adult", "branch": "MAIN"}
    return Details(**(usual | said))


def register(house: House, number: int = 500, *grants: Reason, login: str = "sue", **said: Any) -> Any:
    """Register somebody at the main desk; the answer is given back."""
    desk = house.desk(login=login)
    lifted = tuple(Grant(reason, desk.staff.id) for reason in grants)
    return desk.do(Register(barcode("2", number), details(**said), lifted))


def registered(house: House, number: int = 500, **said: Any) -> str:
    """The card of somebody new."""
    answer = register(house, number, Reason.MAYBE_KNOWN, **said)
    assert not isinstance(answer, Refused), answer.reasons
    return str(answer.patron.card)


def change(house: House, card: str, desk: Desk | None = None, **said: Any) -> Any:
    """Change what is said in a reader's record."""
    from dataclasses import replace

    at = desk or house.desk()
    form: Any = at.ask(ShowForm(card))
    return at.do(ChangeDetails(card, replace(form.details, **said), form.base))


def reasons(answer: Any) -> tuple[Reason, ...]:
    """Why something was not done."""
    assert isinstance(answer, Refused), answer
    return answer.reasons
