"""What stands in the palette: commands, visits, pages, and everything of the library that fits what is typed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.ui.commands.deeds import Deed, Where, deeds
from desk.ui.commands.entries import Entry
from desk.ui.commands.finder import Finder
from desk.ui.commands.matching import fit
from desk.ui.keys import SEQUENCES, Key

if TYPE_CHECKING:
    from desk.services.search import Match
    from desk.ui.circulation.checkout_panel import CheckoutPanel
    from desk.ui.circulation.visit import Visit
    from desk.ui.commands.overlays import Overlays

# Quick enough for whoever types, and longer than a scanner needs between two characters.
PAUSE_MS = 90
MOST_COMMANDS, MOST_USED, MOST_READERS = 6, 6, 3
# The palette itself, and what means nothing once the palette is closed.
HIDDEN = frozenset({Key.PALETTE, Key.ASIDE})
BEGINNERS = (Key.CHECK_OUT, Key.CHECK_IN, Key.HELP, Key.LAST_READERS, Key.STATUS_SCANNER, Key.COMMAND_SHEET)


class Finding(QObject):
    """Fills the palette. The commands are there at once; the library answers a moment later, the last words only."""

    def __init__(self, host: "Overlays", finder: Finder) -> None:
        super().__init__(host)
        self._host, self._shell, self._finder = host, host.shell, finder
        self.used: Counter[str] = Counter()
        self._recent: list[str] = []
        self._at_once: list[Entry] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look)
        finder.typed.connect(self._typed)

    def open(self) -> None:
        """Ctrl+K: what was used most and last, before anything is typed."""
        prompt = _("A command, a reader, an item or a title")
        self._finder.ask(prompt, self._beginning())

    # Lists

    def show_readers(self) -> None:
        """The last twenty readers, the one who left last first."""
        entries = [self._reader(reader.card, reader.name) for reader in self._checkout().former.latest()]
        self._finder.offer(_("Last readers"), entries, _("No reader was here before."))

    def show_parked(self) -> None:
        """The visits that wait."""
        entries = [self._visit(visit) for visit in self._checkout().parked]
        self._finder.offer(_("Parked visits"), entries, _("No visit is parked."))

    def _show_copies(self, title: str, copies: Any) -> None:
        found = [self._match(match) for match in copies] if isinstance(copies, tuple) else []
        if len(found) == 1:
            found[0].do()
        else:
            self._finder.offer(title, found, _("No copy of it is on file."))

    # What fits

    def _typed(self, words: str) -> None:
        self._shell.parts.lookup.forget()
        self._timer.stop()
        if not words.strip():
            self._finder.show_entries(self._beginning())
            return
        self._at_once = [*self._commands(words), *self._here(words)]
        self._finder.show_entries(self._at_once, more=True)
        self._timer.start()

    def _look(self) -> None:
        from desk.services.search import Find

        words = self._finder.words()
        if self._finder.is_asking() and words.strip():
            self._shell.parts.lookup.find(Find(words), partial(self._found, words))

    def _found(self, words: str, matches: Any) -> None:
        if self._finder.is_asking() and words == self._finder.words() and isinstance(matches, tuple):
            known = {entry.detail for entry in self._at_once}
            more = [entry for entry in map(self._match, matches) if entry.detail not in known]
            self._finder.show_entries([*self._at_once, *more], keep=bool(self._at_once))

    def _beginning(self) -> list[Entry]:
        names = list(dict.fromkeys((*reversed(self._recent), *(name for name, _n in self.used.most_common(MOST_USED)))))
        wanted = dict.fromkeys((*names[:MOST_USED], *map(str, BEGINNERS)))
        known = {str(deed.key): deed for deed in self._deeds()}
        entries = [self._deed(known[name]) for name in wanted if name in known][:MOST_USED]
        checkout = self._checkout()
        visits = [self._visit(visit) for visit in checkout.parked]
        readers = [self._reader(each.card, each.name) for each in checkout.former.latest()[:MOST_READERS]]
        return [*visits, *entries, *readers]

    def _commands(self, words: str) -> list[Entry]:
        """The commands and pages whose names fit, best first; among equals the one that is used most."""
        named = [(entry, name) for name, entry in self._everything()]
        scored = [(fit(words, entry.title), self.used[name], entry) for entry, name in named]
        best = sorted(scored, key=lambda each: (-each[0], -each[1]))
        return [entry for score, _used, entry in best if score][:MOST_COMMANDS]

    def _here(self, words: str) -> list[Entry]:
        """Readers who wait or were here just now."""
        checkout = self._checkout()
        visits = [self._visit(visit) for visit in checkout.parked]
        readers = [self._reader(each.card, each.name) for each in checkout.former.latest()]
        return [entry for entry in (*visits, *readers) if fit(words, entry.title)]

    def _everything(self) -> Iterator[tuple[str, Entry]]:
        for deed in self._deeds():
            yield str(deed.key), self._deed(deed)
        for page in self._host.pages():
            yield f"page {page.title}", page
        for switch in self._shell.parts.checkin.switches.values():
            if not switch.isHidden():
                word = switch.kind.word
                yield f"switch {word}", Entry(word, "check", partial(self._switch, switch), _("Check in"))

    def _deeds(self) -> Sequence[Deed]:
        return [deed for deed in deeds() if deed.key not in HIDDEN]

    # Entries

    def _deed(self, deed: Deed) -> Entry:
        where = {Where.CHECK_OUT: _("Check out"), Where.CHECK_IN: _("Check in")}.get(deed.where, "")
        return Entry(deed.label, deed.icon, partial(self.run, deed), where, SEQUENCES[deed.key])

    def run(self, deed: Deed) -> None:
        """Do it, on the page where it has something to do."""
        name, window = str(deed.key), self._shell.window
        self.used[name] += 1
        self._recent = [*(each for each in self._recent if each != name), name][-MOST_USED:]
        self._shell.parts.desk.write(lambda: self._shell.parts.store.count(f"command {name}"))
        page = self._host.page_for(deed.where)
        if page and page != window.current():
            window.show_page(page)
        window.press(deed.key)

    def _switch(self, switch: Any) -> None:
        self._shell.window.show_page("checkin")
        switch.click()

    def _reader(self, card: str, name: str) -> Entry:
        detail = f"…{card[-4:]}"
        return Entry(name or grouped(card), "history", partial(self._open_reader, card), detail)

    def _visit(self, visit: "Visit") -> Entry:
        name = visit.opened.patron.name if visit.opened is not None else ""
        looks = len(visit.unsettled())
        detail = ngettext("Parked, {count} needs a look", "Parked, {count} need a look", looks).format(count=looks)
        return Entry(name or grouped(visit.card), "hourglass", partial(self._open_visit, visit), detail)

    def _match(self, match: "Match") -> Entry:
        from desk.services.search import MatchKind
        from desk.wording.finding import match_detail

        do = {
            MatchKind.PATRON: partial(self._open_reader, match.number),
            MatchKind.ITEM: partial(self._look_up, match.number),
            MatchKind.TITLE: partial(self._open_title, match.number, match.title),
        }[match.kind]
        return Entry(match.title, match.icon, do, match_detail(match))

    def _open_reader(self, card: str) -> None:
        """As if the card were scanned: an open visit is finished or parked."""
        self._shell.window.show_page("checkout")
        self._checkout().scan(card)

    def _open_visit(self, visit: "Visit") -> None:
        self._shell.window.show_page("checkout")
        self._checkout().former.open_parked(visit)

    def _look_up(self, barcode: str) -> None:
        self._shell.window.show_page("checkout")
        self._checkout().looking.look_up(barcode)

    def _open_title(self, number: str, title: str) -> None:
        from desk.services.search import CopiesOf

        self._shell.parts.lookup.find(CopiesOf(int(number)), partial(self._show_copies, title))

    def _checkout(self) -> "CheckoutPanel":
        return self._shell.panels["checkout"]  # type: ignore[return-value]
