"""Check-out in words: the card, the row and the sentence for each answer."""

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.rules.blocks import CONFIRMED, Block, Weight
from desk.rules.vocabulary import ClaimFound, Permission, Reason
from desk.services.answers import ItemFace, Refused, Thing, Unknown
from desk.services.circulation.answers import (
    Alert,
    AlertKind,
    AlreadyLent,
    AlreadyScanned,
    Lent,
    Renewed,
    SlipLine,
    Used,
    VisitFinished,
)
from desk.services.circulation.lookup import ItemShown
from desk.wording import shapes
from desk.wording.blocks import block_sentence
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Pill, Row, Sound, Tone

Weights = shapes.Weight
RENEWAL_REASONS = frozenset(
    {
        Reason.TOO_MANY_RENEWALS,
        Reason.TOO_SOON,
        Reason.RENEW_HELD,
        Reason.RENEW_OVERDUE,
        Reason.RENEW_LOST,
        Reason.UNCHANGED,
        Reason.TOO_MANY_UNSEEN,
        Reason.ON_SITE_LOAN,
        Reason.RECALLED,
        Reason.CLAIMED,
    }
)
Answer = Lent | Renewed | AlreadyScanned | AlreadyLent | Refused | Unknown | Used

ICONS = {
    Reason.OWES: "wallet",
    Reason.EXPIRED: "calendar-days",
    Reason.OVERDUES: "clock-alert",
    Reason.PIECES: "package-open",
    Reason.IN_TRANSIT: "truck",
    Reason.LOST: "eye",
    Reason.MISSING: "eye",
    Reason.RENTAL: "coins",
    Reason.DEPOSIT: "coins",
    Reason.MEMBERSHIP_FEE: "wallet",
    Reason.GUARANTEES_OWE: "wallet",
    Reason.FAMILY_OWES: "wallet",
    Reason.OVERDUES_ASKED: "clock-alert",
    Reason.HIGH_DEMAND: "users",
}


def work(item: ItemFace) -> str:
    """ "Braiding Sweetgrass, Robin Wall Kimmerer"."""
    return ", ".join(part for part in (item.title, item.author) if part)


def subtitle(item: ItemFace) -> str:
    """ "Robin Wall Kimmerer · 581.63 KIM"."""
    return " · ".join(part for part in (item.author, item.call_number) if part)


def in_sentences(*parts: str) -> str:
    """Several remarks one after another; a note that ends with a full stop gets no second one."""
    return ". ".join(part.rstrip(". ") for part in parts)


def alert_sentence(alert: Alert, place: Place) -> str:
    """Something told beside a positive answer."""
    day = place.day(alert.day) if alert.day is not None else ""
    told = {
        AlertKind.ITEM_NOTE: alert.text,
        AlertKind.PIECES: _("Check that all are there: {pieces}").format(
            pieces=alert.text or _("{count} pieces").format(count=alert.amount)
        ),
        AlertKind.FOUND: _("Was marked as gone, and is found"),
        AlertKind.LOST_BILL: _("A charge for its loss still stands: {sum}").format(sum=place.money(alert.amount)),
        AlertKind.LOST_BACK: _("The bill for its loss is taken back: {sum}").format(sum=place.money(alert.amount)),
        AlertKind.LOST_CREDIT: _("{sum} was paid for it and is a credit now").format(sum=place.money(alert.amount)),
        AlertKind.LOST_KEPT: _("Of the bill for its loss {sum} stands").format(sum=place.money(alert.amount)),
        AlertKind.DUE_CUT: _("Shorter, because the card expires"),
        AlertKind.HELD_COPY_LEFT: _("Another copy stands on the hold shelf under {code}: reshelve it").format(
            code=alert.code
        ),
        AlertKind.CAME_FROM_TRANSIT: _("Arrived from {branch}").format(branch=alert.text),
        AlertKind.WRONG_TRANSIT: _("Should have gone to {branch}").format(branch=alert.text),
        AlertKind.RENTAL: _("Rental {sum} added to the account").format(sum=place.money(alert.amount)),
        AlertKind.DEPOSIT: _("Deposit {sum} added to the account").format(sum=place.money(alert.amount)),
        AlertKind.DEPOSIT_BACK: _("The deposit is given back"),
        AlertKind.SUSPENDED: _("Late: no lending until {day}").format(day=day),
        AlertKind.FORGIVEN: _("Fine of {sum} forgiven").format(sum=place.money(alert.amount)),
        AlertKind.CLAIM_CLOSED: (
            _("Was claimed, and found in the library")
            if alert.text == ClaimFound.LIBRARY
            else _("Was claimed, and the reader brought it")
        ),
        AlertKind.FLOATED: _("Stays here; it was {branch}'s").format(branch=alert.text),
        AlertKind.DUE_SHORTENED: ngettext(
            "Shorter, because {count} other reader waits", "Shorter, because {count} other readers wait", alert.amount
        ).format(count=alert.amount),
        AlertKind.ON_SITE_ENDED: _("Was in use here, and is lent out now"),
    }
    return told[alert.kind]


