"""How the acts on holds are taken back, by the kind of the act."""

from desk.services.reversal import Reversal

REVERSALS: dict[str, Reversal] = {}
