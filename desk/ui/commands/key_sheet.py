"""F1: the keys over the page, what works on this page first."""

from collections.abc import Sequence
from itertools import combinations_with_replacement, pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.announcements import announce
from desk.ui.commands.deeds import Deed, Group, Where, deeds, fixed_keys, group_word, tab_key
from desk.ui.commands.overlay import Overlay
from desk.ui.flow import FlowLayout
from desk.ui.keys import ENTER, Key, cap, sequence
from desk.ui.parts.buttons import KeyButton, PaintedButton
from desk.ui.parts.labels import KeyCap, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Weight

WIDTH, TOP = 1140, 56
COLUMN, COLUMNS = 330, 3
Line = tuple[str, str]
Section = tuple[str, tuple[Line, ...]]


def spread(heights: list[int], count: int) -> list[int]:
    """In which column each block stands, in their order, so that the columns are as even as they can be."""
    ends = combinations_with_replacement(range(len(heights) + 1), count - 1)
    splits = [(0, *cut, len(heights)) for cut in ends]
    best = min(splits, key=lambda at: sum(sum(heights[a:b]) ** 2 for a, b in pairwise(at)))
    return [sum(place >= end for end in best[1:-1]) for place in range(len(heights))]


def works_at(where: Where, page: str) -> bool:
    """Whether a command has something to do on this page."""
    if where is Where.DESK:
        return page in ("checkout", "checkin")
    return where is Where.EVERYWHERE or where.name.replace("_", "").casefold() == page


def sections(page: str) -> list[Section]:
    """The groups with their lines; what works on other pages only stands at the end."""
    keyed = [deed for deed in deeds() if sequence(deed.key)]
    here = [deed for deed in keyed if works_at(deed.where, page)]
    made = [(group_word(group), _lines(group, here)) for group in Group]
    made.append((_("In the rows and lists"), fixed_keys()))
    elsewhere = tuple((deed.label, cap(deed.key)) for deed in keyed if deed not in here)
    return [section for section in (*made, (_("On other pages"), elsewhere)) if section[1]]


def _lines(group: Group, known: Sequence[Deed]) -> tuple[Line, ...]:
    return tuple((deed.label, cap(deed.key)) for deed in known if deed.group is group)


# What works on a page over the whole window too, where there is no desk yet or nobody is signed in.
ALWAYS = (Key.ZOOM_IN, Key.ZOOM_OUT, Key.ZOOM_USUAL, Key.THEME, Key.FULL_SCREEN, Key.MUTE)


def whole_sections(page: QWidget) -> list[Section]:
    """What a page over the whole window can do: what its buttons say, and what works everywhere."""
    shown = [each for each in page.findChildren(PaintedButton) if each.key and each.isVisible() and each.isEnabled()]
    known = [deed for deed in deeds() if deed.key in ALWAYS and sequence(deed.key)]
    buttons = dict.fromkeys((each.label, each.key) for each in shown)
    window = (*_lines(Group.WINDOW, known), tab_key())
    return [section for section in ((_("Here"), tuple(buttons)), (group_word(Group.WINDOW), window)) if section[1]]


