"""Words as a search sees them: without case and accents, so that "Lindqvist" finds "lindqvíst"."""

import re
import unicodedata

NOT_WORDS = re.compile(r"[^a-z0-9]+")
ODD_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def fold(text: str) -> str:
    """Text without case, accents and punctuation, words parted by one blank."""
    if text.isascii():  # most of a catalogue, and five times faster
        return " ".join(NOT_WORDS.sub(" ", text.lower()).split())
    plain = unicodedata.normalize("NFKD", text).casefold().translate(ODD_LETTERS)
    letters = (letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())


def digits(text: str) -> str:
    """Only the digits of a phone or card number."""
    return "".join(letter for letter in text if letter.isdigit())
