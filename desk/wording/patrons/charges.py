"""What the lines of an account are for, in a word or two."""

from desk.i18n import _
from desk.rules.vocabulary import ChargeKind
from desk.wording.accounts.money import charge_word


def kind_word(kind: ChargeKind) -> str:
    """What somebody is charged for, in the words of the till; three of them are said whole here."""
    whole = {
        ChargeKind.MEMBERSHIP: _("Membership fee"),
        ChargeKind.REPLACEMENT_CARD: _("Replacement card"),
        ChargeKind.MANUAL: _("Other charge"),
    }
    return whole.get(kind) or charge_word(kind)