class KeySheet(Overlay):
    """Made anew each time it opens, for the page that is shown and the keys of the moment."""

    print_wanted = Signal()
    save_wanted = Signal()
    commands_wanted = Signal()
    change_wanted = Signal()

    def __init__(self, look: Look, ground: QWidget) -> None:
        super().__init__(look, ground, WIDTH, TOP)
        self._title = Text(look, _("Keys"), 20, SEMIBOLD)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(_("Keys"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._prints = self._buttons()
        self._columns: list[QVBoxLayout] = []
        self._blocks: list[tuple[QWidget, int]] = []
        self._build()

    def _build(self) -> None:
        px = self.look.px
        self.column.setContentsMargins(px(24), px(18), px(12), px(16))
        self.column.setSpacing(px(12))
        self.column.addWidget(self._title)
        self.column.addWidget(self._area, 1)
        acts = QWidget()
        flow = FlowLayout(acts, px(8))
        for button in self._prints:
            flow.addWidget(button)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(px(8))
        self._foot.addWidget(acts, 1)
        close = KeyButton(self.look, _("Close"), Key.ASIDE, "", Weight.GHOST)
        close.clicked.connect(self.close_over)
        self._foot.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(self._foot)

    def _buttons(self) -> tuple[KeyButton, ...]:
        print_ = KeyButton(self.look, _("Print"), Key.PRINT, "printer")
        save = KeyButton(self.look, _("Keep as PDF"), "", "save")
        commands = KeyButton(self.look, _("Command barcodes"), "", "scan-line")
        change = KeyButton(self.look, _("Change keys"), "", "keyboard")
        print_.clicked.connect(self.print_wanted)
        save.clicked.connect(self.save_wanted)
        commands.clicked.connect(self.commands_wanted)
        change.clicked.connect(self.change_wanted)
        return print_, save, commands, change

    def show_for(self, page: str) -> None:
        """Open for this page."""
        self._show(sections(page), prints=True)

    def show_for_whole(self, page: QWidget) -> None:
        """Open for a page over the whole window, on which nothing can be printed or changed."""
        self._show(whole_sections(page), prints=False)

    def _show(self, made: list[Section], *, prints: bool) -> None:
        for button in self._prints:
            button.setVisible(prints)
        inside = self._sheet(made)
        self._area.setWidget(inside)
        inside.setAccessibleName(_("Keys"))
        self.open()
        words = [f"{label}: {key}" for _heading, lines in made for label, key in lines]
        self._area.setAccessibleDescription(". ".join(words))
        announce(self._area, _("Keys of this page. {lines}").format(lines=". ".join(words)))

    def begin(self) -> None:
        """The arrows move the sheet."""
        self._area.setFocus(Qt.FocusReason.PopupFocusReason)

    def wanted(self, wide: int) -> int:
        """As high as the window allows."""
        inside = self._area.widget()
        if inside is None:
            return super().wanted(wide)
        foot = self._foot.heightForWidth(wide - self.look.px(36))
        return inside.sizeHint().height() + foot + self.look.px(112)

    def fit(self) -> None:
        """Another window or another zoom: as many columns as have room."""
        self._arrange()
        super().fit()

    def press(self, key: Key) -> bool:
        """F9 prints what is shown."""
        if key is Key.PRINT and not self._prints[0].isHidden():
            self.print_wanted.emit()
            return True
        if key is Key.HELP:
            self.close_over()
            return True
        return super().press(key)

    def _sheet(self, made: list[Section]) -> QWidget:
        px = self.look.px
        inside = QWidget()
        inside.setObjectName("inside")
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, px(12), 0)
        across.setSpacing(px(36))
        self._columns = [QVBoxLayout() for _side in range(COLUMNS)]
        for column in self._columns:
            column.setSpacing(px(14))
            column.addStretch(1)
            across.addLayout(column)
        self._blocks = [(self._block(section), len(section[1]) + 2) for section in made]
        self._arrange()
        return inside

    def _arrange(self) -> None:
        """Put the blocks into as many columns as have room, of about the same height."""
        count = max(1, min(COLUMNS, (self._ground.width() - self.look.px(60)) // self.look.px(COLUMN)))
        across = self._columns[0].parent() if self._columns else None
        for at, column in enumerate(self._columns):
            assert isinstance(across, QHBoxLayout), "the columns stand side by side"
            across.setStretch(at, int(at < count))
            for block, _lines in self._blocks:
                column.removeWidget(block)
        places = spread([lines for _block, lines in self._blocks], count)
        for (block, _lines), at in zip(self._blocks, places, strict=True):
            self._columns[at].insertWidget(self._columns[at].count() - 1, block)

    def _block(self, section: Section) -> QWidget:
        look, px = self.look, self.look.px
        held = QWidget()
        held.setObjectName("inside")
        block = QGridLayout(held)
        block.setContentsMargins(0, 0, 0, 0)
        block.setHorizontalSpacing(px(12))
        block.setVerticalSpacing(px(6))
        block.addWidget(Text(look, section[0], 14, SEMIBOLD), 0, 0, 1, 2)
        for row, (label, key) in enumerate(section[1], 1):
            block.addWidget(Text(look, label, 13, colour="ink2", wrap=True), row, 0)
            block.addWidget(KeyCap(look, key or ENTER), row, 1, Qt.AlignmentFlag.AlignRight)
        block.setColumnStretch(0, 1)
        return held
