"""Many readers changed at once: whom, what they get, who that would be; then all of it under one name."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.i18n import _
from desk.services.answers import NotDone
from desk.services.patrons.form import Coded, FormShown, ShowForm
from desk.services.patrons.many import Change, ChangeMany, Chosen, ManyShown, ShowMany
from desk.ui.administration.forms import Field, LineField, PickField
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.day_box import DayBox
from desk.ui.parts.labels import Text
from desk.ui.patrons.crowd import Crowd
from desk.ui.patrons.row_list import RowList
from desk.ui.theme import SEMIBOLD
from desk.wording.patrons.done import done_card
from desk.wording.patrons.fields import field_word
from desk.wording.patrons.several import chosen_cards, many_row, many_words
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

WIDTH, DAY_WIDTH = 210, 300


class ManyView(Crowd):
    """Scanning adds a reader. Nothing is chosen at first, and nobody is ever meant by saying nothing."""

    def __init__(self, page: "PatronsPage") -> None:
        told = _("Scan the readers' cards, or say which readers: whatever is said has to fit.")
        rows = RowList(page.look, _("Readers who would change"), _("Nobody yet."))
        super().__init__(page, _("Change many readers at once"), told, rows)
        self.cards: tuple[str, ...] = ()
        self.fields: dict[str, PickField] = {}
        look, today = page.look, page.place().today
        self.card = LineField(look, _("Cards"), hint=_("Scan one after the other."))
        self.card.line.returnPressed.connect(self._typed)
        self.none_button = KeyButton(look, _("None of these cards"), "", "x", Weight.GHOST, height=32)
        self.none_button.clicked.connect(self._drop_cards)
        self.expires_by = DayBox(look, _("Cards that expire by"), today, _("any day"), ahead=True)
        self.expires_on = DayBox(look, field_word("expires_on"), today, _("as it is"), ahead=True)
        usual = _("Change of {day}").format(day=page.place().day(today))
        self.name = LineField(look, _("Name of this change"), usual, _("By this it is found again."))
        self.change_button = KeyButton(look, _("Change them"), Key.SAVE, "check", Weight.PRIMARY)
        self.change_button.clicked.connect(self.go_on)
        self.change_button.setEnabled(False)
        self.close_foot(self.change_button)
        for box in (self.expires_by, self.expires_on):
            box.line.textChanged.connect(self.look_again)
        page.ask(ShowForm(), self._build)

    def _build(self, form: Any) -> None:
        if not isinstance(form, FormShown):
            return
        words = {"category": field_word("category"), "branch": field_word("branch")}
        lists = {"category": form.categories, "branch": form.branches}
        for side, empty in (("of", _("any")), ("to", _("as it is"))):
            for name, label in words.items():
                self.fields[f"{side}_{name}"] = self._pick(label, empty, lists[name])
        states = (Choice("yes", _("in use")), Choice("no", _("not in use")))
        self.fields["active"] = self._listen(
            PickField(self.page.look, _("Account"), (Choice("", _("as it is")), *states))
        )
        self._section(_("Whom"), self.card, self.fields["of_category"], self.fields["of_branch"], self.expires_by)
        across = QHBoxLayout()
        across.addWidget(self.none_button)
        across.addStretch(1)
        self.blanks.addLayout(across)
        to = (self.fields["to_category"], self.fields["to_branch"], self.expires_on, self.fields["active"])
        self._section(_("What they get"), *to, self.name)
        self.look_again()
        self.page.order_tabs()
        self.take_focus()

    def _pick(self, label: str, empty: str, known: tuple[Coded, ...]) -> PickField:
        choices = (Choice("", empty), *(Choice(each.code, each.name) for each in known))
        return self._listen(PickField(self.page.look, label, choices))

    def _listen(self, field: PickField) -> PickField:
        field.box.currentIndexChanged.connect(self.look_again)
        return field

    def _section(self, title: str, *boxes: QWidget) -> None:
        look = self.page.look
        self.blanks.addWidget(Text(look, title, 13, SEMIBOLD, "ink3"))
        held = QWidget()
        flow = FlowLayout(held, look.px(12))
        for box in boxes:
            shown = Field(look, box.line.accessibleName(), box) if isinstance(box, DayBox) else box
            shown.setFixedWidth(look.px(DAY_WIDTH if isinstance(box, DayBox) else WIDTH))
            flow.addWidget(shown)
        self.blanks.addWidget(held)

    # Whom

    def take_card(self, number: str) -> bool:
        """One reader more."""
        if number not in self.cards:
            self.cards = (*self.cards, number)
        self.card.line.clear()
        self.look_again()
        return True

    def _typed(self) -> None:
        number = self.card.value().replace(" ", "")
        if number:
            self.take_card(number)

    def _drop_cards(self) -> None:
        self.cards = ()
        self.look_again()
        self.card.line.setFocus()

    def chosen(self) -> Chosen:
        """Whom all that is said fits."""
        return Chosen(
            self.cards, self.fields["of_category"].value(), self.fields["of_branch"].value(), self.expires_by.day()
        )

    def change(self) -> Change:
        """What they get."""
        active = {"yes": True, "no": False}.get(self.fields["active"].value())
        category, branch = self.fields["to_category"].value(), self.fields["to_branch"].value()
        return Change(category, branch, self.expires_on.day(), active)

    # Before and after

    def look_again(self) -> None:
        """Who would change, by what is said now."""
        if "active" in self.fields:
            self.card.set_hint(chosen_cards(self.cards))
            self.none_button.setVisible(bool(self.cards))
            self.page.ask(ShowMany(self.chosen(), self.change()), self._show)

    def _show(self, shown: Any) -> None:
        if not isinstance(shown, ManyShown) or self.page.crowd is not self:
            return
        place, change = self.page.place(), self.change()
        self.outcome.setText(many_words(shown, nothing=change.empty))
        names = {name: field.box.currentText() for name, field in self.fields.items()}
        self.rows.show_rows([many_row(line, change, names, place) for line in shown.examples])
        self.change_button.setEnabled(bool(shown.changes) and not change.empty and not self._unclear())
        self.page.order_tabs()

    def _unclear(self) -> bool:
        """A day that cannot be read is no empty day: nobody is changed by what was mistyped."""
        return any(box.day() is None and box.line.text().strip() for box in (self.expires_by, self.expires_on))

    def go_on(self) -> None:
        """Change them all."""
        if not self.name.value():
            self.name.set_trouble(_("This is needed."))
            self.name.setFocus()
        elif self.change_button.isEnabled():
            self.page.do(ChangeMany(self.name.value(), self.chosen(), self.change()), self._changed)

    def _changed(self, answer: Any) -> None:
        page = self.page
        if isinstance(answer, NotDone):
            page.told(answer)
            return
        page.leave()
        page.show_card(done_card(answer, page.place()))
        page.refresh()

    def stops(self) -> list[QWidget]:
        """The blanks, the rows, the buttons."""
        if "active" not in self.fields:
            return [self.back_button]
        f, none = self.fields, [self.none_button] if self.cards else []
        whom = [self.card.line, f["of_category"].box, f["of_branch"].box, self.expires_by.line, *none]
        to = [f["to_category"].box, f["to_branch"].box, self.expires_on.line, f["active"].box, self.name.line]
        return [*whom, *to, *self.rows.stops(), self.change_button, self.back_button]
