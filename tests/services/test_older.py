"""What an older program wrote: a file is copied beside itself and brought up; a server waits for its owner."""

import sqlite3
from pathlib import Path

import pytest

from desk.errors import DatabaseOlder
from desk.services import database
from desk.services.database import Database
from tests.makers import House


def newer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program, one migration later, whose only change is its number."""

    def bring_up(opened: Database, _to: str = "head") -> None:
        with opened.act() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
            connection.commit()

    monkeypatch.setattr(database, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(database, "HEAD", "0002")
    monkeypatch.setattr(database, "upgrade", bring_up)


def test_an_older_library_is_kept_and_brought_up_or_left_to_its_owner(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    newer_program(monkeypatch)
    if not house.database.sqlite:
        with pytest.raises(DatabaseOlder):
            database.open_database(house.database.engine.url.render_as_string(hide_password=False))
        return
    opened = database.open_database(house.database.where)
    opened.close()
    [copy] = Path(house.database.where).parent.glob("library.db.before-0002-from-0001-*")
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert kept.execute("SELECT count(*) FROM loans").fetchone() == (1,)
    kept.close()
    with house.database.question() as connection:
        assert database.revision(connection) == "0002"
