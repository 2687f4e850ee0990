"""Runs first in the bundle: programs that the desk calls, such as `lp`, get the system's libraries and not ours.

A second process of the bundle is told to find its libraries anew, since it no longer inherits them.
"""

import os
import sys

if sys.platform == "linux":
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
