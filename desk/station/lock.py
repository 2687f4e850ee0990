"""One window works at a station at a time: two would share its open visit, each taking the other's for its own."""

import os
import sys
from pathlib import Path

OWNER_ONLY = 0o600


class StationLock:
    """Held on a file beside the station's own. The system gives it back when the window dies, however it dies.

    A terminal asks for none: its acts belong to no visit. Where the folder knows no locks, the desk works without one.
    """

    def __init__(self, store: Path) -> None:
        """`store` is this station's own file."""
        self.path = store.with_name(f"{store.name}.lock")
        self._file: int | None = None
        self._held = False

    @property
    def is_held(self) -> bool:
        """Whether the station is ours."""
        return self._held

    def take(self) -> bool:
        """Try to get it, without waiting; gives whether the station is ours."""
        if self._held:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        except OSError:
            self._held = True  # nothing can be kept in this folder, so nothing is shared in it
            return True
        self._held = _lock(file)
        if self._held:
            self._file = file
        else:
            os.close(file)
        return self._held

    def free(self) -> None:
        """The station is anybody's again. The file stays: without it two could hold two locks of one name."""
        file, self._file, self._held = self._file, None, False
        if file is not None:
            os.close(file)


if sys.platform == "win32":

    def _lock(file: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        except OSError:
            pass
        return True

else:

    def _lock(file: int) -> bool:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True
