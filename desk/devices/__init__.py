"""Scanners and printers of this desk: Qt signals, no knowledge of libraries. Imports nothing, so that wording can."""
