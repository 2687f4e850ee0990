"""Tells a scanner that types from a person who types, by the time between keys. Pure: keys, moments in; codes out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from desk.devices.frames import clean

STALL_SECONDS = 0.150
SECOND_END_SECONDS = 0.050
LONG_STALL_SECONDS = 0.300
SURE_RUN = 4
ENDS = frozenset("\r\n\t")


@dataclass(frozen=True, slots=True)
class BurstRules:
    """What counts as a scan: how long at least, how quick, and what the scanner is set to put around the code."""

    min_length: int = 4
    max_gap: float = 0.035
    prefix: str = ""
    suffix: str = ""


class Key(Enum):
    """What one key press turned out to be."""

    TYPED = auto()  # a person's, or the first of a scan: nobody can know yet
    STALLED = auto()  # a person's, or a scanner's that paused
    BURST = auto()  # it came too soon after the one before to be a person's
    SCAN = auto()  # it ended a scan: the code is in `Burst.code`
    SECOND_END = auto()  # the LF after the CR that ended a scan


@dataclass(slots=True)
class Burst:
    """The keys that came in quick succession so far.

    One stall is forgiven, since USB makes a scanner pause now and then. No person strikes four keys as quickly as a
    scanner does: after those it may stall longer, and once for every four keys. After a prefix it is known for certain.
    `took` is how long the last code took from its first key to its end, in seconds.
    """

    rules: BurstRules = field(default_factory=BurstRules)
    code: str = ""
    took: float = 0.0
    _begun: float = 0.0
    _text: str = ""
    _last: float = float("-inf")
    _run: int = 0
    _sure: bool = False
    _prefixed: bool = False
    _held: bool = True
    _stalls: int = 0
    _ended: float = float("-inf")

    def press(self, text: str, at: float, *, repeated: bool = False) -> Key:
        """One key press, by what it writes; control characters as themselves.

        A scanner's doubled character may look like a key that repeats itself, but never all of a code.
        """
        if text in ENDS:
            return self._end(at)
        gap = at - self._last
        if gap > self._patience():
            self.reset()
        if not self._text:
            self._begun = at
        kind = self._counted(gap)
        self._held = not self._text or (self._held and repeated)
        self._text += text
        self._last = at
        self._sure = self._sure or self._run >= SURE_RUN
        self._prefixed = bool(self.rules.prefix) and self._text.startswith(self.rules.prefix)
        return kind

    def reset(self) -> None:
        """A person does something else: what came so far was no scan."""
        self._text = ""
        self._run = self._stalls = 0
        self._sure = self._prefixed = False
        self._held = True
        self._last = float("-inf")

    def is_running(self, at: float) -> bool:
        """Whether a key at this moment is the scanner's: then it is no shortcut either."""
        quick = len(self._text) > 1 and at - self._last <= self.rules.max_gap
        return quick or self._is_second_end(at) or (self._is_certain() and at - self._last <= STALL_SECONDS)

    def goes_on(self, at: float) -> bool:
        """Whether a key at this moment is too soon to be the first repeat of one that a person holds down."""
        return at - self._last <= min(self._patience(), STALL_SECONDS) or self._is_second_end(at)

    def begins(self, text: str) -> bool:
        """Whether this key is the one that the scanner is set to send first."""
        return bool(text) and text == self.rules.prefix[:1]

    def _patience(self) -> float:
        """How long a pause may be now. A single key is followed by a quick one or was a person's."""
        if self._is_certain():
            return LONG_STALL_SECONDS
        return STALL_SECONDS if len(self._text) > 1 else self.rules.max_gap

    def _counted(self, gap: float) -> Key:
        if not self._text:
            self._run = 1
            return Key.TYPED
        if gap > self.rules.max_gap:
            self._run = 1
            self._stalls += 1
            return Key.BURST if self._is_certain() else Key.STALLED
        self._run += 1
        return Key.BURST

    def _end(self, at: float) -> Key:
        if self._is_second_end(at):
            return Key.SECOND_END
        code = clean(self._text, self.rules.prefix, self.rules.suffix) if self._was_scanner(at) else ""
        took = at - self._begun
        self.reset()
        if len(code) < self.rules.min_length:
            return Key.TYPED
        self.code, self.took = code, took
        self._ended = at
        return Key.SCAN

    def _was_scanner(self, at: float) -> bool:
        if self._held:
            return False
        gap = at - self._last
        stalls = self._stalls + (gap > self.rules.max_gap)
        return gap <= self._patience() and (stalls <= 1 or self._is_certain(stalls))

    def _is_certain(self, stalls: int | None = None) -> bool:
        """Whether no person can have typed this. One who strikes four keys at once pauses at every key that follows."""
        counted = self._stalls if stalls is None else stalls
        return self._prefixed or (self._sure and counted <= len(self._text) // SURE_RUN)

    def _is_second_end(self, at: float) -> bool:
        return not self._text and at - self._ended <= SECOND_END_SECONDS


Clock = Callable[[], float]
