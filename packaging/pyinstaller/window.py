"""The bundle's `desk-window`."""

from desk.__main__ import window

window()
