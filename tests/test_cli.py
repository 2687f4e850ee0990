"""The desk from a terminal: answers, JSON, exit statuses."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk import cli
from desk.cli.library import _finish
from desk.marc.faults import Place
from desk.models import Loan
from desk.services.imports.fields import ImportKind
from desk.services.imports.report import ImportFault, ImportReport
from desk.services.work import Cancelled, Progress, Work
from desk.wording.terminal import import_lines
from tests.makers import House, barcode, copy_file, prepare

Say = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "library.db"
    prepare(str(path))
    return path


@pytest.fixture
def house(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    return copy_file(template, tmp_path)


@pytest.fixture
def say(house: House, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command with JSON answers; gives the exit status and the answers."""

    def run(*words: str, at: str = "2026-03-10 12:00") -> tuple[int, list[dict[str, Any]]]:
        with pytest.raises(SystemExit) as end:
            cli.run(["--database", house.database.where, "--at", at, "--json", *words])
        return int(end.value.code or 0), [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_day_from_the_terminal(house: House, say: Say) -> None:
    card, item = house.card(family_name="Abbott"), house.item()
    status, [lent] = say("checkout", card, item)
    assert (status, lent["answer"], lent["due"]) == (0, "lent", "2026-03-31T23:59+00:00")
    assert (lent["rule"], lent["period"]) == (["*", "*", "*"], "21 days")
    status, [again] = say("checkout", card, item, at="2026-03-10 12:01")
    assert (status, again["answer"]) == (0, "already_lent")
    status, [renewed] = say("renew", item, at="2026-03-20 12:00")
    assert (status, renewed["answer"], renewed["due"][:10]) == (0, "renewed", "2026-04-10")
    status, [returned] = say("checkin", item, at="2026-04-15 12:00")
    assert (returned["answer"], returned["goes_to"], returned["days_late"], returned["fine"]) == (
        "returned",
        "shelf",
        5,
        50,
    )
    status, [undone] = say("undo", at="2026-04-15 12:05")
    assert (status, undone["answer"], undone["what"]) == (0, "undone", "checkin")
    status, [back] = say("checkin", item, "--returned", "2026-04-12", at="2026-04-15 12:10")
    assert back["fine"] == 20


def test_refused_and_unknown_end_with_status_1_and_say_why(house: House, say: Say) -> None:
    card = house.card(barred=True)
    status, [refused] = say("checkout", card, house.item())
    assert (status, refused["answer"]) == (1, "refused")
    [block] = refused["blocks"]
    assert (block["reason"], block["permission"]) == ("barred", "override.barred")
    status, [unknown] = say("checkin", "39999999999999")
    assert (status, unknown["answer"], unknown["text"]) == (1, "unknown", "39999999999999")


def test_an_override_is_somebodys(house: House, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    card, item = house.card(barred=True), house.item()
    monkeypatch.setenv("DESK_PIN", "1111")
    assert say("checkout", card, item, "--override", "barred", "--staff", "ada")[0] == 1
    monkeypatch.setenv("DESK_PIN", "2222")
    status, [lent] = say("checkout", card, item, "--override", "barred", "--staff", "sue")
    assert (status, lent["overridden"]) == (0, ["barred"])
    monkeypatch.setenv("DESK_PIN", "9999")
    assert say("checkin", item, "--staff", "sue")[0] == 2


def test_renew_everything_that_a_reader_has(house: House, say: Say) -> None:
    card, items = house.card(), [house.item(), house.item()]
    say("checkout", card, *items)
    status, answers = say("renew", "--patron", card, at="2026-03-12 12:00")
    assert (status, [answer["answer"] for answer in answers]) == (0, ["renewed", "renewed"])
    assert say("renew", at="2026-03-12 12:00")[0] == 2


def test_a_scan_is_cleaned_before_it_is_looked_up(house: House, say: Say) -> None:
    card, item = house.card(), house.item()
    status, [lent] = say("checkout", f"]F0A{card}B", f"a{item}b")
    assert (status, lent["item"]) == (0, item)


def test_showing_a_reader_and_a_copy(house: House, say: Say) -> None:
    card, item = house.card(family_name="Abbott"), house.item()
    say("checkout", card, item, "--due", "2026-03-12")
    _, [shown, loan] = say("patron", card, at="2026-03-15 12:00")
    assert (shown["name"], shown["out"], shown["overdue"], shown["owes"]) == ("Robin Abbott", 1, 1, 30)
    assert (loan["answer"], loan["days_late"]) == ("loan", 3)
    [copy] = say("item", item)[1]
    assert (copy["status"], copy["due"][:10]) == ("available", "2026-03-12")


def test_rules_are_shown_loaded_and_refused_whole(house: House, say: Say, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[rule]]\nloan = "2 weeks"\n[[rule]]\ntype = "dvd"\nloan = "3 days"\nrenewals = 0\n')
    assert say("policy", "load", str(file)) == (0, [{"answer": "policy_loaded", "rows": 3, "was": 6}])
    [shown] = say("policy", "show")[1]
    again = tmp_path / "again.toml"
    again.write_text(shown["text"])
    assert say("policy", "load", str(again))[1][0]["rows"] == 3
    assert say("checkout", house.card(), house.item(kind="dvd"))[1][0]["due"][:10] == "2026-03-13"
    for wrong in ('[[rule]]\nloan = "3 fortnights"\n', '[[rule]]\ntype = "vinyl"\nloan = "1 day"\n', "[[rule]\n"):
        file.write_text(wrong)
        assert say("policy", "load", str(file))[0] == 3
    assert say("checkout", house.card(), house.item(kind="dvd"))[1][0]["due"][:10] == "2026-03-13"


def test_opening_days_are_shown_and_loaded(house: House, say: Say, tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    file.write_text(
        '[hours]\nmonday = ["09:00-12:00", "13:00-18:00"]\ntuesday = ["09:00-18:00"]\nwednesday = []\nthursday = []\n'
        "friday = []\nsaturday = []\nsunday = []\n"
        '[hours.NORTH]\nmonday = []\ntuesday = []\nwednesday = ["10:00-14:00"]\nthursday = []\nfriday = []\n'
        'saturday = []\nsunday = []\n[[closed]]\nday = 2026-03-31\nnote = "Stocktaking"\n'
        '[[open]]\nday = 2026-04-01\nhours = "10:00-12:00"\nbranch = "MAIN"\n'
    )
    _, [loaded] = say("calendar", "load", str(file))
    assert (loaded["periods"], loaded["days"]) == (4, 2)
    [shown] = say("calendar", "show")[1]
    again = tmp_path / "again.toml"
    again.write_text(shown["text"])
    assert say("calendar", "load", str(again))[1][0] == loaded
    [lent] = say("checkout", house.card(), house.item())[1]
    assert (lent["due"][:10], lent["skipped"]) == ("2026-04-01", ["2026-03-31"])
    file.write_text('[hours]\nmonday = ["18:00-09:00"]\n')
    assert say("calendar", "load", str(file))[0] == 3


def test_a_change_of_rules_or_opening_days_is_previewed(house: House, say: Say, tmp_path: Path) -> None:
    say("checkout", house.card(), house.item())
    days = tmp_path / "days.toml"
    days.write_text("[[closed]]\nday = 2026-03-31\n")
    status, [shown] = say("calendar", "load", str(days), "--preview")
    assert (status, shown["answer"], shown["moved"], shown["holds"]) == (0, "calendar_preview", 1, 0)
    rules = tmp_path / "rules.toml"
    rules.write_text(say("policy", "show")[1][0]["text"].replace("21 days", "2 weeks"))
    _, [shown] = say("policy", "load", str(rules), "--preview")
    assert shown["changes"] == [{"place": [], "value": "loan", "was": "21 days", "now": "2 weeks"}]
    assert say("calendar", "show")[1][0]["text"] == "", "a preview writes nothing"


def test_what_the_world_does_ends_with_status_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    for words, status in (
        (["--database", str(tmp_path / "none.db"), "doctor"], 3),
        (["--database", "mysql://x/y", "doctor"], 2),
        (["nonsense"], 2),
    ):
        with pytest.raises(SystemExit) as end:
            cli.run(words)
        assert end.value.code == status, words


def test_the_doctor_finds_a_healthy_library_well(house: House, say: Say) -> None:
    house.card(), house.item()
    status, [told] = say("doctor")
    assert status == 0
    assert {finding["check"]: finding["ok"] for finding in told["findings"]} == {
        "version": True,
        "file": True,
        "links": True,
        "disk": True,
        "records": True,
        "rules": True,
        "hours": True,
        "lent_withdrawn": True,
        "search": True,
    }


def test_a_new_library_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    where = str(tmp_path / "new.db")
    for status in (0, 3):
        with pytest.raises(SystemExit) as end:
            cli.run(
                ["--database", where, "new", "--template", "school", "--name", "Oak School", "--zone", "Europe/Vienna"]
            )
        assert end.value.code == status


def test_an_empty_rules_file_is_refused_and_a_newer_database_is_not_upgraded(
    house: House, say: Say, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    assert say("policy", "load", str(empty))[0] == 3
    assert say("checkout", house.card(), house.item())[0] == 0
    with house.database.act() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert say("upgrade")[0] == 3
    assert say("doctor")[0] == 3


def test_what_is_said_of_a_copy_from_the_terminal(house: House, say: Say) -> None:
    card, item = house.card(), house.item()
    say("checkout", card, item)
    status, [claimed] = say("claim", item)
    assert (status, claimed["answer"], claimed["claims"]) == (cli.DONE, "claimed", 1)
    assert say("claim", item)[0] == cli.REFUSED
    status, [back] = say("checkin", item, "--claim", "library", "--inventory")
    assert (status, back["answer"], back["alerts"]) == (cli.DONE, "returned", ["claim_closed"])
    say("checkout", card, item, "--on-site")
    status, [called] = say("recall", item)
    assert (status, called["answer"]) == (cli.DONE, "recalled")
    status, [marked] = say("mark", item, "damaged", "--note", "Torn")
    assert (status, marked["status"], marked["was"]) == (cli.DONE, "damaged", "available")
    status, [added] = say("add", "39990000000990", "Found on the desk")
    assert (status, added["item"]) == (cli.DONE, "39990000000990")
    for _act in range(2):
        assert say("undo")[0] == cli.DONE


def test_why_and_what_if_from_the_terminal(house: House, say: Say) -> None:
    card, item, other = house.card(), house.item(), house.item()
    say("checkout", card, item)
    status, [told] = say("why", item)
    assert (status, told["answer"]) == (cli.DONE, "why")
    assert told["parts"][0]["lines"]
    status, [supposed] = say("whatif", card, other, "--at", "2026-12-24")
    assert (status, supposed["answer"]) == (cli.DONE, "what_if")
    assert "would be lent" in supposed["title"]
    assert say("whatif", house.card(), item)[0] == cli.REFUSED
    assert say("whatif", card, "3999000000000")[0] == cli.REFUSED
    assert house.count(Loan) == 1


def test_the_nights_work_from_the_terminal(house: House, say: Say) -> None:
    status, [night] = say("nightly")
    assert (status, night["answer"], night["renewed"]) == (cli.DONE, "night", [])
    assert say("nightly")[1][0]["answer"] == "nothing_to_do"
    assert say("nightly", "--night", night["night"], "--again")[1][0]["night"] == night["night"]


def test_rules_and_opening_days_are_taken_back_from_the_terminal(house: House, say: Say, tmp_path: Path) -> None:
    assert say("policy", "undo")[0] == cli.REFUSED
    file = tmp_path / "rules.toml"
    file.write_text('[[rule]]\nloan = "3 days"\n', encoding="utf-8")
    before = say("policy", "show")[1][0]["text"]
    say("policy", "load", str(file))
    status, [undone] = say("policy", "undo")
    assert (status, undone["answer"], undone["what"]) == (cli.DONE, "undone", "load_policy")
    assert say("policy", "show")[1][0]["text"] == before
    days = tmp_path / "days.toml"
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    days.write_text("[hours]\n" + "".join(f'{day} = ["09:00-17:00"]\n' for day in names), encoding="utf-8")
    assert say("calendar", "load", str(days))[0] == cli.DONE
    status, [undone] = say("calendar", "undo")
    assert (status, undone["what"]) == (cli.DONE, "load_calendar")


def test_readers_from_the_terminal(house: House, say: Say, tmp_path: Path) -> None:
    card, other = barcode("2", 900), barcode("2", 901)
    status, [made] = say("reader", "register", card, "Lindqvist", "Marisol", "--phone", "555-0101")
    assert (status, made["answer"], made["private"]["patron"]["card"]) == (0, "registered", card)
    status, [refused] = say("reader", "register", other, "Lindqvist", "Marisol")
    assert (status, refused["blocks"][0]["reason"]) == (1, "maybe_known")
    assert say("reader", "register", other, "Lindqvist", "Marisol", "--override", "maybe_known")[0] == 0
    assert {line["card"] for line in say("reader", "find", "qvist")[1]} == {card, other}
    assert say("reader", "find", "nobody")[0] == 1
    assert say("reader", "twice")[1][0]["away"] in (card, other)
    for words in (
        ("renew", card, "--until", "2027-01-31"),
        ("note", card, "Large print"),
        ("restrict", card, "Noise", "--above", "5.00"),
        ("lift", card),
        ("card", card, barcode("2", 902), "--lost"),
        ("mark-card", card, "active"),
        ("mark", card, "barred"),
        ("mark", card, "barred", "--off"),
        ("guarantor", card, other),
        ("guarantor", card),
        ("attach", card, __file__),
        ("tell", card, str(tmp_path / "told")),
        ("many", "by category", "--of", "adult", "--to-expiry", "2027-06-30"),
    ):
        assert say("reader", *words)[0] == 0, words
    assert "Lindqvist" in (tmp_path / "told" / f"{card}.html").read_text(encoding="utf-8")
    assert say("reader", "many", "x", "--of", "adult", "--inactive", "--preview")[1] == [
        {"count": 2, "changes": 2, "unknown": []}
    ]
    assert say("reader", "merge", card, other)[0] == 0
    assert say("undo")[1][0]["what"] == "merge_readers"
    assert say("reader", "clearance", other, str(tmp_path / "letter.pdf"))[0] == 0
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    assert say("reader", "purge", "2020-01-01", "--preview")[1] == [{"count": 0, "kept": 0}]
    assert say("reader", "purge", "2020-01-01")[0] == 1
    assert say("reader", "delete", other, "--yes")[1][0]["answer"] == "forgotten"


def test_ctrl_c_ends_a_long_work_behind_its_step_with_what_is_in() -> None:
    """I4: stopped in the middle, the report says what is in; a second Ctrl+C changes nothing of that."""
    seen: list[int] = []

    def work() -> Work[str]:
        try:
            for done in range(5):
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGINT)
                seen.append(done)
                yield Progress(done, 5)
        except Cancelled:
            return f"{len(seen)} in"
        return "all in"

    before = signal.getsignal(signal.SIGINT)
    assert _finish(work(), None) == "1 in"
    assert signal.getsignal(signal.SIGINT) is before


def test_what_a_damaged_file_holds_never_reaches_the_terminal_as_a_command() -> None:
    """I1 tells the record and the reason; marks that a terminal obeys are dots."""
    report = ImportReport(ImportKind.MARC, Path("torn.mrc"))
    report.refuse(Place(3, offset=77), "\x1b[2J1\x1e2", ImportFault.NO_TITLE, "\x07\x9b")
    lines = import_lines(report)
    assert all(line.isprintable() for line in lines) and "·[2J1·2" in lines[1]


def test_every_kind_of_file_comes_in_by_its_word(house: House, say: Say, tmp_path: Path) -> None:
    """`desk import` as the manual has it, in the order in which a library brings its files in."""
    files = {
        "patrons": "card,family_name,category,branch\n21234000500015,Abara,adult,MAIN\n",
        "holds": "card,barcode,placed,pickup\n21234000500015,{item},2026-03-01,MAIN\n",
        "loans": "card,barcode,out,due,branch\n21234000500015,{item},2026-03-01,2026-03-22,MAIN\n",
        "charges": "card,amount,charged,branch\n21234000500015,2.50,2026-03-01,MAIN\n",
    }
    item = house.item()
    for kind, rows in files.items():
        file = tmp_path / f"{kind}.csv"
        file.write_text(rows.format(item=item), encoding="utf-8")
        status, [told] = say("import", kind, str(file))
        assert (status, told["added"], told["refused"]) == (0, 1, []), told
