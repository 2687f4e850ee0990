"""Runs first in the bundle: programs that the desk calls, such as `lp`, get the system's libraries and not ours."""

import os
import sys

if sys.platform == "linux":
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
