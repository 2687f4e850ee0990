"""Work with no person waiting: nightly runs, and the scenarios in which a librarian checks the rules."""
