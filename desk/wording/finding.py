"""What the palette says of a reader, a copy or a title that was found."""

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.services.search import Match, MatchKind


def match_detail(match: Match) -> str:
    """What stands beside the name: enough to tell it from others, and never who has a copy."""
    match match.kind:
        case MatchKind.PATRON:
            return match.detail
        case MatchKind.ITEM:
            state = _("on loan") if match.out else ""
            return ", ".join(filter(None, (grouped(match.number), match.detail, state)))
        case MatchKind.TITLE:
            copies = ngettext("{count} copy", "{count} copies", match.copies).format(count=match.copies)
            return ", ".join(filter(None, (match.detail, copies)))
