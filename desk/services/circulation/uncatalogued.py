"""A copy that stands in no catalogue: taken on file with three words, so that it can be lent now."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from desk.models import Item, ItemType, JournalRow, Loan, Title
from desk.models.search import write_title_words
from desk.rules.vocabulary import ItemStatus, Permission, Reason
from desk.services.answers import ItemFace, Refused, refused
from desk.services.circulation.answers import Added, Before
from desk.services.codec import known
from desk.services.desk import Unit


@known
@dataclass(frozen=True, slots=True)
class AddUncatalogued:
    """Take a copy on file that nobody has catalogued; when it comes back it goes to cataloguing."""

    kind: ClassVar[str] = "add_uncatalogued"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.ADD_ITEM

    barcode: str
    title: str
    author: str = ""
    isbn: str = ""
    item_type: str = ""

    def run(self, unit: Unit) -> Added | Refused:
        """Make the title and the copy; a barcode that is on file already is refused."""
        if unit.db.scalar(select(Item.id).where(Item.barcode == self.barcode)) is not None:
            return refused(self, Reason.ON_FILE_ALREADY)
        words = self.title.strip() or self.barcode
        title = Title(
            title=words, title_sort=words, author=self.author.strip(), created_at=unit.now, changed_at=unit.now
        )
        unit.db.add(title)
        unit.db.flush()
        kind = self._kind(unit)
        item = Item(
            barcode=self.barcode,
            title_id=title.id,
            branch_id=unit.branch,
            holding_branch_id=unit.branch,
            item_type_id=kind,
            status=ItemStatus.UNCATALOGUED,
            note=self.isbn.strip(),
            created_at=unit.now,
        )
        unit.db.add(item)
        unit.db.flush()
        write_title_words(unit.sql, [(title.id, f"{words} {self.author}")])
        unit.record.item_id, unit.record.item_type = item.id, kind
        unit.record.before = Before(ItemStatus.UNCATALOGUED, unit.branch, made_item=True)
        face = unit.policy.kinds[kind]
        return Added(ItemFace(item.id, item.barcode, words, title.author, "", face.icon, face.name))

    def _kind(self, unit: Unit) -> int:
        """The kind that is named, or the library's first."""
        asked = select(ItemType.id).order_by(ItemType.code != self.item_type, ItemType.id).limit(1)
        return int(unit.db.scalars(asked).one())


def undo_add(unit: Unit, row: JournalRow, _before: Before) -> None:
    """The copy was never taken on file; one that was lent meanwhile leaves its withdrawn record behind its loan."""
    item = unit.db.get_one(Item, row.item_id)
    if unit.db.scalar(select(Loan.id).where(Loan.item_id == item.id).limit(1)) is not None:
        item.status = ItemStatus.WITHDRAWN
        return
    title = unit.db.get_one(Title, item.title_id)
    unit.db.delete(item)
    unit.db.flush()
    write_title_words(unit.sql, [(title.id, "")])
    unit.db.delete(title)
