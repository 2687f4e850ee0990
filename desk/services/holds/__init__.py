"""Holds: who waits for what, which copy is whose, the hold shelf and the way there."""
