"""Step 4: what the library's numbers look like, learnt from one of its cards and one of its items."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.rules.barcodes import Pattern, grouped
from desk.rules.learning import Learnt, Odd, Samples, learn
from desk.rules.vocabulary import BarcodeKind
from desk.ui.administration.forms import PickField
from desk.ui.announcements import announce
from desk.ui.beginning.draft import Draft
from desk.ui.beginning.listening import Listening
from desk.ui.beginning.step import Step
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import IconLabel, Surface, Text
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.numbers import apart_words, odd_words, pattern_words
from desk.wording.shapes import Weight

ANEW_KEY = "Alt+A"


class NumberCard(Surface):
    """One kind: a field that waits for a scan, and what the scans show so far."""

    def __init__(self, look: Look, kind: BarcodeKind) -> None:
        super().__init__(look)
        card = kind is BarcodeKind.PATRON
        self.kind = kind
        self.field = QLineEdit()
        self.field.setFont(look.font(16, figures=True))
        title = _("Scan one of your cards") if card else _("Scan one of your items")
        self.field.setAccessibleName(title)
        self.field.setPlaceholderText(_("or type it, then Enter"))
        self._shape = Text(look, "", 15, MEDIUM, wrap=True)
        self._seen = Text(look, "", 13, colour="ink2", wrap=True, barcode=True)
        self._next = Text(look, "", 13, colour="ink2", wrap=True, barcode=True)
        self._trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(IconLabel(look, "id-card" if card else "book", 18))
        head.addWidget(Text(look, title, 15, SEMIBOLD), 1)
        column = QVBoxLayout(self)
        edge = look.px(16)
        column.setContentsMargins(edge, look.px(12), edge, look.px(12))
        column.setSpacing(look.px(8))
        column.addLayout(head)
        for widget in (self.field, self._trouble, self._shape, self._seen, self._next):
            column.addWidget(widget)
        column.addStretch(1)

    def show_learnt(self, numbers: tuple[str, ...], pattern: Pattern, following: str) -> None:
        """What is known now; before the first scan what is usual."""
        shape = pattern_words(pattern)
        usual = _("Usual, until you scan one: {shape}").format(shape=shape)
        self._shape.setText(shape if numbers else usual)
        self._shape.set_colour("ink" if numbers else "ink3")
        seen = ngettext("{count} scanned, the last {number}", "{count} scanned, the last {number}", len(numbers))
        self._seen.setText(seen.format(count=len(numbers), number=grouped(numbers[-1])) if numbers else "")
        told = _("The next free number: {number}").format(number=grouped(following))
        self._next.setText(told if following else "")
        self.field.setAccessibleDescription(self._shape.text())

    def show_trouble(self, words: str) -> None:
        """Why the last scan was not taken."""
        self._trouble.setText(words)

    def trouble(self) -> str:
        """What is told of the last scan."""
        return self._trouble.text()


class NumbersStep(Step):
    """A scan goes to the card whose field has the keyboard, whichever scanner it comes from."""

    def __init__(self, look: Look, listening: Listening) -> None:
        words = _("From one scan of each the desk learns to tell them apart. A second one of each makes it surer.")
        super().__init__(look, _("Cards and barcodes"), words)
        self._listening = listening
        self._samples = Samples()
        self.scanner = PickField(look, _("Your scanner"), ())
        self.scanner.box.activated.connect(self._scanner_chosen)
        self.cards = NumberCard(look, BarcodeKind.PATRON)
        self.items = NumberCard(look, BarcodeKind.ITEM)
        self._apart = Text(look, "", 14, MEDIUM, wrap=True)
        self.anew = KeyButton(look, _("Forget these scans"), ANEW_KEY, "rotate-ccw", Weight.GHOST)
        self.anew.clicked.connect(self.begin_anew)
        QShortcut(QKeySequence(ANEW_KEY), self).activated.connect(self.begin_anew)
        across = QHBoxLayout()
        across.setSpacing(look.px(14))
        across.addWidget(self.cards, 1)
        across.addWidget(self.items, 1)
        below = QHBoxLayout()
        below.addWidget(self._apart, 1)
        below.addWidget(self.anew)
        self.column.addWidget(self.scanner)
        self.column.addLayout(across, 1)
        self.column.addLayout(below)

    def first_stop(self) -> QWidget:
        """The card first, then the item."""
        return self.items.field if self._samples.cards and not self._samples.items else self.cards.field

    def show_draft(self, draft: Draft) -> None:
        """What was scanned so far. A choice of scanners is shown only where there is one."""
        self._samples = draft.samples
        choices = self._listening.choices()
        self.scanner.box.clear()
        for choice in choices:
            self.scanner.box.addItem(choice.label, choice.value)
        self.scanner.box.setCurrentIndex(max(0, self.scanner.box.findData(self._listening.settings.port)))
        self.scanner.setVisible(len(choices) > 1)
        self._show()

    def _scanner_chosen(self) -> None:
        self._listening.choose(self.scanner.value())
        self.first_stop().setFocus()

    def _show(self) -> None:
        learnt: Learnt = learn(self._samples)
        self.cards.show_learnt(self._samples.cards, learnt.cards, learnt.next_card)
        self.items.show_learnt(self._samples.items, learnt.items, learnt.next_item)
        self._apart.setText(apart_words(learnt))
        self._apart.set_colour("ink" if learnt.apart else "warn_ink")
        self.anew.setEnabled(bool(self._samples.cards or self._samples.items))

    def _active(self) -> NumberCard:
        if self.items.field.hasFocus():
            return self.items
        if self.cards.field.hasFocus() or not self._samples.cards:
            return self.cards
        return self.items

    def scan(self, raw: str) -> bool:
        """One more number: learnt from, or told why not."""
        card = self._active()
        card.field.clear()
        taken = self._samples.take(card.kind, raw)
        if isinstance(taken, Odd):
            card.show_trouble(odd_words(taken, card.kind))
            announce(self, card.trouble(), urgent=True)
            return True
        for each in (self.cards, self.items):
            each.show_trouble("")
        self._samples = taken
        self._show()
        learnt = learn(taken)
        announce(self, pattern_words(learnt.cards if card is self.cards else learnt.items))
        if card is self.cards and not taken.items:
            self.items.field.setFocus()
        return True

    def enter(self) -> bool:
        """A number that was typed is taken; Enter in an empty field goes on."""
        card = self._active()
        words = card.field.text().strip()
        if words and card.field.hasFocus():
            self.scan(words)
        return bool(words)

    def begin_anew(self) -> None:
        """Forget what was scanned."""
        self._samples = Samples()
        for each in (self.cards, self.items):
            each.show_trouble("")
            each.field.clear()
        self._show()
        self.cards.field.setFocus()

    def keep(self, draft: Draft) -> None:
        """What was learnt so far."""
        draft.samples = self._samples

    def take(self, draft: Draft) -> bool:
        """What was learnt."""
        draft.samples = self._samples
        return True

    def skip(self, draft: Draft) -> None:
        """The usual 14-digit numbers."""
        self.begin_anew()
        draft.samples = Samples()
