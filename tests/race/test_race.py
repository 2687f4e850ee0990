"""Two desks at once: the database decides, and the loser is told."""

import pytest

from tests.race.money import MONEY_RACES
from tests.race.rounds import RACES, Track
from tests.rows import row

ROUNDS = {"one_copy": 30, "one_limit": 6}


@row("holds", 55)
@pytest.mark.parametrize("race", [*RACES, *MONEY_RACES])
def test_two_desks_at_once(track: Track, race: str) -> None:
    for _round in range(ROUNDS.get(race, 12)):
        (RACES | MONEY_RACES)[race](track)
