"""MARC-8, the character set of older library records: ANSEL and its escape sequences, turned into Unicode.

Follows the Library of Congress "MARC-8 Character Sets and Encodings". The mapping tables are pymarc's; its decoder
is not used because it turns a byte without a mapping into a blank and tells nobody but stderr.
"""

import unicodedata
from dataclasses import dataclass, field

from pymarc import marc8_mapping

BASIC_LATIN, ANSEL, EACC = 0x42, 0x45, 0x31
LOST = "\ufffd"

_ESCAPE = 0x1B
_G0_SINGLE, _G1_SINGLE, _MULTIBYTE = b"(,", b")-", 0x24
_TECHNIQUE_1 = {0x67: 0x67, 0x62: 0x62, 0x70: 0x70, 0x73: BASIC_LATIN}
"""ESC g, b, p, s: Greek symbols, subscripts, superscripts, and back to ASCII."""

_Table = dict[int, tuple[int, int]]
_SETS: dict[int, _Table] = marc8_mapping.CODESETS
_ODD: dict[int, int] = marc8_mapping.ODD_MAP


@dataclass(slots=True)
class _State:
    """The two working sets, the text so far, and the marks that wait for their letter (written before it here)."""

    g0: int = BASIC_LATIN
    g1: int = ANSEL
    text: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    broken: bool = False

    def put(self, found: tuple[int, int] | None, code: int) -> None:
        """Add a character; one that the tables do not know is noted by its code."""
        if found is None:
            self.unmapped.append(f"{code:X}")
            found = (0xFFFD, 0)
        if found[1]:
            self.marks.append(chr(found[0]))
            return
        self.text.append(chr(found[0]))
        self.text.extend(self.marks)
        self.marks.clear()


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text; the codes that have no character (each stands as U+FFFD in the text); whether an escape was broken."""

    text: str
    unmapped: tuple[str, ...] = ()
    broken_escape: bool = False


def decode(raw: bytes) -> Decoded:
    """The text of one field or subfield in MARC-8 (the working sets start anew with each, as the standard says)."""
    if raw.isascii() and _ESCAPE not in raw:
        return Decoded(raw.decode("ascii"))
    state, at = _State(), 0
    while at < len(raw):
        at = _step(raw, at, state)
    # A mark without a letter after it is kept where it stood: it may tell a cataloguer what was meant.
    text = unicodedata.normalize("NFC", "".join(state.text + state.marks))
    return Decoded(text, tuple(state.unmapped), state.broken)


def _step(raw: bytes, at: int, state: _State) -> int:
    code = raw[at]
    if code == _ESCAPE:
        return _escape(raw, at, state)
    if state.g0 == EACC and 0x20 < code < 0x80:
        return _three_bytes(raw, at, state)
    if code <= 0x20 or code == 0x7F:
        state.put((code, 0), code)
    elif code < 0x80:
        state.put(_look_up(state.g0, code, high=False), code)
    else:
        state.put(_look_up(state.g1, code, high=True), code)
    return at + 1


def _look_up(charset: int, code: int, *, high: bool) -> tuple[int, int] | None:
    # pymarc's tables know each set only in the half where it usually stands; Hebrew and Cyrillic are met in both.
    table = _SETS.get(charset, {})
    found = table.get(code) or table.get(code ^ 0x80)
    if found is None and high and charset != ANSEL:
        found = _SETS[ANSEL].get(code) if code < 0xA0 else None
    return found


def _three_bytes(raw: bytes, at: int, state: _State) -> int:
    whole = raw[at : at + 3]
    code = int.from_bytes(whole)
    found = _SETS[EACC].get(code) or ((_ODD[code], 0) if code in _ODD else None)
    if found is None and (len(whole) < 3 or not whole.isascii() or min(whole) < 0x21):
        # A torn East Asian character: skip its bytes up to the next escape or blank, never the text after it.
        end = next((i for i, b in enumerate(whole) if i and (b < 0x21 or b > 0x7F)), len(whole))
        state.put(None, int.from_bytes(whole[:end]))
        return at + end
    state.put(found, code)
    return at + 3


def _escape(raw: bytes, at: int, state: _State) -> int:
    """Change a working set; a sequence that names no set known here stays in the text as U+FFFD and is told."""
    start, at = at, at + 1
    head = raw[at] if at < len(raw) else 0
    if head in _TECHNIQUE_1:
        state.g0 = _TECHNIQUE_1[head]
        return at + 1
    if head == _MULTIBYTE:
        at += 1
        head = raw[at] if at < len(raw) and raw[at] in b",)-" else 0x28
        at -= head == 0x28
    at += 1
    if at < len(raw) and raw[at] == 0x21:  # "!" stands before the E of ANSEL
        at += 1
    charset = raw[at] if at < len(raw) else 0
    if charset in _SETS and head in _G0_SINGLE:
        state.g0 = charset
    elif charset in _SETS and head in _G1_SINGLE:
        state.g1 = charset
    else:
        state.broken = True
        state.text.append(LOST)
        return start + 1
    return at + 1
