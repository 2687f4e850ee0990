"""Undo and redo: the last act of this window, or the act of one row."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from desk.i18n import _
from desk.rules.vocabulary import Reason
from desk.services.answers import NotDone, Refused
from desk.services.circulation.answers import Returned, Undone
from desk.services.circulation.checkin import Checkin
from desk.services.desk import new_key
from desk.ui.circulation.tools import Done
from desk.ui.circulation.visit import Scanned, Stage, stage_of
from desk.ui.desk_thread import Failed
from desk.wording.checkout import refused_card, undone_row
from desk.wording.shapes import Card, Sound, Tone
from desk.wording.undone import undone_card

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel

GONE = frozenset({Reason.UNDONE_ALREADY, Reason.SEVERED, Reason.NOTHING_TO_UNDO})


class TakingBack:
    """Belongs to one panel; the acts themselves are shared, so that Ctrl+Z means the last one of the whole window."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self._acts = panel.tools.acts

    def undo_last(self) -> None:
        """Ctrl+Z, and again for the act before."""
        self._panel.then(self.undo_latest)

    def undo_row(self, place: int) -> None:
        """Del: the act of this row; a row without an act is set aside."""
        panel = self._panel
        scanned = panel.scanned_at(place)
        if scanned is None:
            return
        if scanned.done:
            key = scanned.last_key()
            done = self._acts.named(key) or Done(key, None, panel, scanned, panel.visit)
            panel.then(partial(self.undo, done))
        elif scanned.stage is Stage.LOOK:
            panel.put_aside(scanned)

    def redo(self) -> None:
        """Ctrl+Shift+Z: what was undone last is done anew."""
        if self._acts.undone:
            self._panel.then(self._redo)

    def undo(self, done: Done | None, *, scanned: bool = False) -> None:
        """Take back one act; without one, the last of this person at this desk. A scan moves no money back."""
        from desk.services.circulation.undo import Undo

        self._panel.desk.do(Undo(done.key if done is not None else "", scanned), partial(self.undone, done))

    def undone(self, done: Done | None, answer: Any) -> None:
        """What came of it."""
        panel = self._panel
        match answer:
            case Undone():
                self._put_back(done or self._acts.named(answer.key), answer)
            case Refused():
                self._refuse(done, answer)
            case Failed():
                panel.show_failure(answer)
        panel.settled()

    def undo_latest(self, *, scanned: bool = False) -> None:
        """In a step: the last act of the whole window."""
        self.undo(self._acts.standing[-1] if self._acts.standing else None, scanned=scanned)

    def _put_back(self, done: Done | None, answer: Undone) -> None:
        panel = self._panel
        panel.show(undone_card(answer, panel.place()))
        if done is None:
            return panel.came_back(None, answer)
        self._acts.take_back(done)
        if done.scanned is not None:
            self._row_back(cast("DeskPanel", done.panel), done.scanned, done.key)
        if done.panel is not panel:
            panel.came_back(done, answer)
        return done.panel.came_back(done, answer)

    def _row_back(self, panel: "DeskPanel", scanned: Scanned, key: str) -> None:
        """The row tells of the act before, or that nothing of it stands any more."""
        scanned.done.pop(key, None)
        before = scanned.last_key()
        if before:
            scanned.answer = scanned.done[before]
            panel.paint(scanned, panel.words(scanned.answer)[1])
        else:
            scanned.stage = Stage.UNDONE
            panel.paint(scanned, undone_row(scanned.row))

    def reshelve(self) -> None:
        """Not now: the copy is not kept for the hold, and goes back to its shelf."""
        scanned = self._panel.about
        if scanned is not None and scanned.done and isinstance(scanned.answer, Returned):
            self._panel.first(partial(self._untrap, scanned, scanned.last_key()))

    def _untrap(self, scanned: Scanned, key: str) -> None:
        from desk.services.circulation.undo import Undo

        self._panel.desk.do(Undo(key), partial(self._untrapped, scanned, key))

    def _untrapped(self, scanned: Scanned, key: str, answer: Any) -> None:
        panel, done = self._panel, self._acts.named(key)
        if isinstance(answer, Failed):
            return panel.fail(scanned, answer)
        if not isinstance(answer, Undone):
            panel.show(refused_card(answer, panel.place()))
            return panel.settled()
        scanned.done.pop(key, None)
        if done is not None:
            self._acts.standing.remove(done)
        act = done.act if done is not None and isinstance(done.act, Checkin) else None
        before = act or Checkin(scanned.barcode, panel.visit.id)
        return panel.act(scanned, replace(before, trap=False), again=True)

    def _refuse(self, done: Done | None, answer: Refused) -> None:
        if done is not None and GONE & set(answer.reasons) and done in self._acts.standing:
            self._acts.standing.remove(done)
        card = refused_card(answer, self._panel.place())
        self._panel.show(card)

    def _redo(self) -> None:
        done = self._acts.next_redo()
        if done is None:
            return self._panel.settled()
        key = new_key()
        if done.scanned is None:  # an act of another page: it is done anew from here
            return self._panel.desk.do(done.act, partial(self._redone_there, done, key), key)
        self._acts.undone.pop()
        return self._panel.desk.do(done.act, partial(self._redone, done, done.scanned, key), key)

    def _redone_there(self, done: Done, key: str, answer: Any) -> None:
        panel = self._panel
        if isinstance(answer, Failed):
            panel.show_failure(answer)
        elif isinstance(answer, Refused):
            panel.show(refused_card(answer, panel.place()))
        elif isinstance(answer, NotDone):
            panel.tools.sound(Sound.ATTENTION)
        else:
            self._acts.redone(done, key)
            panel.show(Card(Tone.INFO, "redo-2", _("Done again"), sound=Sound.OK))
            panel.came_back(None, Undone(done.act.kind, key))
        panel.settled()

    def _redone(self, done: Done, scanned: Scanned, key: str, answer: Any) -> None:
        panel = self._panel
        if isinstance(answer, Failed):
            panel.show_failure(answer)
            return panel.settled()
        there = cast("DeskPanel", done.panel)
        if stage_of(answer) is Stage.DONE:
            rest = list(self._acts.undone)
            there.stood(Done(key, done.act, there, scanned, done.visit), answer)
            self._acts.undone[:] = rest
        panel.show(there.take(scanned, answer), scanned if there is panel else None)
        return panel.settled()
