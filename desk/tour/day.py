"""The day that the tour shows: what is scanned, the line of text below each picture, and what the guide says."""

import os
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from desk.i18n import _
from desk.tour import holds, money, people
from desk.tour.driver import Driver
from desk.tour.scene import Chapter, Opens, Part, Scene, nothing
from desk.ui.circulation.checkin_page import AMNESTY, FLOATING
from desk.wording.rule_words import Group

if TYPE_CHECKING:
    from desk.ui.administration.administration_page import AdministrationPage

# Readers and copies of the demo library (resources/demo).
MARISOL, DARIUS = "21234000987768", "21234000988188"
BRAIDING, WILD_THINGS, MOCKINGBIRD, TOMORROW = "30500004128818", "30500002206657", "30500001002313", "30500004310077"
ACHEBE, PIRANESI, WOLF_HALL, NORTHGATES = "30500001001216", "30500003779025", "30500001000911", "30500001000226"
BACH, OF_NORTHGATE = "30500001553307", "30500001002214"
PIN = "2222"
# A file of new readers as a school sends one: its name, its columns, its rows.
NEW_READERS = (
    "new-readers.csv",
    "card,family_name,given_name,category,branch,birth_date",
    "21234000500015,Abara,Chidi,child,MAIN,2017-04-02",
    "21234000500023,Bergström,Liv,child,MAIN,2016-11-30",
    "21234000500031,,Ines,child,MAIN,2017-01-12",
    "21234000500049,Okonkwo,Ada,child,MAIN,2017-02-31",
    "21234000500056,Ruiz,Mateo,child,MAIN,2016-08-19",
)


def _lend(driver: Driver) -> None:
    driver.scan(MARISOL, MOCKINGBIRD, WILD_THINGS, WOLF_HALL, BRAIDING)


