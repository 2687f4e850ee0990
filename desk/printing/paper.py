"""A strip of receipt paper as a PDF page: as wide as the roll, as long as what stands on it."""

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from desk.resources import resource

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
# Widths of the common rolls, with what their printers can reach (standards.md 3.2): 58 mm and 80 mm; A4 for an office.
PAPERS = {"58mm": (58.0, 5.0), "80mm": (80.0, 4.0), "a4": (210.0, 20.0)}
DEFAULT = "80mm"
# The width of the narrowest bar: 0.33 mm is what desk scanners read from a thermal print without trying twice.
MODULE = 0.33 * MM
BODY, SMALL, LARGE, HUGE = 9.5, 8.0, 13.0, 30.0
FACES = {"regular": "Inter-Regular", "medium": "Inter-Medium", "bold": "Inter-SemiBold"}


@cache
def fonts() -> dict[str, str]:
    """The window's own letters, embedded, so that every name prints as it is shown."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in FACES.values():
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
    return FACES


@dataclass(slots=True)
class Text:
    """One line or paragraph."""

    words: str
    size: float = BODY
    face: str = "regular"
    centred: bool = False
    gap: float = 2.0


@dataclass(slots=True)
class Pair:
    """Something at the left and something at the right of one line; the left part wraps."""

    left: str
    right: str
    face: str = "regular"


@dataclass(slots=True)
class Rule:
    """A thin line across."""


@dataclass(slots=True)
class Bars:
    """A Code 128 barcode of a number, with the number below."""

    number: str


Block = Text | Pair | Rule | Bars


@dataclass(slots=True)
class Strip:
    """A slip in the making: blocks from top to bottom, measured first and drawn then."""

    paper: str = DEFAULT
    blocks: list[Block] = field(default_factory=list)

    def add(self, *blocks: Block) -> None:
        """Put blocks below what is there."""
        self.blocks.extend(blocks)

    def pdf(self, title: str) -> bytes:
        """The slip as a PDF of one page."""
        from reportlab.pdfgen.canvas import Canvas

        width, margin = PAPERS.get(self.paper, PAPERS[DEFAULT])
        inner = (width - 2 * margin) * MM
        height = sum(_height(block, inner) for block in self.blocks) + 2 * margin * MM
        out = BytesIO()
        canvas = Canvas(out, pagesize=(width * MM, height), invariant=True)
        canvas.setTitle(title)
        top = height - margin * MM
        for block in self.blocks:
            used = _height(block, inner)
            _draw(canvas, block, margin * MM, top, inner)
            top -= used
        canvas.showPage()
        canvas.save()
        return out.getvalue()


def wrapped(words: str, face: str, size: float, width: float) -> list[str]:
    """Words in lines that fit; a word that is too long for a line is broken."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfbase.pdfmetrics import stringWidth

    font = fonts()[face]
    lines = []
    for line in simpleSplit(words, font, size, width) or [""]:
        while stringWidth(line, font, size) > width and len(line) > 1:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or stringWidth(line[:n], font, size) <= width)
            lines.append(line[:cut])
            line = line[cut:]
        lines.append(line)
    return lines


def _right_width(block: Pair) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(block.right, fonts()["medium"], BODY)) + 8


def _height(block: Block, width: float) -> float:
    match block:
        case Text():
            return len(wrapped(block.words, block.face, block.size, width)) * block.size * 1.3 + block.gap
        case Pair():
            lines = wrapped(block.left, block.face, BODY, width - _right_width(block))
            return len(lines) * BODY * 1.3 + 3
        case Rule():
            return 9
        case Bars():
            return 52


def _draw(canvas: "Canvas", block: Block, left: float, top: float, width: float) -> None:
    match block:
        case Text():
            _draw_text(canvas, block, left, top, width)
        case Pair():
            _draw_pair(canvas, block, left, top, width)
        case Rule():
            canvas.setLineWidth(0.5)
            canvas.line(left, top - 4, left + width, top - 4)
        case Bars():
            _draw_bars(canvas, block, left, top, width)


def _draw_text(canvas: "Canvas", block: Text, left: float, top: float, width: float) -> None:
    canvas.setFont(fonts()[block.face], block.size)
    for number, line in enumerate(wrapped(block.words, block.face, block.size, width)):
        baseline = top - block.size - number * block.size * 1.3
        if block.centred:
            canvas.drawCentredString(left + width / 2, baseline, line)
        else:
            canvas.drawString(left, baseline, line)


def _draw_pair(canvas: "Canvas", block: Pair, left: float, top: float, width: float) -> None:
    lines = wrapped(block.left, block.face, BODY, width - _right_width(block))
    canvas.setFont(fonts()[block.face], BODY)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - BODY - number * BODY * 1.3, line)
    canvas.setFont(fonts()["medium"], BODY)
    canvas.drawRightString(left + width, top - BODY, block.right)


def _draw_bars(canvas: "Canvas", block: Bars, left: float, top: float, width: float) -> None:
    """Bars as wide as fits: printed, they have to be read by a scanner again."""
    used = code_width(block.number, width)
    draw_code(canvas, block.number, left + (width - used) / 2, top - 34, width, 32)
    canvas.setFont(fonts()["regular"], SMALL)
    canvas.drawCentredString(left + width / 2, top - 45, block.number)


def code_width(number: str, width: float, module: float = MODULE) -> float:
    """How wide the bars of this number are with their quiet zone, where so much room is."""
    return float(min(width, _code(number, 1, module).width))


def draw_code(
    canvas: "Canvas", number: str, left: float, bottom: float, width: float, height: float, module: float = MODULE
) -> None:
    """Code 128 as vectors with its quiet zone; narrower where there is less room."""
    code = _code(number, height, module)
    if code.width > width:
        code = _code(number, height, module * width / code.width)
    code.drawOn(canvas, left, bottom)


def _code(number: str, height: float, module: float) -> Any:
    from reportlab.graphics.barcode.code128 import Code128

    return Code128(number, barHeight=height, barWidth=module, quiet=True)
