"""The bench: a large library, and what an act costs in it beside a raw transaction that reads and writes the same."""
