"""What a person installs holds everything that the program needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_what_lies_outside_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, target in (("resources", "desk/resources"), ("migrations", "desk/migrations")):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        missing = {f"{target}/{path.relative_to(ROOT / folder).as_posix()}" for path in files} - names
        assert {name for name in missing if not name.endswith((".pyc", ".mo"))} == set()


def test_the_installed_program_finds_its_files(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = "from desk.resources import migrations, resource as r; print(r('icons', 'book.svg').is_file(), migrations())"
    said = subprocess.check_output(
        [sys.executable, "-c", code], cwd=tmp_path, text=True, env={"PYTHONPATH": str(tmp_path)}
    )
    assert said.split() == ["True", str(tmp_path / "desk" / "migrations")]


def test_the_licences_go_with_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for text in ("LICENSE", "NOTICE", "LGPL-3.0.txt", "GPL-3.0.txt", "Inter-OFL.txt", "Lucide-ISC.txt"):
        assert any(".dist-info/licenses/" in name and name.endswith(text) for name in names), text
