"""The pages of the administration in words: what a change of the rules or opening days does, and what is wrong."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from desk.i18n import _, format_day_full, format_when, ngettext
from desk.rules.calendar import Hours
from desk.rules.vocabulary import DayKind
from desk.services.administration.calendar import CalendarLoaded, DayLine, clock_words
from desk.services.administration.effects import BranchEffect, CalendarEffect
from desk.services.administration.policy import PolicyPreview, RuleChange
from desk.services.administration.rule_files import LastChange
from desk.wording.context import Place
from desk.wording.rule_words import WORDS, default_words, period_words, value_alone, value_words

SHOWN = 12
DAYS_NAMED = 2


def place_words(names: tuple[str, ...]) -> str:
    """Where a rule holds."""
    return " · ".join(names) if names else _("All readers and items")


def place_long(names: tuple[str, str, str]) -> str:
    """The same for a screen reader and a tip: branch, readers, items, each by what it is."""
    branch, readers, items = names
    parts = [
        _("readers: {name}").format(name=readers) if readers else "",
        _("items: {name}").format(name=items) if items else "",
        _("branch: {name}").format(name=branch) if branch else "",
    ]
    return ", ".join(part for part in parts if part) or place_words(())


def source_words(source: str | None, *, everywhere: bool = False) -> str:
    """Which row says so; nothing where no row does."""
    if source is None:
        return ""
    return _("as for all") if everywhere else _("from {place}").format(place=source)


def change_words(change: LastChange | None, place: Place) -> str:
    """Who changed the page last, and when."""
    if change is None:
        return ""
    when = format_when(place.local(change.at), place.today)
    if not change.by:
        return _("Changed {when}").format(when=when)
    return _("Changed by {name}, {when}").format(name=change.by, when=when)


# --- Opening days ---


def calendar_sentence(effect: CalendarEffect, place: Place) -> str:
    """What a change of the opening days does, in one sentence."""
    parts = [*_effect_parts(effect.moved, effect.holds, effect.fines_less, effect.until, place)]
    subject = _subject(effect, place)
    if not parts:
        unchanged = _("{change} changes nothing that is lent or kept").format(change=subject)
        return unchanged if subject else _("Nothing that is lent or kept changes")
    return _("{change} {effects}").format(change=subject or _("This change"), effects=_listed(parts))


def _subject(effect: CalendarEffect, place: Place) -> str:
    closed = sorted({day for branch in effect.branches for day in branch.closed})
    opened = sorted({day for branch in effect.branches for day in branch.opened})
    if closed and opened:
        words = _("Closing {closed}, opening {opened},")
        return words.format(closed=_days_named(closed, place), opened=_days_named(opened, place))
    if closed:
        return _("Closing {days}").format(days=_days_named(closed, place))
    if opened:
        return _("Opening {days}").format(days=_days_named(opened, place))
    return ""


def _days_named(days: list[date], place: Place) -> str:
    named = [place.day(day) for day in days[:DAYS_NAMED]]
    more = len(days) - len(named)
    if not more:
        return _listed(named)
    words = ngettext("{days} and {count} more day", "{days} and {count} more days", more)
    return words.format(days=", ".join(named), count=more)


def _effect_parts(moved: int, holds: int, fines_less: int, until: date | None, place: Place) -> Iterator[str]:
    yield from _moved_parts(moved, holds)
    if not fines_less or until is None:
        return
    if until == place.today:
        less = _("lessens by {sum} what is owed for loans that are late now")
        more = _("raises by {sum} what is owed for loans that are late now")
    else:
        less = _("lessens by {sum} the fines of loans that are late now, up to the evening of {day}")
        more = _("raises by {sum} the fines of loans that are late now, up to the evening of {day}")
    yield (less if fines_less > 0 else more).format(sum=place.money(abs(fines_less)), day=place.day(until))


def _moved_parts(moved: int, holds: int) -> Iterator[str]:
    if moved:
        yield ngettext("moves {count} due date", "moves {count} due dates", moved).format(count=moved)
    if holds:
        yield ngettext("keeps {count} hold longer", "keeps {count} holds longer", holds).format(count=holds)


def _listed(parts: list[str]) -> str:
    """ "one, two and three"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def calendar_lines(effect: CalendarEffect, place: Place) -> list[str]:
    """The sentence, then what it does at each branch, and a few of the due dates that move."""
    lines = [calendar_sentence(effect, place) + "."]
    if len(effect.branches) > 1 and (effect.moved or effect.holds or effect.fines_less):
        lines += [_branch_line(branch, place) for branch in effect.branches]
    lines += [
        _("{title}: {was} becomes {due}").format(title=each.title, was=place.due(each.was), due=place.due(each.due))
        for each in effect.examples
    ]
    return lines


