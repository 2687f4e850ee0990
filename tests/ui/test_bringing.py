"""An import told elsewhere than on its page: in the status bar while it runs, at the next start when it was cut off."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.station.store import StationStore, StoredImport
from desk.ui.administration.bring_in_page import BringInPage
from desk.ui.administration.pages import HouseKind
from desk.ui.bringing import GO_ON, cut_off_words
from desk.ui.commands.states import without_secret
from desk.ui.shell import ADMINISTRATION, Shell
from desk.ui.status_bar import Light
from tests.makers import House
from tests.ui.test_bring_in import choose
from tests.ui.test_shell import Opening, opened, sign_in

__all__ = ["opened"]

HOME = "station.db"


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """Several portions of them."""
    file = tmp_path / "readers.csv"
    rows = (f"2123400098{number:04},Lindqvist,adult,MAIN\n" for number in range(1, 6_001))
    file.write_text("card,family_name,category,branch\n" + "".join(rows), encoding="utf-8")
    return file


def begun(opened: Opening, qtbot: QtBot) -> Shell:
    """A window with the supervisor, who may import."""
    shell = opened()
    sign_in(shell, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(lambda: shell.furnishing.is_done(), timeout=20_000)
    return shell


def bringing(shell: Shell) -> BringInPage:
    shell.commanding.open_house(HouseKind.IMPORT)
    return shell.administration.bringing


def light(shell: Shell) -> Light:
    return shell.window.status.lights()[-1]


def noted(home: Path, where: str) -> StoredImport | None:
    """What the station has written down, read as another program would."""
    store = StationStore(home / HOME)
    found = store.begun_import(without_secret(where))
    store.close()
    return found


def test_the_bar_says_how_far_it_is_and_leads_to_the_page(opened: Opening, readers: Path, qtbot: QtBot) -> None:
    shell = begun(opened, qtbot)
    page = bringing(shell)
    choose(page, "patrons", readers)
    with qtbot.waitSignal(page.run.progressed, timeout=20_000):
        page.form.bring()
    shell.window.show_page("checkout")
    assert light(shell).isVisible() and light(shell).words().startswith("Import: ")
    assert light(shell).accessibleName().startswith("Bring records in: Import: ")
    assert shell.window.status.printer.nextInFocusChain() is light(shell)
    light(shell).click()
    assert shell.window.current() == ADMINISTRATION and page.isVisible()
    qtbot.waitUntil(lambda: not page.form.is_running(), timeout=20_000)
    assert not light(shell).isVisible()
    done: list[object] = []
    shell.parts.desk.run(lambda _desk: shell.parts.store.begun_import(without_secret(shell.parts.where)), done.append)
    qtbot.waitUntil(lambda: done == [None], timeout=5_000)


def test_a_trial_is_told_of_and_leaves_no_note(
    opened: Opening, readers: Path, house: House, own_home: Path, qtbot: QtBot
) -> None:
    shell = begun(opened, qtbot)
    page = bringing(shell)
    choose(page, "patrons", readers)
    said: list[str] = []
    page.run.progressed.connect(lambda *_how_far: said.append(light(shell).words()))
    page.form.attempt()
    qtbot.waitUntil(lambda: len(said) > 0, timeout=20_000)
    assert said[0].startswith("Trying a file: ")
    shell.window.close()
    assert noted(own_home, shell.parts.where) is None


def test_a_window_that_is_closed_in_the_middle_says_so_at_the_next_start(
    opened: Opening, readers: Path, house: House, own_home: Path, qtbot: QtBot
) -> None:
    first = begun(opened, qtbot)
    page = bringing(first)
    choose(page, "patrons", readers)
    page.form.bring()
    qtbot.waitUntil(lambda: page.form.bar.value() >= 1_000, timeout=20_000)
    first.window.close()
    kept = noted(own_home, first.parts.where)
    assert kept is not None and 1_000 <= kept.done < kept.total == 6_000
    assert kept.path == str(readers) and kept.kind == "patrons"
    again = begun(opened, qtbot)
    banner = again.window.banner
    qtbot.waitUntil(lambda: banner.words() == cut_off_words(kept), timeout=10_000)
    assert f"readers.csv was ended early, with {kept.done} of 6000" in banner.words()
    banner.command.emit(GO_ON)
    form = again.administration.bringing.form
    assert form.isVisible() and form.file.value() == str(readers) and form.kind.value() == "patrons"
    assert not banner.words() and form.bring_button.hasFocus()
    again.window.close()
    assert noted(own_home, first.parts.where) == kept, "nothing was brought in yet"
    third = begun(opened, qtbot)
    qtbot.waitUntil(lambda: third.window.banner.words() == cut_off_words(kept), timeout=10_000)
    third.window.banner.dismissed.emit()
    third.window.close()
    assert noted(own_home, first.parts.where) is None, "it was read"


def test_the_import_of_the_first_run_leaves_a_note_too(
    opened: Opening, readers: Path, own_home: Path, qtbot: QtBot
) -> None:
    shell = begun(opened, qtbot)
    first = shell.first_run()
    first.import_records()
    assert first.importing is not None
    form = first.importing.form
    form.wish("patrons", str(readers), "")
    form.bring()
    qtbot.waitUntil(lambda: form.bar.value() >= 1_000, timeout=20_000)
    shell.window.close()
    kept = noted(own_home, shell.parts.where)
    assert kept is not None and 1_000 <= kept.done < 6_000


def test_who_may_not_import_is_not_told_and_the_note_waits(
    opened: Opening, house: House, own_home: Path, qtbot: QtBot
) -> None:
    store = StationStore(own_home / HOME)
    left = StoredImport(without_secret(house.database.where), "items", "/media/stick/items.csv", "")
    store.keep_import(left)
    store.close()
    shell = opened()
    sign_in(shell, qtbot, "Ada Clerk", "secret-a")
    qtbot.waitUntil(lambda: shell.furnishing.is_done() and shell._bringing is not None, timeout=20_000)
    assert not shell.window.banner.words()
    shell._change_person()
    sign_in(shell, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(lambda: "items.csv was ended early. What" in shell.window.banner.words(), timeout=10_000)
    shell._change_person()
    sign_in(shell, qtbot, "Ada Clerk", "secret-a")
    qtbot.waitUntil(lambda: not shell.window.banner.words(), timeout=10_000)
    shell.window.close()
    assert noted(own_home, house.database.where) == left


def test_an_import_whose_last_record_was_in_is_not_told(
    opened: Opening, house: House, own_home: Path, qtbot: QtBot
) -> None:
    store = StationStore(own_home / HOME)
    store.keep_import(StoredImport(without_secret(house.database.where), "items", "items.csv", "", 20, 20))
    store.close()
    shell = begun(opened, qtbot)
    asked: list[object] = []
    shell.parts.desk.run(lambda _desk: None, asked.append)
    qtbot.waitUntil(lambda: bool(asked), timeout=5_000)
    assert not shell.window.banner.words()
