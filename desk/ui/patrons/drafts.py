"""Forms that were left half filled: what was typed is there again when the form is opened the next time."""

from dataclasses import dataclass, replace

from desk.services.patrons.form import FormShown
from desk.ui.patrons.form import ReaderForm


@dataclass(frozen=True, slots=True)
class _Draft:
    words: str
    form: FormShown


class Drafts:
    """Belongs to the page; kept in this window only, and forgotten when the desk locks or clears itself."""

    def __init__(self) -> None:
        self._kept: dict[str, _Draft] = {}
        self._words = ""

    def begun(self, words: str) -> None:
        """A form is opened for somebody whom these words name."""
        self._words = words

    def take(self, shown: FormShown) -> FormShown | None:
        """The form as it was left, for the same reader or for the same words of somebody new; each only once.

        Where somebody else has changed the record since, it begins with what stands now.
        """
        whose = shown.card if shown.patron is not None else ""
        draft = self._kept.get(whose)
        if draft is None or (self._words and self._words != draft.words):
            return None
        del self._kept[whose]
        if draft.form.base != shown.base:
            return None
        self._words = draft.words
        return replace(shown, details=draft.form.details, card=draft.form.card)

    def keep(self, form: ReaderForm) -> bool:
        """The form goes; whether something was typed in it, which is kept."""
        if not form.is_changed():
            return False
        left = form.so_far()
        self._kept[left.card if left.patron is not None else ""] = _Draft(self._words, left)
        return True

    def forget(self) -> None:
        """Nobody may see what was typed."""
        self._kept.clear()
        self._words = ""
