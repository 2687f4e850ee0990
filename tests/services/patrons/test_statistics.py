"""Fields of a library's own by which it counts its readers: defined, changed, retired, and taken back."""

from typing import Any

from desk.rules.vocabulary import Reason
from desk.services.circulation.answers import Undone
from desk.services.circulation.undo import Undo
from desk.services.patrons.details import CountsAs
from desk.services.patrons.form import ShowForm
from desk.services.patrons.statistics import SaveStatistic, Statistics
from tests.makers import House
from tests.services.patrons.people import change, reasons, registered


def test_a_field_is_defined_renamed_retired_and_each_is_taken_back(house: House) -> None:
    desk = house.desk(login="admin")
    desk.do(SaveStatistic(" School ", "School", ("Elm", " Oak ", "Elm", "")))
    (made,) = desk.ask(Statistics())
    assert (made.code, made.name, made.choices) == ("school", "School", ("Elm", "Oak"))
    assert reasons(desk.do(SaveStatistic("school", "School", ("Elm", "Oak")))) == (Reason.NOTHING_NEW,)
    desk.do(SaveStatistic("school", "Which school", ("Elm", "Oak", "Ash")))
    desk.do(SaveStatistic("school", "Which school", ("Elm", "Oak", "Ash"), active=False))
    assert desk.ask(Statistics()) == () and len(desk.ask(Statistics(all=True))) == 1
    for left in (1, 1, 0):
        assert isinstance(desk.do(Undo()), Undone)
        assert len(desk.ask(Statistics())) == left


def test_a_field_needs_a_code_a_name_and_somebody_who_may(house: House) -> None:
    desk = house.desk(login="admin")
    for act in (SaveStatistic("", "School"), SaveStatistic("school", " ")):
        assert reasons(desk.do(act)) == (Reason.NEEDED,)
    assert reasons(desk.do(SaveStatistic("s" * 41, "School"))) == (Reason.TOO_LARGE,)
    assert reasons(house.desk(login="ada").do(SaveStatistic("school", "School"))) == (Reason.NOT_ALLOWED,)


def test_what_a_reader_counts_as_outlives_its_field(house: House) -> None:
    desk = house.desk(login="admin")
    desk.do(SaveStatistic("school", "School", ("Elm",)))
    card = registered(house, statistics=(CountsAs("school", "Elm"),))
    desk.do(SaveStatistic("school", "School", ("Elm",), active=False))
    form: Any = desk.ask(ShowForm(card))
    assert form.statistics == () and form.details.statistics == ()
    change(house, card, given_name="Mari")
    desk.do(SaveStatistic("school", "School", ("Elm",)))
    again: Any = desk.ask(ShowForm(card))
    assert again.details.statistics == (CountsAs("school", "Elm"),)
