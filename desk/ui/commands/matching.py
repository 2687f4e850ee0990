"""How well a command's name fits what somebody types: "chin" means Check in. Pure."""

from desk.rules.text import fold

EXACT, BEGINS, EVERY_WORD, INSIDE, LETTERS = 100, 80, 60, 40, 20


def fit(typed: str, name: str) -> int:
    """From 0 (not at all) to 100 (that is its name)."""
    wanted, words = fold(typed), fold(name)
    if not wanted:
        return 0
    if wanted == words:
        return EXACT
    if words.startswith(wanted):
        return BEGINS
    begun = words.split()
    if all(any(word.startswith(part) for word in begun) for part in wanted.split()):
        return EVERY_WORD
    if len(wanted) > 2 and wanted in words:
        return INSIDE
    return LETTERS if _by_letters(wanted.replace(" ", ""), words) else 0


def _by_letters(wanted: str, words: str, at: int = 0, follows: bool = False) -> bool:
    """Whether the letters stand there in order, each at the beginning of a word or right behind the one before."""
    if not wanted:
        return True
    for place in range(at, len(words)):
        begins = place == 0 or words[place - 1] == " "
        if words[place] != wanted[0] or not (begins or (follows and place == at)):
            continue
        if _by_letters(wanted[1:], words, place + 1, follows=True):
            return True
    return False
