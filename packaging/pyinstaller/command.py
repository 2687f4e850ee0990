"""The bundle's `desk`."""

from desk.__main__ import main

main()
