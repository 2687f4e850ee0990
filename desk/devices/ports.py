"""The serial ports that are really there."""

from dataclasses import dataclass

from serial.tools import list_ports


@dataclass(frozen=True, slots=True)
class SerialPort:
    """A port and what is plugged into it, as far as the system says."""

    name: str
    about: str


def serial_ports() -> tuple[SerialPort, ...]:
    """Every port with hardware behind it, by name."""
    found = (SerialPort(port.device, port.description or "") for port in list_ports.comports())
    return tuple(sorted((port for port in found), key=lambda port: port.name))
