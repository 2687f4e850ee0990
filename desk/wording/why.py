"""Why it is so, in words: which row of the rules, which skipped days, which arithmetic."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from desk.i18n import _, ngettext
from desk.rules.blocks import Block, Source, Weight
from desk.rules.duedates import DueStep, StepKind
from desk.rules.overdue import CappedBy, Fine
from desk.rules.periods import Unit
from desk.rules.policy import RowPlace
from desk.rules.vocabulary import Reason
from desk.services.answers import Refused
from desk.services.circulation.answers import AlertKind, AlreadyLent, AlreadyScanned, Lent, Renewed
from desk.services.circulation.owing import Owed
from desk.services.circulation.why import (
    BackExplained,
    ClosedNotes,
    DueExplained,
    Explained,
    FineExplained,
    Supposed,
    SuspensionExplained,
)
from desk.services.rulebook import Rulebook
from desk.wording.blocks import block_sentence
from desk.wording.checkout import alert_sentence, checkout_card, leading, work
from desk.wording.context import Place
from desk.wording.owing import owed_lines
from desk.wording.rule_words import UNITS, period_words, value_alone
from desk.wording.shapes import Card, Explanation, Part

MANY_DAYS = 8


@dataclass(frozen=True, slots=True)
class Names:
    """How the codes of branches, patron categories and item types are called."""

    branches: dict[str, str]
    categories: dict[str, str]
    kinds: dict[str, str]

    def row(self, row: RowPlace) -> str:
        """A row of the rules as a librarian calls it: "DVD, Child, at Northgate"."""
        if row.default:
            return _("no row says anything, so the program's own default holds")
        parts = []
        if row.item_type != "*":
            parts.append(self.kinds.get(row.item_type, row.item_type))
        if row.category != "*":
            parts.append(self.categories.get(row.category, row.category))
        if row.branch != "*":
            parts.append(_("at {branch}").format(branch=self.branches.get(row.branch, row.branch)))
        return _("the rule for {place}").format(place=", ".join(parts)) if parts else _("the rule for everybody")


def explanation(said: Explained, place: Place, names: Names) -> Explanation:
    """Everything that is to say about one copy and its loan."""
    parts = []
    if said.due is not None:
        parts.append(due_part(said.due, place, names))
    if said.fine is not None:
        parts.append(_fine_part(said.fine, place, names))
    if said.suspension is not None:
        parts.append(_suspension_part(said.suspension, place, names))
    if said.back is not None:
        parts += _back_parts(said.back, place, alone=not parts)
    if not parts:
        parts.append(Part(_("Not on loan"), (_("There is no date and no fine to explain."),)))
    return Explanation(_("Why?"), work(said.item), tuple(parts))


def _back_parts(back: BackExplained, place: Place, *, alone: bool) -> list[Part]:
    """A return that cost nothing, and what was told with it."""
    told = [_("{sentence}.").format(sentence=alert_sentence(each, place).rstrip(". ")) for each in back.alerts]
    if not alone:
        return [Part(_("Told when it came back"), tuple(told))] if told else []
    if back.due is None:
        return [Part(_("Was not on loan"), (_("So there was no due date and no fine."), *told))]
    lines = [
        _("Was due {day}.").format(day=place.due(back.due)),
        _("Came back {day}.").format(day=place.due(back.at)),
    ]
    if not back.days_late:
        return [Part(_("Back in time: no fine"), (*lines, *told))]
    late = ngettext("{count} day after the due day.", "{count} days after the due day.", back.days_late)
    lines.append(late.format(count=back.days_late))
    if back.fine:
        unknown = _("The loan no longer tells who had it, so the rule of the fine cannot be told.")
        return [Part(_("Fine {sum}").format(sum=place.money(back.fine)), (*lines, unknown, *told))]
    claimed = any(each.kind is AlertKind.CLAIM_CLOSED for each in back.alerts)
    closed = _("The library was closed in between, so none of it counts.")
    counts = _("The reader had said before that it came back.") if claimed else closed
    return [Part(_("Back late: no fine"), (*lines, counts, *told))]


def refusal(answer: Refused, place: Place, names: Names, owed: Owed | None = None) -> Explanation:
    """Why something was refused: each reason, what it is made of, the row it comes from, and who may lift it."""
    first = leading(answer.blocks)
    ordered = [first, *(each for each in answer.blocks if each is not first)]
    parts = tuple(
        Part(block_sentence(each, place), (*_parts_of(each, owed, place), *_block_lines(each, names)))
        for each in ordered
        if each.reason is not Reason.NOT_ALLOWED or len(ordered) == 1
    )
    return Explanation(_("Why not?"), work(answer.item) if answer.item is not None else "", parts)


def _parts_of(block: Block, owed: Owed | None, place: Place) -> list[str]:
    return owed_lines(owed, block.reason, place) if owed is not None else []


def supposition(said: Supposed, place: Place, names: Names) -> Explanation:
    """What would happen, and why."""
    parts = []
    if said.due is not None:
        parts.append(due_part(said.due, place, names))
    if isinstance(said.answer, Refused):
        parts += refusal(said.answer, place, names).parts
    item = getattr(said.answer, "item", None)
    return Explanation(supposed_headline(said, place), work(item) if item is not None else "", tuple(parts))


def supposed_headline(said: Supposed, place: Place) -> str:
    """The answer in one line, said as what would be."""
    answer = said.answer
    if isinstance(answer, Lent):
        return _("It would be lent, due {day}").format(day=place.long_due(answer.due))
    if isinstance(answer, Renewed):
        return _("It would be renewed, due {day}").format(day=place.long_due(answer.due))
    if isinstance(answer, AlreadyLent | AlreadyScanned):
        return _("This reader has it already")
    if isinstance(answer, Refused):
        asked = all(each.weight is Weight.CONFIRM for each in answer.blocks)
        words = _("It would be lent after a question: {reason}") if asked else _("It would not be lent: {reason}")
        return words.format(reason=block_sentence(leading(answer.blocks), place))
    card: Card = checkout_card(answer, place)
    return card.headline


def due_part(due: DueExplained, place: Place, names: Names) -> Part:
    """How a due date came about, step by step."""
    heading = _("Due {day}").format(day=place.long_due(due.at))
    if due.special:
        by_hand = _("The date was set by hand when it was renewed.")
        return Part(heading, (by_hand if due.renewals else _("The date was set by hand when it was lent."),))
    if due.on_site:
        return Part(heading, (_("It may not leave the building and is due when the library closes."),))
    if due.recalled:
        return Part(heading, (_("Another reader asked for it, and it was called back."),))
    lines = [*_renewed_lines(due)]
    if due.period:
        lines.append(_("{period}, from {rule}.").format(period=period_words(due.period), rule=names.row(due.rule)))
    for step in due.steps:
        lines.append(STEPS[step.kind](step, place, due.closed))
        if step.kind is StepKind.HIGH_DEMAND:
            words = _("The shorter loan of {period} is from {rule}.")
            lines.append(words.format(period=period_words(step.text), rule=names.row(due.shorter_rule)))
    if not due.agrees:
        lines.append(_("The date on file differs: the rules, the opening days or the date itself were changed since."))
    return Part(heading, tuple(lines))


def _renewed_lines(due: DueExplained) -> Iterator[str]:
    if due.renewals:
        words = (
            ngettext("Renewed once, by itself.", "Renewed {count} times, now by itself.", due.renewals)
            if due.by_itself
            else ngettext("Renewed once.", "Renewed {count} times.", due.renewals)
        )
        yield words.format(count=due.renewals)


def _days(days: tuple[date, ...], place: Place, closed: ClosedNotes) -> str:
    """The closed days with what they are: "Sun 22 Nov, Fri 25 Dec (Christmas)"; many are counted."""
    notes = dict(closed)
    shown = [
        _("{day} ({note})").format(day=place.day(day), note=notes[day]) if notes.get(day) else place.day(day)
        for day in days[:MANY_DAYS]
    ]
    if len(days) > MANY_DAYS:
        more = len(days) - MANY_DAYS
        shown.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return ", ".join(shown)


Step = Callable[[DueStep, Place, ClosedNotes], str]


def _plain(text: Callable[[], str]) -> Step:
    return lambda step, place, _closed: text().format(day=place.due(step.at), when=place.due(step.at))


def _passing(text: Callable[[], str]) -> Step:
    def told(step: DueStep, place: Place, closed: ClosedNotes) -> str:
        return text().format(day=place.due(step.at), closed=_days(step.days, place, closed))

    return told


def _counted(step: DueStep, place: Place, closed: ClosedNotes) -> str:
    if not step.days:
        return _("Only open days are counted: {day}.").format(day=place.day(place.local(step.at).date()))
    return _("Only open days are counted, closed on {closed}: {day}.").format(
        closed=_days(step.days, place, closed), day=place.day(place.local(step.at).date())
    )


def _began(step: DueStep, place: Place, _closed: ClosedNotes) -> str:
    local = place.local(step.at)
    return _("Counted from {day}, {time}.").format(day=place.day(local.date()), time=local.strftime("%H:%M"))


def _added(step: DueStep, place: Place, _closed: ClosedNotes) -> str:
    local = place.local(step.at)
    return _("{period} later is {day}, {time}.").format(
        period=period_words(step.text), day=place.day(local.date()), time=local.strftime("%H:%M")
    )


STEPS: dict[StepKind, Step] = {
    StepKind.BEGAN: _began,
    StepKind.ADDED: _added,
    StepKind.COUNTED: _counted,
    StepKind.MOVED_NEXT: _passing(lambda: _("Closed on {closed}, so the next open day: {day}.")),
    StepKind.MOVED_WEEKDAY: _passing(lambda: _("Closed on {closed}, so the same weekday later: {day}.")),
    StepKind.MOVED_PREVIOUS: _passing(lambda: _("Closed on {closed}, so the open day before: {day}.")),
    StepKind.END_OF_DAY: _plain(lambda: _("It ends with the day, at 23:59.")),
    StepKind.SAME_TIME: _plain(lambda: _("It ends at the time of day when it began: {when}.")),
    StepKind.TO_CLOSING: _plain(lambda: _("That is after closing, so when the library closes: {when}.")),
    StepKind.TO_OPENING: _plain(lambda: _("That is after closing, so when the library opens again: {when}.")),
    StepKind.HIGH_DEMAND: _plain(lambda: _("Others wait for it, so only until {day}.")),
    StepKind.HARD_AT_LATEST: _plain(lambda: _("The rule has a last day for all loans: {day}.")),
    StepKind.HARD_EXACTLY: _plain(lambda: _("The rule sets one day for all loans: {day}.")),
    StepKind.HARD_AT_EARLIEST: _plain(lambda: _("The rule has a first day for all returns: {day}.")),
    StepKind.TERM_LATEST: _plain(lambda: _("The term ends, so not after {day}.")),
    StepKind.TERM_EXACT: _plain(lambda: _("Loans of this term are due {day}.")),
    StepKind.CARD_EXPIRY: _plain(lambda: _("The card expires, so not after {day}.")),
    StepKind.NOT_BEFORE_LOAN: _plain(lambda: _("It cannot be due before it was lent: {when}.")),
    StepKind.RECALLED: _plain(lambda: _("Called back for another reader: {day}.")),
    StepKind.NOT_LATER: _plain(lambda: _("A recall never makes a loan due later: {day}.")),
}


def _fine_part(said: FineExplained, place: Place, names: Names) -> Part:
    fine = said.fine
    heading = _("Fine {sum}").format(sum=place.money(fine.amount))
    if said.forgiven:
        heading = _("Fine {sum}, forgiven").format(sum=place.money(fine.amount))
    elif said.growing:
        heading = _("Fine {sum} if it came back now").format(sum=place.money(fine.amount))
    if not fine.amount:
        heading = _("No fine")
    lines = [_("Was due {day}.").format(day=place.due(said.due))]
    if said.claimed_on is not None:
        lines.append(
            _("The reader said it came back on {day}: it counts until then.").format(day=place.day(said.claimed_on))
        )
    lines += _late_lines(said, place)
    if not fine.amount and fine.late and not fine.in_grace and not fine.each and not fine.banded:
        lines.append(_("No fine is asked for that, from {rule}.").format(rule=names.row(said.rule)))
        return Part(heading, tuple(lines))
    if fine.units or fine.banded:
        lines += _sum_lines(fine, place)
        rule = names.row(said.rule)
        words = _("The rate for called-back loans, from {rule}.") if said.recalled else _("The rate is from {rule}.")
        lines.append(words.format(rule=rule))
    if fine.capped_by is CappedBy.RULE:
        lines.append(
            _("Never more than {sum}, from {rule}.").format(sum=place.money(fine.amount), rule=names.row(said.cap_rule))
        )
    if fine.capped_by is CappedBy.PRICE:
        lines.append(_("Never more than the copy's price: {sum}.").format(sum=place.money(fine.amount)))
    return Part(heading, tuple(lines))


def _late_lines(said: FineExplained, place: Place) -> list[str]:
    fine, closed = said.fine, said.closed
    lines = [_late_count(said)]
    if fine.closed:
        lines.append(_("Closed: {days}.").format(days=_days(fine.closed, place, closed)))
    if fine.in_grace:
        lines.append(_("That is within the days of grace, so it costs nothing."))
    elif fine.counted and fine.counted != fine.late:
        lines.append(
            _("The grace of {grace} is taken off: {counted} count.").format(
                grace=UNITS[Unit.MINUTE if fine.in_minutes else Unit.DAY](fine.grace).format(count=fine.grace),
                counted=fine.counted,
            )
        )
    if fine.uncharged:
        words = ngettext(
            "{count} interval that ends on a closed day is not charged.",
            "{count} intervals that end on a closed day are not charged.",
            fine.uncharged,
        )
        lines.append(words.format(count=fine.uncharged))
    return lines


def _late_count(said: FineExplained) -> str:
    """How late, as the check-in says it (all days), and how many of these count."""
    fine = said.fine
    if fine.in_minutes:
        return ngettext("{count} minute late.", "{count} minutes late.", fine.late).format(count=fine.late)
    if fine.closed and said.days == fine.late + len(fine.closed):
        words = ngettext(
            "{days} day after the due day, {closed} of them closed: {count} counts.",
            "{days} days after the due day, {closed} of them closed: {count} count.",
            said.days,
        )
        return words.format(days=said.days, closed=len(fine.closed), count=fine.late)
    return ngettext("{count} day late.", "{count} days late.", fine.late).format(count=fine.late)


def _sum_lines(fine: Fine, place: Place) -> list[str]:
    if fine.banded:
        steps = " + ".join(f"{units} × {place.money(each)}" for units, each in fine.banded)
        return [f"{steps} = {place.money(fine.before_cap)}"]
    return [f"{fine.units} × {place.money(fine.each)} = {place.money(fine.before_cap)}"]


def _suspension_part(said: SuspensionExplained, place: Place, names: Names) -> Part:
    earned = said.suspension
    until = place.long_day(earned.until) if earned.until is not None else ""
    lines = [
        _("{per} without lending for every {every} late, from {rule}.").format(
            per=UNITS[Unit.DAY](said.per).format(count=said.per),
            every=period_words(said.every),
            rule=names.row(said.rule),
        ),
        _("{counted} late count, which makes {days}.").format(
            counted=_length(earned.counted, said), days=UNITS[Unit.DAY](earned.days).format(count=earned.days)
        ),
    ]
    if earned.grace:
        lines.insert(1, _("The grace of {grace} is taken off.").format(grace=_length(earned.grace, said)))
    if earned.capped:
        lines.append(_("That is the most that the rules allow."))
    if earned.extended:
        lines.append(_("They begin when the suspension that stood already has ended."))
    if earned.closed:
        lines.append(_("Closed days do not count: {days}.").format(days=_days(earned.closed, place, ())))
    return Part(_("No lending until {day}").format(day=until), tuple(lines))


def _length(count: int, said: SuspensionExplained) -> str:
    """Days, or minutes where the rule is reckoned by the hour."""
    return UNITS[Unit.MINUTE if said.in_minutes else Unit.DAY](count).format(count=count)


def _block_lines(block: Block, names: Names) -> list[str]:
    lines = []
    source: Source | None = block.source
    if source is not None and isinstance(source.row, RowPlace):
        words = _("It comes from “{name}” in {rule}.")
        if source.row.default:
            words = _("No row says anything about “{name}”, so the program's own default holds.")
        lines.append(words.format(name=value_alone(source.name), rule=names.row(source.row)))
    elif source is None:
        lines.append(_("It comes from the record, not from the loan rules."))
    if block.weight is Weight.NEVER:
        lines.append(_("Nobody can lift it."))
    elif block.weight is Weight.CONFIRM:
        lines.append(_("It is only asked: whoever has looked goes on with Ctrl+Enter."))
    else:
        lines.append(_("Whoever has the right can lift it, with F10."))
    return lines


def names_of(book: Rulebook) -> Names:
    """The names of this library, by their codes."""
    return Names(
        {each.code: each.name for each in book.branches.values()},
        {each.code: each.name for each in book.categories.values()},
        {each.code: each.name for each in book.kinds.values()},
    )