def checkout_card(answer: Answer, place: Place, count: int = 0) -> Card:
    """The large card for an answer of check-out; `count` is how many items this visit has."""
    match answer:
        case Lent():
            return _lent(answer, place, count)
        case Renewed():
            return _renewed(answer, place, count)
        case AlreadyScanned():
            return Card(Tone.MUTE, "check", _("Already scanned"), work(answer.item), sound=Sound.TICK)
        case AlreadyLent():
            detail = _("{work}. Due {day}").format(work=work(answer.item), day=place.due(answer.due))
            return Card(Tone.MUTE, "check", _("Already lent today"), detail, sound=Sound.TICK)
        case Used():
            return Card(Tone.INFO, "book-open", _("Use in the library counted"), work(answer.item), sound=Sound.OK)
        case Refused():
            return refused_card(answer, place)
        case Unknown():
            return unknown_card(answer)


def _figure(count: int) -> tuple[str, str]:
    return (str(count), ngettext("item", "items", count)) if count else ("", "")


def _lent(answer: Lent, place: Place, count: int) -> Card:
    figure, label = _figure(count)
    told = [alert_sentence(alert, place) for alert in answer.alerts]
    day = place.long_due(answer.due)
    headline = _("Hold filled, due {day}") if answer.hold_filled else _("Due {day}")
    if answer.on_site:
        headline = _("To be used here, until {day}")
    tone = Tone.HOLD if answer.hold_filled else Tone.WARN if answer.alerts else Tone.OK
    sound = Sound.HOLD if answer.hold_filled else Sound.ATTENTION if answer.alerts else Sound.OK
    icon = "bookmark-check" if answer.hold_filled else "check"
    detail = in_sentences(work(answer.item), *told)
    return Card(tone, icon, headline.format(day=day), detail, figure=figure, aside_detail=label, sound=sound)


def _renewed(answer: Renewed, place: Place, count: int) -> Card:
    figure, label = _figure(count)
    headline = _("Renewed, now due {day}").format(day=place.long_due(answer.due))
    told = [work(answer.item), _("was due {day}").format(day=place.due(answer.was_due))]
    if answer.fine:
        told.append(_("late: {sum}").format(sum=place.money(answer.fine)))
    if answer.charged:
        told.append(_("rental: {sum}").format(sum=place.money(answer.charged)))
    if answer.final:
        told.append(_("the last time"))
    sound = Sound.ATTENTION if answer.fine else Sound.OK
    return Card(Tone.INFO, "refresh-cw", headline, ", ".join(told), figure=figure, aside_detail=label, sound=sound)


def leading(blocks: tuple[Block, ...]) -> Block:
    """The block that is said first: what nobody can lift, then what needs a right, then what is only confirmed."""
    order = (Weight.NEVER, Weight.OVERRIDE, Weight.CONFIRM)
    return min(blocks, key=lambda block: (order.index(block.weight), not block.about_patron))


def refused_card(answer: Refused, place: Place) -> Card:
    """What stands in the way, most important first, with everything that can be done about it."""
    first = leading(answer.blocks)
    others = [block_sentence(block, place) for block in answer.blocks if block is not first]
    about_patron = first.about_patron
    if about_patron:
        detail = [_("Scan on if you like. Items wait below and are lent once this is settled.")]
    else:
        detail = [work(answer.item)] if answer.item is not None else []
        if first.reason in (Reason.HELD, Reason.QUEUED) and first.fact.day is not None:
            detail.append(_("Asked for on {day}").format(day=place.day(first.fact.day)))
    confirm = first.weight is Weight.CONFIRM
    return Card(
        tone=Tone.WARN if confirm else Tone.BAD,
        icon=ICONS.get(first.reason, "ban"),
        headline=block_sentence(first, place),
        detail=_others(detail, others),
        commands=_commands(answer, first, place),
        sound=Sound.ATTENTION if confirm else Sound.BAD,
    )


