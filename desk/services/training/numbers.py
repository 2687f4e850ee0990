"""The numbers of somebody's first acts."""

from dataclasses import dataclass

from desk.models.prepared import prepared
from desk.services.desk import Unit

LENT = prepared("SELECT id FROM journal WHERE kind = 'checkout' LIMIT 1")


@dataclass(frozen=True, slots=True)
class BeginnerNumbers:
    """What to scan first; less where the library has less. `fresh` says that nothing was ever lent here."""

    card: str = ""
    lend: tuple[str, ...] = ()
    renew: str = ""
    give_back: tuple[str, ...] = ()
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class EverLent:
    """Whether anything was ever lent in this library."""

    def ask(self, unit: Unit) -> bool:
        """Look for one act in the journal."""
        return LENT.first(unit.hot, {}) is not None
