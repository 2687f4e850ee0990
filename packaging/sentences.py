"""Compiles each language's sentences into what the program reads, beside them: a checkout has only what people read."""

import runpy
from pathlib import Path


def main() -> None:
    """Write each desk.mo as its desk.po wants it."""
    catalogue = runpy.run_path(str(Path(__file__).with_name("catalogue.py")))
    for language in catalogue["languages"]():
        _plain, compiled = catalogue["written"](catalogue["translated"](language))
        (catalogue["folder"](language) / "desk.mo").write_bytes(compiled)


if __name__ == "__main__":
    main()