def _others(said: list[str], others: list[str]) -> str:
    """What is said, and what stands in the way besides; a whole sentence keeps its one full stop."""
    if not others:
        return ". ".join(said)
    return in_sentences(*said, _("Also: {others}").format(others="; ".join(others)))


PAY = "pay"
# What a payment at F6 takes away: with the block gone, what waits is lent by itself.
OWED = frozenset({Reason.OWES, Reason.MEMBERSHIP_FEE})


def _commands(answer: Refused, first: Block, place: Place) -> tuple[Command, ...]:
    found = [command for command in (_recommended(first),) if command is not None]
    if not answer.never and first.weight is not Weight.CONFIRM:
        anyway = _("Renew anyway") if about_renewal(answer) else _("Lend anyway")
        found.append(Command("override", anyway, "F10", "shield-check"))
    if first.reason in OWED and Permission.MONEY in place.permissions:
        found.append(Command(PAY, _("Take payment"), "F6", "wallet"))
    if first.about_patron:
        found.append(Command("finish", _("End visit"), "F12", weight=Weights.GHOST))
    else:
        words = _("Some missing") if first.reason is Reason.PIECES else _("Set aside")
        found.append(Command("aside", words, "Esc", weight=Weights.GHOST))
    return tuple(found)


def about_renewal(answer: Refused) -> bool:
    """Whether it was a renewal that was refused: asked for as such, or by a second scan on a later day."""
    return answer.act.kind == "renew" or any(reason in RENEWAL_REASONS for reason in answer.reasons)


def _recommended(first: Block) -> Command | None:
    labels = {
        Reason.HELD: ("keep", _("Keep for hold shelf"), "bookmark"),
        Reason.QUEUED: ("keep", _("Keep for hold shelf"), "bookmark"),
        Reason.ON_LOAN: ("return_and_lend", _("Return it and lend"), "refresh-cw"),
        Reason.NOT_FOR_LOAN: ("use", _("Use in the library"), "book-open"),
        Reason.RESTRICTED_ITEM: ("use", _("Use in the library"), "book-open"),
        Reason.LOST: ("confirm", _("Lend and mark as found"), "check"),
        Reason.MISSING: ("confirm", _("Lend and mark as found"), "check"),
        Reason.IN_TRANSIT: ("confirm", _("Lend it here"), "check"),
        Reason.PIECES: ("confirm", _("All there"), "check"),
        Reason.DUE_IN_PAST: ("confirm", _("Lend with this date"), "check"),
        Reason.OVERDUES_ASKED: ("confirm", _("Lend all the same"), "check"),
        Reason.RENTAL: ("confirm", _("Add to the account"), "coins"),
        Reason.DEPOSIT: ("confirm", _("Add to the account"), "coins"),
        Reason.HIGH_DEMAND: ("confirm", _("Lend until then"), "check"),
        Reason.UNCATALOGUED: ("confirm", _("Lend uncatalogued"), "check"),
        Reason.DAMAGED: ("return", _("Send to mending"), "arrow-down-to-line"),
        Reason.BINDERY: ("return", _("Send to mending"), "arrow-down-to-line"),
        Reason.DISCARD: ("aside", _("Set aside for processing"), "archive"),
        Reason.MENDING: ("return", _("Send to mending"), "arrow-down-to-line"),
        Reason.WITHDRAWN: ("aside", _("Set aside for processing"), "archive"),
        Reason.IN_PROCESS: ("return", _("Send to processing"), "arrow-down-to-line"),
    }
    if first.reason not in labels:
        return None
    name, label, icon = labels[first.reason]
    return Command(name, label, "Ctrl Enter", icon, Weights.PRIMARY)


