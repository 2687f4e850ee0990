"""What is shipped beside the program says what the program does today; the program can tell whether it is whole."""

import configparser
import json
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desk import __version__, cli
from desk.cli import trials
from desk.cli.trials import Bench, Finding, Verdict
from tests.house.tree import ROOT

PACKAGING = ROOT / "packaging"
MANUAL = runpy.run_path(str(PACKAGING / "manual.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROGRAMS = PYPROJECT["project"]["scripts"] | PYPROJECT["project"]["gui-scripts"]


def test_the_manual_page_is_that_of_the_commands() -> None:
    assert MANUAL["PAGE"].read_text(encoding="utf-8") == MANUAL["page"](), "run packaging/manual.py"


def test_the_manual_page_names_every_command() -> None:
    page = MANUAL["PAGE"].read_text(encoding="utf-8").replace("\\-", "-")
    names = [names for names, _command in MANUAL["commands"]()]
    assert {"checkout", "policy load", "tour", "self-test"} <= set(names)
    assert [name for name in names if f"\n.SS desk {name} [OPTIONS]" not in page] == []
    assert "self-test-window" not in page


@pytest.mark.parametrize(("name", "shell"), [("desk.bash", "bash"), ("_desk", "zsh"), ("desk.fish", "fish")])
def test_a_shell_can_read_what_it_completes(name: str, shell: str, tmp_path: Path) -> None:
    text = MANUAL["completions"]()[name]
    assert "_DESK_COMPLETE" in text
    if shutil.which(shell):
        (tmp_path / name).write_text(text, encoding="utf-8")
        subprocess.run([shell, "-n", str(tmp_path / name)], check=True)


def test_the_menu_entry_opens_the_window() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PACKAGING / "linux" / "circulation-desk.desktop", encoding="utf-8")
    facts = entry["Desktop Entry"]
    assert facts["Exec"] in PROGRAMS
    assert facts["Icon"] == facts["StartupWMClass"] == "circulation-desk"


def test_the_metainfo_tells_of_this_version() -> None:
    about = ElementTree.parse(PACKAGING / "linux" / "circulation-desk.metainfo.xml").getroot()
    assert next(each.get("version") for each in about.iter("release")) == __version__
    assert about.findtext("launchable") == "circulation-desk.desktop"
    assert about.findtext("project_license") == PYPROJECT["project"]["license"]


def test_a_scanner_is_named_by_four_digits() -> None:
    rules = (PACKAGING / "linux" / "70-circulation-desk.rules").read_text(encoding="utf-8")
    vendors = re.findall(r'^ATTRS{idVendor}=="([^"]*)", TAG\+="uaccess"', rules, re.MULTILINE)
    assert len(vendors) == 7 and all(re.fullmatch(r"[0-9a-f]{4}", vendor) for vendor in vendors)


def test_the_flatpak_takes_only_what_is_there() -> None:
    text = (PACKAGING / "flatpak" / "org.circulation_desk.Desk.yml").read_text(encoding="utf-8")
    assert "\t" not in text and text.startswith("#")
    assert re.search(r"^command: desk-window$", text, re.MULTILINE)
    taken = re.findall(r"linux/([\w.-]+)", text)
    assert taken and [name for name in taken if not (PACKAGING / "linux" / name).is_file()] == []


def test_windows_gets_the_parts_that_the_bundle_has() -> None:
    script = (PACKAGING / "windows" / "desk.nsi").read_text(encoding="utf-8")
    assert all(f"\\{program}.exe" in script for program in PROGRAMS)


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed")
def test_the_windows_installer_can_be_made(tmp_path: Path) -> None:
    for name in ("_internal/desk/LICENSE", "desk.exe", "desk-window.exe"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("stand-in")
    words = [f"-DVERSION={__version__}", f"-DPAYLOAD={tmp_path}", f"-DOUT={tmp_path / 'installer.exe'}"]
    subprocess.run(["makensis", "-V1", "-WX", *words, str(PACKAGING / "windows" / "desk.nsi")], check=True)


def test_the_debian_package_depends_on_what_the_window_asks_for() -> None:
    from desk.devices.screen import ALWAYS, ON_X11

    depends = ", ".join(runpy.run_path(str(PACKAGING / "deb" / "build.py"))["DEPENDS"])
    wanted = set((ALWAYS | ON_X11).values())
    assert {name for name in wanted if not re.search(rf"(^|[ ,]){re.escape(name)}(,|$| )", depends)} == set()


def test_the_debian_changes_are_the_releases() -> None:
    changes = runpy.run_path(str(PACKAGING / "deb" / "build.py"))["changes"]()
    assert changes.startswith(f"circulation-desk ({__version__}-1) unstable; ")


def test_the_icon_has_every_size_that_windows_wants() -> None:
    icons = runpy.run_path(str(PACKAGING / "icons.py"))
    file = icons["for_windows"]()
    assert icons["HEAD"].unpack_from(file) == (0, 1, len(icons["OF_WINDOWS"]))
    assert file.count(b"\x89PNG") == len(icons["OF_WINDOWS"])


def test_the_recipe_of_the_bundle_can_be_read() -> None:
    recipe = PACKAGING / "pyinstaller" / "desk.spec"
    compile(recipe.read_text(encoding="utf-8"), str(recipe), "exec")
    for script in (ROOT / "bin" / "package", PACKAGING / "deb" / "bare.sh"):
        subprocess.run(["sh", "-n", str(script)], check=True)


def test_the_program_finds_itself_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    ended = subprocess.run([sys.executable, "-m", "desk", "self-test", "--json"], capture_output=True, text=True)
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert [each["part"] for each in told] == list(trials.TRIALS)
    assert {each["verdict"] for each in told} <= {"well", "absent"}
    assert list(tmp_path.iterdir()) == [], "nothing of this desk is touched"


def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **parts: object) -> tuple[int, str]:
    """Run the test of these parts alone; gives the exit status and what was said."""
    monkeypatch.setattr(trials, "TRIALS", parts)
    with pytest.raises(SystemExit) as end:
        cli.run(["self-test"])
    return int(end.value.code or 0), capsys.readouterr().out


def test_a_part_that_breaks_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def torn(_bench: Bench) -> Finding:
        raise ModuleNotFoundError("No module named 'bars'")

    status, said = tell(monkeypatch, capsys, paper=torn, sound=lambda _bench: Finding(Verdict.LACKING, "No."))
    assert status == cli.REFUSED
    assert said.startswith("BROKEN     paper       ModuleNotFoundError: No module named 'bars'. A part of the program")


def test_what_the_computer_lacks_is_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("desk.cli.trials.available_timezones", set)
    status, said = tell(monkeypatch, capsys, zones=trials.TRIALS["zones"])
    assert status == cli.WORLD and "Install the package tzdata." in said
    status, said = tell(monkeypatch, capsys, sound=lambda _bench: Finding(Verdict.ABSENT, "No."))
    assert (status, said) == (cli.DONE, "not there  sound       No.\n")


def test_a_desk_without_its_files_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "resource", lambda *parts: tmp_path.joinpath(*parts))
    finding = trials.TRIALS["files"](Bench(tmp_path))
    assert finding.verdict is Verdict.BROKEN and "icons, fonts, sounds" in finding.words
    assert trials.TRIALS["languages"](Bench(tmp_path)).verdict is Verdict.BROKEN
