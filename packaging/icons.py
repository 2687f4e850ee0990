"""Draws the program's icon in every size that a desktop asks for: `packaging/icons.py FOLDER [FILE.ico]`."""

import os
import struct
import sys
from pathlib import Path

from desk.resources import resource

NAME = "circulation-desk"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# What Windows looks for in one file.
OF_WINDOWS = (16, 24, 32, 48, 64, 256)
HEAD, ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")


def drawn(size: int) -> bytes:
    """The icon as PNG."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(resource("theme", "desk.svg"))).render(painter)
    painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(out, "PNG")  # type: ignore[call-overload]
    return bytes(out.data().data())


def for_windows() -> bytes:
    """All sizes that Windows wants in one ICO file, each a PNG."""
    pictures = {size: drawn(size) for size in OF_WINDOWS}
    begins = HEAD.size + ENTRY.size * len(pictures)
    head, body = HEAD.pack(0, 1, len(pictures)), b""
    for size, picture in pictures.items():
        head += ENTRY.pack(size % 256, size % 256, 0, 0, 1, 32, len(picture), begins + len(body))
        body += picture
    return head + body


def write(folder: Path) -> None:
    """The folders of the hicolor theme, with the drawing itself for every other size."""
    for size in SIZES:
        path = folder / f"{size}x{size}" / "apps" / f"{NAME}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn(size))
    path = folder / "scalable" / "apps" / f"{NAME}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(resource("theme", "desk.svg").read_bytes())


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    write(Path(sys.argv[1]))
    for file in sys.argv[2:]:
        Path(file).write_bytes(for_windows())
