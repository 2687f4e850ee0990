"""What a record has that would move into another."""

from desk.i18n import _, ngettext


def has_words(has: tuple[int, int, int, int, int]) -> str:
    """ "2 loans, 1 card"; nothing where there is nothing."""
    loans, holds, charges, cards, notes = has
    parts = (
        ngettext("{count} loan", "{count} loans", loans).format(count=loans) if loans else "",
        ngettext("{count} hold", "{count} holds", holds).format(count=holds) if holds else "",
        ngettext("{count} charge", "{count} charges", charges).format(count=charges) if charges else "",
        ngettext("{count} card", "{count} cards", cards).format(count=cards) if cards else "",
        ngettext("{count} note", "{count} notes", notes).format(count=notes) if notes else "",
    )
    return ", ".join(part for part in parts if part) or _("has nothing")
