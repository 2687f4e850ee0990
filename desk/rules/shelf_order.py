"""Call numbers in the order in which their copies stand on the shelf: Dewey, Library of Congress, or plain words.

A class number is a whole number with decimals (641.5 before 641.51 before 642, QA 76.9 before QA 101); a cutter is
letters with decimals (.B11 before .B2); volumes, years and parts are whole numbers (v. 2 before v. 10). What has less
comes first; numbers stand before words, and words before cutters.
"""

import re
import unicodedata

NUMBER, WORD, CUTTER = 1, 2, 3
Key = tuple[tuple[int, int, str, str], ...]
_TOKEN = re.compile(r"(?P<letters>[^\W\d_]+)(?P<tail>\d*)|(?P<number>\d+)(?:\.(?P<decimals>\d+))?")


def shelf_key(call_number: str) -> Key:
    """What call numbers are sorted by; a copy without one stands before all others."""
    plain = unicodedata.normalize("NFKD", call_number).casefold()
    text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    key: list[tuple[int, int, str, str]] = []
    classed, at = False, 0
    while (token := _TOKEN.search(text, at)) is not None:
        at = token.end()
        letters, tail = token["letters"], token["tail"]
        if letters and tail and classed:
            key.append((CUTTER, 0, letters, tail))
        elif letters:
            key.append((WORD, 0, letters, ""))
            at = token.end("letters")
        elif classed:
            key.append((NUMBER, int(token["number"]), "", ""))
            at = token.end("number")
        else:
            key.append((NUMBER, int(token["number"]), token["decimals"] or "", ""))
            classed = True
    return tuple(key)
