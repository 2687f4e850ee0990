"""The night's work in words."""

from datetime import date, datetime

from desk.i18n import _, ngettext
from desk.rules.blocks import Block
from desk.services.circulation.nights import NightReport
from desk.wording.blocks import block_sentence
from desk.wording.context import Place

MANY = 20


def night_lines(report: NightReport, place: Place) -> tuple[str, ...]:
    """What one night did: the sums, then each loan that was not renewed with its reasons."""
    renewed, refused = len(report.renewed), len(report.refused)
    head = _("Night of {day}: {renewed}, {refused}, {reshelved}.").format(
        day=place.day(report.night),
        renewed=ngettext("{count} loan renewed", "{count} loans renewed", renewed).format(count=renewed),
        refused=ngettext("{count} not renewed", "{count} not renewed", refused).format(count=refused),
        reshelved=ngettext("{count} copy reshelved", "{count} copies reshelved", report.reshelved).format(
            count=report.reshelved
        ),
    )
    lines = [head]
    if report.last_time:
        count = len(report.last_time)
        lines.append(
            ngettext("{count} of them for the last time.", "{count} of them for the last time.", count).format(
                count=count
            )
        )
    for each in report.refused[:MANY]:
        reasons = "; ".join(block_sentence(Block(reason, None), place) for reason in each.reasons)
        lines.append(_("{item}: {reasons}").format(item=each.item, reasons=reasons))
    if refused > MANY:
        more = refused - MANY
        lines.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return tuple(lines)


def past_night(night: date, ended: datetime | None, report: NightReport | None, place: Place) -> tuple[str, ...]:
    """One line of the list of nights."""
    if report is not None:
        return night_lines(report, place)
    if ended is None:
        return (_("Night of {day}: at work, or broken off.").format(day=place.day(night)),)
    return (_("Night of {day}: done.").format(day=place.day(night)),)
