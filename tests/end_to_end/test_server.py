"""PostgreSQL goes away in the middle of a run and comes back: clear words, nothing lost, the same key happens once."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from desk.errors import DatabaseUnavailable
from desk.models import JournalRow, Loan
from desk.services.circulation.answers import Lent, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.database import connect
from desk.services.desk import new_key
from tests.bench.server import Server, installed
from tests.cluster import unavailable
from tests.makers import House, prepare


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that keeps what it has acknowledged, and may be stopped."""
    if not installed():
        unavailable("PostgreSQL's initdb is not installed")
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    made = Server(folder)
    try:
        made.start()
        yield made
        made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(server: Server) -> Iterator[House]:
    """A library of its own for each test."""
    name = f"library_{new_key()}"
    server.execute(f"CREATE DATABASE {name}")
    prepare(server.url(name))
    made = House(connect(server.url(name)))
    yield made
    made.database.close()
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_server_that_stops_and_starts_again(server: Server, house: House) -> None:
    desk, card, items = house.desk(), house.card(), [house.item() for _ in range(10)]
    keys = [new_key() for _ in items]
    first = [desk.do(Checkout(card, item), key) for item, key in zip(items[:5], keys[:5], strict=True)]
    server.stop("immediate")
    try:
        with pytest.raises(DatabaseUnavailable) as told:
            desk.do(Checkout(card, items[5]), keys[5])
        assert "desk" in told.value.where and told.value.why
    finally:
        server.start()
    answers = [desk.do(Checkout(card, item), key) for item, key in zip(items, keys, strict=True)]
    assert answers[:5] == first and all(isinstance(answer, Lent) for answer in answers)
    assert house.count(Loan) == house.count(JournalRow) == len(items)


def test_a_server_that_restarts_between_two_scans_is_not_even_noticed(server: Server, house: House) -> None:
    desk, card, item = house.desk(), house.card(), house.item()
    assert isinstance(desk.do(Checkout(card, item)), Lent)
    server.stop("immediate")
    server.start()
    house.clock.set(2026, 3, 12, 12)
    assert isinstance(desk.do(Checkin(item)), Returned)


def test_a_connection_that_is_cut_between_two_scans(house: House) -> None:
    desk, card, item = house.desk(), house.card(), house.item()
    cut(house)
    assert isinstance(desk.do(Checkout(card, item)), Lent)
    assert house.count(Loan) == house.count(JournalRow) == 1


def cut(house: House) -> None:
    """The server ends the desk's connection."""
    other = connect(house.database.engine.url.render_as_string(hide_password=False))
    with other.question() as connection:
        asked = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(text(f"{asked} AND pid <> pg_backend_pid()"))
    other.close()


@pytest.mark.parametrize("committed", [True, False])
def test_a_connection_that_is_lost_in_commit(house: House, monkeypatch: pytest.MonkeyPatch, committed: bool) -> None:
    """Nobody knows then whether the act happened; the journal does, and it has happened once."""
    import psycopg

    desk, card, item, lost = house.desk(), house.card(), house.item(), []
    dialect = house.database.engine.dialect
    real = dialect.do_commit

    def lose(driver: Any) -> None:
        if lost:
            return real(driver)
        lost.append(driver)
        if committed:
            real(driver)
        driver.dbapi_connection.close() if hasattr(driver, "dbapi_connection") else driver.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(dialect, "do_commit", lose)
    answer = desk.do(Checkout(card, item))
    assert isinstance(answer, Lent) and lost
    assert house.count(Loan) == house.count(JournalRow) == 1
    assert house.loan(item).id == answer.loan
