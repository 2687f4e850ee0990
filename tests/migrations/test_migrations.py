"""The migrations make exactly the models, on both databases, and go up and down."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from desk.models import Base
from desk.models.finding import find_title_ids
from desk.models.search import write_title_words
from desk.resources import migrations
from desk.services.database import HEAD, REVISIONS, Database, connect, open_database, revision, upgrade

FULL_TEXT = ("title_words", "patron_words", "patron_parts")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    url = str(tmp_path / "new.db") if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = connect(url)
    request.addfinalizer(made.close)
    return made


def differences(connection: Connection) -> list[object]:
    """What alembic sees between the migrated database and the models; full text is no model."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "table" and str(name).startswith(FULL_TEXT))

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, Base.metadata))


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_models_equal_head(database: Database) -> None:
    upgrade(database)
    with database.question() as connection:
        assert revision(connection) == HEAD
        assert differences(connection) == []


def test_every_revision_goes_up_and_down(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    for number in REVISIONS:
        upgrade(database, number)
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(database)


def test_the_program_knows_every_migration() -> None:
    files = sorted(path.name[:4] for path in (migrations() / "versions").glob("[0-9]*.py"))
    assert tuple(files) == REVISIONS


def test_migrations_never_import_the_models() -> None:
    for path in migrations().rglob("*.py"):
        assert "desk.models" not in path.read_text(encoding="utf-8")


def test_words_that_were_written_before_are_found_after_the_upgrade(tmp_path: Path) -> None:
    """0007 makes the index of titles anew: nothing is lost on the way, and the file is copied first."""
    file = tmp_path / "older.db"
    older = connect(str(file))
    upgrade(older, "0006")
    rows = [(number, f"the old man and the sea {number} hemingway") for number in range(1, 301)]
    with older.act() as db:
        for number, words in rows:
            db.execute(
                text("INSERT INTO title_words (rowid, words) VALUES (:id, :words)"), {"id": number, "words": words}
            )
        db.commit()
    older.close()
    newer = open_database(str(file))
    with newer.asking() as wire:
        assert find_title_ids(wire, "hemi 217") == [217] and len(find_title_ids(wire, "old sea", 500)) == 300
        write_title_words(wire.sql, [(217, "for whom the bell tolls")])
        assert find_title_ids(wire, "hemi 217") == [] and find_title_ids(wire, "bell toll") == [217]
    newer.close()
    assert [copy.name for copy in tmp_path.glob("older.db.before-*")]