def _blocked(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("F12")
    driver.scan(DARIUS, ACHEBE)


def _reason(driver: Driver) -> None:
    driver.press("F10")


def _return(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("Alt+X")
    driver.press("F12")
    driver.press("F12")
    driver.press("F3")
    driver.scan(BRAIDING, WOLF_HALL, NORTHGATES, BACH, PIRANESI)


def _undo(driver: Driver) -> None:
    driver.press("Ctrl+Z")


def _why(driver: Driver) -> None:
    driver.scan(PIRANESI)
    driver.press("Ctrl+I")


def _switches(driver: Driver) -> None:
    driver.press("Ctrl+I")
    driver.press("F12")
    driver.press("F12")
    switches = driver.shell.panels["checkin"].page.switches
    for name in (AMNESTY, FLOATING):
        driver.click(switches[name])
    driver.scan(OF_NORTHGATE)


def _what_if(driver: Driver) -> None:
    for name in (AMNESTY, FLOATING):
        driver.click(driver.shell.panels["checkin"].page.switches[name])
    driver.press("F2")
    driver.press("Ctrl+Shift+I")
    driver.type(MARISOL, enter=False)
    driver.press("Tab")
    driver.type(TOMORROW, enter=False)
    driver.press("Tab")
    driver.type("+7 10:00")


def _administration(driver: Driver) -> "AdministrationPage":
    return cast("AdministrationPage", driver.shell.window.pages.currentWidget())


def _rules(driver: Driver) -> None:
    driver.press("Ctrl+Shift+I")
    driver.press("Ctrl+Shift+P")
    driver.type(PIN)
    driver.wait_for(driver.shell.window.at_desk)
    driver.press("Ctrl+8")
    page = _administration(driver)
    rules = page.rules
    driver.click(page.entries[rules])
    driver.wait_for(lambda: rules.rules is not None)
    driver.into(rules.details.fields["loan"].box, "4 weeks")
    rules.details.show_part(Group.RENEWING)
    box: Any = rules.details.fields["auto_renew"].box
    box.setFocus()
    box.setCurrentIndex(box.findData("yes"))
    box.activated.emit(box.currentIndex())
    driver.press("Ctrl+Return")


def _days(driver: Driver) -> None:
    driver.press("Ctrl+S")
    page = _administration(driver)
    driver.click(page.entries[page.days])
    driver.wait_for(lambda: page.days.days is not None)
    driver.press("Ctrl+N")
    driver.type("+19", enter=False)
    driver.into(page.days.editor.last.line, "+23")
    driver.into(page.days.editor.note.line, "Painters")
    driver.press("Ctrl+Return")
    driver.press("Ctrl+Return")


def _nights(driver: Driver) -> None:
    driver.press("Ctrl+Z")
    page = _administration(driver)
    driver.click(page.entries[page.nights])
    driver.wait_for(lambda: page.nights.sheet is not None)
    driver.press("Ctrl+Return")
    driver.wait_for(lambda: page.nights.told.isVisible() and not page.nights.nights.at_work())


def _bring_in(driver: Driver) -> None:
    page = _administration(driver)
    form = page.bringing.form
    driver.click(page.entries[page.bringing])
    with chdir(os.environ["DESK_HOME"]):
        Path(NEW_READERS[0]).write_text("\n".join(NEW_READERS[1:]), encoding="utf-8")
        form.kind.box.setCurrentIndex(form.kind.box.findData("patrons"))
        driver.into(form.file.line, NEW_READERS[0])
        driver.press("Ctrl+T")
        driver.wait_for(lambda: form.report.isVisible() and not form.is_running())


def _keys(driver: Driver) -> None:
    driver.press("F1")


def _palette(driver: Driver) -> None:
    driver.press("F9")
    driver.press("Esc")
    driver.press("Ctrl+K")
    driver.type(_("Print the command barcodes"))
    driver.press("Return")
    driver.press("Ctrl+K")
    driver.type("lind", enter=False)
    driver.wait_for(lambda: True)


def _scanner(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("Esc")
    driver.click(driver.shell.window.status.scanner)


def _lent_again(driver: Driver) -> None:
    """The panels are closed, and the visit stands as it was left."""
    driver.press("Esc")
    driver.press("Esc")
    driver.scan(TOMORROW)


def part() -> Part:
    """The day, in order."""
    first = (*_lending(), *_finding(), *_blocks(), *_taking_back(), *_house())
    return Part(Opens.DEMO, (*first, *holds.scenes(), *people.scenes(), *money.scenes()))


def _lending() -> tuple[Scene, ...]:
    lend = Chapter.LENDING
    return (
        Scene(
            "checkout-empty",
            _("The desk waits for the next reader. In the demo a strip leads through the first acts."),
            nothing,
            lend,
            "The field listens wherever the cursor is: a scan is caught from any box. Typing works as well: a number"
            " and Enter, or a name. The strip above tells eight first acts with numbers that work, and ticks them off"
            " when they are really done; Alt+X hides it.",
        ),
        Scene(
            "checkout-lent",
            _("A card and four items, one of them kept on the hold shelf: five scans."),
            _lend,
            lend,
            "The card opens the visit, each item is lent at once, and the large card says what to say to the reader."
            " The next card, or F12, ends the visit. Ctrl+Z takes the last act back, as often as you like. F8 brings"
            " the reader before back, twenty deep.",
        ),
    )


def _finding() -> tuple[Scene, ...]:
    find = Chapter.FINDING
    return (
        Scene(
            "keys",
            _("F1: every key, those of this page first. Each can be changed at this desk."),
            _keys,
            find,
            "Command barcodes can be printed from here too, for a trolley that has a scanner and no keyboard.",
        ),
        Scene(
            "palette",
            _("Ctrl+K finds every command with its key, every reader, item and title, as you type."),
            _palette,
            find,
            "A scan while it is open goes to the page, as always.",
        ),
        Scene(
            "status",
            _("Each light of the status bar opens a panel with a test, and with what mends it."),
            _scanner,
            find,
            "Size, colours and language are there as well: Ctrl and + or − make everything larger or smaller, from 80"
            " to 200 %, Ctrl+Shift+T goes through light, dark, high contrast and as the system is set.",
        ),
    )


def _blocks() -> tuple[Scene, ...]:
    lend = Chapter.LENDING
    return (
        Scene(
            "checkout-held",
            _("A copy that somebody else waits for is not lent; the card says what to do."),
            _lent_again,
            lend,
            "No box has to be closed before the next scan. Ctrl+Enter does what is recommended, F10 lends anyway for"
            " whoever may, Esc sets it aside.",
        ),
        Scene(
            "checkout-blocked",
            _("A reader who owes too much: items wait until it is settled."),
            _blocked,
            lend,
        ),
        Scene(
            "checkout-override",
            _("Lending anyway asks for a reason, on the card and not in a dialog."),
            _reason,
            lend,
            "Who may not, is asked for a supervisor's PIN in the same place. It holds for this visit and this reason.",
        ),
    )


def _taking_back() -> tuple[Scene, ...]:
    back = Chapter.TAKING_BACK
    return (
        Scene(
            "checkin-hold",
            _("Check in: the headline is the place where the copy goes."),
            _return,
            back,
            "F3, then scan whatever came back. The four counters are the four piles; pressed, each shows its own rows.",
        ),
        Scene("checkin-undone", _("Ctrl+Z takes back the last act."), _undo, back),
        Scene(
            "checkin-why",
            _("Ctrl+I: why this fine, step by step, and by which rule."),
            _why,
            back,
        ),
        Scene(
            "checkin-switches",
            _("Switches of check-in: no fines today, and the copy stays here."),
            _switches,
            back,
        ),
        Scene(
            "checkout-what-if",
            _("What if? A reader, a copy and a day are tried out; nothing is lent."),
            _what_if,
            back,
        ),
    )


def _house() -> tuple[Scene, ...]:
    house = Chapter.HOUSE
    return (
        Scene("rules", _("Loan rules: a change says what it does before it is saved."), _rules, house),
        Scene(
            "opening-days",
            _("Opening days: which due dates a closure moves, before it is applied."),
            _days,
            house,
        ),
        Scene("nights", _("What was renewed by itself at night, and what was not and why."), _nights, house),
        Scene(
            "bring-in",
            _("A file of another system, tried: what would come in, and each row that would not, with its reason."),
            _bring_in,
            house,
            _("Ctrl+Enter brings it in; the desk goes on lending meanwhile, and the same file twice changes nothing."),
        ),
    )
