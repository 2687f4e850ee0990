"""Holds for a terminal: sentences for a person, plain facts for a script. Readers are two letters and four digits."""

from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.services.answers import ItemFace, PatronFace
from desk.services.holds.answers import CalledBack, ReaderNamed, TitleFace
from desk.services.holds.board import ListName
from desk.services.holds.lists import HoldLine, Ratio
from desk.wording.context import Place
from desk.wording.holds.cards import hold_card
from desk.wording.holds.rows import hold_row, place_words, state_pill


def hold_facts(answer: Any, place: Place) -> dict[str, Any]:
    """An answer as one flat JSON object; the reader is told only where that was asked."""
    told: dict[str, Any] = {"answer": _snake(type(answer).__name__)}
    for field in fields(answer):
        value = getattr(answer, field.name)
        if isinstance(value, PatronFace) and not isinstance(answer, ReaderNamed):
            continue
        told[field.name] = _plain(value, place)
    return told


def hold_lines(answer: Any, place: Place) -> list[str]:
    """An answer as a person reads it."""
    card = hold_card(answer, place)
    aside = f"{card.aside} {card.aside_detail}".strip()
    return [card.headline, *(f"  {part}" for part in (card.detail, aside) if part)]


def line_facts(line: HoldLine, place: Place) -> dict[str, Any]:
    """One line of a list, for a script."""
    return {"answer": "hold"} | {field.name: _plain(getattr(line, field.name), place) for field in fields(line)}


def list_line(name: ListName, line: HoldLine, place: Place) -> str:
    """One line of a list, for a person: its number first, by which it is named."""
    parts = [part for cell in hold_row(name, line, place).cells for part in (cell.text, cell.below) if part]
    parts.append(hold_row(name, line, place).pill.text)
    head = _("no. {hold}").format(hold=line.hold) if line.hold else _("no hold")
    return f"  {head}: {', '.join(filter(None, parts))}"


def queue_line(line: HoldLine, place: Place) -> str:
    """Who waits for a title, for a person."""
    parts = (place_words(line), line.reader, line.pickup, state_pill(line, place).text, grouped(line.barcode))
    return f"  {_('no. {hold}').format(hold=line.hold)}: {', '.join(filter(None, parts))}"


def ratio_line(each: Ratio) -> str:
    """A title for which many wait."""
    waiting = ngettext("{count} waits", "{count} wait", each.waiting).format(count=each.waiting)
    copies = ngettext("{count} copy", "{count} copies", each.copies).format(count=each.copies)
    return ", ".join(filter(None, (each.title, each.author, waiting, copies, f"{each.per_copy:.1f}")))


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _plain(value: Any, place: Place) -> Any:
    match value:
        case StrEnum():
            return value.value
        case datetime():
            return place.local(value).isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case TitleFace():
            return value.title
        case ItemFace():
            return value.barcode
        case PatronFace():
            return {"name": value.name, "card": value.card}
        case CalledBack():
            return {
                "item": value.item.barcode,
                "due": _plain(value.due, place),
                "was_due": _plain(value.was_due, place),
            }
        case tuple():
            return [_plain(each, place) for each in value]
    return value
