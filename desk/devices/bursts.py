"""Tells a scanner that types from a person who types, by the time between keys. Pure: keys and moments in, a code out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from desk.devices.frames import clean

STALL_SECONDS = 0.150
SECOND_END_SECONDS = 0.050
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
    BURST = auto()  # it came too soon after the one before to be a person's
    SCAN = auto()  # it ended a scan: the code is in `Burst.code`
    SECOND_END = auto()  # the LF after the CR that ended a scan


@dataclass(slots=True)
class Burst:
    """The keys that came in quick succession so far. One stall is forgiven: USB makes a scanner pause now and then.

    After a prefix the scanner is known for certain, and every pause may be as long as a stall.
    """

    rules: BurstRules = field(default_factory=BurstRules)
    code: str = ""
    _text: str = ""
    _last: float = float("-inf")
    _stalled: bool = False
    _ended: float = float("-inf")

    def press(self, text: str, at: float) -> Key:
        """One key press, by what it writes; control characters as themselves."""
        if text in ENDS:
            return self._end(at)
        if not self._continues(at):
            self.reset()
        elif at - self._last > self.rules.max_gap:
            self._stalled = True
        self._text += text
        self._last = at
        return Key.BURST if len(self._text) > 1 else Key.TYPED

    def reset(self) -> None:
        """A person does something else: what came so far was no scan."""
        self._text = ""
        self._stalled = False
        self._last = float("-inf")

    def is_running(self, at: float) -> bool:
        """Whether a key at this moment is the scanner's: then it is no shortcut either."""
        return self._is_second_end(at) or (len(self._text) > 1 and self._continues(at)) or self._is_certain(at)

    def begins(self, text: str) -> bool:
        """Whether this key is the one that the scanner is set to send first."""
        return bool(text) and text == self.rules.prefix[:1]

    def _end(self, at: float) -> Key:
        if self._is_second_end(at):
            return Key.SECOND_END
        code = clean(self._text, self.rules.prefix, self.rules.suffix) if self._continues(at) else ""
        self.reset()
        if len(code) < self.rules.min_length:
            return Key.TYPED
        self.code = code
        self._ended = at
        return Key.SCAN

    def _continues(self, at: float) -> bool:
        gap = at - self._last
        if gap <= self.rules.max_gap or self._is_certain(at):
            return True
        return not self._stalled and len(self._text) > 1 and gap <= STALL_SECONDS

    def _is_certain(self, at: float) -> bool:
        prefix = self.rules.prefix
        return bool(prefix) and self._text.startswith(prefix) and at - self._last <= STALL_SECONDS

    def _is_second_end(self, at: float) -> bool:
        return not self._text and at - self._ended <= SECOND_END_SECONDS


Clock = Callable[[], float]
