"""bin/bench. A process that an import starts begins with this module too, so it loads nothing by itself."""

import sys

if __name__ == "__main__":
    from tests.bench.command import main

    sys.exit(main())
