"""What is said when an act on money was taken back."""


def undone_words() -> dict[str, str]:
    """The headline by the kind of the act."""
    return {}
