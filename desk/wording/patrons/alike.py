"""By what somebody is like a reader who is here already."""

from collections.abc import Callable

from desk.i18n import _
from desk.rules.likeness import LikeBy
from desk.services.patrons.duplicates import Alike

BY: dict[LikeBy, Callable[[], str]] = {
    LikeBy.NAME: lambda: _("same name"),
    LikeBy.SIMILAR_NAME: lambda: _("similar name"),
    LikeBy.BIRTH_DATE: lambda: _("same birth date"),
    LikeBy.PHONE: lambda: _("same phone"),
    LikeBy.EMAIL: lambda: _("same e-mail"),
    LikeBy.ADDRESS: lambda: _("same address"),
}


def alike_words(each: Alike) -> str:
    """ "Same name, same phone · Adult · …7768"."""
    by = ", ".join(BY[one]() for one in each.by)
    told = by[:1].upper() + by[1:]
    parts = (told, each.category, f"…{each.patron.card[-4:]}", "" if each.active else _("not in use"))
    return " · ".join(part for part in parts if part)
