"""One library and two desks for all races on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.services.database import connect
from tests.cluster import Cluster
from tests.makers import House, prepare
from tests.race.rounds import RULES, Track, close_track, open_track


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def track(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Track]:
    """Two desks at the line."""
    where = str(Path(tmp_path_factory.mktemp("race")) / "library.db")
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        where = cluster.url(cluster.create())
    prepare(where)
    house = House(connect(where))
    house.policy(*RULES)
    made = open_track(house, where)
    yield made
    close_track(made)
    house.database.close()
