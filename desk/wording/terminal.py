"""Answers for a terminal: as sentences for a person, as plain facts for a script."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.rules.blocks import Block
from desk.services.administration.calendar import CalendarLoaded
from desk.services.administration.doctor import Check, Finding
from desk.services.administration.policy import PolicyLoaded
from desk.services.answers import ItemFace, Refused, Thing, Unknown
from desk.services.circulation.answers import (
    Added,
    AlreadyLent,
    AlreadyScanned,
    Claimed,
    Lent,
    Marked,
    Recalled,
    Renewed,
    Returned,
    Undone,
    Used,
)
from desk.services.circulation.lookup import Found, FoundCard, FoundItem, FoundSeveral, ItemShown, OpenLoan
from desk.services.imports.report import ImportReport, Refusal, Remarked
from desk.services.patrons.panel import PatronOpened
from desk.wording.blocks import block_sentence
from desk.wording.checkin import checkin_card
from desk.wording.checkout import checkout_card, item_card, work
from desk.wording.context import Place
from desk.wording.imports import fault_sentence, made_sentence, place_words, remark_sentence
from desk.wording.marks import marks_card
from desk.wording.patrons.panel import person
from desk.wording.shapes import Card, Explanation
from desk.wording.undone import undone_card

NAMES: dict[type, str] = {
    Lent: "lent",
    Renewed: "renewed",
    Returned: "returned",
    AlreadyScanned: "already_scanned",
    AlreadyLent: "already_lent",
    Used: "used",
    Undone: "undone",
    Refused: "refused",
    Unknown: "unknown",
    ItemShown: "item",
    PatronOpened: "patron",
    OpenLoan: "loan",
    PolicyLoaded: "policy_loaded",
    CalendarLoaded: "calendar_loaded",
    Claimed: "claimed",
    Recalled: "recalled",
    Marked: "marked",
    Added: "added",
}


def facts(answer: Any, place: Place) -> dict[str, Any]:
    """An answer as one flat JSON object: its name, and what a script may want to know. Money in minor units."""
    told: dict[str, Any] = {"answer": NAMES[type(answer)]}
    face = getattr(answer, "item", None)
    if isinstance(face, ItemFace):
        told |= {"item": face.barcode, "title": face.title}
    match answer:
        case Lent():
            told |= {"due": moment(answer.due, place), "hold_filled": answer.hold_filled, "loan": answer.loan}
            told |= _why(answer) | {"overridden": [reason.value for reason in answer.overridden]}
            told |= {"on_site": answer.on_site, "charged": answer.charged}
            told["alerts"] = [alert.kind.value for alert in answer.alerts]
        case Renewed():
            told |= {"due": moment(answer.due, place), "was_due": moment(answer.was_due, place)} | _why(answer)
            told |= {"renewals": answer.renewals, "allowed": answer.allowed, "fine": answer.fine}
            told |= {"charged": answer.charged, "final": answer.final}
        case Returned():
            told |= _returned(answer, place)
        case AlreadyScanned() | AlreadyLent():
            told["due"] = moment(answer.due, place) if answer.due is not None else None
        case Refused():
            told["blocks"] = [_block(block, place) for block in answer.blocks]
        case Unknown():
            told |= {"thing": answer.thing.value, "text": answer.text, "check_ok": answer.check_ok}
        case Undone():
            told |= {"what": answer.what, "due": moment(answer.due, place) if answer.due is not None else None}
        case ItemShown():
            told |= _shown(answer, place)
        case PatronOpened():
            told |= _opened(answer, place)
        case OpenLoan():
            told |= {"due": moment(answer.due, place), "overdue": answer.overdue, "days_late": answer.days_late}
            told |= {"renewals": answer.renewals, "fine": answer.fine, "lost": answer.lost}
            told |= {"claimed": answer.claimed.isoformat() if answer.claimed is not None else None}
        case Claimed():
            told |= {"on": answer.on.isoformat(), "claims": answer.claims}
        case Recalled():
            told |= {"due": moment(answer.due, place), "was_due": moment(answer.was_due, place)}
        case Marked():
            told |= {"status": answer.status.value, "was": answer.was.value}
        case PolicyLoaded():
            told |= {"rows": answer.rows, "was": answer.was}
        case CalendarLoaded():
            told |= {"periods": answer.periods, "days": answer.days}
    return told


def _why(answer: Lent | Renewed) -> dict[str, Any]:
    why = answer.why
    row = None if why.rule.default else [why.rule.branch, why.rule.category, why.rule.item_type]
    return {
        "rule": row,
        "period": why.period,
        "skipped": [day.isoformat() for day in why.skipped],
        "special": why.special,
    }


def moment(when: datetime, place: Place) -> str:
    """A moment in the branch's time with its offset."""
    return place.local(when).isoformat(timespec="minutes")


