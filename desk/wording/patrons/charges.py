"""What the lines of an account are for, in a word or two."""

from desk.i18n import _, pgettext
from desk.rules.vocabulary import ChargeKind


def kind_word(kind: ChargeKind) -> str:
    """What somebody is charged for."""
    return {
        ChargeKind.OVERDUE: _("Late return"),
        ChargeKind.LOST: _("Lost item"),
        ChargeKind.PROCESSING: pgettext("charge", "Processing"),
        ChargeKind.DAMAGE: _("Damage"),
        ChargeKind.PIECES: _("Missing pieces"),
        ChargeKind.RENTAL: _("Rental"),
        ChargeKind.DEPOSIT: _("Deposit"),
        ChargeKind.MEMBERSHIP: _("Membership fee"),
        ChargeKind.REPLACEMENT_CARD: _("Replacement card"),
        ChargeKind.HOLD: _("Hold"),
        ChargeKind.HOLD_EXPIRED: _("Hold not collected"),
        ChargeKind.PRINTING: _("Printing"),
        ChargeKind.SALE: _("Sale"),
        ChargeKind.CREDIT: _("Credit"),
        ChargeKind.MANUAL: _("Other charge"),
    }[kind]
