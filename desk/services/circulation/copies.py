"""The copy that an act is about, found by its barcode and locked: apart from the scans of the desk, which ask more."""

from typing import Any

from desk.models import hot
from desk.rules.vocabulary import Reason
from desk.services.answers import ItemFace, Refused, Thing, Unknown, refused
from desk.services.circulation.facts import item_face, read_parameters
from desk.services.desk import Stale, Unit

NOTHING = ItemFace(0, "", "", "", "", "", "")


def find_copy(unit: Unit, barcode: str) -> Any:
    """All that a return would know of this copy; None where no copy has the barcode.

    The act begins anew where the copy went to another reader while it waited.
    """
    row, stale = hot.return_facts(unit.hot, read_parameters(unit, item=barcode))
    if stale:
        raise Stale
    return row


def copy_on_loan(unit: Unit, act: Any) -> tuple[Any, ItemFace, Refused | Unknown | None]:
    """The copy of this act with its open loan, and its face; or the answer that there is none."""
    row, stale = hot.renewal_facts(unit.hot, read_parameters(unit, item=act.item))
    if row is None:
        return None, NOTHING, Unknown(Thing.ITEM, act.item)
    face = item_face(unit, row)
    if row.loan_id is None:
        return row, face, Refused(act, refused(act, Reason.NOT_ON_LOAN).blocks, face)
    if stale:
        raise Stale
    return row, face, None
