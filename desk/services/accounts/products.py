"""What is sold at the desk: prices, quick keys, and how much is there."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from desk.models import Product
from desk.rules.vocabulary import ChargeKind, Permission, Reason
from desk.services.accounts.answers import MoneyBefore, ProductFace, ProductSaved
from desk.services.accounts.pay import MOST
from desk.services.answers import Refused, refused
from desk.services.codec import known
from desk.services.desk import Unit

QUICK_KEYS = 12
KINDS = (ChargeKind.SALE, ChargeKind.PRINTING, ChargeKind.REPLACEMENT_CARD, ChargeKind.MANUAL)


def product_face(product: Product) -> ProductFace:
    """It as the desk shows it."""
    name, kind, price = product.name, product.kind, product.price
    return ProductFace(product.id, product.code, name, kind, price, product.place, product.stock, product.active)


@known
@dataclass(frozen=True, slots=True)
class SaveProduct:
    """Add something that is sold, or change its name, price, quick key or stock. Without a stock it is not counted."""

    kind: ClassVar[str] = "save_product"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PRICES

    code: str
    name: str
    price: int
    of: ChargeKind = ChargeKind.SALE
    place: int | None = None
    stock: int | None = None
    active: bool = True

    def run(self, unit: Unit) -> ProductSaved | Refused:
        """What was sold keeps the price it had. A quick key belongs to one thing: the other gives it up."""
        if not self.code.strip() or not self.name.strip():
            return refused(self, Reason.WHY)
        wrong_place = self.place is not None and not 1 <= self.place <= QUICK_KEYS
        if not 0 < self.price <= MOST or wrong_place or not 0 <= (self.stock or 0) <= MOST or self.of not in KINDS:
            return refused(self, Reason.AMOUNT)
        found = select(Product).where(Product.code == self.code.strip())
        product = unit.db.scalars(found.with_for_update()).one_or_none()
        was = None if product is None else product_face(product)
        if self.place is not None:
            for other in unit.db.scalars(select(Product).where(Product.place == self.place)):
                other.place = None
        if product is None:
            product = Product(code=self.code.strip())
            unit.db.add(product)
        put(product, self)
        unit.db.flush()
        unit.record.before = MoneyBefore(product=was, session=product.id)
        return ProductSaved(product_face(product), was)


def put(product: Product, face: SaveProduct | ProductFace) -> None:
    """Let it be as this says."""
    product.name, product.price, product.place = face.name.strip(), face.price, face.place
    product.kind = face.of if isinstance(face, SaveProduct) else face.kind
    product.stock, product.active = face.stock, face.active


@dataclass(frozen=True, slots=True)
class Products:
    """What is sold at the desk; `all` tells what is sold no more as well."""

    all: bool = False

    def ask(self, unit: Unit) -> tuple[ProductFace, ...]:
        """The quick keys first, in their order, then the rest by name."""
        asked = select(Product) if self.all else select(Product).where(Product.active)
        found = [product_face(each) for each in unit.db.scalars(asked)]
        return tuple(sorted(found, key=lambda each: (each.place is None, each.place or 0, each.name.casefold())))
