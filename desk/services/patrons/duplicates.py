"""Nobody twice: who is here already that may be this person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from desk.models import Patron, PatronKey
from desk.models.finding import find_patron_ids
from desk.rules.likeness import Identity, Like, LikeBy, Likeness, identity_keys, likeness
from desk.services.answers import PatronFace
from desk.services.desk import Unit
from desk.services.patrons.details import Details, tidy_here
from desk.services.patrons.finding_by import identities
from desk.services.patrons.reader import face_of

FEW = 8
# A school's phone or a large house is shared by hundreds: the first of them are enough to look at.
MOST = 60


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the same person, and by what. Their birth date is told as the same or not, never itself."""

    patron: PatronFace
    how: Likeness
    by: tuple[LikeBy, ...]
    category: str
    branch: str
    active: bool = True
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class LikeThis:
    """Readers who may be the person that a form describes; `besides` is the one whom the form is about."""

    details: Details
    besides: str = ""
    few: int = FEW

    def ask(self, unit: Unit) -> tuple[Alike, ...]:
        """The likeliest first."""
        return like_these(unit, tidy_here(unit, self.details).identity(), self.besides, self.few)


def like_these(unit: Unit, who: Identity, besides: str = "", few: int = FEW) -> tuple[Alike, ...]:
    """Found by what two records of one person share, then judged one by one."""
    from desk.services.patrons.reader import owner_of

    own = owner_of(unit, besides) if besides else None
    found = [number for number in _candidates(unit, who) if number != own]
    known = identities(unit.sql, found)
    judged = [(likeness(who, known[number]), number) for number in found if number in known]
    ranked = sorted(((like, number) for like, number in judged if like.how), key=_rank)
    return tuple(_alike(unit, like, number) for like, number in ranked[:few])


def _rank(pair: tuple[Like, int]) -> tuple[int, int, int]:
    like, number = pair
    return -like.how, -len(like.by), number


def _candidates(unit: Unit, who: Identity) -> list[int]:
    """Who shares the most keys first; and whoever is found by the names as far as they are typed."""
    shared: Counter[int] = Counter()
    keys = sorted(identity_keys(who))
    for kind, value in keys:
        asked = select(PatronKey.patron_id).where(PatronKey.kind == kind, PatronKey.value == value).limit(MOST)
        shared.update(unit.db.scalars(asked))
    found = [number for number, _count in shared.most_common(MOST)]
    if len(who.family) > 2 and who.given:
        found += find_patron_ids(unit.hot, f"{who.family} {who.given}", FEW)
    return list(dict.fromkeys(found))


def _alike(unit: Unit, like: Like, number: int) -> Alike:
    patron = unit.db.get_one(Patron, number)
    return Alike(
        face_of(unit, patron),
        like.how,
        like.by,
        unit.policy.categories[patron.category_id].name,
        unit.policy.branches[patron.branch_id].name,
        patron.active,
        patron.expires_on,
    )


@dataclass(frozen=True, slots=True)
class TwiceHere:
    """Pairs of readers of this library who may be one person: the list from which somebody merges."""

    few: int = 50

    def ask(self, unit: Unit) -> tuple[tuple[Alike, Alike], ...]:
        """By the keys that two readers share; phones and addresses alone are a household's, and left out."""
        told = []
        for one, other in self._pairs(unit):
            known = identities(unit.sql, [one, other])
            like = likeness(known[one], known[other])
            if like.how >= Likeness.PERHAPS:
                told.append((like, one, other))
        told.sort(key=lambda each: (-each[0].how, each[1]))
        return tuple((_alike(unit, like, one), _alike(unit, like, other)) for like, one, other in told[: self.few])

    def _pairs(self, unit: Unit) -> Iterable[tuple[int, int]]:
        mine, theirs = PatronKey.__table__.alias(), PatronKey.__table__.alias()
        same = and_(mine.c.kind == theirs.c.kind, mine.c.value == theirs.c.value)
        kinds = or_(mine.c.kind == "name", mine.c.kind == "born")
        asked = (
            select(mine.c.patron_id, theirs.c.patron_id)
            .join(theirs, and_(same, mine.c.patron_id < theirs.c.patron_id))
            .where(kinds)
            .distinct()
            .limit(self.few * 40)
        )
        return [(one, other) for one, other in unit.sql.execute(asked)]
