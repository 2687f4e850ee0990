"""How often a scan asks the database: fixed numbers, so that nobody adds a question unseen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from desk.services.circulation.answers import Lent, Renewed, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from tests.makers import House

# On SQLite statements count, besides BEGIN and COMMIT. On PostgreSQL it is round trips, with these two in them: the
# first look with the locks and facts, the writes.
STATEMENTS = {"checkout": 5, "checkin": 5, "renew": 4}
ROUND_TRIPS = {"checkout": 2, "checkin": 2, "renew": 2}


@contextmanager
def asked(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What goes to the database meanwhile: statements of SQLite, round trips to PostgreSQL."""
    heard: list[str] = []
    listen = _file if house.database.sqlite else _server
    stop = listen(house, heard, monkeypatch)
    yield heard
    stop()


def _file(house: House, heard: list[str], _monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    with house.database.asking() as wire:
        driver: Any = wire.driver  # the one that the next act will have too

    def hear(sql: str) -> None:
        if not sql.startswith(("BEGIN", "COMMIT", "--")):
            heard.append(sql)

    driver.set_trace_callback(hear)
    return lambda: driver.set_trace_callback(None)


def _server(_house: House, heard: list[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    import psycopg

    execute, pipeline = psycopg.Cursor.execute, psycopg.Connection.pipeline

    def hear(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        if self.connection._pipeline is None:
            heard.append(str(query))
        return execute(self, query, *rest, **more)

    def trip(self: Any) -> Any:
        heard.append("several at once")
        return pipeline(self)

    monkeypatch.setattr(psycopg.Cursor, "execute", hear)
    monkeypatch.setattr(psycopg.Connection, "pipeline", trip)
    return monkeypatch.undo


def allowed(house: House, act: str) -> int:
    """How often an act may ask this database."""
    return (STATEMENTS if house.database.sqlite else ROUND_TRIPS)[act]


def test_an_ordinary_check_out_asks_as_often_as_it_did(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, card = house.desk(), house.card()
    desk.rulebook()
    item = house.item()
    with asked(house, monkeypatch) as heard:
        assert isinstance(desk.do(Checkout(card, item)), Lent)
    assert len(heard) == allowed(house, "checkout"), heard


def test_an_ordinary_check_in_asks_as_often_as_it_did(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    desk.rulebook()
    house.clock.set(2026, 3, 12, 12)
    with asked(house, monkeypatch) as heard:
        assert isinstance(desk.do(Checkin(item)), Returned)
    assert len(heard) == allowed(house, "checkin"), heard


def test_an_ordinary_renewal_asks_as_often_as_it_did(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    desk.rulebook()
    house.clock.set(2026, 3, 12, 12)
    with asked(house, monkeypatch) as heard:
        assert isinstance(desk.do(Renew(item)), Renewed)
    assert len(heard) == allowed(house, "renew"), heard


def test_a_reader_with_much_is_asked_about_no_more_often(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, card = house.desk(), house.card()
    for _ in range(12):
        house.lend(card, house.item())
    desk.rulebook()
    item = house.item()
    with asked(house, monkeypatch) as heard:
        assert isinstance(desk.do(Checkout(card, item)), Lent)
    assert len(heard) == allowed(house, "checkout"), heard
