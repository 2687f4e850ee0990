"""The lists of the holds desk on A4, to take along to the shelves. They say for whom in two letters and four digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.printing.paper import FACES, MM, fonts

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
EDGE = 14 * MM
LINE = 11 * MM
BOX = 3.6 * MM
GREY = 0.38


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: two lines of words in each column."""

    columns: tuple[tuple[str, str], ...]


# Where the columns begin, as shares of the page's width: a box to tick stands before the first.
SHARES = (0.05, 0.26, 0.62, 0.82)


def hold_list(title: str, about: str, lines: Sequence[ListLine]) -> bytes:
    """Every line with a box to tick, as many pages as it takes, each with its number."""
    from reportlab.pdfgen.canvas import Canvas

    fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle(title)
    a_page = int((HEIGHT - 2 * EDGE - 20 * MM) // LINE)
    pages = [lines[start : start + a_page] for start in range(0, len(lines), a_page)] or [()]
    for number, part in enumerate(pages, 1):
        top = _head(canvas, title, about, _("Page {page} of {pages}").format(page=number, pages=len(pages)))
        for place, line in enumerate(part):
            _draw(canvas, line, top - place * LINE)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(canvas: "Canvas", title: str, about: str, page: str) -> float:
    top = HEIGHT - EDGE
    canvas.setFillGray(0)
    canvas.setFont(FACES["bold"], 16)
    canvas.drawString(EDGE, top - 12, title)
    canvas.setFont(FACES["regular"], 9)
    canvas.setFillGray(GREY)
    canvas.drawString(EDGE, top - 26, about)
    canvas.drawRightString(WIDTH - EDGE, top - 12, page)
    return top - 14 * MM


def _draw(canvas: "Canvas", line: ListLine, top: float) -> None:
    canvas.setStrokeGray(0.8)
    canvas.setLineWidth(0.5)
    canvas.line(EDGE, top, WIDTH - EDGE, top)
    canvas.setStrokeGray(0.3)
    canvas.rect(EDGE, top - 4 * MM - BOX / 2, BOX, BOX)
    width = WIDTH - 2 * EDGE
    ends = (*SHARES[1:], 1.0)
    for (above, below), share, end in zip(line.columns, SHARES, ends, strict=False):
        left, room = EDGE + share * width, (end - share) * width - 3 * MM
        canvas.setFillGray(0)
        _words(canvas, above, left, top - 4.6 * MM, room, "medium", 10)
        canvas.setFillGray(GREY)
        _words(canvas, below, left, top - 8.6 * MM, room, "regular", 8)


def _words(canvas: "Canvas", words: str, left: float, base: float, room: float, face: str, size: float) -> None:
    """One line, shortened where the column ends."""
    name = FACES[face]
    if canvas.stringWidth(words, name, size) > room:
        while words and canvas.stringWidth(f"{words}…", name, size) > room:
            words = words[:-1]
        words = f"{words.rstrip()}…"
    canvas.setFont(name, size)
    canvas.drawString(left, base, words)