def _returned(answer: Returned, place: Place) -> dict[str, Any]:
    told: dict[str, Any] = {
        "goes_to": answer.to.value,
        "branch": answer.branch,
        "was_out": answer.was_out,
        "at": moment(answer.at, place),
        "due": moment(answer.due, place) if answer.due is not None else None,
        "days_late": answer.days_late,
        "fine": answer.fine,
        "alerts": [alert.kind.value for alert in answer.alerts],
        "used": answer.used,
        "forgiven": answer.forgiven,
        "suspended_until": answer.suspended_until.isoformat() if answer.suspended_until else None,
    }
    if answer.hold is not None:
        until = answer.hold.until
        told["hold"] = {"shelf_code": answer.hold.shelf_code, "until": until.isoformat() if until else None}
    return told


def _block(block: Block, place: Place) -> dict[str, Any]:
    fact = block.fact
    return {
        "reason": block.reason.value,
        "permission": block.override.value if block.override is not None else None,
        "once_a_visit": block.once_a_visit,
        "day": fact.day.isoformat() if isinstance(fact.day, date) else None,
        "amount": fact.amount,
        "limit": fact.limit,
        "name": fact.name,
        "says": block_sentence(block, place),
    }


def _shown(answer: ItemShown, place: Place) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "home": answer.home,
        "here": answer.here,
        "due": moment(answer.due, place) if answer.due is not None else None,
        "waiting": answer.waiting,
        "kept": answer.kept,
        "in_transit_to": answer.in_transit_to,
    }


def _opened(answer: PatronOpened, place: Place) -> dict[str, Any]:
    return {
        "name": answer.patron.name,
        "card": answer.patron.card,
        "category": answer.category,
        "out": answer.out,
        "limit": answer.limit,
        "overdue": answer.overdue,
        "owes": answer.owes,
        "expires": answer.expires_on.isoformat() if answer.expires_on else None,
        "holds_ready": answer.ready.count if answer.ready else 0,
        "blocks": [_block(block, place) for block in answer.blocks],
    }


def lines(answer: Any, place: Place) -> list[str]:
    """An answer as a person reads it."""
    match answer:
        case Returned():
            return _card_lines(checkin_card(answer, place))
        case Refused():
            head = _("Not done: {work}").format(work=work(answer.item)) if answer.item is not None else _("Not done")
            return [head, *(f"  {block_sentence(block, place)}" for block in answer.blocks)]
        case Lent() | Renewed() | AlreadyScanned() | AlreadyLent() | Used() | Unknown():
            return _card_lines(checkout_card(answer, place))
        case Claimed() | Recalled() | Marked() | Added():
            return _card_lines(marks_card(answer, place))
        case Undone():
            return _card_lines(undone_card(answer, place))
        case ItemShown():
            return _card_lines(item_card(answer, place))
        case PatronOpened():
            return _person_lines(answer, place)
        case OpenLoan():
            late = _("overdue") if answer.overdue else ""
            state = _("lost") if answer.lost else _("claimed returned") if answer.claimed is not None else late
            parts = (grouped(answer.item.barcode), work(answer.item), place.due(answer.due), state)
            return ["  " + ", ".join(part for part in parts if part)]
        case PolicyLoaded():
            return [_("{rows} values are in force; there were {was}.").format(rows=answer.rows, was=answer.was)]
        case CalendarLoaded():
            said = _("{periods} opening periods and {days} dated lines are in force.")
            return [said.format(periods=answer.periods, days=answer.days)]
        case _:
            return [str(answer)]


def explained(told: Explanation, answer: str) -> tuple[dict[str, Any], list[str]]:
    """An explanation, for a script and for a person."""
    parts = [{"about": part.heading, "lines": list(part.lines)} for part in told.parts]
    text = [told.title, *([f"  {told.detail}"] if told.detail else [])]
    for part in told.parts:
        text += [f"  {part.heading}", *(f"    {line}" for line in part.lines)]
    return {"answer": answer, "title": told.title, "detail": told.detail, "parts": parts}, text


def _card_lines(card: Card) -> list[str]:
    aside = ", ".join(part for part in (card.aside, card.aside_detail if card.aside else "") if part)
    return [card.headline, *(f"  {part}" for part in (card.detail, aside) if part)]


def _person_lines(opened: PatronOpened, place: Place) -> list[str]:
    shown = person(opened, place)
    figures = ", ".join(f"{figure.label} {figure.value}" for figure in shown.figures)
    notes = (", ".join(part for part in (note.title, note.text) if part) for note in shown.notes)
    return [f"{shown.name}, {shown.card}", f"  {figures}", *(f"  {note}" for note in notes), f"  {shown.foot_left}"]


