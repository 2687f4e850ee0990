"""`desk scenario FILE…`: one line for each story, and an exit status that a script can read."""

from pathlib import Path

import pytest

from desk import cli

GOOD = "scenario: lent\nreader Anna\nitem Walden\nAnna takes Walden\n  lent\n"
BAD = "scenario: late\nreader Anna\nAnna owes 1.00\n"


def run(*arguments: str) -> int:
    """The exit status of a command."""
    with pytest.raises(SystemExit) as left:
        cli.run(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write into, and a library that must not be touched."""
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    return tmp_path


def test_what_holds(write: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (write / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("scenario", str(write / "good.txt")) == cli.DONE
    assert capsys.readouterr().out == "ok      lent\n"
    assert not (write / "home").exists()


def test_what_fails_is_told_with_its_line(write: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write / "bad.txt"
    file.write_text(GOOD + BAD, encoding="utf-8")
    assert run("scenario", str(file)) == cli.REFUSED
    assert capsys.readouterr().out.splitlines() == [
        "ok      lent",
        "FAILED  late",
        f"  {file}:8: Anna owes 1.00",
        "  instead: 0.00",
    ]
    assert run("--json", "scenario", str(file)) == cli.REFUSED
    assert '"ok": false' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("scenario: a\nAnna tekes Walden\n", ":2:6: 'tekes' is not known here. Did you mean takes?"),
        ("scenario: a\nAnna xyzzy Walden\n", ":2:6: 'xyzzy' stands where this is expected"),
        ("scenario: a\nAnna takes\n", ":2:11: the line ends where this is expected"),
        ("scenario: a\nAnna owes 1.00\n", ":2: Anna owes 1.00: there is no Anna"),
    ],
)
def test_what_makes_no_sense(write: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    (write / "odd.txt").write_text(text, encoding="utf-8")
    assert run("scenario", str(write / "odd.txt")) == cli.WRONG
    assert told in capsys.readouterr().err


def test_a_file_that_is_not_there(write: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("scenario", str(write / "none.txt")) == cli.WORLD
    assert "none.txt" in capsys.readouterr().err


def test_the_story_of_one_row_is_shown_and_run(write: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write / "rows.txt"
    shown = GOOD.replace("scenario: lent\n", "scenario: lent\n  shows checkout 31\n")
    file.write_text(shown + BAD.replace("late\n", "late\n  shows checkout 30\n"), encoding="utf-8")
    assert run("scenario", "--row", "checkout 31", str(file)) == cli.DONE
    said = capsys.readouterr().out
    assert "  shows checkout 31" in said
    assert "late" not in said
    assert "No scenario in these files shows" not in said
    assert f"{file}:1:" in said
    assert run("scenario", "--row", "checkout 1", str(file)) == cli.WRONG
    assert "No scenario in these files shows checkout 1" in capsys.readouterr().err
    assert run("scenario", "--row", "chekout 31", str(file)) == cli.WRONG
    assert "checkout, checkin, renewal, duedates" in capsys.readouterr().err


def test_what_is_said_before_each_story_is_shown_once(write: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write / "rows.txt"
    shown = GOOD.replace("scenario: lent\n", "scenario: lent\n  shows checkout 31\n")
    file.write_text("rule: loan 3 days\n" + shown + shown, encoding="utf-8")
    assert run("scenario", "--row", "checkout 31", str(file)) == cli.DONE
    said = capsys.readouterr().out
    assert said.count("rule: loan 3 days") == 1
    assert f"{file}:2:" in said and f"{file}:8:" in said


def test_a_mistake_hides_neither_other_mistakes_nor_other_stories(
    write: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write / "both.txt"
    file.write_text("scenario: a\nreeder Anna\nscenario: b\nAna owes 1.00\n" + GOOD, encoding="utf-8")
    assert run("scenario", str(file)) == cli.WRONG
    said = capsys.readouterr()
    assert said.out == "ok      lent\n"
    assert "Did you mean reader?" in said.err and "there is no Ana" in said.err
