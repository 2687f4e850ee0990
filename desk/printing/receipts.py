"""What the till prints: a receipt for money that moved, and the sheet of a drawer. Neither names a reader."""

from desk.i18n import _, format_time, pgettext
from desk.printing.paper import BODY, DEFAULT, LARGE, SMALL, Pair, Rule, Strip, Text
from desk.rules.vocabulary import EntryKind
from desk.services.accounts.answers import DrawerReport, Receipt, TillSheet
from desk.wording.accounts.money import balance_words, charge_word, money_word
from desk.wording.accounts.tills import report_lines, sheet_lines
from desk.wording.context import Place


def money_receipt(receipt: Receipt, place: Place, *, again: bool = False, paper: str = DEFAULT) -> bytes:
    """Each line with its sum, the total, how it was paid, and the change. What is printed again says so."""
    strip = Strip(paper)
    stamp = f"{place.day(place.local(receipt.at).date())}, {format_time(place.local(receipt.at))}"
    strip.add(Text(receipt.library, LARGE, "bold"), Text(receipt.branch, BODY))
    number = _("Receipt {number}").format(number=receipt.number)
    strip.add(Text(" · ".join(filter(None, (number, stamp, receipt.till))), SMALL))
    if receipt.undone:
        strip.add(Text(_("Voided"), LARGE, "bold", centred=True))
    elif again:
        strip.add(Text(pgettext("printed again", "Copy"), LARGE, "bold", centred=True))
    strip.add(Rule())
    for line in receipt.lines:
        what = charge_word(line.kind)
        title = f"{what}: {line.title}" if line.title and line.title != what else what
        counted = f"{line.quantity} × {title}" if line.quantity > 1 else title
        strip.add(Pair(counted, place.money(line.amount)))
    _sums(strip, receipt, place)
    strip.add(Text(_("Thank you."), SMALL))
    return strip.pdf(_("Receipt"))


def _sums(strip: Strip, receipt: Receipt, place: Place) -> None:
    strip.add(Rule())
    if receipt.credit:
        strip.add(Pair(_("Kept as credit"), place.money(receipt.credit)))
    if receipt.rounded:
        strip.add(Pair(_("Rounding"), place.money(-receipt.rounded)))
    total = _("Given back") if receipt.kind is EntryKind.REFUND else _("Total")
    strip.add(Pair(total, place.money(abs(receipt.amount)), "bold"))
    strip.add(Pair(money_word(receipt.method), place.money(abs(receipt.given or receipt.amount))))
    if receipt.change:
        strip.add(Pair(pgettext("money given back", "Change"), place.money(receipt.change)))
    if receipt.reference:
        strip.add(Text(receipt.reference, SMALL))
    if receipt.balance is not None:
        strip.add(Text(balance_words(receipt.balance, place), BODY, "medium"))
    strip.add(Rule())


def till_sheet(sheet: TillSheet, place: Place, library: str, *, paper: str = DEFAULT) -> bytes:
    """The sheet of a till: X while it is open, Z once it is closed; coins and notes as they were counted."""
    strip = Strip(paper)
    strip.add(Text(library, LARGE, "bold"), Text(sheet.till.name, BODY))
    opened = f"{place.day(place.local(sheet.opened_at).date())}, {format_time(place.local(sheet.opened_at))}"
    closed = sheet.closed_at
    strip.add(Text(_("Sheet {number}").format(number=sheet.number), BODY, "medium"))
    strip.add(Text(_("Opened {when}").format(when=opened), SMALL))
    if closed is not None:
        when = f"{place.day(place.local(closed).date())}, {format_time(place.local(closed))}"
        strip.add(Text(_("Closed {when}").format(when=when), SMALL))
    strip.add(Rule())
    for label, amount in sheet_lines(sheet, place):
        strip.add(Pair(label, amount))
    if sheet.coins:
        strip.add(Rule())
        for worth, number in sheet.coins:
            strip.add(Pair(f"{number} × {place.money(worth)}", place.money(worth * number)))
    if sheet.why:
        strip.add(Rule(), Text(sheet.why, BODY))
    strip.add(Rule(), Text(_("Signed") + " " + "_" * 24, BODY))
    return strip.pdf(_("Till sheet"))


def drawer_sheet(report: DrawerReport, when: str, place: Place, library: str, *, paper: str = DEFAULT) -> bytes:
    """What was taken and given back between two moments, for whoever counts the day."""
    strip = Strip(paper)
    strip.add(Text(library, LARGE, "bold"), Text(_("Drawer report"), BODY), Text(when, SMALL), Rule())
    for label, amount in report_lines(report, place):
        strip.add(Pair(label, amount))
    strip.add(Rule(), Text(_("Signed") + " " + "_" * 24, BODY))
    return strip.pdf(_("Drawer report"))
