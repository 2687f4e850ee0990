"""What an older program wrote: a file is copied beside itself and brought up; a server waits for its owner."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from desk.errors import DatabaseOlder
from desk.models import CalendarDay
from desk.resources import migrations
from desk.services import database
from tests.makers import House

YEARLY = (
    "INSERT INTO calendar_days (branch_id, kind, first, last, yearly, opens, closes, note)"
    " VALUES (NULL, 'closed', '2020-12-25', '2020-12-26', :yearly, NULL, NULL, :note)"
)


def put_back_to_the_first_tables(house: House) -> None:
    """The library as the first program left it, with a closure of every year and one of one year."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()))
    with house.database.engine.connect() as connection:
        if house.database.sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if house.database.sqlite else "BEGIN")
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.execute(text(YEARLY), [{"yearly": True, "note": "yearly"}, {"yearly": False, "note": "once"}])
        connection.commit()


def test_an_older_library_is_kept_and_brought_up_or_left_to_its_owner(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    put_back_to_the_first_tables(house)
    if house.database.sqlite:
        database.open_database(house.database.where).close()
        [copy] = Path(house.database.where).parent.glob(f"library.db.before-{database.HEAD}-from-0001-*")
        with sqlite3.connect(copy) as kept:
            assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
            assert kept.execute("SELECT count(*) FROM loans").fetchone() == (1,)
        kept.close()
    else:
        with pytest.raises(DatabaseOlder):
            database.open_database(house.database.engine.url.render_as_string(hide_password=False))
        database.bring_up(house.database, "0001")
    with house.database.question() as connection:
        assert database.revision(connection) == database.HEAD
    assert house.one(CalendarDay, note="yearly").every == "1 year"
    assert house.one(CalendarDay, note="once").every == ""
    assert house.one(CalendarDay, note="once").first == date(2020, 12, 25)
    assert not house.loan(item).on_site
    house.take_back(item)
