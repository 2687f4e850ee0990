"""The sheets that a desk prints for itself: what is on them can be scanned and read."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desk import cli
from desk.printing.sheets import A4, A5, KeyGroup, command_sheet, key_sheet, order_lines
from desk.rules.barcodes import Order, order_of


def pages(body: bytes, folder: Path) -> list[tuple[float, float]]:
    """The sizes of the pages of a PDF, in points."""
    file = folder / "sheet.pdf"
    file.write_bytes(body)
    told = subprocess.run(["pdfinfo", "-l", "99", str(file)], capture_output=True, text=True, check=True).stdout
    sizes = [line.split(":")[1].split("pts")[0].split("x") for line in told.splitlines() if "size:" in line]
    return [(float(size[0]), float(size[1])) for size in sizes if len(size) == 2]


@pytest.mark.skipif(not shutil.which("zbarimg") or not shutil.which("pdftoppm"), reason="no barcode reader here")
def test_every_printed_command_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(command_sheet(order_lines(), "Millbrook Library"))
    subprocess.run(["pdftoppm", "-r", "200", "-png", "sheet.pdf", "sheet"], cwd=tmp_path, check=True)
    pictures = [str(path) for path in tmp_path.glob("sheet*.png")]
    told = subprocess.run(["zbarimg", "-q", "--raw", *pictures], capture_output=True, text=True, check=True).stdout
    assert {order_of(line) for line in told.splitlines()} == set(Order)


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="no tool to look into a PDF here")
def test_the_command_sheet_is_one_page_of_a5(tmp_path: Path) -> None:
    assert pages(command_sheet(order_lines()), tmp_path) == [pytest.approx(A5, abs=0.1)]


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="no tool to look into a PDF here")
def test_the_key_sheet_takes_as_many_pages_of_a4_as_it_needs(tmp_path: Path) -> None:
    groups = [KeyGroup(f"Group {n}", tuple((f"Line {line}", "Ctrl K") for line in range(12))) for n in range(9)]
    sizes = pages(key_sheet(groups, "Millbrook Library"), tmp_path)
    assert len(sizes) == 2 and sizes[0] == pytest.approx(A4, abs=0.1)


def test_the_terminal_writes_the_command_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "commands.pdf"
    with pytest.raises(SystemExit) as end:
        cli.run(["command-sheet", str(file)])
    assert end.value.code == cli.DONE and file.read_bytes().startswith(b"%PDF")
    assert str(file) in capsys.readouterr().out


def test_a_sheet_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        cli.run(["command-sheet", str(tmp_path / "nowhere" / "commands.pdf")])
    assert end.value.code == cli.WORLD
