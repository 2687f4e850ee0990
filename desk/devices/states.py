"""How a device is, without Qt, so that wording can name it anywhere."""

from enum import StrEnum


class DeviceState(StrEnum):
    """What the status bar tells of a scanner, a printer or the loudspeaker."""

    READY = "ready"
    KEYBOARD = "keyboard"  # it types like a keyboard, so nobody can tell whether it is plugged in
    WAITING = "waiting"  # it has not been looked for yet
    BUSY = "busy"
    MISSING = "missing"  # it was looked for and is not there; it is looked for again
    FAILED = "failed"  # it is there and refuses
    OFF = "off"
