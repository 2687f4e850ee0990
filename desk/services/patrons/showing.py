"""What is hidden until somebody asks for it: birth date, address, phone, e-mail. Looking is written down."""

from dataclasses import dataclass
from typing import ClassVar

from desk.rules.vocabulary import Permission
from desk.services.answers import Unknown
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import PersonalShown
from desk.services.patrons.reader import face_of, find_reader, note_reader, unknown_card


@known
@dataclass(frozen=True, slots=True)
class ShowPersonal:
    """Show what says where somebody lives and when they were born; the journal keeps who looked, and when."""

    kind: ClassVar[str] = "show_personal"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")

    def run(self, unit: Unit) -> PersonalShown | Unknown:
        """Read, and note that it was read."""
        patron = find_reader(unit, self.card, lock=False)
        if patron is None:
            return unknown_card(self.card)
        note_reader(unit, patron)
        return PersonalShown(
            face_of(unit, patron),
            patron.birth_date,
            patron.address,
            patron.city,
            patron.region,
            patron.postcode,
            patron.phone,
            patron.email,
        )
