"""Lists of barcodes: pasted, or read from a file; each line has its row, in its order."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desk.models import Loan
from desk.ui.circulation.listing import barcodes_of
from desk.ui.frame import MainWindow
from desk.wording.shapes import Sound
from tests.makers import House
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_checkin_panel import press
from tests.ui.test_keys import CTRL, K


def paste(counter: Counter, words: str, *, checkin: bool = True) -> None:
    """Ctrl+V into the field."""
    page = (counter.checkin if checkin else counter.checkout).page
    QGuiApplication.clipboard().setText(words)
    QTest.keyClick(page.scan.line, K.Key_V, CTRL)


def test_several_lines_pasted_at_check_in_are_taken_back_in_order(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    items = [house.item() for _ in range(3)]
    paste(counter, "\n".join(items) + "\r\n\n")
    assert [scan.barcode for scan in counter.checkin.visit.scans] == items
    assert len(counter.heard) == 3 and counter.checkin.page.scan.text() == ""


def test_one_pasted_line_is_typing(counter: Counter, house: House, window: MainWindow) -> None:
    window.show_page("checkin")
    paste(counter, f"{house.item()}\n")
    assert counter.back == [] and len(counter.checkin.page.scan.text()) == 14


def test_every_line_has_its_row_whatever_it_is(counter: Counter, house: House, window: MainWindow) -> None:
    window.show_page("checkin")
    lines = [house.item(), "no barcode at all", house.card(), not_on_file(), not_on_file(), house.item()]
    paste(counter, "\n".join(lines))
    assert counter.back == ["Used here", "Not on file", "Not on file", "Library card", "Not on file", "Used here"]
    assert counter.heard.count(Sound.ATTENTION) == 4
    assert [tile for tile in (counter.checkin.page.counters.tiles["look"].accessibleName(),)] == ["Needs a look: 4"]


def test_at_check_out_a_list_is_lent_to_the_reader_and_a_card_in_it_opens_nobody(
    counter: Counter, house: House
) -> None:
    card, other, items = house.card(), house.card(), [house.item(), house.item()]
    counter.checkout.scan(card)
    paste(counter, "\n".join((items[0], other, items[1])), checkin=False)
    assert counter.out == ["Checked out", "Library card", "Checked out"] and counter.checkout.visit.card == card
    press(counter, K.Key_Down)
    press(counter, K.Key_Down)
    press(counter, K.Key_Return)
    assert counter.checkout.visit.card == other


def test_ctrl_o_reads_a_text_file(
    counter: Counter, house: House, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_page("checkin")
    path = tmp_path / "drop.txt"
    path.write_text("\ufeff" + "\n".join(house.item() for _ in range(2)), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    press(counter, K.Key_O, CTRL)
    assert counter.back == ["Used here", "Used here"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    press(counter, K.Key_O, CTRL)
    assert len(counter.back) == 2


def test_a_file_that_cannot_be_read_or_is_no_list_is_said(counter: Counter, window: MainWindow, tmp_path: Path) -> None:
    window.show_page("checkin")
    counter.checkin.lists.read(tmp_path / "gone.txt")
    assert counter.headline(counter.checkin) == "This file cannot be read"
    path = tmp_path / "much.txt"
    path.write_text("1234\n" * 5001, "utf-8")
    counter.checkin.lists.read(path)
    assert counter.headline(counter.checkin) == "This list is too long" and counter.back == []


def test_five_hundred_lines_have_their_rows_at_once_and_a_later_scan_waits_its_turn(
    counter: Counter, house: House, qtbot: QtBot
) -> None:
    items = [house.item() for _ in range(20)]
    lines = [items[at % 20] for at in range(500)]
    counter.checkout.scan(house.card())
    counter.desk.late = True
    paste(counter, "\n".join(lines), checkin=False)
    qtbot.waitUntil(lambda: counter.checkout.page.table.rows.rowCount() == 500)
    last = house.item()
    counter.checkout.scan(last)
    counter.desk.let_go()
    counter.desk.late = False
    assert counter.out[0] == "Checked out" and counter.checkout.visit.scans[-1].barcode == last
    assert house.count(Loan) == 21


def test_a_table_is_read_by_its_column_of_barcodes(
    counter: Counter, house: House, window: MainWindow, tmp_path: Path
) -> None:
    window.show_page("checkin")
    items = [house.item() for _ in range(2)]
    path = tmp_path / "list.csv"
    path.write_text("Title;Barcode\n" + "".join(f'"One; two";{item}\n' for item in items), "utf-8")
    counter.checkin.lists.read(path)
    assert [scan.barcode for scan in counter.checkin.visit.scans] == items


def test_a_table_without_such_a_heading_has_them_in_its_first_column() -> None:
    assert barcodes_of(["3123,Dune", "3124,Emma", ""]) == ["3123", "3124"]
    assert barcodes_of(["Number,Title", "3123,Dune"]) == ["3123"]
    assert barcodes_of(["title\titem", "Emma\t3124", "Dune"]) == ["3124"]
    assert barcodes_of(["3123", "3124"]) == ["3123", "3124"] and barcodes_of([]) == []


def test_the_headings_of_the_file_dialog_have_a_ground(window: MainWindow) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication) and "QFileDialog QHeaderView {" in app.styleSheet()
