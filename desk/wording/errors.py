"""What the world did to the desk, in words: what is the case, then what to do."""

from desk import errors
from desk.i18n import _


def error_sentence(error: errors.DeskError) -> str:
    """A sentence for each kind of trouble; an unknown kind says what it knows."""
    sentence = _sentences().get(type(error))
    return sentence.format(**error.facts) if sentence else str(error)


def _sentences() -> dict[type[errors.DeskError], str]:
    return {
        errors.DatabaseUnavailable: _("The library's database {where} does not answer. {why}"),
        errors.DatabaseMissing: _("There is no library at {where}. Make one with: desk new"),
        errors.DatabaseExists: _("There is a library at {where} already. Nothing was changed."),
        errors.DatabaseNewer: _(
            "The library at {where} was written by a newer version of this program ({found})."
            " Install that version on this computer; nothing was changed."
        ),
        errors.DatabaseOlder: _(
            "The library at {where} has to be upgraded first ({found}). Its owner runs: desk upgrade"
        ),
        errors.DatabaseReadOnly: _(
            "The library at {where} may not be written to."
            " Give this person the right to write to the file and its folder."
        ),
        errors.DatabaseBroken: _(
            "The library at {where} is damaged or is no library. Put the last backup in its place. ({why})"
        ),
        errors.NetworkShare: _(
            "The file {where} is on a network share, where two desks would destroy it."
            " Keep it on this computer, or use PostgreSQL for several desks."
        ),
        errors.DiskFull: _("The disk of {where} is full. Nothing is lost: make room, then scan it again."),
        errors.FileUnreadable: _("The file {path} cannot be read. {why}"),
        errors.PrinterGone: _("The printer {printer} does not print. {why}"),
        errors.NoPrinter: _("This computer has no printer."),
        errors.FileUnwritable: _("The file {path} cannot be written. {why}"),
        errors.StaffUnknown: _("Name and password, or the PIN, do not belong together."),
        errors.ScannerGone: _("The scanner at {port} is not there. Plug it in again. {why}"),
    }
