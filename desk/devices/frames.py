"""Cuts the bytes of a scanner's wire into codes. Pure: bytes and moments in, codes out."""

from dataclasses import dataclass, field

IDLE_SECONDS = 0.05
STX, ETX, GROUP_SEPARATOR = "\x02", "\x03", "\x1d"
_ENDS = frozenset(b"\r\n\t\x03")


@dataclass(slots=True)
class Framer:
    """Collects what arrives in pieces; a code ends with CR, LF, TAB or ETX, or with 50 ms of silence.

    CR and LF together, or a second end of any kind, makes an empty code, and there are no empty codes.
    """

    prefix: str = ""
    suffix: str = ""
    _pending: bytearray = field(default_factory=bytearray)
    _touched: float = 0.0

    def feed(self, data: bytes, now: float) -> list[str]:
        """The codes that these bytes complete."""
        codes = []
        for byte in data:
            if byte in _ENDS:
                codes.append(self._take())
            else:
                self._pending.append(byte)
        self._touched = now
        return [code for code in codes if code]

    def idle(self, now: float) -> list[str]:
        """The code of a scanner that sends no end, once its wire has been silent long enough."""
        if not self._pending or now - self._touched < IDLE_SECONDS:
            return []
        code = self._take()
        return [code] if code else []

    def tear(self) -> int:
        """Forget a code that was cut off, and tell how many bytes of it there were."""
        torn = len(self._pending)
        self._pending.clear()
        return torn

    def _take(self) -> str:
        raw = bytes(self._pending)
        self._pending.clear()
        return clean(_text(raw), self.prefix, self.suffix)


def clean(raw: str, prefix: str = "", suffix: str = "") -> str:
    """The code without what the scanner puts around it. Of the control characters only GS (in GS1 codes) is kept."""
    bare = raw.removeprefix(prefix).removesuffix(suffix)
    return "".join(char for char in bare if char >= " " or char == GROUP_SEPARATOR).strip()


def _text(raw: bytes) -> str:
    """UTF-8 where it is; else Latin-1, which has a letter for every byte, so that nothing is lost."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
