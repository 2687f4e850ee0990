"""What is said when an act on money was taken back."""

from desk.i18n import _


def undone_words() -> dict[str, str]:
    """The headline by the kind of the act."""
    return {
        "pay": _("Payment taken back"),
        "sell": _("Sale taken back"),
        "waive": _("Owed again"),
        "transfer": _("Transfer taken back"),
        "refund": _("Refund taken back"),
        "add_charge": _("Charge taken back"),
        "add_credit": _("Credit taken back"),
        "void_payment": _("Payment stands again"),
        "bill_item": _("Bill taken back"),
        "declare_lost": _("Not lost any more"),
        "move_cash": _("Taken back"),
        "open_till": _("Till not opened"),
        "count_till": _("Count taken back"),
        "close_till": _("Till open again"),
        "save_product": _("Price list as it was"),
        "save_till": _("Till as it was"),
    }