def searched(found: Iterable[Found]) -> tuple[dict[str, Any], list[str]]:
    """What a search by words found, readers and copies."""
    hits: list[dict[str, str]] = []
    for each in found:
        match each:
            case FoundCard():
                hits.append({"thing": "card", "number": each.number, "title": "", "detail": ""})
            case FoundItem():
                hits.append({"thing": "item", "number": each.barcode, "title": "", "detail": ""})
            case FoundSeveral():
                hits += [
                    {"thing": each.what.value, "number": hit.number, "title": hit.title, "detail": hit.detail}
                    for hit in each.hits
                ]
    unique = list({(hit["thing"], hit["number"]): hit for hit in hits}.values())
    text = [", ".join(part for part in (grouped(h["number"]), h["title"], h["detail"]) if part) for h in unique]
    return {"answer": "found", "hits": unique}, text or [_("Nothing found.")]


def import_report(report: ImportReport) -> dict[str, Any]:
    """What an import did, for a script."""
    return {
        "answer": "imported",
        "kind": report.kind.value,
        "dry_run": report.dry_run,
        "stopped": report.cancelled,
        "added": report.done.added,
        "changed": report.done.changed,
        "unchanged": report.done.unchanged,
        "copies_added": report.copies.added,
        "copies_changed": report.copies.changed,
        "copies_unchanged": report.copies.unchanged,
        "made": [{"what": made.value, "code": code} for made, code in report.made],
        "refused": [
            {"place": place_words(each.place), "number": each.number, "reason": each.fault.value, "fact": each.fact}
            for each in report.refused
        ],
        "remarks": [
            {"place": place_words(each.place), "number": each.number, "remark": each.remark.value, "fact": each.fact}
            for each in report.remarks
        ],
    }


def import_headline(report: ImportReport) -> str:
    """In one line what came of which file."""
    if not report.found and not report.cancelled:
        words = _("{file}: there are no records in it.")
    elif report.dry_run:
        words = _("{file}, tried: {figures}")
    else:
        words = _("{file}, stopped: {figures}") if report.cancelled else _("{file}: {figures}")
    return _legible(words.format(file=report.path.name, figures=_figures(report)))


def _figures(report: ImportReport) -> str:
    done = report.done
    words = _("{added} new, {changed} changed, {unchanged} unchanged, {refused} left out.")
    return words.format(added=done.added, changed=done.changed, unchanged=done.unchanged, refused=len(report.refused))


def import_lines(report: ImportReport) -> list[str]:
    """What an import did, for a person: the figures, then each record that was left out and why."""
    head = _("Stopped. What is in stays; bring the same file in again for the rest.") if report.cancelled else ""
    if report.dry_run:
        head = _("Nothing was written; this is what would be done.")
    copies = report.copies
    more = ngettext("{count} copy with them.", "{count} copies with them.", copies.total).format(count=copies.total)
    made = [made_sentence(kind, code) for kind, code in report.made]
    refused = [f"{_where(each)}: {fault_sentence(each.fault, each.fact)}" for each in report.refused]
    remarks = [f"{_where(each)}: {remark_sentence(each.remark, each.fact)}" for each in report.remarks]
    lines = (head, _figures(report), more if copies.total else "", *made, *refused, *remarks)
    return [_legible(line) for line in lines if line]


def _where(each: Refusal | Remarked) -> str:
    return ", ".join(filter(None, (place_words(each.place), each.number)))


def _legible(line: str) -> str:
    """What stands in a damaged file may be marks that a terminal obeys: they are shown as a dot."""
    return line if line.isprintable() else "".join([letter if letter.isprintable() else "·" for letter in line])


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """What the doctor found."""
    return [f"{_('well') if f.ok else _('LOOK')}  {_found(f)}" for f in findings]


def _found(finding: Finding) -> str:
    words = {
        Check.FILE: _("The file is whole: {fact}"),
        Check.VERSION: _("Version of the database: {fact}"),
        Check.DISK: _("Free on the disk: {fact} MB"),
        Check.LINKS: _("Broken links between records: {fact}"),
        Check.RECORDS: _("Titles, copies, readers: {fact}"),
        Check.RULES: _("Without a loan rule: {fact}") if not finding.ok else _("Everything that is lent has a rule"),
        Check.HOURS: _("Never open: {fact}") if not finding.ok else _("Every branch opens some day"),
        Check.LENT_WITHDRAWN: _("Withdrawn copies on loan: {fact}"),
        Check.SEARCH: _("Missing from the search index: {fact}"),
    }
    return words[finding.check].format(fact=finding.fact)


__all__ = [
    "Thing",
    "explained",
    "facts",
    "finding_lines",
    "import_headline",
    "import_lines",
    "import_report",
    "lines",
    "searched",
]
