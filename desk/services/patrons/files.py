"""A reader's picture, and papers that belong to the account: in, out, and away."""

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select

from desk.models import PatronFile
from desk.rules.blocks import Fact
from desk.rules.vocabulary import FileKind, Permission, Reason
from desk.services.answers import Refused, Unknown
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import Filed, Unfiled
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import face_of, find_reader, never, note_reader, owner_of, unknown_card

# Ten megabytes: a scan of some pages, and no film.
MOST_BYTES = 10_000_000
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "txt": "text/plain"}


def picture_media(content: bytes) -> str:
    """What kind of picture this is, told by how it begins; nothing where it is none that can be shown."""
    return next((media for start, media in PICTURES.items() if content.startswith(start)), "")


@known
@dataclass(frozen=True, slots=True)
class AttachFile:
    """Put a picture or a paper to the account; a new picture takes the place of the old one."""

    kind: ClassVar[str] = "attach_file"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    sort: FileKind = FileKind.PAPER
    name: str = private(default="")
    content: bytes = field(default=b"", repr=False, metadata={"secret": True})

    def run(self, unit: Unit) -> Filed | Refused | Unknown:
        """The contents stand in the library's database and nowhere else: not in the journal, not on this computer."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        face = face_of(unit, patron)
        if not self.content:
            return never(self, Reason.NEEDED, Fact(name="file"), face=face)
        if len(self.content) > MOST_BYTES:
            return never(self, Reason.TOO_LARGE, Fact(name="file", limit=MOST_BYTES), face=face)
        media = picture_media(self.content)
        if self.sort is FileKind.PHOTO and not media:
            return never(self, Reason.NO_PICTURE, face=face)
        if self.sort is FileKind.PHOTO and not patron.photo_allowed:
            return never(self, Reason.NO_CONSENT, face=face)
        keeper = Keeper(unit, patron.id)
        if self.sort is FileKind.PHOTO:
            self._put_away(unit, keeper, patron.id)
        name = (self.name.strip() or "file")[-200:]
        filed = PatronFile(
            patron_id=patron.id,
            kind=self.sort,
            name=name,
            media=media or MEDIA.get(name.rpartition(".")[2].lower(), "application/octet-stream"),
            content=self.content,
            added_at=unit.now,
            added_by=unit.staff.name,
        )
        unit.db.add(filed)
        unit.db.flush()
        keeper.made(PatronFile, filed.id)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Filed(face, filed.id, name)

    @staticmethod
    def _put_away(unit: Unit, keeper: Keeper, patron: int) -> None:
        for old in files_of(unit, patron, FileKind.PHOTO):
            keeper.watch(PatronFile, old.id)
            old.removed_at = unit.now


@known
@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Take a picture or a paper away. It can be taken back for a month, then nothing is left of it."""

    kind: ClassVar[str] = "remove_file"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    file: int = 0

    def run(self, unit: Unit) -> Unfiled | Refused | Unknown:
        """Only one of this reader's."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        filed = next((each for each in files_of(unit, patron.id) if each.id == self.file), None)
        if filed is None:
            return never(self, Reason.NOTHING_NEW, face=face_of(unit, patron))
        keeper = Keeper(unit, patron.id)
        keeper.watch(PatronFile, filed.id)
        filed.removed_at = unit.now
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Unfiled(face_of(unit, patron), filed.id)


def files_of(unit: Unit, patron: int, sort: FileKind | None = None) -> list[PatronFile]:
    """What belongs to the account now, the newest first."""
    asked = select(PatronFile).where(PatronFile.patron_id == patron, PatronFile.removed_at.is_(None))
    if sort is not None:
        asked = asked.where(PatronFile.kind == sort)
    return list(unit.db.scalars(asked.order_by(PatronFile.id.desc())))


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file as it came."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class GiveFile:
    """The contents of a paper or of the picture of the reader with this card."""

    card: str
    file: int = 0

    def ask(self, unit: Unit) -> FileGiven | None:
        """Without a number, the picture."""
        owner = owner_of(unit, self.card)
        if owner is None:
            return None
        sort = None if self.file else FileKind.PHOTO
        found = [each for each in files_of(unit, owner, sort) if not self.file or each.id == self.file]
        return FileGiven(found[0].name, found[0].media, found[0].content) if found else None
