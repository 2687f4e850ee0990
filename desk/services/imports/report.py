"""What an import did or would do: how many, what was made on the way, and every record that was left out, with why."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desk.marc.faults import Damaged, Fault, Noted, Place, Remark
from desk.services.imports.fields import ImportKind


class ImportFault(StrEnum):
    """Why a row or record was not taken in. (A record that is not even readable has a `Fault`.)"""

    NO_TITLE = "no_title"
    TWICE_IN_FILE = "twice_in_file"
    TITLE_UNKNOWN = "title_unknown"
    TITLE_AMBIGUOUS = "title_ambiguous"
    ITEM_UNKNOWN = "item_unknown"
    PATRON_UNKNOWN = "patron_unknown"
    BRANCH_UNKNOWN = "branch_unknown"
    ITEM_TYPE_UNKNOWN = "item_type_unknown"
    LOCATION_UNKNOWN = "location_unknown"
    COLLECTION_UNKNOWN = "collection_unknown"
    CATEGORY_UNKNOWN = "category_unknown"
    STATUS_UNKNOWN = "status_unknown"
    KIND_UNKNOWN = "kind_unknown"
    COPY_KEPT_ALREADY = "copy_kept_already"
    ON_LOAN_TO_ANOTHER = "on_loan_to_another"
    RETURNED = "returned"
    CARD_OF_ANOTHER = "card_of_another"
    EMPTY = "empty"
    UNKNOWN_WORD = "unknown_word"
    NOT_A_DATE = "not_a_date"
    NOT_A_SUM = "not_a_sum"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    TOO_LONG = "too_long"
    COLUMNS = "columns"
    QUOTES = "quotes"


class ImportRemark(StrEnum):
    """What a person should look at in a record that was taken in all the same."""

    BAD_ISBN = "bad_isbn"
    NOT_UTF8 = "not_utf8"
    GUARANTOR_UNKNOWN = "guarantor_unknown"


class Made(StrEnum):
    """What an import may add to the library's lists because a file names it."""

    BRANCH = "branch"
    ITEM_TYPE = "item_type"
    LOCATION = "location"
    COLLECTION = "collection"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One record that was left out: its place, its own number (001, barcode, card) as far as known, and why."""

    place: Place
    number: str
    fault: Fault | ImportFault
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Remarked:
    """Something to look at in a record that was taken in."""

    place: Place
    number: str
    remark: Remark | ImportRemark
    fact: str = ""


@dataclass(slots=True)
class Tally:
    """How many were new, how many were brought up to date, how many were here already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """All that were taken in."""
        return self.added + self.changed + self.unchanged


@dataclass(slots=True)
class ImportReport:
    """What came of a file. `copies` counts the copies in a MARC file; `done` those that its kind names."""

    kind: ImportKind
    path: Path
    dry_run: bool = False
    cancelled: bool = False
    done: Tally = field(default_factory=Tally)
    copies: Tally = field(default_factory=Tally)
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    made: list[tuple[Made, str]] = field(default_factory=list)
    ordered: int = 0

    @property
    def found(self) -> bool:
        """Whether the file holds anything at all."""
        return bool(self.done.total or self.copies.total or self.refused)

    @property
    def added(self) -> int:
        """Records that were not here before."""
        return self.done.added

    @property
    def changed(self) -> int:
        """Records that were here and differed."""
        return self.done.changed

    @property
    def unchanged(self) -> int:
        """Records that were here just so."""
        return self.done.unchanged

    def refuse(self, place: Place, number: str, fault: Fault | ImportFault, fact: str = "") -> None:
        """Put a record on the list of those left out."""
        self.refused.append(Refusal(place, number, fault, fact))

    def in_order(self) -> None:
        """Put the refusals since the last time in the order of the file; within a chunk they are found by kind."""
        self.refused[self.ordered :] = sorted(self.refused[self.ordered :], key=lambda each: each.place.number)
        self.ordered = len(self.refused)

    def damaged(self, record: Damaged) -> None:
        """Put an unreadable MARC record on the list."""
        self.refuse(record.place, record.control_number or "", record.fault, record.fact)

    def remark(self, place: Place, number: str, remark: Remark | ImportRemark, fact: str = "") -> None:
        """Note something to look at."""
        self.remarks.append(Remarked(place, number, remark, fact))

    def noted(self, place: Place, number: str, notes: tuple[Noted, ...]) -> None:
        """Note what the reader found odd about a record."""
        for note in notes:
            self.remark(place, number, note.remark, note.fact)
