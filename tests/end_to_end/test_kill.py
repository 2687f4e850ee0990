"""kill -9 in the middle of a scanning run: twenty times here, five hundred in the soak."""

from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.end_to_end.kills import close_killer, examine, library, open_killer

KILLS = 20


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_desk_leaves_every_acknowledged_act_and_nothing_half_done(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    where = str(tmp_path / "library.db")
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        where = cluster.url(cluster.create())
    house, done = library(where), 0
    killer = open_killer(where)
    try:
        for seed in range(1, KILLS + 1):
            run = killer.kill_one(seed)
            examine(house, run)
            done += len(run.done)
    finally:
        close_killer(killer)
        house.database.close()
    assert done > KILLS
