"""Placing a hold, beside the list: who, what, where, until when. Cards and copies may be scanned into it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desk.i18n import _, ngettext
from desk.services.circulation.lookup import Hit
from desk.services.holds.place import PlaceHold
from desk.services.holds.titles import TitleHit
from desk.ui.announcements import announce
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.day_box import DayBox
from desk.ui.parts.labels import Text
from desk.ui.parts.room import Room
from desk.ui.parts.side_panel import SidePanel
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Weight

FEW = 5


class Picked(QWidget):
    """A line to type into, the few that fit below it, and what was taken of them."""

    asked = Signal(str)
    taken = Signal(object)

    def __init__(self, look: Look, label: str, hint: str) -> None:
        super().__init__()
        self._look = look
        self.chosen: object | None = None
        self.line = QLineEdit()
        self.line.setFont(look.font(14))
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(label)
        self.list = QListWidget()
        self.list.setFont(look.font(13))
        self.list.setAccessibleName(label)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.hide()
        self.said = Text(look, "", 13, colour="ink2", wrap=True)
        self.said.hide()
        self.trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(Text(look, label, 13, MEDIUM, "ink2"))
        for part in (self.line, self.list, self.said, self.trouble):
            column.addWidget(part)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self._entered)
        self.list.itemActivated.connect(self._picked)
        self.list.itemClicked.connect(self._picked)
        self.setFocusProxy(self.line)

    def offer(self, choices: Sequence[tuple[object, str, str]], nobody: str) -> None:
        """The few that fit; one alone is taken."""
        if len(choices) == 1:
            return self.take(*choices[0])
        self.list.clear()
        for value, words, below in choices[:FEW]:
            item = QListWidgetItem(" · ".join(filter(None, (words, below))), self.list)
            item.setData(Qt.ItemDataRole.UserRole, (value, words, below))
        self.list.setVisible(bool(choices))
        self.list.setFixedHeight(self._look.px(32) * min(FEW, max(1, len(choices))) + self._look.px(4))
        self.said.setText("" if choices else nobody)
        self.said.setVisible(not choices)
        if choices:
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def take(self, value: object, words: str, below: str = "") -> None:
        """This is the one."""
        self.chosen = value
        self.line.setText(words)
        if self.list.hasFocus():
            self.line.setFocus()
        self.list.hide()
        self.trouble.hide()
        self.said.setText(below)
        self.said.setVisible(bool(below))
        self.taken.emit(value)

    def settle(self) -> None:
        """The line of the list that is marked is the one that is meant."""
        item = self.list.currentItem()
        if self.chosen is None and not self.list.isHidden() and item is not None:
            self._picked(item)

    def clear(self) -> None:
        """Nothing is chosen."""
        self.chosen = None
        self.line.clear()
        self._edited("")

    def want(self, words: str) -> None:
        """This has to be said first, and here."""
        self.trouble.setText(words)
        self.trouble.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.line, words, urgent=True)

    def _edited(self, _words: str) -> None:
        self.chosen = None
        for part in (self.list, self.said, self.trouble):
            part.hide()

    def _entered(self) -> None:
        if self.chosen is None and self.line.text().strip():
            self.asked.emit(self.line.text().strip())
        else:
            self.focusNextChild()

    def _picked(self, item: QListWidgetItem) -> None:
        self.take(*item.data(Qt.ItemDataRole.UserRole))


class PlacePanel(SidePanel):
    """Belongs to the page of the holds."""

    reader_asked = Signal(str)
    title_asked = Signal(str)
    placed = Signal()

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, "bookmark", _("Place a hold"))
        self.view.hide()
        self.reader = Picked(look, _("Reader"), _("Card or name, then Enter"))
        self.title = Picked(look, _("Title or item"), _("Scan, ISBN or words, then Enter"))
        self.reader.asked.connect(self.reader_asked)
        self.title.asked.connect(self.title_asked)
        self.title.taken.connect(self._title_taken)
        for picked in (self.reader, self.title):
            picked.taken.connect(self._go_on)
        self.pickup = self._combo(_("Pickup"))
        self.volume = self._combo(_("Volume"))
        self.until = DayBox(look, _("Waits until"), today, _("as long as the rules say"), ahead=True)
        self.begins = DayBox(look, _("Not before"), today, _("from now on"), ahead=True)
        for box in (self.until, self.begins):
            box.setMinimumWidth(look.px(200))
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setFont(look.font(14))
        self.copies.setAccessibleName(_("How many copies"))
        self.copies.lineEdit().setAccessibleName(_("How many copies"))
        self.note = QLineEdit()
        self.note.setFont(look.font(14))
        self.note.setAccessibleName(_("Note"))
        self.on_slip = self._check(_("Note on the slip"))
        self.only_this = self._check(_("This copy only"))
        self.recall = self._check(_("Call a copy back"))
        self.place = KeyButton(look, _("Place hold"), Key.RECOMMENDED, "bookmark", Weight.PRIMARY)
        self.place.clicked.connect(self.placed)
        self._lay_out()

    def _lay_out(self) -> None:
        look, inside = self._look, QVBoxLayout()
        inside.setContentsMargins(0, 0, self._look.px(4), 0)
        inside.setSpacing(look.px(8))
        inside.addWidget(self.reader)
        inside.addWidget(self.title)
        self._labels: dict[QWidget, Text] = {}
        named: tuple[tuple[str, QWidget], ...] = (
            (_("Volume"), self.volume),
            (_("Pickup"), self.pickup),
            (_("Waits until"), self.until),
            (_("Note"), self.note),
            (_("Not before"), self.begins),
            (_("How many copies"), self.copies),
        )
        for label, part in named:
            self._labels[part] = Text(look, label, 13, MEDIUM, "ink2")
            inside.addWidget(self._labels[part])
            inside.addWidget(part)
        for check in (self.on_slip, self.only_this, self.recall):
            inside.addWidget(check)
        inside.addStretch(1)
        self.column.addWidget(Room(inside), 1)
        self.column.addWidget(self.place)
        self._title_taken(None)

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setFont(self._look.font(14))
        box.setAccessibleName(name)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _check(self, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setFont(self._look.font(14))
        return box

    def set_branches(self, branches: Sequence[tuple[str, str]], here: str) -> None:
        """Where it can be picked up; this branch first thought of."""
        self.pickup.clear()
        for code, name in branches:
            self.pickup.addItem(name, code)
        self.pickup.setCurrentIndex(max(0, self.pickup.findData(here)))

    def show_reader(self, card: str, name: str) -> None:
        """This reader wants it."""
        self.reader.take(card, name, _("Card …{digits}").format(digits=card[-4:]))

    def offer_readers(self, hits: Sequence[Hit]) -> None:
        """Several of that name."""
        self.reader.offer([(hit.number, hit.title, hit.detail) for hit in hits], _("Nobody by that name"))

    def offer_titles(self, hits: Sequence[TitleHit]) -> None:
        """Several titles."""
        self.title.offer([(hit, hit.title, _hit_words(hit)) for hit in hits], _("No such title"))

    def _title_taken(self, hit: object) -> None:
        """What only some titles have is shown for these alone."""
        known = hit if isinstance(hit, TitleHit) else None
        volumes = known.volumes if known is not None else ()
        self.volume.clear()
        self.volume.addItem(_("any"), "")
        for volume in volumes:
            self.volume.addItem(volume, volume)
        for part in (self.volume, self._labels[self.volume]):
            part.setVisible(bool(volumes))
        self.only_this.setVisible(known is not None and bool(known.barcode))
        self.only_this.setChecked(False)

    def act(self) -> PlaceHold | None:
        """What was filled in; nothing where somebody or something is missing."""
        self.reader.settle()
        self.title.settle()
        card, hit = self.reader.chosen, self.title.chosen
        if not isinstance(card, str) or not isinstance(hit, TitleHit):
            return None
        only_this = self.only_this.isChecked() and bool(hit.barcode)
        return PlaceHold(
            card,
            item=hit.barcode if only_this else "",
            title=0 if only_this else hit.id,
            only_this=only_this,
            volume=self.volume.currentData() or "",
            pickup=self.pickup.currentData() or "",
            copies=self.copies.value(),
            not_before=self.begins.day(),
            expires_on=self.until.day(),
            note=self.note.text().strip(),
            note_on_slip=self.on_slip.isChecked() and bool(self.note.text().strip()),
            recall=self.recall.isChecked(),
        )

    def want_missing(self) -> None:
        """Who or what is still to be chosen: it says so itself, and has the keyboard."""
        missing = self.reader if not isinstance(self.reader.chosen, str) else self.title
        missing.want(_("Choose a reader and a title first"))

    def _go_on(self, _taken: object) -> None:
        """The next thing to say has the keyboard, unless somebody is further on already."""
        now, choosing = QApplication.focusWidget(), (self.reader, self.title)
        if now is not None and self.isAncestorOf(now) and not any(each.isAncestorOf(now) for each in choosing):
            return
        following = next((each for each in choosing if each.chosen is None), None)
        following_box = self.pickup if self.volume.isHidden() else self.volume
        (following or following_box).setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self, *, keep_reader: bool = False) -> None:
        """The next hold; a reader who is here may want more."""
        if not keep_reader:
            self.reader.clear()
        self.title.clear()
        self.begins.line.clear()
        self.until.line.clear()
        self.note.clear()
        self.copies.setValue(1)
        for check in (self.on_slip, self.only_this, self.recall):
            check.setChecked(False)
        self._title_taken(None)


def _hit_words(hit: TitleHit) -> str:
    copies = ngettext("{count} copy", "{count} copies", hit.copies).format(count=hit.copies)
    waiting = ngettext("{count} waits", "{count} wait", hit.waiting).format(count=hit.waiting) if hit.waiting else ""
    return ", ".join(filter(None, (hit.author, hit.year, copies, waiting)))
