"""The result card: the last result, readable from a step away, with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.announcements import announce
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key, key_named, normal
from desk.ui.parts.buttons import KeyButton, command_button
from desk.ui.parts.card_ask import CardAsk, DayAsk, GrantAsk, PickAsk, ReasonAsk
from desk.ui.parts.chips import Choice
from desk.ui.parts.item_ask import ItemAsk
from desk.ui.parts.labels import Surface, Text, Tile
from desk.ui.parts.picking import NumberedPick
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Card, Command, Tone

TOP = Qt.AlignmentFlag.AlignTop
PICK_ROWS = 6


class ResultCard(Surface):
    """Tile, headline, detail, an aside at the right, and the commands with their keys."""

    command = Signal(str)
    reason_chosen = Signal(str)
    granted = Signal(str)
    day_chosen = Signal(str)
    form_filled = Signal(str, str, str)
    picked = Signal(str)
    all_picked = Signal()
    ask_closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.card: Card | None = None
        self.ask: CardAsk | None = None
        self.pick_rows = PICK_ROWS
        self.buttons: list[KeyButton] = []
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look.changed.connect(self._dress)

    def _build(self) -> None:
        look, px = self._look, self._look.px
        self._tile = Tile(look, 60, 12, pixels=30)
        self._headline = Text(look, "", 22, SEMIBOLD, wrap=True, figures=True)
        self._detail = Text(look, "", 14, colour="ink2", wrap=True)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.setContentsMargins(0, px(1), 0, 0)
        self._middle.addWidget(self._headline)
        self._middle.addSpacing(px(9))
        self._middle.addWidget(self._detail)
        self._bar = QWidget()
        self._flow = FlowLayout(self._bar, px(8))
        self._middle.addWidget(self._bar)
        self._middle.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(17), px(15), px(19), px(15))
        row.setSpacing(px(16))
        row.addWidget(self._tile, 0, TOP)
        row.addLayout(self._middle, 1)
        row.addLayout(self._build_aside())

    def _build_aside(self) -> QLayout:
        look, px = self._look, self._look.px
        self._figure = Text(look, "", 28, SEMIBOLD, figures=True)
        self._aside = Text(look, "", 16, SEMIBOLD)
        self._aside_detail = Text(look, "", 12.5, colour="ink2")
        column = QVBoxLayout()
        column.setSpacing(px(2))
        column.setContentsMargins(0, 0, 0, 0)
        for label in (self._figure, self._aside, self._aside_detail):
            column.addWidget(label)
        column.addStretch(1)
        return column

    def show_card(self, card: Card | None) -> None:
        """Another result; None takes the card away. It is said aloud to a screen reader."""
        self.close_ask()
        self.card = card
        self.setVisible(card is not None)
        if card is None:
            self._set_commands(())
            return
        # Figures of one width come with a wide hyphen, which would tear a shelf mark apart.
        self._headline.setFont(self._look.font(22, SEMIBOLD, figures="-" not in card.headline))
        self._headline.setText(card.headline)
        self._detail.setText(card.detail)
        self._detail.setVisible(bool(card.detail))
        self._set_aside(card)
        self._set_commands(card.commands)
        self._dress()
        words = ", ".join(filter(None, (card.headline, card.figure, card.aside, card.detail)))
        self.setAccessibleName(words)
        announce(self, words, urgent=card.tone is Tone.BAD)

    def _set_aside(self, card: Card) -> None:
        self._figure.setText(card.figure)
        self._figure.setVisible(bool(card.figure))
        self._aside.setText(card.aside)
        self._aside.setVisible(bool(card.aside))
        self._aside_detail.setText(card.aside_detail)
        self._aside_detail.setVisible(bool(card.aside_detail))
        self._aside.setMinimumHeight(self._look.px(26))
        self._aside_detail.setContentsMargins(0, 0 if card.figure else self._look.px(7), 0, 0)
        side = Qt.AlignmentFlag.AlignRight if card.figure else Qt.AlignmentFlag.AlignLeft
        for label in (self._figure, self._aside, self._aside_detail):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _set_commands(self, commands: tuple[Command, ...]) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(command) for command in commands]
        for button in self.buttons:
            self._flow.addWidget(button)
            button.show()  # at once: its key has to work before the next event
        self._bar.setVisible(bool(commands))
        top = self._look.px(19) if commands else 0
        self._flow.setContentsMargins(0, top, 0, 0)

    def _button(self, command: Command) -> KeyButton:
        overrides = key_named(command.key) is Key.OVERRIDE
        tone = self.card.tone if overrides and self.card is not None else None
        button = command_button(self._look, command, self._clicked, tone=tone)
        if command.key and key_named(command.key) is None:
            QShortcut(QKeySequence(normal(command.key)), button).activated.connect(button.click)
        return button

    def _clicked(self) -> None:
        self.command.emit(self.sender().objectName())

    def press(self, key: Key) -> bool:
        """Do what this key does on the card; False when the card has no use for it."""
        if self.ask is not None and key in (Key.RECOMMENDED, Key.ASIDE):
            self.ask.accept() if key is Key.RECOMMENDED else self.close_ask()
            return True
        command = self._for_key(key)
        if command is not None:
            self.command.emit(command.name)
        return command is not None

    def _for_key(self, key: Key) -> Command | None:
        commands = self.card.commands if self.card is not None else ()
        return next((command for command in commands if key_named(command.key) is key), None)

    def ask_reason(self, prompt: str, choices: tuple[Choice, ...], yes: str) -> None:
        """Ask for a reason in the card."""
        self._open(ReasonAsk(self._look, prompt, choices, yes))

    def ask_grant(self, prompt: str, yes: str) -> None:
        """Ask for somebody who may say yes."""
        self._open(GrantAsk(self._look, prompt, yes))

    def ask_pick(self, prompt: str, choices: tuple[Choice, ...], every: str = "", *, focus: bool = True) -> None:
        """Ask which one is meant; without the focus while somebody is still typing."""
        ask = NumberedPick(self._look, prompt, choices, every, rows=self.pick_rows, typing=not focus)
        self._open(ask, focus=focus)
        ask.all_taken.connect(self.all_picked)

    def ask_day(self, prompt: str, iso_day: str, yes: str) -> None:
        """Ask for a day."""
        self._open(DayAsk(self._look, prompt, iso_day, yes))

    def ask_form(self, ask: CardAsk) -> None:
        """Ask with a form of the page's own."""
        self._open(ask)

    def ask_item(self, prompt: str, yes: str) -> None:
        """Ask what a copy is that stands in no catalogue."""
        ask = ItemAsk(self._look, prompt, yes)
        ask.filled.connect(self.form_filled)
        self._open(ask)

    def ask_with(self, ask: CardAsk) -> None:
        """Ask with a strip of the page's own, which says itself what was entered."""
        self._open(ask)

    def show_ask_trouble(self, words: str) -> None:
        """Why the supervisor's PIN was not taken."""
        if isinstance(self.ask, GrantAsk):
            self.ask.show_trouble(words)

    def _open(self, ask: CardAsk, *, focus: bool = True) -> None:
        self.close_ask()
        self.ask = ask
        self._bar.hide()
        self._middle.insertWidget(self._middle.count() - 1, ask)
        ask.answered.connect(self._answered)
        ask.cancelled.connect(self.close_ask)
        ask.show()
        if focus:
            ask.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def close_ask(self) -> None:
        """Back to the card's commands."""
        ask, self.ask = self.ask, None
        if ask is None:
            return
        self._middle.removeWidget(ask)
        ask.hide()
        ask.deleteLater()
        self._bar.setVisible(bool(self.buttons))
        self.ask_closed.emit()

    def _answered(self, value: str) -> None:
        match self.ask:
            case GrantAsk():
                self.granted.emit(value)
            case PickAsk():
                self.picked.emit(value)
            case DayAsk():
                self.day_chosen.emit(value)
            case _:
                self.reason_chosen.emit(value)

    def _dress(self) -> None:
        if self.card is None:
            return
        tone = self._look.tone(self.card.tone)
        self.set_colours(tone.ground, tone.line)
        ink = "ink" if self.card.tone is Tone.MUTE else tone.ink
        for label in (self._headline, self._figure, self._aside):
            label.set_colour(ink)
        self._detail.set_colour("ink2")
        self._tile.set_colours(tone.solid, tone.on_solid)
        self._tile.set_content(self.card.icon)
