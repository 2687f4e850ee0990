"""What the check of privacy found, and where something of somebody stands."""

from desk.i18n import _, ngettext
from desk.services.patrons.proof import Found, Kept, PrivacyFound, Trace
from desk.wording.context import Place


def privacy_headline(found: PrivacyFound, place: Place) -> str:
    """Whether all that should be severed is."""
    if found.is_clean:
        return _("Nothing that was over on {day} says who it was").format(day=place.day(found.night))
    count = sum(count for _trace, count in found.traces)
    words = ngettext(
        "{count} record says who it was and should not", "{count} records say who it was and should not", count
    )
    return words.format(count=count)


def privacy_lines(found: PrivacyFound) -> tuple[str, ...]:
    """What is wrong first, then the loans that rightly say who has or had the copy, by the reason."""
    severed = ngettext(
        "{count} loan is severed from its reader", "{count} loans are severed from their readers", found.severed
    )
    return (
        *(trace_words(trace, count) for trace, count in found.traces),
        severed.format(count=found.severed),
        *(kept_words(why, count) for why, count in found.kept),
    )


def trace_words(trace: Trace, count: int) -> str:
    """One kind of thing that should have been severed."""
    words = {
        Trace.LOANS: ngettext("{count} loan that is over", "{count} loans that are over", count),
        Trace.JOURNAL: ngettext(
            "{count} line of the journal about a severed loan",
            "{count} lines of the journal about severed loans",
            count,
        ),
        Trace.HOLDS: ngettext("{count} hold that is over", "{count} holds that are over", count),
        Trace.CHARGES: ngettext("{count} charge for a severed loan", "{count} charges for severed loans", count),
        Trace.RESTRICTIONS: ngettext(
            "{count} suspension for a severed loan", "{count} suspensions for severed loans", count
        ),
        Trace.RECORDS: ngettext(
            "{count} old line of the journal about a person", "{count} old lines of the journal about persons", count
        ),
    }[trace]
    return words.format(count=count)


def kept_words(why: Kept, count: int) -> str:
    """Loans that say who, and why they may."""
    words = {
        Kept.OPEN: ngettext("{count} loan is out", "{count} loans are out", count),
        Kept.OWED: ngettext(
            "{count} loan for which money is owed keeps its reader",
            "{count} loans for which money is owed keep their readers",
            count,
        ),
        Kept.LOST: ngettext(
            "{count} loan of a lost item keeps its reader", "{count} loans of lost items keep their readers", count
        ),
        Kept.WISHED: ngettext(
            "{count} loan is kept because its reader wants a history",
            "{count} loans are kept because their readers want a history",
            count,
        ),
        Kept.YOUNG: ngettext(
            "{count} loan is too young to be severed", "{count} loans are too young to be severed", count
        ),
        Kept.NO_REASON: ngettext("{count} loan that is over", "{count} loans that are over", count),
    }[why]
    return words.format(count=count)


def found_headline(found: tuple[Found, ...]) -> str:
    """Whether anything was found at all."""
    count = sum(each.count for each in found)
    if not count:
        return _("These words stand nowhere: in no table, no index and no file")
    places = ngettext("{count} place", "{count} places", len(found)).format(count=len(found))
    return _("Found in {places}").format(places=places)


def found_line(each: Found) -> str:
    """One place: "readers: family_name, 3 times"."""
    times = ngettext("{count} time", "{count} times", each.count).format(count=each.count)
    return _("{place}: {times}").format(place=" ".join(filter(None, (each.place, each.part))), times=times)
