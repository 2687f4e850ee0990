"""Compiles each language's sentences into what the program reads, beside them; a checkout has only what people read."""

import runpy
from pathlib import Path


def main() -> None:
    """Write each desk.mo that is not there or not as its desk.po wants it."""
    catalogue = runpy.run_path(str(Path(__file__).with_name("catalogue.py")))
    for language in catalogue["languages"]():
        path = catalogue["folder"](language) / "desk.mo"
        _plain, compiled = catalogue["written"](catalogue["translated"](language))
        if not path.exists() or path.read_bytes() != compiled:
            path.write_bytes(compiled)


if __name__ == "__main__":
    main()
