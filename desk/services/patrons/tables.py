"""The tables of what belongs to a reader and goes with them."""

from desk.models import PatronAddress, PatronContact, PatronStatistic

# What the form writes anew as a whole.
PARTS = (PatronContact, PatronAddress, PatronStatistic)
