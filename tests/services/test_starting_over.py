"""A copy that many desks want at once changes under a check-in again and again: the desk begins anew each time."""

from typing import Any

import pytest

from desk.services.answers import Unknown
from desk.services.circulation.checkin import Checkin
from desk.services.desk import Desk, Stale
from tests.makers import House


@pytest.mark.parametrize("times", [1, 5])
def test_an_act_begins_anew_as_often_as_another_desk_was_first(
    house: House, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    once, tried = Desk._once, []

    def overtaken(desk: Desk, act: Any, key: str, at: Any) -> Any:
        tried.append(key)
        if len(tried) <= times:
            raise Stale
        return once(desk, act, key, at)

    monkeypatch.setattr(Desk, "_once", overtaken)
    assert isinstance(house.desk().do(Checkin("-")), Unknown)
    assert len(tried) == times + 1 and len(set(tried)) == 1
