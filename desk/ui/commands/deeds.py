"""Everything that a person can do by a key or by its name: the one table behind palette, key sheet and keys page."""

from dataclasses import dataclass
from enum import Enum, auto

from desk.i18n import _
from desk.ui.keys import Key


class Group(Enum):
    """Under which heading a command stands on the key sheet."""

    PAGES = auto()
    VISIT = auto()
    RESULT = auto()
    ROWS = auto()
    CHECK_IN = auto()
    PATRONS = auto()
    HOLDS = auto()
    TILL = auto()
    WINDOW = auto()
    DEVICES = auto()


class Where(Enum):
    """On which pages a command has something to do."""

    EVERYWHERE = auto()
    DESK = auto()
    CHECK_OUT = auto()
    CHECK_IN = auto()
    PATRONS = auto()
    HOLDS = auto()
    TILL = auto()
    ADMINISTRATION = auto()


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done; its name is that of its key, whether it has one at this station or not."""

    key: Key
    icon: str
    label: str
    group: Group
    where: Where = Where.EVERYWHERE


def group_word(group: Group) -> str:
    """The heading of a group."""
    return {
        Group.PAGES: _("Pages"),
        Group.VISIT: _("Visit"),
        Group.RESULT: _("Result card"),
        Group.ROWS: _("Rows"),
        Group.CHECK_IN: _("Check in"),
        Group.PATRONS: _("Patrons"),
        Group.HOLDS: _("Holds"),
        Group.TILL: _("Fines and till"),
        Group.WINDOW: _("Window"),
        Group.DEVICES: _("Devices and messages"),
    }[group]


def deeds() -> tuple[Deed, ...]:
    """All of them, in the order of the key sheet."""
    desk = (*_pages(), *_visit(), *_result(), *_rows(), *_check_in())
    return (*desk, *_patrons(), *_holds(), *_till(), *_window(), *_devices())


def _pages() -> tuple[Deed, ...]:
    return (
        Deed(Key.CHECK_OUT, "arrow-up-from-line", _("Check out"), Group.PAGES),
        Deed(Key.CHECK_IN, "arrow-down-to-line", _("Check in"), Group.PAGES),
        Deed(Key.PATRONS, "users", _("Patrons: this reader, where one is open"), Group.PAGES),
        Deed(Key.HOLDS, "bookmark", _("Holds"), Group.PAGES),
        Deed(Key.TILL, "wallet", _("Fines and till"), Group.PAGES),
        Deed(Key.NEW, "plus", _("New: what the page holds"), Group.PAGES),
        Deed(Key.HOLDS_OF, "bookmark-check", _("Holds of this reader"), Group.PAGES),
        Deed(Key.ADMINISTRATION, "settings-2", _("Administration"), Group.PAGES),
        Deed(Key.PALETTE, "command", _("Commands and search"), Group.PAGES),
        Deed(Key.HELP, "keyboard", _("Keys of this page"), Group.PAGES),
    )


def _visit() -> tuple[Deed, ...]:
    return (
        Deed(Key.FINISH, "check", _("Finish the visit or session"), Group.VISIT, Where.DESK),
        Deed(Key.LAST_PATRON, "history", _("Last reader, or the visit that was parked"), Group.VISIT),
        Deed(Key.LAST_READERS, "users", _("Last readers"), Group.VISIT),
        Deed(Key.PARKED, "hourglass", _("Parked visits"), Group.VISIT),
        Deed(Key.PRINT, "receipt", _("Print the slip"), Group.VISIT, Where.DESK),
        Deed(Key.REPRINT, "printer", _("Print the last slip again"), Group.VISIT, Where.DESK),
        Deed(Key.DATE, "calendar-days", _("Due date or return date"), Group.VISIT, Where.DESK),
        Deed(Key.UNCATALOGUED, "book-plus", _("An item that is not catalogued"), Group.VISIT, Where.DESK),
        Deed(Key.LIST, "file-text", _("Open a list of barcodes"), Group.VISIT, Where.DESK),
    )


def _result() -> tuple[Deed, ...]:
    return (
        Deed(Key.RECOMMENDED, "circle-check", _("Do what the card recommends"), Group.RESULT, Where.DESK),
        Deed(Key.OVERRIDE, "shield-check", _("Allow it anyway"), Group.RESULT, Where.DESK),
        Deed(Key.ASIDE, "x", _("Set the card aside, and back to the scan field"), Group.RESULT),
        Deed(Key.WHY, "circle-help", _("Why?"), Group.RESULT, Where.DESK),
        Deed(Key.WHAT_IF, "scale", _("What if?"), Group.RESULT, Where.DESK),
    )


def _rows() -> tuple[Deed, ...]:
    return (
        Deed(Key.UNDO, "undo-2", _("Undo the last act"), Group.ROWS),
        Deed(Key.REDO, "redo-2", _("Redo it"), Group.ROWS),
        Deed(Key.RENEW, "refresh-cw", _("Renew this row, or all that is overdue"), Group.ROWS, Where.DESK),
        Deed(Key.ROW_ACTIONS, "ellipsis", _("What can be done with this row"), Group.ROWS, Where.DESK),
        Deed(Key.FILTER, "search", _("Filter the rows"), Group.ROWS, Where.DESK),
    )


def _check_in() -> tuple[Deed, ...]:
    here = (Group.CHECK_IN, Where.CHECK_IN)
    return (
        Deed(Key.MODE_NORMAL, "package-open", _("Check in as usual"), *here),
        Deed(Key.MODE_BOOK_DROP, "inbox", _("Book drop"), *here),
        Deed(Key.MODE_IN_HOUSE, "house", _("In-house use"), *here),
        Deed(Key.MODE_RENEW, "refresh-cw", _("Renew what is scanned"), *here),
    )


def _patrons() -> tuple[Deed, ...]:
    here = (Group.PATRONS, Where.PATRONS)
    return (
        Deed(Key.REGISTER, "user-round-plus", _("Register a reader"), *here),
        Deed(Key.CHANGE_DETAILS, "pencil", _("Change the reader's details"), *here),
        Deed(Key.RENEW_CARD, "calendar-days", _("Renew the card"), *here),
        Deed(Key.NEW_CARD, "id-card", _("Replace the card"), *here),
        Deed(Key.LOST_CARD, "id-card", _("The card is lost: give another"), *here),
        Deed(Key.WRITE_NOTE, "sticky-note", _("Write a note"), *here),
        Deed(Key.RESTRICT, "ban", _("Restrict the reader"), *here),
        Deed(Key.PAY_READER, "wallet", _("Pay what the reader owes"), *here),
        Deed(Key.MERGE, "users", _("Merge with another record"), *here),
        Deed(Key.CLEARANCE, "receipt", _("Clearance letter"), *here),
        Deed(Key.CHANGE_MANY, "list-checks", _("Change many readers at once"), *here),
        Deed(Key.TWICE_HERE, "users", _("Who may stand here twice"), *here),
        Deed(Key.PURGE, "trash-2", _("Purge readers who have been away for years"), *here),
    )


def _holds() -> tuple[Deed, ...]:
    here = (Group.HOLDS, Where.HOLDS)
    return (
        Deed(Key.LIST_NEXT, "arrow-right", _("Next list"), *here),
        Deed(Key.LIST_BACK, "arrow-left", _("List before"), *here),
        Deed(Key.HOLD_QUEUE, "list-checks", _("Who waits for it"), *here),
        Deed(Key.HOLD_MISSED, "circle-question-mark", _("Not on shelf: pull another"), *here),
        Deed(Key.HOLD_LIST, "printer", _("Print the list"), *here),
        Deed(Key.HOLD_RATIOS, "scale", _("Titles for which many wait"), *here),
        Deed(Key.HOLD_HOPELESS, "circle-help", _("Holds that no copy can fill"), *here),
    )


def _till() -> tuple[Deed, ...]:
    here = (Group.TILL, Where.TILL)
    return (
        Deed(Key.WAIVE, "check", _("Waive or write off"), *here),
        Deed(Key.REFUND, "undo-2", _("Give back what was paid"), *here),
        Deed(Key.TRANSFER, "arrow-left-right", _("Transfer to another reader or an agency"), *here),
        Deed(Key.CREDIT, "wallet", _("Give a credit"), *here),
        Deed(Key.VOID, "receipt", _("Void a receipt"), *here),
        Deed(Key.SETTLED, "history", _("Show or hide what is settled"), *here),
        Deed(Key.OPEN_TILL, "lock-open", _("Open the till"), *here),
        Deed(Key.COUNT_TILL, "scale", _("Count the drawer"), *here),
        Deed(Key.MOVE_CASH, "coins", _("Cash in or out of the drawer"), *here),
        Deed(Key.CLOSE_TILL, "lock", _("Close the till"), *here),
        Deed(Key.DRAWER, "chart-column", _("Drawer report: what was taken and given back"), *here),
        Deed(Key.PRICES, "tag", _("Prices of what is sold"), *here),
    )


def _window() -> tuple[Deed, ...]:
    return (
        Deed(Key.LOCK, "lock", _("Lock the desk"), Group.WINDOW),
        Deed(Key.PERSON, "user-round", _("Another person takes over"), Group.WINDOW),
        Deed(Key.ZOOM_IN, "plus", _("Larger"), Group.WINDOW),
        Deed(Key.ZOOM_OUT, "minus", _("Smaller"), Group.WINDOW),
        Deed(Key.ZOOM_USUAL, "a-large-small", _("Usual size"), Group.WINDOW),
        Deed(Key.THEME, "contrast", _("Next theme: light, dark, high contrast"), Group.WINDOW),
        Deed(Key.NAVIGATION, "panel-left", _("Narrow or wide navigation"), Group.WINDOW),
        Deed(Key.FULL_SCREEN, "maximize", _("Full screen"), Group.WINDOW),
        Deed(Key.MUTE, "volume-2", _("Sounds on or off"), Group.WINDOW),
        Deed(Key.COACH, "sparkles", _("First steps: show them again"), Group.WINDOW),
        Deed(Key.TRAINING, "school", _("Training: begin it, or leave it"), Group.WINDOW),
        Deed(Key.DRILL, "list-checks", _("Training: a drill"), Group.WINDOW),
        Deed(Key.SAVE, "save", _("Save the changes"), Group.WINDOW, Where.ADMINISTRATION),
    )


def _devices() -> tuple[Deed, ...]:
    return (
        Deed(Key.STATUS_DATABASE, "database", _("Status of the database"), Group.DEVICES),
        Deed(Key.STATUS_SCANNER, "scan-barcode", _("Status of the scanner"), Group.DEVICES),
        Deed(Key.STATUS_PRINTER, "printer", _("Status of the slip printer"), Group.DEVICES),
        Deed(Key.STATUS_SOUNDS, "volume-2", _("Status of the sounds"), Group.DEVICES),
        Deed(Key.STATUS_SIZE, "a-large-small", _("Size, colours, language"), Group.DEVICES),
        Deed(Key.MESSAGES, "message-square-text", _("Recent messages"), Group.DEVICES),
        Deed(Key.COMMAND_SHEET, "scan-line", _("Print the command barcodes"), Group.DEVICES),
        Deed(Key.KEEP_PRINT, "save", _("Keep what was printed last as PDF"), Group.DEVICES),
        Deed(Key.KEYS_PAGE, "keyboard", _("Change the keys of this station"), Group.DEVICES),
    )


def fixed_keys() -> tuple[tuple[str, str], ...]:
    """What moves in rows and lists, as everywhere else: these are nobody's to change."""
    return (
        (_("From the scan field into the rows"), "↓"),
        (_("Open the row"), "Enter"),
        (_("Undo the row"), "Del"),
        (_("Take a line of a list"), "1 – 9"),
        (_("Press a button of the card"), "Alt 1 – 9"),
        tab_key(),
    )


def tab_key() -> tuple[str, str]:
    """What moves from one control to the next, on every page."""
    return _("To the next control, and back"), "Tab"
