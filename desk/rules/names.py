"""How readers are named: on the screen by the name they prefer, on a public shelf by a code."""

from desk.rules.text import digits, fold


def display_name(family: str, given: str, preferred: str = "") -> str:
    """The name to say aloud: the preferred name where there is one."""
    return " ".join(part for part in (preferred or given, family) if part)


def listed_name(family: str, given: str) -> str:
    """The name in a list: family name first."""
    return ", ".join(part for part in (family, given) if part)


def initials(family: str, given: str, preferred: str = "") -> str:
    """One or two letters for a picture that is not there."""
    return "".join(part[0].upper() for part in (preferred or given, family) if part)


def shelf_code(family: str, card: str) -> str:
    """What a hold shelf shows instead of a name: three letters of the family name and four digits of the card.

    After the hold-shelf practice named in standards.md 3.5; never more of the number than that.
    """
    letters = fold(family).replace(" ", "")[:3].upper() or "R"
    return f"{letters}-{(digits(card) or card)[-4:]}"
