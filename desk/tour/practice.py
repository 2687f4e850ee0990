"""Training: the sandbox with its coral marks, a drill, and how it went."""

from typing import TYPE_CHECKING

from desk.i18n import _
from desk.tour.driver import Driver
from desk.tour.scene import Chapter, Opens, Part, Scene, nothing

if TYPE_CHECKING:
    from desk.services.training.situations import Situation

SEED = 7


class Trainee:
    """Hands that know how to lend, return and stop, and no more: a drill tells them what they do not know."""

    def __init__(self) -> None:
        self._now: Situation | None = None

    def begin(self, driver: Driver) -> None:
        """Set the drill out."""
        drill = driver.shell.training.drill
        drill.told.connect(self._told)
        drill.begin(SEED)
        driver.wait_for(drill.is_on)
        driver.rest()

    def _told(self, situation: "Situation", _number: int, _count: int) -> None:
        self._now = situation

    def do_all(self, driver: Driver) -> None:
        """One situation after another, up to the page that tells how it went."""
        drill = driver.shell.training.drill
        while drill.is_on() and self._now is not None:
            situation = self._now
            self._do(driver, situation)
            if drill.is_on() and self._now is situation:
                drill.go_on()
                driver.rest()
        driver.wait_for(lambda: not driver.shell.window.at_desk())

    def _do(self, driver: Driver, situation: "Situation") -> None:
        kind = situation.kind.value
        if kind.startswith("return"):
            driver.press("F3")
            driver.scan(*situation.items)
        elif kind.startswith("lend") or situation.stops:
            driver.press("F2")
            driver.scan(situation.card, *situation.items)
            driver.press("F12")
            driver.press("F12")


def part() -> Part:
    """The sandbox, a drill, and how it went."""
    practise, trainee = Chapter.PRACTISING, Trainee()
    return Part(
        Opens.TRAINING,
        (
            Scene(
                "training",
                _("Training: a day in a library of its own, with invented readers and coral marks."),
                nothing,
                practise,
                "It has the rules, kinds and branches of your library, and none of its readers. Nothing that is done"
                " here reaches the library or its printer: slips go into a folder and say TRAINING.",
            ),
            Scene(
                "drill",
                _("A drill tells one situation after another; what counts is what the library says afterwards."),
                trainee.begin,
                practise,
            ),
            Scene(
                "drill-result",
                _("How it went: what was right, what would have been right, how long it took and how fast."),
                trainee.do_all,
                practise,
                "Nothing is kept of whoever practised but the best time of this desk.",
            ),
        ),
    )
