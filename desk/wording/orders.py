"""The command barcodes in words: what is printed beside each."""

from desk.i18n import _
from desk.rules.barcodes import COMMAND_PREFIX, Order


def order_code(order: Order) -> str:
    """What the barcode holds."""
    return f"{COMMAND_PREFIX}{order}"


def order_words(order: Order) -> tuple[str, str]:
    """The name of a command, and what it does."""
    return {
        Order.DONE: (_("Finish"), _("The visit or session is over")),
        Order.UNDO: (_("Undo"), _("Takes the last act back")),
        Order.OUT: (_("Check out"), _("What follows is lent")),
        Order.IN: (_("Check in"), _("What follows is taken back")),
        Order.RENEW: (_("Renew"), _("What is overdue; at check-in, what follows")),
        Order.RECEIPT: (_("Slip"), _("Prints the slip of the visit or item")),
        Order.SIDE: (_("Set aside"), _("Puts the question on the card off")),
        Order.USE: (_("In-house use"), _("What follows is used here; again: as usual")),
        Order.DAMAGED: (_("Damaged"), _("Marks the last item damaged")),
    }[order]
