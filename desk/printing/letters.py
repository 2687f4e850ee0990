"""Letters to readers, on a sheet of their own."""

from io import BytesIO

from desk.i18n import _, format_day_full
from desk.printing.paper import fonts, wrapped
from desk.rules.barcodes import grouped
from desk.services.patrons.answers import Cleared

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
MARGIN = 25 * MM
SIZE = 11.5


def clearance_letter(cleared: Cleared, library: str, branch: str) -> bytes:
    """What schools and employers ask for: this reader has nothing of the library's and owes nothing."""
    from reportlab.pdfgen.canvas import Canvas

    face = fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(_("Clearance"))
    top = A4[1] - MARGIN
    canvas.setFont(face["bold"], 15)
    canvas.drawString(MARGIN, top, library)
    canvas.setFont(face["regular"], SIZE)
    canvas.drawString(MARGIN, top - 18, branch)
    day = format_day_full(cleared.day)
    canvas.drawRightString(A4[0] - MARGIN, top - 18, day)
    canvas.setFont(face["bold"], 20)
    canvas.drawString(MARGIN, top - 110, _("Clearance"))
    words = _(
        "We confirm that {name}, library card {card}, has returned everything that was borrowed from this library,"
        " and owes nothing, as of {day}. The account was closed on this day."
    ).format(name=cleared.patron.name, card=grouped(cleared.patron.card), day=day)
    canvas.setFont(face["regular"], SIZE)
    line = top - 150
    for part in wrapped(words, "regular", SIZE, A4[0] - 2 * MARGIN):
        canvas.drawString(MARGIN, line, part)
        line -= SIZE * 1.6
    canvas.line(MARGIN, line - 70, MARGIN + 70 * MM, line - 70)
    canvas.drawString(MARGIN, line - 86, _("For the library"))
    canvas.showPage()
    canvas.save()
    return out.getvalue()
