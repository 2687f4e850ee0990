"""How the acts on readers are taken back, by the kind of the act."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select, update

from desk.models import Charge, Hold, JournalRow, Loan
from desk.services.desk import Unit
from desk.services.patrons.keeping import Past, lock_reader, put_back
from desk.services.patrons.merge import MergeBefore, apart, too_late
from desk.services.patrons.statistics import field_back, same_kind
from desk.services.reversal import Reversal

# What changes the rows of a reader. Each puts whole rows back, so a later one has to be taken back first.
CHANGING = (
    *("register", "change_details", "renew_membership", "give_card", "mark_card", "mark_reader", "grow_up"),
    *("link_guarantor", "merge_readers", "attach_file", "remove_file", "clear_reader"),
)
# Only rows of their own: nothing else stands on them.
APART = ("restrict", "lift_restriction", "write_note", "archive_note")
# What only looks is nothing that could stand on anything.
LOOKING = ("show_personal", "export_reader", "finish_visit")


def _lock(unit: Unit, row: JournalRow) -> None:
    if row.person is not None:
        lock_reader(unit, row.person)


def _lock_both(unit: Unit, row: JournalRow) -> None:
    """Nobody may be lending to either of two merged readers."""
    import json

    kept = json.loads(row.before) if row.before else {}
    lock_reader(unit, *(kept[name] for name in ("keep", "away") if name in kept))


def _of_reader(unit: Unit, row: JournalRow, _past: Any) -> list[ColumnElement[bool]]:
    """Later changes of the same reader, alone, among many, or as part of another."""
    if row.person is None:
        return []
    changed = (JournalRow.person == row.person) & JournalRow.kind.in_(CHANGING)
    return [changed, JournalRow.id.in_(_since(unit, row, [row.person]))]


def _since(unit: Unit, row: JournalRow, readers: Collection[int], *kinds: str) -> list[int]:
    """Later rows that changed one of these among many, or made it part of another: they are not about it alone."""
    kinds = kinds or ("change_many", "merge_readers")
    asked = select(JournalRow).where(JournalRow.id > row.id, JournalRow.kind.in_(kinds), JournalRow.undone_by.is_(None))
    return [later.id for later in unit.db.scalars(asked) if touched_by(later).intersection(readers)]


def touched_by(row: JournalRow) -> set[int]:
    """The readers whom a merge or a change of many has changed."""
    from desk.services.circulation.undo import kept_by

    kept: Past | MergeBefore = kept_by(row) or Past()
    past = kept.past if isinstance(kept, MergeBefore) else kept
    return {each.key[0] for each in past.rows if each.table == "patrons"}


def _of_rows(unit: Unit, row: JournalRow, past: Past) -> list[ColumnElement[bool]]:
    """A restriction may be lifted, a note archived, since; a merge may have moved them."""
    if row.person is None:
        return []
    ended = {"restrict": "lift_restriction", "write_note": "archive_note"}.get(row.kind, row.kind)
    own = (JournalRow.person == row.person) & JournalRow.kind.in_((ended, "merge_readers"))
    return [own, JournalRow.id.in_(_since(unit, row, [row.person], "merge_readers"))]


def _anything(unit: Unit, row: JournalRow, _past: Any) -> list[ColumnElement[bool]]:
    """Whatever was done with somebody new."""
    if row.person is None:
        return []
    own = (JournalRow.person == row.person) & JournalRow.kind.not_in(LOOKING)
    return [own, JournalRow.id.in_(_since(unit, row, [row.person]))]


def _of_many(unit: Unit, row: JournalRow, past: Past) -> list[ColumnElement[bool]]:
    """Later changes of any of these readers, or of many."""
    readers = [kept.key[0] for kept in past.rows if kept.table == "patrons"]
    changed = JournalRow.person.in_(readers) & JournalRow.kind.in_(CHANGING)
    return [JournalRow.kind == row.kind, changed, JournalRow.id.in_(_since(unit, row, readers))]


def _unregister(unit: Unit, row: JournalRow, past: Past) -> None:
    """The reader goes again: what was charged is void and names nobody, as do loans and holds that were undone."""
    for model in (Loan, Hold):
        unit.sql.execute(update(model).where(model.patron_id == row.person).values(patron_id=None))
    for number in past.charges:
        unit.db.get_one(Charge, number).patron_id = None
    unit.db.flush()
    put_back(unit, row, past)


REVERSALS: dict[str, Reversal] = {
    **{kind: Reversal(put_back, _of_reader, _lock, personal=True) for kind in CHANGING},
    **{kind: Reversal(put_back, _of_rows, _lock, personal=True) for kind in APART},
    "register": Reversal(_unregister, _anything, _lock, personal=True),
    "merge_readers": Reversal(apart, _of_reader, _lock_both, personal=True, stopped=too_late),
    "change_many": Reversal(put_back, _of_many, personal=True),
    "save_statistic": Reversal(field_back, same_kind),
}
