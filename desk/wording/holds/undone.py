"""What is said when an act on holds was taken back."""

from desk.i18n import _


def undone_words() -> dict[str, str]:
    """The headline by the kind of the act."""
    return {
        "place_hold": _("The hold is taken back"),
        "move_hold": _("At its old place in line"),
        "move_holds": _("The holds wait for their old title"),
        "suspend_hold": _("No longer suspended"),
        "resume_hold": _("Suspended again"),
        "edit_hold": _("The hold is as it was"),
        "change_pickup": _("Picked up where it was to be"),
        "cancel_hold": _("The hold stands again"),
        "reinstate_hold": _("The hold is called off again"),
        "expire_hold": _("The hold stands again"),
        "not_on_shelf": _("Not counted as missed"),
        "clear_shelf": _("On the hold shelf again"),
    }
