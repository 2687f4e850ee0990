"""Ctrl+I: why this row or card came out as it did, shown beside the rows."""

from functools import partial
from typing import TYPE_CHECKING, Any

from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Backdated, Lent, Renewed, Returned, Used
from desk.services.circulation.lookup import FoundBoth, FoundCard, FoundSeveral
from desk.ui.circulation.visit import Scanned, Stage
from desk.ui.desk_thread import Failed
from desk.wording.shapes import Explanation
from desk.wording.unexplained import (
    no_answer,
    not_on_file,
    nothing_there,
    several_meant,
    still_waiting,
    taken_back,
)

if TYPE_CHECKING:
    from desk.services.circulation.owing import WhyOwes
    from desk.services.circulation.why import WhyAct, WhyLoan
    from desk.services.desk import Desk
    from desk.ui.circulation.desk_panel import DeskPanel
    from desk.ui.why.why_panel import WhyPanel
    from desk.wording.why import Names

RECKONED = Lent | Renewed | Returned | Backdated | Used


def explained(question: "WhyAct | WhyLoan | WhyOwes | None", desk: "Desk") -> "tuple[Any, Names]":
    """The answer of the desk, and how the library calls its branches, categories and kinds."""
    from desk.wording.why import names_of

    return desk.ask(question) if question is not None else None, names_of(desk.rulebook())


class Explaining:
    """Belongs to one panel. It asks beside the line of scans and never holds one up."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self._shown: WhyPanel | None = None

    def why(self) -> None:
        """The row that the keyboard is on, else the card, else the newest row; pressed again it closes."""
        page = self._panel.page
        if self._shown is not None and page.is_beside(self._shown):
            page.close_beside()
        elif self._panel.is_ready():
            self._explain()

    def close(self) -> None:
        """Somebody scans on."""
        if self._shown is not None and self._panel.page.is_beside(self._shown):
            self._panel.page.close_beside()

    def _explain(self) -> None:
        panel = self._panel
        row = panel.page.current_row()
        scanned = panel.scanned_at(row) if row is not None else panel.about
        blocks = panel.reader_blocks()
        if scanned is None and blocks:
            return self._refusal(Refused(None, blocks))
        if scanned is None:
            scanned = panel.visit.scans[-1] if panel.visit.scans else None
        return self._of(scanned)

    def _of(self, scanned: Scanned | None) -> None:
        if scanned is None:
            return self.say(nothing_there())
        if scanned.stage is Stage.UNDONE:
            return self.say(taken_back(scanned.row.title))
        match scanned.answer:
            case Refused():
                return self._refusal(scanned.answer)
            case Unknown():
                return self.say(not_on_file(scanned.answer))
            case FoundBoth() | FoundSeveral() | FoundCard():
                return self.say(several_meant())
            case Failed() | None:
                waits = scanned.stage in (Stage.CAUGHT, Stage.ASKED)
                return self.say(still_waiting() if waits else no_answer(scanned.row.subtitle))
        return self._ask(scanned)

    def _ask(self, scanned: Scanned) -> None:
        from desk.services.circulation.why import WhyAct, WhyLoan

        key = scanned.last_key()
        reckoned = key and isinstance(scanned.answer, RECKONED)
        question = WhyAct(key) if reckoned else WhyLoan(scanned.barcode)
        self._panel.desk.run(partial(explained, question), self._told)

    def _refusal(self, answer: Refused) -> None:
        from desk.services.circulation.owing import WhyOwes

        opened = self._panel.visit.opened
        reader = answer.patron or (opened.patron if opened is not None else None)
        question = WhyOwes(reader.card) if reader is not None else None
        self._panel.desk.run(partial(explained, question), partial(self._refused, answer))

    def _refused(self, refused: Refused, told: Any) -> None:
        if isinstance(told, Failed):
            return self._panel.show_failure(told)
        from desk.services.circulation.owing import Owed
        from desk.wording.why import refusal

        owed, names = told
        return self.say(refusal(refused, self._panel.place(), names, owed if isinstance(owed, Owed) else None))

    def _told(self, told: Any) -> None:
        if isinstance(told, Failed):
            return self._panel.show_failure(told)
        from desk.services.circulation.why import Explained
        from desk.wording.why import explanation

        said, names = told
        if isinstance(said, Explained):
            return self.say(explanation(said, self._panel.place(), names))
        return self.say(not_on_file(said))

    def say(self, said: Explanation) -> None:
        """Open the panel with these words."""
        page = self._panel.page
        if self._shown is None:
            from desk.ui.why.why_panel import WhyPanel

            self._shown = WhyPanel(page.look)
            self._shown.closed.connect(page.close_beside)
            self._shown.supposed.connect(self._panel.supposing.open)
        self._shown.say(said)
        page.show_beside(self._shown)
