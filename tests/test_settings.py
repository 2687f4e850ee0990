"""The settings of a station survive being written, edited by hand, and read by another version."""

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desk import settings
from desk.errors import FileUnreadable, FileUnwritable
from desk.settings import ReceiptWish, Scanner, Settings, Theme


def test_a_station_without_a_file_has_the_defaults(own_home: Path) -> None:
    found = settings.load()
    assert found == replace(Settings(), database=f"sqlite:///{own_home.as_posix()}/library.db")


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "station.toml"
    mine = Settings(
        database="postgresql+psycopg://desk@server/library",
        station="DESK2",
        theme=Theme.DARK,
        receipt=ReceiptWish.NONE,
        scanner=Scanner(port="/dev/ttyACM0", prefix="\x02", max_gap_ms=50),
    )
    settings.save(mine, path)
    assert settings.load(path) == mine
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_place_of_the_library_is_not_frozen_into_the_file(own_home: Path) -> None:
    settings.save(settings.load())
    assert str(own_home) not in settings.settings_file().read_text()


def test_what_another_version_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(
        'station = "DESK7"\nfuture = 1\n[scanner]\nbaud = 115200\nlaser = "green"\n[label_printer]\nname = "x"\n'
    )
    found = settings.load(path)
    assert (found.station, found.scanner.baud) == ("DESK7", 115200)
    settings.save(replace(found, station="DESK8"), path)
    again = path.read_text()
    assert 'laser = "green"' in again and "future = 1" in again and "[label_printer]" in again and "DESK8" in again


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("station = ", "Invalid value"),
        ("station = 7", "station"),
        ('theme = "pink"', "light, dark, contrast, system"),
        ('[scanner]\nbaud = "fast"', "scanner.baud"),
        ("scanner = 3", "scanner"),
        ("[sounds]\non = 1", "sounds.on"),
    ],
)
def test_a_broken_file_is_told_by_name_and_place(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "station.toml"
    path.write_text(text)
    with pytest.raises(FileUnreadable) as raised:
        settings.load(path)
    assert raised.value.path == path
    assert why in raised.value.why


def test_a_file_in_another_encoding_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_bytes('branch = "Bücherei"'.encode("latin-1"))
    with pytest.raises(FileUnreadable):
        settings.load(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "station.new").mkdir()
    with pytest.raises(FileUnwritable):
        settings.save(Settings(), tmp_path / "station.toml")
