"""The scenes of fines and till: a reader pays, the clerk waives the rest with a PIN, the drawer is counted."""

from typing import TYPE_CHECKING, cast

from desk.i18n import _
from desk.services.administration.demo import DEMO_ACCOUNT
from desk.tour.driver import Driver
from desk.tour.scene import Chapter, Scene

if TYPE_CHECKING:
    from desk.ui.accounts.asks import CountAsk, FormAsk
    from desk.ui.accounts.till_page import TillPage
    from desk.ui.administration.forms import LineField

CLERK, PIN = "1111", "2222"


def _page(driver: Driver) -> "TillPage":
    return cast("TillPage", driver.shell.window.page("till"))


def _account(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("Ctrl+Shift+P")
    driver.type(CLERK)
    driver.wait_for(driver.shell.window.at_desk)
    driver.press("F6")
    driver.scan(DEMO_ACCOUNT)


def _pay(driver: Driver) -> None:
    page = _page(driver)
    driver.into(page.bar.amount.line, "2.00")
    driver.into(page.bar.given.line, "5.00")


def _paid(driver: Driver) -> None:
    driver.press("Ctrl+Return")


def _waive(driver: Driver) -> None:
    driver.press("Alt+W")
    ask = cast("FormAsk", _page(driver).card.ask)
    driver.into(cast("LineField", ask.boxes["amount"]).line, "1.00")
    driver.press("Tab")
    driver.type(_("Goodwill"), enter=False)
    driver.press("Ctrl+Return")


def _pin(driver: Driver) -> None:
    driver.press("F10")


def _waived(driver: Driver) -> None:
    driver.type(PIN)


def _count(driver: Driver) -> None:
    driver.press("Alt+C")
    ask = cast("CountAsk", _page(driver).card.ask)
    for worth, number in ((2000, "2"), (1000, "1"), (100, "2")):
        driver.into(ask.lines[worth], number)


def _counted(driver: Driver) -> None:
    driver.press("Ctrl+Return")


def scenes() -> tuple[Scene, ...]:
    """They follow the day: the till of the demo is open already."""
    money = Chapter.MONEY
    return (
        Scene(
            "till-account",
            _("F6 and a card: what a reader owes, line by line."),
            _account,
            money,
            "Space ticks a line, Ctrl+A all of them; with nothing ticked everything is meant. What still grows, because"
            " the copy is out, can be paid as well.",
        ),
        Scene(
            "till-paying",
            _("A part in cash: the change stands there before anything is paid."),
            _pay,
            money,
            "The amount is never filled in by itself. No scan, no bare Enter and no function key moves money.",
        ),
        Scene("till-paid", _("Ctrl+Enter takes it. F9 prints the receipt, Ctrl+Z takes it back."), _paid, money),
        Scene("till-waive", _("Letting off a part asks for the reason, and for somebody who may."), _waive, money),
        Scene("till-pin", _("A supervisor's PIN, on the card."), _pin, money),
        Scene("till-waived", _("What was let off is a line of its own, with its reason."), _waived, money),
        Scene(
            "till-count",
            _("The drawer is counted blind, by coin and note."),
            _count,
            money,
            "What is expected is told only when the count is done. A difference asks for its reason when the till is"
            " closed.",
        ),
        Scene("till-counted", _("Expected and counted, and what the difference is."), _counted, money),
    )
