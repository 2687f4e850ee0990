"""Sheets for the desk itself: the barcodes that are commands, on A5, and the keys of this station, on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.printing.paper import FACES, MM, draw_code, fonts
from desk.rules.barcodes import Order
from desk.wording.orders import order_code, order_words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

A4 = (210 * MM, 297 * MM)
A5 = (148 * MM, 210 * MM)
EDGE = 12 * MM
GREY = 0.38
# On a trolley a scanner reads from an arm's length: wider bars than on a slip.
WIDE_MODULE = 0.42 * MM
TALL = 13 * MM
KEY_SIZE, KEY_LINE = 9.0, 13.5


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One barcode of the command sheet, and what it does."""

    code: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """One heading of the key sheet, with what is done and by which key."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def order_lines() -> tuple[CodeLine, ...]:
    """Every command barcode that there is."""
    return tuple(CodeLine(order_code(order), *order_words(order)) for order in Order)


def command_sheet(lines: Sequence[CodeLine], library: str = "") -> bytes:
    """An A5 card of commands to scan, two beside each other, with room between them for a thumb on the others."""
    out = BytesIO()
    canvas = _canvas(out, A5, _("Command barcodes"))
    top = _headed(canvas, A5, _("Command barcodes"), library)
    width = (A5[0] - 2 * EDGE) / 2
    step = (top - EDGE - 8 * MM) / ((len(lines) + 1) // 2)
    for number, line in enumerate(lines):
        left = EDGE + (number % 2) * width
        _draw_code(canvas, line, left, top - (number // 2) * step, width - 5 * MM)
    _foot(canvas, _("Scan one at any time. It waits its turn behind what was scanned before."))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def key_sheet(groups: Sequence[KeyGroup], library: str = "") -> bytes:
    """The keys on A4 in two columns, group by group; more pages where one does not hold them."""
    out = BytesIO()
    canvas = _canvas(out, A4, _("Keys"))
    width = (A4[0] - 2 * EDGE - 10 * MM) / 2
    begin = top = _headed(canvas, A4, _("Keys"), library)
    column = 0
    for group in groups:
        needed = (len(group.lines) + 2.2) * KEY_LINE
        if top - needed < EDGE and top != begin:
            column, top = column + 1, begin
        if column == 2:
            canvas.showPage()
            column, begin = 0, _headed(canvas, A4, _("Keys"), library)
            top = begin
        _draw_group(canvas, group, EDGE + column * (width + 10 * MM), top, width)
        top -= needed
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: BytesIO, size: tuple[float, float], title: str) -> "Canvas":
    from reportlab.pdfgen.canvas import Canvas

    fonts()
    canvas = Canvas(out, pagesize=size, invariant=True)
    canvas.setTitle(title)
    return canvas


def _headed(canvas: "Canvas", size: tuple[float, float], title: str, library: str) -> float:
    """The title and the library; gives where the rest begins."""
    top = size[1] - EDGE
    canvas.setFont(FACES["bold"], 16)
    canvas.drawString(EDGE, top - 12, title)
    canvas.setFont(FACES["regular"], 9)
    canvas.setFillGray(GREY)
    canvas.drawRightString(size[0] - EDGE, top - 12, library)
    canvas.setFillGray(0)
    return top - 32


def _draw_code(canvas: "Canvas", line: CodeLine, left: float, top: float, width: float) -> None:
    canvas.setFont(FACES["bold"], 10.5)
    canvas.drawString(left, top - 10, line.label)
    canvas.setFont(FACES["regular"], 8)
    canvas.setFillGray(GREY)
    canvas.drawString(left, top - 20, line.detail)
    canvas.drawString(left, top - 27 - TALL - 8, line.code)
    canvas.setFillGray(0)
    draw_code(canvas, line.code, left, top - 26 - TALL, width, TALL, WIDE_MODULE)


def _foot(canvas: "Canvas", words: str) -> None:
    canvas.setFont(FACES["regular"], 8)
    canvas.setFillGray(GREY)
    canvas.drawString(EDGE, EDGE - 4, words)
    canvas.setFillGray(0)


def _draw_group(canvas: "Canvas", group: KeyGroup, left: float, top: float, width: float) -> None:
    canvas.setFont(FACES["bold"], 10.5)
    canvas.drawString(left, top - 11, group.heading)
    canvas.setLineWidth(0.5)
    canvas.line(left, top - 15, left + width, top - 15)
    for number, (label, key) in enumerate(group.lines, 1):
        base = top - 15 - number * KEY_LINE + 2
        canvas.setFont(FACES["medium"], KEY_SIZE)
        canvas.drawRightString(left + width, base, key)
        canvas.setFont(FACES["regular"], KEY_SIZE)
        canvas.drawString(left, base, label)
