"""The style sheet for Qt's own widgets, filled in from the tokens. What we paint ourselves needs none."""

from collections.abc import Mapping
from string import Template

TIPS_AND_MENUS = """
* { outline: 0; }
QToolTip { background: $ink; color: $oninv; border: 0; padding: ${p6}px ${p8}px; }
QMenu { background: $surface; border: 1px solid $line2; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p16}px; border-radius: ${r_sm}px; }
QMenu::item:selected { background: $sel; color: $ink; }
"""

FIELDS = """
QLineEdit, QPlainTextEdit, QDateEdit, QComboBox {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: ${r_md}px;
  padding: 0 ${p10}px; min-height: ${field}px; placeholder-text-color: $ink3;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: ${p8}px; }
QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 0 ${p9}px; }
QPlainTextEdit:focus { padding: ${p7}px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $bad; padding: 0 ${p9}px; }
QLineEdit[close="true"] { min-height: ${p30}px; }
QLineEdit#scan, QLineEdit#scan:focus { border: 0; background: transparent; padding: 0; min-height: 0; }
QComboBox::drop-down { border: 0; width: ${p28}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${p14}px; height: ${p14}px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: 0; padding: 0; min-height: 0; background: transparent; }
QDateEdit QLineEdit, QDateEdit QLineEdit:focus {
  border: 0; padding: 0 ${p9}px; min-height: 0; background: transparent; }
QComboBox QAbstractItemView { background: $surface; color: $ink; border: 1px solid $line2; padding: ${p4}px; }
QDateEdit::up-button, QDateEdit::down-button { width: 0; border: 0; }
QCheckBox, QRadioButton { color: $ink; spacing: ${p8}px; min-height: ${p32}px; }
QCheckBox:focus, QRadioButton:focus { color: $accent_ink; }
QRadioButton::indicator {
  width: ${p16}px; height: ${p16}px; border: 1px solid $edge; border-radius: ${p8}px; background: $surface; }
QRadioButton::indicator:checked {
  width: ${p8}px; height: ${p8}px; border: ${p5}px solid $accent; border-radius: ${p8}px; background: $on_accent; }
"""

LISTS = """
QTableView { background: transparent; border: 0; }
QListWidget { background: $surface; border: 0; border-radius: ${r_md}px; padding: 0; }
QListWidget::item { min-height: ${p34}px; padding: 0 ${p10}px; border-radius: ${r_sm}px; color: $ink; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $sel; color: $ink; }
QListWidget::item:selected:active { background: $sel; border: 2px solid $accent; }
QHeaderView { background: transparent; border: 0; }
QFileDialog QHeaderView { background: $surface; }
QFileDialog QHeaderView::section {
  background: $surface; color: $ink2; border: 0; border-bottom: 1px solid $line; padding: ${p4}px ${p8}px; }
QScrollArea, QScrollArea > QWidget > QWidget#inside { background: transparent; border: 0; }
"""

BARS = """
QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 2px; }
QScrollBar::handle:vertical { background: $line2; border-radius: ${p3}px; min-height: ${p32}px; }
QScrollBar::handle:vertical:hover { background: $edge; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 2px; }
QScrollBar::handle:horizontal { background: $line2; border-radius: ${p3}px; min-width: ${p32}px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; height: 0; width: 0; }
QProgressBar { background: $sunken; border: 0; border-radius: ${p3}px; max-height: ${p8}px; min-height: ${p8}px; }
QProgressBar::chunk { background: $accent; border-radius: ${p3}px; }
"""


def style_sheet(colours: Mapping[str, str], radii: Mapping[str, int], zoom: float, chevron: str) -> str:
    """The whole sheet; every pixel in it comes from the zoom."""
    pixels = {f"p{n}": str(max(1, round(n * zoom))) for n in (3, 4, 5, 6, 7, 8, 9, 10, 14, 16, 28, 30, 32, 34)}
    rounds = {f"r_{name}": str(round(value * zoom)) for name, value in radii.items()}
    field = str(round(36 * zoom))
    text = TIPS_AND_MENUS + FIELDS + LISTS + BARS
    return Template(text).substitute(colours, chevron=chevron, field=field, **pixels, **rounds)
