"""Compiles the methods of all values of the program, for a bundle that cannot keep them itself (decision 33).

python packaging/methods.py FILE
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from desk import methods


def main(out: Path) -> None:
    """Import every module of the program, and write what was compiled."""
    methods.use()
    from importlib import import_module
    from pkgutil import walk_packages

    import desk

    for module in walk_packages(desk.__path__, "desk."):
        import_module(module.name)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(methods.compiled())
    print(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
