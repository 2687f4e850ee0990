"""The night's work in words."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from desk.i18n import _, format_when, ngettext
from desk.rules.blocks import Block
from desk.rules.vocabulary import Reason
from desk.services.circulation.nights import NightReport, NightWork, added
from desk.wording.blocks import block_sentence
from desk.wording.context import Place

MANY = 20
# A night keeps the reasons without their figures: these would be said with noughts.
WITHOUT_FIGURES: dict[Reason, Callable[[], str]] = {
    Reason.OWES: lambda: _("Owes too much"),
    Reason.GUARANTEES_OWE: lambda: _("Those this reader answers for owe too much"),
    Reason.FAMILY_OWES: lambda: _("The family owes too much"),
    Reason.AUTO_OWES: lambda: _("Owes too much to be renewed by itself"),
    Reason.MEMBERSHIP_FEE: lambda: _("The membership fee is not paid"),
    Reason.OVERDUES: lambda: _("Something is overdue"),
    Reason.OVERDUES_ASKED: lambda: _("Something is overdue"),
    Reason.LOST_ITEMS: lambda: _("Has lost items"),
    Reason.CLAIMS: lambda: _("Too many open claims"),
    Reason.AGE: lambda: _("Too young for it"),
    Reason.HIGH_DEMAND: lambda: _("Many readers wait for it"),
    Reason.RENTAL: lambda: _("Costs rental, which has to be agreed to"),
    Reason.TOO_MANY_RENEWALS: lambda: _("Renewed as often as it may be"),
    Reason.TOO_MANY_UNSEEN: lambda: _("Renewed as often as it may be without being seen"),
}


def plain_reason(reason: Reason, place: Place) -> str:
    """Why a loan was not renewed, where no figures are known."""
    words = WITHOUT_FIGURES.get(reason)
    return words() if words is not None else block_sentence(Block(reason, None), place)


def plain_reasons(reasons: tuple[Reason, ...], place: Place) -> str:
    """All the reasons in one line."""
    return "; ".join(plain_reason(reason, place) for reason in reasons)


def sums(reports: tuple[NightReport, ...], *, noughts: bool = False) -> str:
    """What these nights did in all: "3 loans renewed, 1 not renewed". Nothing where they did nothing."""
    return ", ".join(_sums(reports, noughts=noughts))


def _sums(reports: tuple[NightReport, ...], *, noughts: bool) -> Iterator[str]:
    renewed = sum(len(report.renewed) for report in reports)
    refused = sum(len(report.refused) for report in reports)
    reshelved = sum(report.reshelved for report in reports)
    if renewed or noughts:
        yield ngettext("{count} loan renewed", "{count} loans renewed", renewed).format(count=renewed)
    if refused or noughts:
        yield ngettext("{count} not renewed", "{count} not renewed", refused).format(count=refused)
    for each in added(one for report in reports for one in report.others):
        yield other_words(each.work, each.count)
    if reshelved or noughts:
        yield ngettext("{count} copy reshelved", "{count} copies reshelved", reshelved).format(count=reshelved)


def other_words(work: NightWork, count: int) -> str:
    """What an area did besides: "3 loans severed from their readers"."""
    words = {
        NightWork.EXPIRED: ngettext("{count} hold ran out", "{count} holds ran out", count),
        NightWork.SEVERED: ngettext(
            "{count} record severed from its reader", "{count} records severed from their readers", count
        ),
        NightWork.GROWN: ngettext("{count} child grown up", "{count} children grown up", count),
        NightWork.LOST: ngettext("{count} loan counted as lost", "{count} loans counted as lost", count),
    }[work]
    return words.format(count=count)


def nights_sentence(reports: tuple[NightReport, ...], place: Place) -> str:
    """What a run did, in one line; nothing where it had nothing to do."""
    busy = tuple(report for report in reports if sums((report,)))
    if len(busy) > 1:
        words = ngettext("{count} night: {sums}", "{count} nights: {sums}", len(busy))
        return words.format(count=len(busy), sums=sums(busy))
    return "".join(_("Night of {day}: {sums}").format(day=place.day(r.night), sums=sums((r,))) for r in busy)


def missing_words(count: int) -> str:
    """How many nights are still to be done."""
    if not count:
        return _("Every night's work is done")
    return ngettext("{count} night is still to be done", "{count} nights are still to be done", count).format(
        count=count
    )


def night_headline(night: date, place: Place) -> str:
    """ "Night of Friday 20 November"."""
    return _("Night of {day}").format(day=place.long_day(night))


def ended_words(ended: datetime | None, place: Place) -> str:
    """When a night's work was done."""
    return format_when(place.local(ended), place.today) if ended is not None else _("At work, or broken off")


def unended(ended: datetime | None) -> str:
    """A night of which nothing is known."""
    return _("Done.") if ended is not None else _("At work, or broken off: then it goes on by itself.")


def last_time_words(report: NightReport) -> str:
    """How many of the renewals were the last ones; nothing where none was."""
    count = len(report.last_time)
    words = ngettext("{count} of them for the last time.", "{count} of them for the last time.", count)
    return words.format(count=count) if count else ""


def night_lines(report: NightReport, place: Place) -> tuple[str, ...]:
    """What one night did: the sums, then each loan that was not renewed with its reasons."""
    refused = len(report.refused)
    head = _("Night of {day}: {sums}.").format(day=place.day(report.night), sums=sums((report,), noughts=True))
    lines = [head]
    if report.last_time:
        lines.append(last_time_words(report))
    for each in report.refused[:MANY]:
        lines.append(_("{item}: {reasons}").format(item=each.item, reasons=plain_reasons(each.reasons, place)))
    if refused > MANY:
        more = refused - MANY
        lines.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return tuple(lines)
