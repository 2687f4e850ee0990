"""A made-up language for the large library: thousands of words, some met everywhere and most hardly ever."""

import random

ONSETS = (
    *("b", "bl", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "pr"),
    *("qu", "r", "s", "sh", "sl", "st", "str", "t", "th", "tr", "v", "w", "y", "z"),
)
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
CODAS = ("", "", "n", "r", "l", "s", "t", "nd", "rk", "st", "m", "ck")
LENGTHS = (1, 2, 2, 2, 3)


def vocabulary(count: int, seed: int) -> list[str]:
    """So many different words, the same every time."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = (
            chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS)
            for _each in range(chance.choice(LENGTHS))
        )
        word = "".join(syllables)
        if len(word) > 2:
            found[word] = None
    return list(found)


def common(words: list[str], chance: random.Random) -> str:
    """A word as a text brings it: the second is met half as often as the first, the tenth a tenth as often."""
    return words[int(len(words) ** chance.random()) - 1]


def spread(words: list[str], chance: random.Random) -> str:
    """A name as a town has them: the most frequent is that of one in some hundred people."""
    return words[int(len(words) * chance.random() ** 2)]
