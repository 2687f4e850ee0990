"""What went wrong, as a person is told."""

from desk.errors import DeskError
from desk.i18n import _


def trouble_words(error: Exception) -> str:
    """The world's trouble in its own sentence; a mistake of ours says that a report was kept."""
    from desk.wording.errors import error_sentence

    if isinstance(error, DeskError):
        return error_sentence(error)
    return _("The program made a mistake. A report was kept, without any reader's data.")
