"""What an import left out, and why, in words."""

from desk.i18n import _
from desk.marc.faults import Fault, Place, Remark
from desk.services.imports.report import ImportFault, ImportRemark, Made


def place_words(place: Place) -> str:
    """Where a record stands in its file."""
    if place.line is not None:
        return _("record {number}, line {line}").format(number=place.number, line=place.line)
    if place.offset is not None:
        return _("record {number}, byte {offset}").format(number=place.number, offset=place.offset)
    return _("record {number}").format(number=place.number)


def fault_sentence(fault: Fault | ImportFault, fact: str = "") -> str:
    """Why a record was left out."""
    return _with(_faults()[fault], fact)


def remark_sentence(remark: Remark | ImportRemark, fact: str = "") -> str:
    """What was odd about a record that was taken in."""
    return _with(_remarks()[remark], fact)


def made_sentence(made: Made, code: str) -> str:
    """What was added to the library's lists because the file names it."""
    words = {
        Made.BRANCH: _("New branch: {code}"),
        Made.ITEM_TYPE: _("New item type: {code}"),
        Made.LOCATION: _("New shelving location: {code}"),
        Made.COLLECTION: _("New collection: {code}"),
        Made.CATEGORY: _("New patron category: {code}"),
    }
    return words[made].format(code=code)


def _with(sentence: str, fact: str) -> str:
    return _("{sentence} ({fact})").format(sentence=sentence, fact=fact) if fact else sentence


def _faults() -> dict[Fault | ImportFault, str]:
    return {
        Fault.NOT_MARC: _("This is not a MARC record"),
        Fault.EMPTY: _("The record is empty"),
        Fault.LEADER: _("Its leader cannot be read"),
        Fault.DIRECTORY: _("Its directory cannot be read"),
        Fault.NO_FIELDS: _("It has no fields"),
        Fault.TRUNCATED: _("It is cut off"),
        Fault.XML: _("The XML is broken here; reading goes on at the next record"),
        Fault.ENTITY: _("The XML names entities of its own, which is not safe"),
        ImportFault.NO_TITLE: _("It has no title"),
        ImportFault.TWICE_IN_FILE: _("The same number stands in the file before"),
        ImportFault.TITLE_UNKNOWN: _("Its title is not in the library"),
        ImportFault.TITLE_AMBIGUOUS: _("Several titles fit it"),
        ImportFault.ITEM_UNKNOWN: _("This copy is not in the library"),
        ImportFault.PATRON_UNKNOWN: _("This card is not in the library"),
        ImportFault.BRANCH_UNKNOWN: _("There is no such branch"),
        ImportFault.ITEM_TYPE_UNKNOWN: _("There is no such item type"),
        ImportFault.LOCATION_UNKNOWN: _("There is no such shelving location"),
        ImportFault.COLLECTION_UNKNOWN: _("There is no such collection"),
        ImportFault.CATEGORY_UNKNOWN: _("There is no such patron category"),
        ImportFault.STATUS_UNKNOWN: _("The mapping does not know this status"),
        ImportFault.KIND_UNKNOWN: _("The mapping does not know this kind"),
        ImportFault.COPY_KEPT_ALREADY: _("The copy is kept for another hold"),
        ImportFault.ON_LOAN_TO_ANOTHER: _("The copy is on loan to another reader"),
        ImportFault.RETURNED: _("The loan is over"),
        ImportFault.CARD_OF_ANOTHER: _("The card belongs to another reader"),
        ImportFault.EMPTY: _("The row lacks what it must have"),
        ImportFault.UNKNOWN_WORD: _("The mapping does not know this word"),
        ImportFault.NOT_A_DATE: _("This is not a date"),
        ImportFault.NOT_A_SUM: _("This is not a sum of money"),
        ImportFault.NOT_A_NUMBER: _("This is not a number"),
        ImportFault.NOT_YES_OR_NO: _("This is neither yes nor no"),
        ImportFault.TOO_LONG: _("This is too long"),
        ImportFault.COLUMNS: _("The row has more or fewer columns than the heading"),
        ImportFault.QUOTES: _("A quotation mark is not closed"),
    }


def _remarks() -> dict[Remark | ImportRemark, str]:
    return {
        Remark.UTF8_NOT_DECLARED: _("It says MARC-8 but is UTF-8, and was read so"),
        Remark.BAD_UTF8: _("Some bytes are not UTF-8"),
        Remark.UNMAPPED_MARC8: _("Some MARC-8 characters have no meaning"),
        Remark.BROKEN_ESCAPE: _("A change of alphabet is broken"),
        Remark.WRONG_LENGTH: _("Its length is wrong; it was read to its end mark"),
        Remark.WRONG_BASE_ADDRESS: _("The address of its data is wrong"),
        Remark.READ_BY_TERMINATORS: _("Its directory cannot be trusted; it was read field by field"),
        Remark.NO_TERMINATOR: _("It lacks its end mark"),
        Remark.INDICATORS: _("A field lacks its indicators"),
        Remark.SUBFIELD_CODE: _("A subfield code is not a letter or digit"),
        Remark.EXTRA_FIELDS: _("It has more fields than its directory names"),
        Remark.DEBRIS_BEFORE: _("Something that is no record stands before it"),
        ImportRemark.BAD_ISBN: _("An ISBN's check digit is wrong; it was kept apart"),
        ImportRemark.NOT_UTF8: _("The file is not UTF-8; it was read as Windows-1252"),
        ImportRemark.GUARANTOR_UNKNOWN: _("The card of its guarantor is not in the library"),
    }