def unknown_card(answer: Unknown) -> Card:
    """A number that is not on file. A wrong check digit is said: it is most often a bad read."""
    number = grouped(answer.text)
    if not answer.check_ok:
        detail = _("{number}. The check digit is wrong: it may be a bad read. Scan it again.").format(number=number)
    else:
        detail = _("{number}. Scan it again to be sure.").format(number=number)
    headline = {
        Thing.CARD: _("Card not on file"),
        Thing.ITEM: _("Item not on file"),
        Thing.BRANCH: _("No such branch"),
        Thing.VISIT: _("No such act"),
        Thing.TITLE: _("No such title"),
        Thing.HOLD: _("This hold is no longer there"),
        Thing.CHARGE: _("Nothing to pay"),
        Thing.TILL: _("There is no such till"),
        Thing.PRODUCT: _("This is not sold here"),
        Thing.RECEIPT: _("There is no such receipt"),
    }[answer.thing]
    return Card(
        Tone.WARN,
        "search",
        headline,
        detail,
        (Command("aside", _("Set aside"), "Esc", weight=Weights.GHOST),),
        sound=Sound.ATTENTION,
    )


def checkout_row(answer: Answer, place: Place) -> Row:
    """The line in the session table for an answer of check-out."""
    match answer:
        case Lent():
            return item_row(answer.item, place.due(answer.due), _lent_pill(answer, place))
        case Renewed():
            return item_row(answer.item, place.due(answer.due), _renewed_pill(answer, place))
        case AlreadyScanned():
            due = place.due(answer.due) if answer.due is not None else ""
            return item_row(answer.item, due, Pill(_("Already scanned"), Tone.MUTE, "check"))
        case AlreadyLent():
            return item_row(answer.item, place.due(answer.due), Pill(_("Already lent"), Tone.MUTE, "check"))
        case Used():
            return item_row(answer.item, _("Not lent"), Pill(_("Used here"), Tone.INFO, "book-open"))
        case Refused():
            return _refused_row(answer, place)
        case Unknown():
            return unknown_row(answer.text)


def item_row(item: ItemFace, middle: str, pill: Pill, *, needs_look: bool = False) -> Row:
    """A copy in the session table."""
    return Row(
        item.icon, item.title, subtitle(item), grouped(item.barcode), middle, pill, pill.tone, needs_look=needs_look
    )


def _renewed_pill(answer: Renewed, place: Place) -> Pill:
    """With what the renewal has cost: the rental, and the lateness that ends with it."""
    cost = answer.charged + answer.fine
    if cost:
        return Pill(_("Renewed, {sum}").format(sum=place.money(cost)), Tone.WARN, "refresh-cw")
    return Pill(_("Renewed"), Tone.INFO, "refresh-cw")


def _lent_pill(answer: Lent, place: Place) -> Pill:
    if answer.charged:
        return Pill(_("Lent, {sum}").format(sum=place.money(answer.charged)), Tone.WARN, "coins")
    if answer.hold_filled:
        return Pill(_("Hold filled"), Tone.HOLD, "bookmark-check")
    if any(reason not in CONFIRMED for reason in answer.overridden):
        return Pill(_("Overridden"), Tone.WARN, "shield-check")
    if any(alert.kind is AlertKind.FOUND for alert in answer.alerts):
        return Pill(_("Found, lent"), Tone.WARN, "eye")
    if answer.alerts:
        return Pill(_("See note"), Tone.WARN, "eye")
    if answer.on_site:
        return Pill(_("In use here"), Tone.INFO, "book-open")
    return Pill(_("Checked out"), Tone.OK, "check")


def _refused_row(answer: Refused, place: Place) -> Row:
    first = leading(answer.blocks)
    if answer.item is None:
        return Row("ban", block_sentence(first, place), "", "", "", Pill(_("Refused"), Tone.BAD, "ban"), Tone.BAD)
    if first.about_patron:
        pill = Pill(_("Waiting"), Tone.WARN, "hourglass")
    elif first.reason in (Reason.HELD, Reason.QUEUED):
        pill = Pill(_("Held"), Tone.BAD, "ban")
    elif first.weight is Weight.CONFIRM:
        pill = Pill(_("Check"), Tone.WARN, "eye")
    else:
        pill = Pill(_not_done(answer), Tone.BAD, "ban")
    return item_row(answer.item, _not_done(answer), pill, needs_look=True)


def _not_done(answer: Refused) -> str:
    """What has not happened to the copy."""
    if about_renewal(answer):
        return _("Not renewed")
    return _("Not lent") if answer.act is None or answer.act.kind == "checkout" else _("Not done")


def waiting_row(text: str) -> Row:
    """A scan that has been caught and not yet answered."""
    return Row("scan-barcode", grouped(text), "", grouped(text), "", Pill(_("…"), Tone.MUTE, "hourglass"), Tone.MUTE)


