"""Rows or MARC: what sort of file it is, by how it begins. Whoever chose the wrong kind is told which one is right."""

import codecs
import re
from pathlib import Path

from desk.errors import FileUnreadable
from desk.i18n import _
from desk.services.imports.fields import ImportKind

_HEAD = 4_096
_MARKS = frozenset(b"\x1d\x1e\x1f")
"""The ends of a record, a field and a subfield in ISO 2709: no row has one."""
_LEADER = re.compile(r"\d{5}[a-z]|=LDR")
_MARC_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:collection|record|leader)[\s>]")
_DELIMITERS = re.compile(r"[,;\t|]")
_LONGEST_HEADING = 80


def check_sort(kind: ImportKind, path: Path) -> None:
    """Raise `FileUnreadable` where a file is plainly of the other sort. One of neither is left to its reader."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    if kind is ImportKind.MARC and looks_like_rows(head):
        words = _(
            "It looks like a table of rows (CSV). Items, readers, open loans, holds and charges come in such a file."
        )
        raise FileUnreadable(path, words)
    if kind is not ImportKind.MARC and looks_like_marc(head):
        raise FileUnreadable(path, _("It looks like MARC records. Titles, with their items, come in such a file."))


def looks_like_marc(head: bytes) -> bool:
    """MARCXML, or anything with the end marks of ISO 2709."""
    return bool(_MARKS.intersection(head)) or (_is_xml(head) and bool(_MARC_TAG.search(head)))


def looks_like_rows(head: bytes) -> bool:
    """A first line of several short headings, and a second, where there is one, that is parted too."""
    if _MARKS.intersection(head) or _is_xml(head):
        return False
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or "\x00" in text or _LEADER.match(text):
        return False
    headings = [cell for cell in _DELIMITERS.split(lines[0]) if cell.strip()]
    short = all(len(each) <= _LONGEST_HEADING for each in headings)
    return len(headings) > 1 and short and all(_DELIMITERS.search(line) for line in lines[1:2])


def _is_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t").startswith(b"<")
