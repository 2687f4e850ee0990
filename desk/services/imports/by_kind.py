"""The import for a kind of file; each is loaded only when it is wanted, because pymarc is slow to load."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from desk.services.imports.fields import ImportKind
from desk.services.imports.intake import Receiving
from desk.services.imports.mapping import Mapping
from desk.services.imports.report import ImportReport
from desk.services.imports.sorts import check_sort
from desk.services.work import Work

Take = Callable[[Receiving, Path, Mapping | None, bool], Work[ImportReport]]


def import_file(
    kind: ImportKind, desk: Receiving, path: Path, mapping: Mapping | None = None, *, dry_run: bool = False
) -> Work[ImportReport]:
    """Bring in a file of this kind. Raises `FileUnreadable` where it is plainly of another."""
    check_sort(kind, path)
    module = import_module(f"desk.services.imports.{kind.value}")
    take = cast(Take, getattr(module, f"import_{kind.value}"))
    return take(desk, path, mapping, dry_run)
