"""What can become of a library's file: full disk, read-only, newer, damaged. Clear words, nothing lost."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desk.errors import DatabaseBroken, DatabaseMissing, DatabaseNewer, DatabaseReadOnly, DiskFull
from desk.models import JournalRow, Loan
from desk.services.circulation.answers import Lent
from desk.services.circulation.checkout import Checkout
from desk.services.database import connect, open_database
from desk.services.desk import new_key
from tests.cluster import Cluster
from tests.makers import Clock, House, prepare


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one reader and one copy."""
    path = tmp_path_factory.mktemp("files") / "library.db"
    prepare(str(path))
    return path


@pytest.fixture
def house(template: Path, tmp_path: Path) -> Iterator[House]:
    """A copy of it to spoil."""
    path = tmp_path / "library.db"
    shutil.copyfile(template, path)
    made = House(connect(str(path)))
    yield made
    made.database.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="desk-files-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


def pragma(house: House, what: str) -> object:
    """Set or ask something of the desk's one connection."""
    with house.database.asking() as wire:
        driver = wire.driver
    found = driver.execute(f"PRAGMA {what}").fetchone()
    return found and found[0]


def whole(house: House) -> None:
    """The file is sound, and each loan has its act."""
    assert pragma(house, "integrity_check") == "ok"
    assert house.count(Loan) == house.count(JournalRow, kind="checkout")


def test_a_full_disk_is_said_and_the_same_scan_happens_once_there_is_room(house: House) -> None:
    house.policy({"loan": "21 days"})
    desk, card, lent = house.desk(), house.card(), 0
    items = [house.item() for _ in range(80)]
    keys = [new_key() for _ in items]
    pragma(house, f"max_page_count = {int(str(pragma(house, 'page_count'))) + 4}")
    with pytest.raises(DiskFull):
        for item, key in zip(items, keys, strict=True):
            desk.do(Checkout(card, item), key)
            lent += 1
    assert house.count(Loan) == lent
    whole(house)
    pragma(house, "max_page_count = 1000000")
    answer = desk.do(Checkout(card, items[lent]), keys[lent])
    assert isinstance(answer, Lent)
    assert desk.do(Checkout(card, items[lent]), keys[lent]) == answer
    assert house.count(Loan) == lent + 1
    whole(house)


@pytest.mark.skipif(os.getuid() != 0 or sys.platform != "linux", reason="only root may make a small disk")
def test_a_disk_that_is_really_full(template: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small)], capture_output=True).returncode:
        pytest.skip("this machine does not let a disk be made")
    try:
        shutil.copyfile(template, small / "library.db")
        house = House(connect(str(small / "library.db")))
        desk, card, item = house.desk(), house.card(), house.item()
        filler = small / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(b"x" * 4096)
        key = new_key()
        with pytest.raises(DiskFull):
            desk.do(Checkout(card, item), key)
        assert house.count(Loan) == 0
        filler.unlink()
        assert isinstance(desk.do(Checkout(card, item), key), Lent)
        whole(house)
        house.database.close()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def by_another(path: Path, card: str, item: str) -> list[str]:
    """What somebody without the right to write hears: of an act, and of a look."""
    command = [sys.executable, "-m", "tests.end_to_end.other_user", str(path), card, item]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def at_rest(template: Path, folder: Path) -> tuple[Path, str, str]:
    """A library in that folder that nobody has open, with a reader and a copy."""
    path = folder / "library.db"
    shutil.copyfile(template, path)
    house = House(connect(str(path)))
    card, item = house.card(), house.item()
    house.database.close()
    return path, card, item


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o444, 0o555), (0o666, 0o555)])
def test_a_file_or_folder_that_may_not_be_written_is_said(
    template: Path, open_folder: Path, file: int, folder: int
) -> None:
    path, card, item = at_rest(template, open_folder)
    path.chmod(file)
    open_folder.chmod(folder)
    assert by_another(path, card, item)[0] == DatabaseReadOnly.__name__
    open_folder.chmod(0o777)
    path.chmod(0o666)
    house = House(connect(str(path)))
    assert house.count(Loan) == 0
    whole(house)
    house.database.close()


def test_the_same_may_be_written_by_whoever_has_the_right(template: Path, open_folder: Path) -> None:
    path, card, item = at_rest(template, open_folder)
    path.chmod(0o666)
    assert by_another(path, card, item) == ["Lent", "tuple"]


def test_a_newer_file_is_refused_and_left_as_it_is(house: House) -> None:
    path = Path(house.database.where)
    with house.database.act() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    house.database.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseNewer) as told:
        open_database(str(path))
    assert told.value.found == "9999"
    assert path.read_bytes() == before


def test_a_newer_database_on_a_server_is_refused(postgres_cluster: Cluster) -> None:
    where = postgres_cluster.url(postgres_cluster.create())
    prepare(where)
    house = House(connect(where), Clock())
    with house.database.act() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    house.database.close()
    with pytest.raises(DatabaseNewer):
        open_database(where)


def test_a_file_that_is_no_database_is_said_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_text("A letter to the editor. " * 1000)
    with pytest.raises(DatabaseBroken):
        open_database(str(path))
    assert path.read_text() == "A letter to the editor. " * 1000


def test_an_empty_file_and_no_file_are_no_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with pytest.raises(DatabaseMissing):
        open_database(str(path))
    path.touch()
    with pytest.raises(DatabaseMissing):
        open_database(str(path))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_torn_file_is_said_to_be_damaged(template: Path, tmp_path: Path, part: float) -> None:
    path, card, item = at_rest(template, tmp_path)
    os.truncate(path, int(path.stat().st_size * part) // 4096 * 4096)
    database = None
    with pytest.raises(DatabaseBroken):
        database = open_database(str(path))
        try:
            House(database).desk().do(Checkout(card, item))
        finally:
            database.close()
