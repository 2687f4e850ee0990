"""What is said when an act on readers was taken back."""

from desk.i18n import _


def undone_words() -> dict[str, str]:
    """The headline by the kind of the act."""
    return {
        "register": _("Not registered after all"),
        "change_details": _("The record is as it was"),
        "renew_membership": _("The card expires when it did"),
        "give_card": _("The new card is taken back"),
        "mark_card": _("The card is what it was"),
        "mark_reader": _("The account is as it was"),
        "restrict": _("Not restricted after all"),
        "lift_restriction": _("Restricted again"),
        "write_note": _("The note is gone"),
        "archive_note": _("The note is shown again"),
        "link_guarantor": _("The guarantor is who it was"),
        "grow_up": _("The category is what it was"),
        "merge_readers": _("The two are apart again"),
        "attach_file": _("The file is taken away again"),
        "remove_file": _("The file is back"),
        "change_many": _("All of them are as they were"),
        "save_statistic": _("The field is as it was"),
        "clear_reader": _("The account is in use again"),
    }
