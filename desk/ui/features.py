"""Qt for Python's switchable spellings (`__feature__`), of which this program uses none."""

import sys
from typing import Any


def use_none() -> None:
    """Spare the search for them. Call it as soon as Qt is imported.

    To learn which modules use these spellings, Qt for Python 6.11 reads the source text of every module that is
    imported after it, and Python keeps what was read: for this program 500 files, 25 MiB, and a fifth of the time to
    start. Each module now counts as one that uses Qt in its usual spelling. Another version that does it in another
    way is left as it is.
    """
    support: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(support, "_mod_uses_pyside"):
        support._mod_uses_pyside = lambda _module: True
