"""A library for each test: a copied SQLite file, and a copied PostgreSQL database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.makers import House, copy_file, open_server, prepare


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library migrated once."""
    path = tmp_path_factory.mktemp("template") / "library.db"
    prepare(str(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> str:
    """The same library as a template database."""
    name = postgres_cluster.create(name="prepared_library")
    prepare(postgres_cluster.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A library on each of the two databases."""
    if request.param == "sqlite":
        made = copy_file(request.getfixturevalue("sqlite_template"), tmp_path)
        yield made
        made.database.close()
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create(request.getfixturevalue("postgres_template"))
    made = open_server(cluster.url(name))
    yield made
    made.database.close()
    cluster.drop(name)


@pytest.fixture
def sqlite_house(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """A library in a file, for tests that look at many cases."""
    made = copy_file(sqlite_template, tmp_path)
    yield made
    made.database.close()
