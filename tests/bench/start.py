"""Target 11: from the command to the first painting and to the first scan that could be taken, in fresh processes.

The processes are `tests.bench.started`, which loads nothing but what it starts.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from tests.bench.large import cache_folder
from tests.bench.measure import Line, Result, Tally, Times
from tests.bench.started import EMPTY

ROUNDS = 12
MEMORY_MIB = 130


def starts(where: str, rounds: int = ROUNDS) -> Iterator[Result]:
    """Both in turn; the first of each only brings the files into memory, and the window's picture into its place."""
    painted, of_use, empty, memory = Times(), Times(), Times(), []
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as home:
        for number in range(rounds + 1):
            nothing, desk = _started(EMPTY, home), _started(where, home)
            if number:
                empty.taken.append(nothing["painted"] * 1e6)
                painted.taken.append(desk["painted"] * 1e6)
                of_use.taken.append(desk["of_use"] * 1e6)
                memory.append(desk["mib"])
    yield Line(11, "first painting, beside an empty PySide6 window", painted, empty, 1.3)
    yield Line(11, "of use, beside the empty window's first painting", of_use, empty, 3.0)
    most = max(memory)
    yield Tally(11, "memory by then", most, MEMORY_MIB, most <= MEMORY_MIB, "≤", " MiB")


def _started(what: str, home: str) -> dict[str, float]:
    # As it is installed: compiled once, by the round that is not counted.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache_folder() / "compiled")}
    begun = time.time()
    process = subprocess.run(
        [sys.executable, "-m", "tests.bench.started", what],
        env=os.environ | {"DESK_HOME": home} | compiled,
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    told = json.loads(process.stdout)
    return {"painted": told["painted"] - begun, "of_use": told["of_use"] - begun, "mib": told["mib"]}
