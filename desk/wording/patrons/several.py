"""What is said of several readers at once: who would change, who would go, who may be one person."""

from desk.i18n import _, format_day_full, ngettext
from desk.rules.barcodes import grouped
from desk.rules.likeness import Likeness
from desk.services.answers import PatronFace
from desk.services.patrons.duplicates import Alike
from desk.services.patrons.leaving import PurgeShown
from desk.services.patrons.many import Change, ManyLine, ManyShown
from desk.wording.context import Place
from desk.wording.patrons.alike import BY
from desk.wording.shapes import Pill, Row, Tone


def chosen_cards(cards: tuple[str, ...]) -> str:
    """Below the box that takes cards."""
    if not cards:
        return _("Scan one after the other.")
    last = ngettext("{count} card, the last …{end}", "{count} cards, the last …{end}", len(cards))
    return last.format(count=len(cards), end=cards[-1][-4:])


def many_words(shown: ManyShown, *, nothing: bool) -> str:
    """How many would change."""
    readers = ngettext("{count} reader", "{count} readers", shown.count).format(count=shown.count)
    told = [
        readers if nothing else _("{changes} of {readers} would change").format(changes=shown.changes, readers=readers)
    ]
    if shown.changes > len(shown.examples) and shown.examples:
        told.append(_("the first {count} are shown").format(count=len(shown.examples)))
    if shown.unknown:
        told.append(_("nobody has {cards}").format(cards=", ".join(grouped(card) for card in shown.unknown)))
    return "; ".join(told)


def many_row(line: ManyLine, change: Change, names: dict[str, str], place: Place) -> Row:
    """One reader as they are, and at the end what they would get."""
    expiry = _("until {day}").format(day=format_day_full(line.expires_on)) if line.expires_on else ""
    state = "" if line.active else _("not in use")
    second = " · ".join(part for part in (line.category, line.branch, expiry, state) if part)
    becomes = [
        names["to_category"] if change.category else "",
        names["to_branch"] if change.branch else "",
        _("until {day}").format(day=place.day(change.expires_on)) if change.expires_on else "",
        names["active"] if change.active is not None else "",
    ]
    words = " · ".join(part for part in becomes if part)
    pill = Pill(words, Tone.INFO, "arrow-right") if words else Pill(_("as it is"), Tone.MUTE)
    return Row("user-round", line.patron.name, second, grouped(line.patron.card), "", pill, Tone.MUTE)


def purge_words(shown: PurgeShown) -> str:
    """How many would go, and how many stay for what binds them."""
    gone = ngettext("{count} reader would be deleted", "{count} readers would be deleted", shown.count)
    told = [gone.format(count=shown.count)]
    if shown.kept:
        kept = ngettext("{count} is kept", "{count} are kept", shown.kept).format(count=shown.kept)
        told.append(kept)
    if shown.count > len(shown.examples) and shown.examples:
        told.append(_("the first {count} are shown").format(count=len(shown.examples)))
    return "; ".join(told)


def gone_row(face: PatronFace) -> Row:
    """One who would go."""
    pill = Pill(_("would be deleted"), Tone.BAD, "trash-2")
    return Row("user-round", face.name, grouped(face.card), "", "", pill, Tone.MUTE)


def pairs_words(count: int) -> str:
    """How many pairs there are to look at."""
    return ngettext("{count} pair to look at", "{count} pairs to look at", count).format(count=count)


def pair_row(one: Alike, other: Alike) -> Row:
    """Two records and by what they are alike."""
    by = ", ".join(BY[each]() for each in other.by)
    cards = f"…{one.patron.card[-4:]} · …{other.patron.card[-4:]}"
    same = other.how >= Likeness.LIKELY
    pill = Pill(_("Likely one"), Tone.WARN, "users") if same else Pill(_("Perhaps"), Tone.MUTE)
    title = _("{one} and {other}").format(one=one.patron.name, other=other.patron.name)
    return Row("users", title, f"{by[:1].upper()}{by[1:]}", cards, "", pill, Tone.MUTE)
