"""A printer without paper: in training what would be printed is put into a folder, and reaches no print queue."""

import shutil
from pathlib import Path

from PySide6.QtCore import QObject

from desk.devices.states import DeviceState
from desk.devices.system_printer import SystemPrinter
from desk.errors import PrinterGone


class FolderPrinter(SystemPrinter):
    """Takes files as a print queue does, and keeps them as they are."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(None, parent)
        self._folder = folder

    def start(self) -> None:
        """A folder is always there."""
        self._become(DeviceState.READY)

    def send(self, path: Path, printer: str = "") -> None:
        """Put a copy into the folder. Answers with `sent` or `failed`."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(path, self._folder / path.name)
        except OSError as error:
            self.failed.emit(PrinterGone(str(self._folder), error.strerror or str(error)))
        else:
            self.sent.emit(path)
