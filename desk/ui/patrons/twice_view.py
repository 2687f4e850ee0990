"""Who may stand here twice: the likeliest pairs first; Enter puts a pair side by side."""

from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.services.patrons.duplicates import Alike, TwiceHere
from desk.ui.patrons.crowd import Crowd
from desk.ui.patrons.row_list import RowList
from desk.wording.patrons.several import pair_row, pairs_words

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage


class TwiceView(Crowd):
    """Nothing is done here: each pair is looked at before two become one."""

    def __init__(self, page: "PatronsPage") -> None:
        told = _("Alike by name, birth date, phone, e-mail or address. Choose a pair to put both side by side.")
        rows = RowList(page.look, _("Pairs that may be one person"), _("Nobody seems to stand here twice."))
        super().__init__(page, _("Who may stand here twice"), told, rows)
        self.pairs: tuple[tuple[Alike, Alike], ...] = ()
        rows.opened.connect(self._open)
        rows.asked.connect(lambda row, _spot: self._open(row))
        self.close_foot()
        self.outcome.setText(_("Looking…"))
        # Beside the desk's own line: a large library has many to compare, and no scan waits for it.
        page.workplace.lookup.find(TwiceHere(), self._show)

    def _show(self, found: Any) -> None:
        if not isinstance(found, tuple) or self.page.crowd not in (self, None):
            return
        self.pairs = found
        self.outcome.setText(pairs_words(len(found)))
        self.rows.show_rows([pair_row(one, other) for one, other in found])
        self.page.order_tabs()
        self.take_focus()

    def _open(self, row: int) -> None:
        one, other = self.pairs[row]
        self.page.merge_with(other.patron.card, one.patron.card)

    def take_focus(self) -> None:
        """In the pairs."""
        if self.pairs:
            self.rows.view.setFocus()
            self.rows.view.selectRow(0)
        else:
            self.back_button.setFocus()