def _branch_line(branch: BranchEffect, place: Place) -> str:
    parts = [*_effect_parts(branch.moved, branch.holds, branch.fines_less, branch.until, place)]
    return _("{branch}: {effects}").format(branch=branch.name, effects=_listed(parts) or _("nothing that is lent"))


def calendar_facts(effect: CalendarEffect) -> dict[str, Any]:
    """The same for a script; fines in minor units."""
    return {
        "answer": "calendar_preview",
        "moved": effect.moved,
        "holds": effect.holds,
        "fines_less": effect.fines_less,
        "examples": [
            {"item": each.barcode, "was": each.was.isoformat(), "due": each.due.isoformat()} for each in effect.examples
        ],
    }


def loaded_sentence(answer: CalendarLoaded, place: Place) -> str:
    """What applying the opening days has done."""
    parts = [*_effect_parts(answer.moved, answer.kept, answer.fines_less, answer.until, place)]
    if not parts:
        return _("The opening days are in force")
    return _("The opening days are in force: that {effects}").format(effects=_listed(parts))


def line_words(line: DayLine) -> str:
    """When a dated line holds: "24 Dec 2026", "24 Dec 2026 to 2 Jan 2027"."""
    if line.first == line.last:
        return format_day_full(line.first)
    return _("{first} to {last}").format(first=format_day_full(line.first), last=format_day_full(line.last))


def kind_words(line: DayLine) -> str:
    """Whether the line closes or opens, and when of the day."""
    if line.hours is None:
        return _("Closed") if line.kind is DayKind.CLOSED else _("Open")
    words = _("Closed {hours}") if line.kind is DayKind.CLOSED else _("Open {hours}")
    return words.format(hours=clock_words(line.hours))


def repeat_words(line: DayLine) -> str:
    """How often the line comes again."""
    if not line.every:
        return _("Once")
    every = {"1 year": _("Every year"), "1 month": _("Every month"), "1 week": _("Every week")}.get(line.every)
    words = every or _("Every {period}").format(period=period_words(line.every))
    if line.by_weekday:
        words = _("{every}, on the same weekday").format(every=words)
    if line.until is not None:
        words = _("{every}, until {day}").format(every=words, day=format_day_full(line.until))
    return words


def weekday_words(weekday: int) -> str:
    """The name of a weekday; 0 is Monday."""
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    return names[weekday]


def hours_words(periods: tuple[Hours, ...]) -> str:
    """The periods of a day as they are written in its box."""
    return ", ".join(clock_words(period) for period in periods)


# --- Rules ---


def policy_lines(effect: PolicyPreview, place: Place) -> list[str]:
    """What a change of the rules does: what it does to what is lent, then value by value."""
    if not effect.changes:
        return [_("Nothing is different.")]
    count = len(effect.changes)
    lines = [ngettext("{count} value changes.", "{count} values change.", count).format(count=count)]
    if effect.fines:
        words = _("Growing fines rise by {sum}.") if effect.fines > 0 else _("Growing fines fall by {sum}.")
        lines.append(words.format(sum=place.money(abs(effect.fines))))
    if effect.readers_over:
        words = ngettext("{count} reader is then over the limit.", "{count} readers are then over their limit.",
                         effect.readers_over)  # fmt: skip
        lines.append(words.format(count=effect.readers_over))
    lines += [rule_change_words(change, place.currency) for change in effect.changes[:SHOWN]]
    rest = count - SHOWN
    if rest > 0:
        lines.append(ngettext("… and {count} more", "… and {count} more", rest).format(count=rest))
    return lines


def rule_change_words(change: RuleChange, currency: str) -> str:
    """One value that is different."""
    was = value_words(change.name, change.was, currency) if change.was is not None else ""
    now = value_words(change.name, change.now, currency) if change.now is not None else ""
    if change.was is None:
        words = _("{place}: {value}: {now}, in place of {wider}")
    elif change.now is None:
        words = _("{place}: {value}: {was} is taken away, then {wider} holds")
    else:
        words = _("{place}: {value}: {was} becomes {now}")
    return words.format(
        place=place_words(change.where),
        value=value_alone(change.name),
        was=was,
        now=now,
        wider=_wider(change, currency),
    )


def _wider(change: RuleChange, currency: str) -> str:
    """What holds where the row says nothing: a wider row, or the program's own default."""
    if change.wider is None:
        return default_words(change.name, currency) if change.name in WORDS else ""
    return value_words(change.name, change.wider, currency)


def policy_facts(effect: PolicyPreview) -> dict[str, Any]:
    """The same for a script; fines in minor units."""
    return {
        "answer": "policy_preview",
        "fines": effect.fines,
        "readers_over": effect.readers_over,
        "changes": [
            {"place": list(change.where), "value": change.name, "was": change.was, "now": change.now}
            for change in effect.changes
        ],
    }
