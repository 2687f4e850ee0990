"""Titles coming in: recognised by control number or ISBN, added, or brought up to date."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import delete, select

from desk.marc.keep import renewed
from desk.models import Title, TitleIdentifier
from desk.models.search import write_title_words
from desk.services.imports.intake import Step, differing
from desk.services.imports.mapping import Match, TitleRules
from desk.services.imports.report import ImportFault, ImportRemark, ImportReport, Tally
from desk.services.imports.title_rows import Incoming

_COMPARED = [column for column in Title.__table__.c if column.name not in ("created_at", "changed_at")]


@dataclass(slots=True)
class TitleIntake:
    """Takes chunks of titles in; remembers what this file has brought already."""

    rules: TitleRules
    report: ImportReport
    tally: Tally
    seen: set[int] = field(default_factory=set)

    def take(self, step: Step, titles: Sequence[Incoming]) -> None:
        """Match, add and change. Each title has its `id` afterwards, unless it was refused."""
        once = [title for title in titles if self._first_time(title)]
        here = _Here(step, once, self.rules)
        fresh: list[Incoming] = []
        changed: list[Incoming] = []
        changes: list[tuple[int, dict[str, Any]]] = []
        for title in once:
            old = here.find(title)
            title.id = None if old is None else old["id"]
            difference = {} if old is None else differing(old, title.values)
            if old is None:
                fresh.append(title)
            elif difference:
                changed.append(title)
                changes.append((old["id"], {**difference, "changed_at": step.now}))
        self._add(step, fresh)
        step.later(partial(step.change, Title, changes))
        self.tally.changed += len(changed)
        self.tally.unchanged += len(once) - len(fresh) - len(changed)
        self._write_numbers(step, fresh, changed)
        words = [(title.id or 0, title.words) for title in fresh + changed]
        step.later(partial(write_title_words, step.db, words, folded=True))

    def _first_time(self, title: Incoming) -> bool:
        keys = title.keys()
        if self.seen.isdisjoint(keys):
            self.seen.update(keys)
            self._remark(title)
            return True
        self.report.refuse(title.place, title.values["control_number"] or "", ImportFault.TWICE_IN_FILE)
        return False

    def _remark(self, title: Incoming) -> None:
        for number in title.bad_isbns:
            self.report.remark(title.place, title.values["control_number"] or "", ImportRemark.BAD_ISBN, number)

    def _add(self, step: Step, titles: list[Incoming]) -> None:
        stamps = {"created_at": step.now, "changed_at": step.now}
        numbers = step.add_later(Title, [title.values for title in titles], stamps)
        for title, number in zip(titles, numbers, strict=True):
            title.id = number
        self.tally.added += len(titles)

    @staticmethod
    def _write_numbers(step: Step, fresh: list[Incoming], changed: list[Incoming]) -> None:
        if step.dry_run:
            return
        if changed:
            gone = [title.id for title in changed]
            step.later(partial(step.db.execute, delete(TitleIdentifier).where(TitleIdentifier.title_id.in_(gone))))
        rows = [
            {"title_id": title.id, "value": value, "kind": kind}
            for title in fresh + changed
            for value, kind in title.identifiers
        ]
        step.later(partial(step.write, TitleIdentifier, rows))


class _Here:
    """The titles of the library that those of a chunk may be."""

    def __init__(self, step: Step, titles: Sequence[Incoming], rules: TitleRules) -> None:
        self.rules = rules
        self.by_control: dict[tuple[str, str], dict[str, Any]] = {}
        self.by_isbn: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.without_number: dict[str, list[dict[str, Any]]] = defaultdict(list)
        if Match.CONTROL_NUMBER in rules.match:
            self._controls(step, titles)
        if Match.ISBN in rules.match:
            self._isbns(step, self._to_be_sought(titles))
        self._identical(step, titles)

    def find(self, title: Incoming) -> dict[str, Any] | None:
        """The title that this one is, or None."""
        for way in self.rules.match:
            found = self._by_control(title) if way is Match.CONTROL_NUMBER else self._by_isbn(title)
            if found is not None:
                return found
        if title.control is not None:
            return None
        same = self.without_number.get(title.values["title_sort"], [])
        return next((old for old in same if renewed(old["marc"]) == title.values["marc"]), None)

    def _by_control(self, title: Incoming) -> dict[str, Any] | None:
        return self.by_control.get(title.control) if title.control is not None else None

    def _by_isbn(self, title: Incoming) -> dict[str, Any] | None:
        """A title with the same ISBN and words; but two numbers from one catalogue are two records."""
        for value, kind in title.identifiers:
            for old in self.by_isbn.get(value, []) if kind == "isbn" else []:
                same_catalogue = title.control is not None and old["control_source"] == title.control[0]
                two_records = same_catalogue and old["control_number"] is not None
                if old["title_sort"] == title.values["title_sort"] and not two_records:
                    return old
        return None

    def _to_be_sought(self, titles: Sequence[Incoming]) -> list[Incoming]:
        """Those that their control number has not found; unless the ISBN is to be believed before the number."""
        if self.rules.match[0] is Match.ISBN:
            return list(titles)
        return [title for title in titles if self._by_control(title) is None]

    def _controls(self, step: Step, titles: Sequence[Incoming]) -> None:
        by_source: dict[str, list[str]] = defaultdict(list)
        for title in titles:
            if title.control is not None:
                by_source[title.control[0]].append(title.control[1])
        for source, numbers in by_source.items():
            wanted = (Title.control_source == source) & Title.control_number.in_(numbers)
            for row in step.db.execute(select(*_COMPARED).where(wanted)).mappings():
                self.by_control[(source, row["control_number"])] = dict(row)

    def _isbns(self, step: Step, titles: Sequence[Incoming]) -> None:
        numbers = [value for title in titles for value, kind in title.identifiers if kind == "isbn"]
        if not numbers:
            return
        rows = select(TitleIdentifier.value, *_COMPARED).join(Title, Title.id == TitleIdentifier.title_id)
        rows = rows.where(TitleIdentifier.value.in_(numbers))
        sources = {title.control[0] if title.control is not None else None for title in titles}
        if None not in sources and len(sources) == 1:
            # All are from one catalogue: its own numbered titles have been looked at by their numbers.
            rows = rows.where((Title.control_source != next(iter(sources))) | Title.control_number.is_(None))
        for row in step.db.execute(rows.order_by(Title.id)).mappings():
            self.by_isbn[row["value"]].append({name: row[name] for name in row if name != "value"})

    def _identical(self, step: Step, titles: Sequence[Incoming]) -> None:
        # Records without a number of their own are rare; only for them the titles are looked through.
        names = [title.values["title_sort"] for title in titles if title.control is None]
        if not names:
            return
        wanted = Title.title_sort.in_(names) & Title.control_number.is_(None)
        for row in step.db.execute(select(*_COMPARED).where(wanted).order_by(Title.id)).mappings():
            self.without_number[row["title_sort"]].append(dict(row))
