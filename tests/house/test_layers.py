"""Who may import whom, as pyproject.toml says it (architecture.md, section 2)."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.tree import ROOT


def test_every_layer_stands_only_on_those_below() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_part_of_the_program_is_under_the_contract_about_qt() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    about_qt = [contract for contract in contracts if "PySide6" in contract.get("forbidden_modules", ())]
    watched = {part for contract in about_qt for part in contract["source_modules"]}
    parts = {path.stem for path in (ROOT / "desk").iterdir() if path.suffix == ".py" or list(path.glob("*.py"))}
    assert {f"desk.{part}" for part in parts - {"__init__", "app", "tour", "ui", "devices"}} - watched == set()


def test_the_window_starts_without_what_only_some_work_needs() -> None:
    """Slow packages are imported where they are used, never at start."""
    first = "desk.wording.shapes, desk.settings, desk.i18n, desk.resources, desk.devices.states"
    code = f"import sys, {first}; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split())
    assert not loaded & {"alembic", "reportlab", "pymarc", "psycopg", "openpyxl", "escpos", "babel", "sqlalchemy"}


def test_each_pin_is_a_plain_name_and_version() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        name, _, version = line.partition("==")
        assert name.replace("-", "").replace("_", "").replace(".", "").isalnum(), line
        assert version.replace(".", "").replace("post", "").isalnum(), line


def test_every_package_that_is_asked_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    pinned = {_plain(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    names = {_plain(line.split(";")[0].split("[")[0].split(">")[0].split("=")[0].strip()) for line in wanted}
    assert names - pinned - {"circulation-desk"} == set()


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")
