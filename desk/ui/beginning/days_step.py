"""Step 2: on which days the library is open, and which public holidays it keeps."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desk.i18n import _, format_day_full, ngettext
from desk.services.administration.countries import holidays, regions
from desk.ui.administration.forms import PickField, mark_wrong
from desk.ui.beginning.draft import ClosedDay, Draft, week_trouble
from desk.ui.beginning.step import Step
from desk.ui.beginning.ticks import TickDelegate
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.administration import weekday_words

DAY = Qt.ItemDataRole.UserRole


class DaysStep(Step):
    """A box for each weekday; an empty one is a closed day. Each suggested holiday can be unticked."""

    def __init__(self, look: Look, today: date) -> None:
        again = _("Later: Administration, Opening days.")
        super().__init__(look, _("Opening days"), _("Nothing falls due while the library is closed."), again)
        self._today = today
        self._draft: Draft | None = None
        self.boxes = [self._box(weekday) for weekday in range(7)]
        self.trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self.region = PickField(look, _("Part of the country"), ())
        self.list = QListWidget()
        self.list.setFont(look.font(14))
        self.list.setAccessibleName(_("Public holidays on which the library is closed"))
        self.list.setItemDelegate(TickDelegate(look, self.list))
        self.list.setMinimumHeight(look.px(140))
        self.list.itemChanged.connect(self._ticked)
        self.region.box.activated.connect(self._region_chosen)
        self.count = Text(look, "", 13, colour="ink2", wrap=True)
        across = QHBoxLayout()
        across.setSpacing(look.px(14))
        across.addWidget(self._week_card(), 4)
        across.addWidget(self._holiday_card(), 5)
        self.column.addLayout(across, 1)

    def _box(self, weekday: int) -> QLineEdit:
        box = QLineEdit()
        box.setFont(self.look.font(14, figures=True))
        box.setAccessibleName(_("Hours of {weekday}").format(weekday=weekday_words(weekday)))
        box.setPlaceholderText(_("closed"))
        box.textEdited.connect(self._edited)
        return box

    def _week_card(self) -> Surface:
        surface, column = self.card()
        column.addWidget(Text(self.look, _("Weekly hours"), 15, SEMIBOLD))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.look.px(12))
        grid.setVerticalSpacing(self.look.px(3))
        for weekday, box in enumerate(self.boxes):
            grid.addWidget(Text(self.look, weekday_words(weekday), 14, MEDIUM, "ink2"), weekday, 0)
            grid.addWidget(box, weekday, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(self.trouble)
        column.addStretch(1)
        return surface

    def _holiday_card(self) -> Surface:
        surface, column = self.card()
        column.addWidget(Text(self.look, _("Closed on public holidays"), 15, SEMIBOLD))
        column.addWidget(self.region)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        return surface

    def first_stop(self) -> QWidget:
        """Monday."""
        return self.boxes[0]

    def show_draft(self, draft: Draft) -> None:
        """The week, and the holidays of the country from today to the end of next year."""
        self._draft = draft
        for box, words in zip(self.boxes, draft.hours(), strict=True):
            box.setText(words)
        self._mark([box.text() for box in self.boxes])
        parts = regions(draft.country)
        self.region.box.clear()
        self.region.box.addItem(_("The whole country"), "")
        for part in parts:
            self.region.box.addItem(part.name, part.code)
        self.region.box.setCurrentIndex(max(0, self.region.box.findData(draft.region)))
        self.region.setVisible(bool(parts))
        if not draft.closed:
            self._suggest(draft)
        self._show_list(draft)

    def _suggest(self, draft: Draft) -> None:
        years = (self._today.year, self._today.year + 1)
        found = holidays(draft.country, years, draft.region)
        draft.closed = [ClosedDay(each.day, each.name) for each in found if each.day >= self._today]

    def _region_chosen(self) -> None:
        draft = self._draft
        if draft is not None:
            draft.region = self.region.value()
            unticked = {each.day for each in draft.closed if not each.kept}
            self._suggest(draft)
            for each in draft.closed:
                each.kept = each.day not in unticked
            self._show_list(draft)

    def _show_list(self, draft: Draft) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for at, each in enumerate(draft.closed):
            words = _("{day}  {name}").format(day=format_day_full(each.day), name=each.name)
            item = QListWidgetItem(words, self.list)
            item.setData(DAY, at)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if each.kept else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        if draft.closed:
            self.list.setCurrentRow(0)
        self._tell(draft)

    def _ticked(self, item: QListWidgetItem) -> None:
        if self._draft is not None:
            self._draft.closed[item.data(DAY)].kept = item.checkState() is Qt.CheckState.Checked
            self._tell(self._draft)

    def _tell(self, draft: Draft) -> None:
        kept = sum(each.kept for each in draft.closed)
        words = ngettext("Closed on {count} day. Space ticks.", "Closed on {count} days. Space ticks.", kept)
        none = _("No public holidays are known for this country. Add your own in Administration.")
        self.count.setText(words.format(count=kept) if draft.closed else none)

    def _edited(self) -> None:
        self._mark([box.text() for box in self.boxes])

    def _mark(self, words: list[str]) -> int:
        wrong, trouble = week_trouble(words)
        for weekday, box in enumerate(self.boxes):
            mark_wrong(box, weekday == wrong)
            box.setAccessibleDescription(trouble if weekday == wrong else "")
        self.trouble.setText(trouble)
        return wrong

    def take(self, draft: Draft) -> bool:
        """The week, where somebody has changed it."""
        words = [box.text().strip() for box in self.boxes]
        wrong = self._mark(words)
        if wrong >= 0:
            self.boxes[wrong].setFocus()
            return False
        if words != draft.hours():
            draft.week = words
        return True

    def skip(self, draft: Draft) -> None:
        """The template's week and all suggested holidays."""
        draft.week = None
        for each in draft.closed:
            each.kept = True
