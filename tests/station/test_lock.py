"""The lock of this station's own file."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk.station.lock import StationLock


def test_one_has_it_and_whoever_comes_next_gets_it_when_it_is_free(tmp_path: Path) -> None:
    first, second = StationLock(tmp_path / "station.db"), StationLock(tmp_path / "station.db")
    assert first.take() and first.take() and first.is_held
    assert not second.take() and not second.is_held
    first.free()
    assert not first.is_held and second.take()
    second.free()


def test_the_demo_and_the_library_stand_side_by_side(tmp_path: Path) -> None:
    locks = [StationLock(tmp_path / name) for name in ("station.db", "station-demo.db", "station-training.db")]
    assert all(lock.take() for lock in locks)
    for lock in locks:
        lock.free()


def test_a_window_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from desk.station.lock import StationLock;"
        "lock = StationLock(Path(sys.argv[1])); print(lock.take(), flush=True); time.sleep(60)"
    )
    store = tmp_path / "station.db"
    with subprocess.Popen([sys.executable, "-c", code, str(store)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "True\n"
        mine = StationLock(store)
        assert not mine.take()
        other.send_signal(signal.SIGKILL)
        other.wait(10)
    assert mine.take()
    mine.free()


def test_where_no_file_can_be_made_the_desk_works_all_the_same(tmp_path: Path) -> None:
    nobody = tmp_path / "file"
    nobody.touch()
    lock = StationLock(nobody / "below" / "station.db")
    assert lock.take() and lock.is_held
    lock.free()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder without locks is made up with flock")
def test_a_folder_that_knows_no_locks_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_file: int, _how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", unknown)
    first, second = StationLock(tmp_path / "station.db"), StationLock(tmp_path / "station.db")
    assert first.take() and second.take()
    first.free()
    second.free()