def unknown_row(text: str) -> Row:
    """A scan that names nothing on file: it stays in sight with what was read."""
    pill = Pill(_("Not on file"), Tone.WARN, "search")
    return Row("search", grouped(text), _("Nothing on file has this number"), "", "", pill, Tone.WARN, needs_look=True)


def aside_row(row: Row) -> Row:
    """A row whose question was set aside: it stays in sight and asks for nothing more."""
    pill = Pill(_("Set aside"), Tone.MUTE, "x")
    return Row(row.icon, row.title, row.subtitle, row.barcode, row.middle, pill, Tone.MUTE)


def undone_row(row: Row) -> Row:
    """A row whose act was taken back."""
    return Row(row.icon, row.title, row.subtitle, row.barcode, "", Pill(_("Undone"), Tone.MUTE, "undo-2"), Tone.MUTE)


def returned_row(row: Row) -> Row:
    """A row whose copy was lent in this visit, and has been brought back since."""
    pill = Pill(_("Returned"), Tone.MUTE, "arrow-down-to-line")
    return Row(row.icon, row.title, row.subtitle, row.barcode, "", pill, Tone.MUTE)


def finished_card(answer: VisitFinished) -> Card:
    """The visit is over. The name is gone from the screen, so that the next reader does not see it."""
    count = len(answer.lines)
    if not count:
        return Card(Tone.MUTE, "check", _("Visit finished"), _("Nothing was lent."), sound=Sound.DONE)
    told = ngettext("{count} item lent or renewed", "{count} items lent or renewed", count).format(count=count)
    return Card(Tone.OK, "check", _("Visit finished"), told, sound=Sound.DONE)


def unsettled_card(count: int) -> Card:
    """The first F12 of a visit in which something was not lent."""
    headline = ngettext("{count} item was not lent", "{count} items were not lent", count).format(count=count)
    detail = (
        _("It stands marked below. Press F12 again to finish without it.")
        if count == 1
        else _("They stand marked below. Press F12 again to finish without them.")
    )
    return Card(
        Tone.WARN,
        "eye",
        headline,
        detail,
        (Command("finish", _("Finish anyway"), "F12", "check", Weights.PRIMARY),),
        sound=Sound.ATTENTION,
    )


def item_card(shown: ItemShown, place: Place) -> Card:
    """A copy scanned without a reader: where it is and belongs."""
    told = [work(shown.item)]
    belongs = ", ".join(part for part in (shown.home, shown.item.location, shown.item.call_number) if part)
    told.append(_("Belongs to {place}").format(place=belongs))
    if shown.waiting:
        told.append(ngettext("{count} hold", "{count} holds", shown.waiting).format(count=shown.waiting))
    commands: tuple[Command, ...] = ()
    if shown.due is not None:
        headline = (_("On loan, was due {day}") if shown.overdue else _("On loan, due {day}")).format(
            day=place.due(shown.due)
        )
        commands = (Command("return", _("Check it in"), "Ctrl Enter", "arrow-down-to-line", Weights.PRIMARY),)
        return Card(Tone.INFO, shown.item.icon, headline, ". ".join(told), commands, sound=Sound.OK)
    return Card(Tone.INFO, shown.item.icon, _state(shown), ". ".join(told), commands, sound=Sound.OK)


def _state(shown: ItemShown) -> str:
    if shown.in_transit_to:
        return _("On its way to {branch}").format(branch=shown.in_transit_to)
    if shown.kept:
        return _("On the hold shelf")
    if shown.not_for_loan:
        return _("Not for loan")
    return {
        "available": _("On the shelf"),
        "on_order": _("On order"),
        "in_process": _("Being processed"),
        "reshelving": _("Being reshelved"),
        "uncatalogued": _("Not catalogued yet"),
        "damaged": _("Damaged"),
        "bindery": _("At the bindery"),
        "discard": _("Chosen to be discarded"),
        "mending": _("In mending"),
        "missing": _("Missing"),
        "lost": _("Lost"),
        "withdrawn": _("Withdrawn"),
    }[shown.status.value]


def slip_line(line: SlipLine, place: Place) -> tuple[str, str]:
    """One line of the due slip: title with the end of the barcode, and the date."""
    return f"{line.title} (…{line.barcode[-4:]})", place.due(line.due)
