"""Whether a window can be shown here. Asked before Qt is imported: without a screen Qt aborts the process."""

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from desk.errors import ScreenMissing

# What a bare Debian lacks, by library and package. The first are needed by any window, the second by one on X11.
ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
ON_X11 = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
SCREENLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def find_screen() -> None:
    """Do nothing where a window can be shown; elsewhere raise ScreenMissing with what is lacking."""
    if not sys.platform.startswith("linux"):
        return
    _require(ALWAYS)
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if wanted.startswith(SCREENLESS) or (not wanted.startswith("xcb") and _wayland_answers()):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise ScreenMissing()
    _require(ON_X11)
    if not _x11_answers():
        raise ScreenMissing(display)


def _require(libraries: dict[str, str]) -> None:
    packages = tuple(_missing(libraries))
    if packages:
        raise ScreenMissing(os.environ.get("DISPLAY", ""), packages)


def _missing(libraries: dict[str, str]) -> Iterable[str]:
    for library, package in libraries.items():
        if not _loads(library):
            yield package


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers() -> bool:
    """Whether there is a Wayland session; Qt's part for it needs one library that small systems lack."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    socket = Path(os.environ.get("XDG_RUNTIME_DIR", "."), name)
    return bool(name) and socket.exists() and _loads("libwayland-cursor.so.0")


def _x11_answers() -> bool:
    """Connect as Qt will: that takes host names, tunnels and permissions into account."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    works: int = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return works == 0
