"""Another scanner while the window stands: the old port is let go, the new one is read, the station remembers."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desk.ui.shell import Shell


class Plugging(QObject):
    """Belongs to the shell."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell

    def use_port(self, port: str) -> None:
        """Read this port, or none: then only a scanner that types is heard."""
        shell = self._shell
        wedge, *wires = shell.parts.scanners
        settings = replace(shell.settings.scanner, port=port)
        for wire in wires:
            wire.stop()
            wire.scanned.disconnect(shell.scanned)
            wire.deleteLater()
        shell.parts.scanners = (wedge,)
        if port:
            from desk.devices.serial_scanner import SerialScanner

            scanner = SerialScanner(settings, shell.window)
            scanner.scanned.connect(shell.scanned)
            shell.parts.scanners = (wedge, scanner)
            shell.telling.watch(scanner)
            scanner.start()
        shell.telling.scanner_changed()
        shell.keep(replace(shell.settings, scanner=settings))
