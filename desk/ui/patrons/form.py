"""The form of a reader: what is required says so, each field is checked as it is left, and whoever is here already
stands beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desk.i18n import _, format_day_full
from desk.rules.days import read_day
from desk.rules.likeness import Likeness
from desk.rules.phones import looks_wrong
from desk.services.patrons.details import CountsAs, Details
from desk.services.patrons.duplicates import Alike, LikeThis
from desk.services.patrons.form import FormShown
from desk.ui.administration.forms import Field, LineField, PickField, pair
from desk.ui.desk_thread import LookupThread
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.day_box import puts_day_first
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.person_panel import NoteCard
from desk.ui.parts.room import Room, stand_beside
from desk.ui.patrons.further import addresses_in_words, contacts_in_words, read_addresses, read_contacts
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.patrons.alike import alike_words
from desk.wording.patrons.fields import field_word, notice_words, receipt_words
from desk.wording.shapes import Note, Tone, Weight

# So long nobody types before those who are alike are looked for.
PAUSE_MS = 250
# Who is here already: so wide beside the form, and below one that is narrower than the other.
BESIDE, NARROW = 260, 720


class DayField(LineField):
    """A day as people write it, said back in full once the field is left."""

    def __init__(self, look: Look, label: str, today: date, day: date | None, *, ahead: bool) -> None:
        self._today, self._ahead = today, ahead
        super().__init__(look, label, day.isoformat() if day is not None else "")
        born, ahead_ = (_("17/6/1984"), _("31/12/2028")) if puts_day_first() else (_("6/17/1984"), _("12/31/2028"))
        self.line.setPlaceholderText(ahead_ if ahead else born)
        self.line.editingFinished.connect(self.check)

    def day(self) -> date | None:
        """What was understood; a year of two digits is one that has been, for a birth date."""
        day = read_day(self.value(), self._today, day_first=puts_day_first(), ahead=self._ahead)
        if day is not None and not self._ahead and day > self._today:
            day = day.replace(year=day.year - 100, day=min(day.day, 28))
        return day

    def check(self) -> bool:
        """Whether it is empty or a day."""
        day = self.day()
        if day is None and self.value():
            self.set_trouble(_("That is no day."))
            return False
        self.set_hint(format_day_full(day) if day is not None else "")
        return True


class TextField(Field):
    """Some lines of text."""

    def __init__(self, look: Look, label: str, words: str) -> None:
        self.edit = QPlainTextEdit(words)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(look.px(64))
        super().__init__(look, label, self.edit)

    def value(self) -> str:
        """What was entered."""
        return self.edit.toPlainText().strip()


class ReaderForm(QWidget):
    """One form, for somebody new or for a change."""

    saved = Signal(str, object)
    left = Signal()
    other_wanted = Signal(str)
    guarantor_given = Signal(str)

    def __init__(self, look: Look, shown: FormShown, today: date, country: str, lookup: LookupThread) -> None:
        super().__init__()
        self._look, self._shown, self._today = look, shown, today
        self._country, self._lookup = country, lookup
        self.drafted = self.taken = False
        self.fields: dict[str, Field] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self._alike = QVBoxLayout()
        self._alike.setSpacing(look.px(8))
        self.alike: list[NoteCard] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look_for)
        self._build()
        self._watch()

    # What it is made of

    def _build(self) -> None:
        look, px = self._look, self._look.px
        column = QVBoxLayout()
        column.setSpacing(px(14))
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        for heading, group in (
            (_("Who"), self._who),
            (_("Card and category"), self._card),
            (_("Where to reach them"), self._reach),
            (_("Who answers for them"), self._guarantor),
            (_("Wishes"), self._wishes),
        ):
            column.addWidget(Text(look, heading, 15, SEMIBOLD))
            group(column)
        if self._shown.statistics:
            column.addWidget(Text(look, field_word("statistics"), 15, SEMIBOLD))
            self._statistics(column)
        column.addStretch(1)
        sheet = Surface(look)
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._title())
        inside.addWidget(Room(column), 1)
        inside.addLayout(self._foot())
        self._across = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(sheet, 1)
        self._side = self._beside()
        row.addWidget(self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow form, whoever is here already stands below."""
        super().resizeEvent(event)
        px = self._look.px
        stand_beside(self._across, (self._side,), px(BESIDE), below=self.width() < px(NARROW))

    def _title(self) -> QWidget:
        who = self._shown.patron
        words = _("Change {name}").format(name=who.name) if who is not None else _("A new reader")
        held = QWidget()
        row = QHBoxLayout(held)
        px = self._look.px
        row.setContentsMargins(px(18), px(14), px(18), px(4))
        row.addWidget(Text(self._look, words, 18, SEMIBOLD, elide=True))
        return held

    def _foot(self) -> QHBoxLayout:
        look = self._look
        label = _("Save") if self._shown.patron is not None else _("Register, and check out")
        self.save_button = KeyButton(look, label, Key.SAVE, "check", Weight.PRIMARY)
        self.save_button.clicked.connect(self.save)
        self.back_button = KeyButton(look, _("Back"), Key.ASIDE, "", Weight.GHOST)
        self.back_button.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(18), look.px(10), look.px(18), look.px(12))
        row.setSpacing(look.px(8))
        row.addWidget(self.save_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        return row

    def _beside(self) -> QWidget:
        look, px = self._look, self._look.px
        held = Surface(look)
        column = QVBoxLayout(held)
        column.setContentsMargins(px(14), px(14), px(14), px(14))
        column.setSpacing(px(8))
        column.addWidget(Text(look, _("Here already?"), 15, SEMIBOLD, elide=True))
        self._told = Text(look, _("Nobody like this so far."), 13, colour="ink2", wrap=True)
        column.addWidget(self._told)
        column.addLayout(self._alike)
        column.addStretch(1)
        return held

    def _line(self, name: str, words: str, *, needed: bool = False) -> LineField:
        label = field_word(name)
        field = LineField(self._look, _("{field}, required").format(field=label) if needed else label, words)
        self.fields[name] = field
        return field

    def _pick(self, name: str, choices: dict[str, str], current: str) -> PickField:
        made = tuple(Choice(value, label) for value, label in choices.items())
        field = PickField(self._look, field_word(name), made, current)
        self.fields[name] = field
        return field

    def _day(self, name: str, day: date | None, *, ahead: bool) -> DayField:
        field = DayField(self._look, field_word(name), self._today, day, ahead=ahead)
        self.fields[name] = field
        return field

    def _tick(self, name: str, on: bool) -> QCheckBox:
        box = QCheckBox(field_word(name))
        box.setFont(self._look.font(14))
        box.setChecked(on)
        self.ticks[name] = box
        return box

    def _who(self, column: QVBoxLayout) -> None:
        was, look = self._shown.details, self._look
        family = self._line("family_name", was.family_name, needed=True)
        column.addLayout(pair(look, family, self._line("given_name", was.given_name)))
        preferred = self._line("preferred_name", was.preferred_name)
        column.addLayout(pair(look, preferred, self._line("pronouns", was.pronouns)))
        born = self._day("birth_date", was.birth_date, ahead=False)
        column.addLayout(pair(look, born, self._line("identity_seen", was.identity_seen)))

    def _card(self, column: QVBoxLayout) -> None:
        was, look = self._shown.details, self._look
        categories = {each.code: each.name for each in self._shown.categories}
        branches = {each.code: each.name for each in self._shown.branches}
        if self._shown.patron is None:
            card = self._line("card", self._shown.card, needed=True)
            card.set_hint(_("Scan the card, or type its number."))
            column.addLayout(pair(look, card, self._day("expires_on", was.expires_on, ahead=True)))
        else:
            column.addLayout(pair(look, self._day("expires_on", was.expires_on, ahead=True), QWidget()))
        category = self._pick("category", categories, was.category)
        column.addLayout(pair(look, category, self._pick("branch", branches, was.branch)))

    def _reach(self, column: QVBoxLayout) -> None:
        was, look = self._shown.details, self._look
        column.addLayout(pair(look, self._line("phone", was.phone), self._line("email", was.email)))
        more = self._line("contacts", contacts_in_words(was.contacts))
        more.set_hint(_("Several, with commas between them; such as “Work: 555 0199”."))
        column.addLayout(pair(look, more, QWidget()))
        self.fields["address"] = TextField(look, field_word("address"), was.address)
        column.addWidget(self.fields["address"])
        column.addLayout(pair(look, self._line("postcode", was.postcode), self._line("city", was.city)))
        column.addLayout(pair(look, self._line("region", was.region), QWidget()))
        self.fields["addresses"] = TextField(look, field_word("addresses"), addresses_in_words(was.addresses))
        several = _("Street, then postcode and town on a line of their own; an empty line before the next address.")
        self.fields["addresses"].set_hint(several)
        column.addWidget(self.fields["addresses"])

    def _guarantor(self, column: QVBoxLayout) -> None:
        was = self._shown.details
        card = self._line("guarantor", was.guarantor)
        card.set_hint(self._shown.guarantor or _("Scan the guarantor's card."))
        column.addLayout(pair(self._look, card, self._line("guarantor_words", was.guarantor_words)))

    def _wishes(self, column: QVBoxLayout) -> None:
        was, look = self._shown.details, self._look
        notices = self._pick("notices", notice_words(), was.notices)
        column.addLayout(pair(look, notices, self._pick("receipt", receipt_words(), was.receipt)))
        column.addLayout(pair(look, self._line("language", was.language), QWidget()))
        for name in ("keeps_history", "newsletter", "photo_allowed"):
            column.addWidget(self._tick(name, getattr(was, name)))

    def _statistics(self, column: QVBoxLayout) -> None:
        said = {each.field: each.value for each in self._shown.details.statistics}
        for each in self._shown.statistics:
            current = said.get(each.code, "")
            field: Field = LineField(self._look, each.name, current)
            if each.choices:
                choices = (Choice("", "–"), *(Choice(word, word) for word in each.choices))
                field = PickField(self._look, each.name, choices, current)
            self.fields[f"statistic:{each.code}"] = field
            column.addWidget(field)

    def _watch(self) -> None:
        checks: dict[str, Callable[[], bool]] = {
            "family_name": self._check_needed("family_name"),
            "phone": self._check_phone,
            "email": self._check_email,
        }
        if "card" in self.fields:
            checks["card"] = self._check_needed("card")
        self._checks = checks
        guarantor = self.fields["guarantor"].focusProxy()
        if isinstance(guarantor, QLineEdit):
            guarantor.editingFinished.connect(lambda: self.guarantor_given.emit(guarantor.text()))
            guarantor.textEdited.connect(lambda _words: self.fields["guarantor"].set_trouble(""))
        for name, field in self.fields.items():
            box = field.focusProxy()
            if isinstance(box, QLineEdit):
                box.textEdited.connect(self._edited)
                if name in checks:
                    box.editingFinished.connect(checks[name])
            elif isinstance(box, QComboBox):
                box.currentIndexChanged.connect(self._edited)
            elif isinstance(box, QPlainTextEdit):
                box.textChanged.connect(self._edited)
            if box is not None:
                box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the keyboard is, is where a scanned card goes."""
        if event.type() == QEvent.Type.FocusIn:
            self._last = watched
        return super().eventFilter(watched, event)

    # What is said

    def _check_needed(self, name: str) -> Callable[[], bool]:
        def check() -> bool:
            missing = not self.fields[name].value()
            self.fields[name].set_trouble(_("This is needed.") if missing else "")
            return not missing

        return check

    def _check_phone(self) -> bool:
        field = self.fields["phone"]
        doubted = looks_wrong(field.value(), self._country)
        field.set_hint(_("Not a number of this country, kept as it is.") if doubted else "")
        return True

    def _check_email(self) -> bool:
        field = self.fields["email"]
        wrong = bool(field.value()) and ("@" not in field.value() or " " in field.value())
        field.set_trouble(_("This is no e-mail address.") if wrong else "")
        return not wrong

    def details(self) -> Details:
        """What the form says."""
        said: dict[str, Any] = {n: field.value() for n, field in self.fields.items() if n in PLAIN_TEXTS}
        days = {name: f.day() for name, f in self.fields.items() if isinstance(f, DayField)}
        ticks = {name: box.isChecked() for name, box in self.ticks.items()}
        statistics = tuple(
            CountsAs(name.partition(":")[2], field.value())
            for name, field in self.fields.items()
            if name.startswith("statistic:") and field.value()
        )
        was = self._shown.details
        return replace(
            was,
            **said,
            **days,  # type: ignore[arg-type]
            **ticks,  # type: ignore[arg-type]
            contacts=read_contacts(self.fields["contacts"].value()),
            addresses=read_addresses(self.fields["addresses"].value(), was.addresses),
            statistics=statistics,
        )

    def card(self) -> str:
        """The number of the card that somebody new gets."""
        return self.fields["card"].value().replace(" ", "") if "card" in self.fields else self._shown.card

    def base(self) -> str:
        """What tells whether somebody else has changed the record meanwhile."""
        return self._shown.base

    def is_new(self) -> bool:
        """Whether somebody is being registered."""
        return self._shown.patron is None

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.drafted or self.details() != self._shown.details

    def so_far(self) -> FormShown:
        """The form as it would begin with what has been typed."""
        return replace(self._shown, details=self.details(), card=self.card())

    def save(self) -> None:
        """Hand on what the form says, unless a field is wrong: then the keyboard goes there."""
        days = [field.check() for field in self.fields.values() if isinstance(field, DayField)]
        fine = [check() for check in self._checks.values()]
        if not all((*days, *fine)):
            wrong = next((field for field in self.fields.values() if field.trouble()), None)
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.saved.emit(self.card(), self.details())

    def take_focus(self) -> None:
        """The keyboard goes to the first field that is empty and needed."""
        for name in ("family_name", "card"):
            if name in self.fields and not self.fields[name].value():
                self.fields[name].setFocus()
                return
        self.fields["family_name"].setFocus()

    def take_card(self, number: str) -> None:
        """A scanned card: the guarantor's where the keyboard is there, else the reader's own."""
        guarantor = self.fields["guarantor"]
        to_guarantor = getattr(self, "_last", None) is guarantor.focusProxy() or "card" not in self.fields
        field = guarantor if to_guarantor else self.fields["card"]
        if isinstance(field, LineField):
            field.line.setText(number)
            field.set_trouble("")
            self._edited()
        if to_guarantor:
            self.guarantor_given.emit(number)

    def take_guarantor(self, number: str) -> None:
        """Somebody answers for the new reader from the start."""
        field = self.fields["guarantor"]
        if isinstance(field, LineField):
            field.line.setText(number)
            self.guarantor_given.emit(number)

    def name_guarantor(self, words: str) -> None:
        """Whose card it is that stands for the guarantor."""
        self.fields["guarantor"].set_hint(words)

    def point_to(self, name: str, words: str) -> None:
        """What a refusal is about: the field says so, and the keyboard is there."""
        field = self.fields.get(name)
        if field is not None:
            field.set_trouble(words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Nobody twice

    def _edited(self) -> None:
        self._timer.start()

    def _look_for(self) -> None:
        besides = "" if self.is_new() else self._shown.card
        self._lookup.find(LikeThis(self.details(), besides), self._found)

    def _found(self, found: object) -> None:
        for card in self.alike:
            self._alike.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.alike = []
        for each in found if isinstance(found, tuple) else ():
            card = NoteCard(self._look, _note(each))
            card.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            card.setCursor(Qt.CursorShape.PointingHandCursor)
            card.setObjectName(each.patron.card)
            card.resize(self._look.px(BESIDE - 28), card.height())  # its height follows from its width
            card.clicked.connect(self._use)
            self._alike.addWidget(card)
            self.alike.append(card)
        told = _("Press one to use it instead.") if self.alike else _("Nobody like this so far.")
        self._told.setText(told)

    def _use(self) -> None:
        self.other_wanted.emit(self.sender().objectName())

    def stops(self) -> list[QWidget]:
        """What Tab reaches, as it is read."""
        boxes = [field.focusProxy() or field for field in self.fields.values()]
        return [*boxes, *self.ticks.values(), self.save_button, self.back_button, *self.alike]


PLAIN_TEXTS = frozenset(
    {
        *("family_name", "given_name", "preferred_name", "pronouns", "identity_seen", "category", "branch", "email"),
        *("phone", "address", "postcode", "city", "region", "guarantor", "guarantor_words", "notices", "receipt"),
        "language",
    }
)


def _note(each: Alike) -> Note:
    tones = {Likeness.LIKELY: Tone.WARN, Likeness.PERHAPS: Tone.WARN, Likeness.HOUSEHOLD: Tone.INFO}
    return Note(tones[each.how], "user-round", each.patron.name, alike_words(each))
