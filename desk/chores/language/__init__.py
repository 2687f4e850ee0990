"""The language of scenarios (docs/scenarios.md): lines that a librarian reads aloud, and the tree made of them."""
