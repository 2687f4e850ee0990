"""Words as a search sees them: without case and accents, so that "Lindqvist" finds "lindqvíst"."""

import unicodedata

ASCII_LETTERS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128)).lower().ljust(256).encode()
ODD_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


class _Letters(dict[int, str]):
    """What becomes of each letter; looked up once, since a catalogue has millions of them."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kept = "" if unicodedata.combining(letter) else letter if letter.isalnum() else " "
        self[code] = kept
        return kept


LETTERS = _Letters(ODD_LETTERS)


def fold(text: str) -> str:
    """Text without case, accents and punctuation, words parted by one blank."""
    if text.isascii():  # most of a catalogue, and much faster
        return b" ".join(text.encode().translate(ASCII_LETTERS).split()).decode()
    return " ".join(unicodedata.normalize("NFKD", text).casefold().translate(LETTERS).split())


def digits(text: str) -> str:
    """Only the digits of a phone or card number."""
    return "".join(letter for letter in text if letter.isdigit())
