"""A scanner on a serial line or USB-CDC: no keyboard, so nothing can leak into a field.

The line carries a text and a terminator (CR, LF, Tab or both); octets are UTF-8, else GB 18030.
A scanner that is pulled out and put in again is found again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtSerialPort import QSerialPort, QSerialPortInfo

from kiosk.scanning.charset import text_of
from kiosk.scanning.port import Scan

_BAUD = 9600  # the usual setting of a new scanner; USB-CDC ignores it
_AGAIN = 2000  # milliseconds between attempts to open the port
_LONGEST = 8192  # octets without an end: noise, not a code
_ENDS = (b"\r", b"\n", b"\t")


class SerialScanner(QObject):
    """Fulfils ``Scanner``; lives on the GUI thread, reads as octets arrive."""

    def __init__(self, port: str, baud: int = _BAUD, parent: QObject | None = None) -> None:
        """``port`` is ``/dev/ttyACM0``, ``COM3`` and the like, or part of the device's name.

        A name stays the same when the device is put into another socket.
        """
        super().__init__(parent)
        self._wanted = port
        self._port = QSerialPort(port, self)
        self._port.setBaudRate(baud)
        self._port.readyRead.connect(self._arrived)
        self._port.errorOccurred.connect(self._failed)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self._open)
        self._held = b""
        self._on_scan: Callable[[Scan], None] | None = None

    @property
    def name(self) -> str:
        return f"serial:{self._port.portName()}"

    @property
    def connected(self) -> bool:
        """Whether the port is open; if not, it is tried again every two seconds."""
        return self._port.isOpen()

    def start(self, on_scan: Callable[[Scan], None]) -> None:
        """Listen until stopped, whether or not the scanner is there yet."""
        self._on_scan = on_scan
        self._open()

    def stop(self) -> None:
        """Close the line."""
        self._on_scan = None
        self._again.stop()
        self._port.close()

    def _open(self) -> None:
        self._port.setPortName(port_named(self._wanted))
        if self._port.open(QSerialPort.OpenModeFlag.ReadWrite):
            self._held = b""
            self._again.stop()
        elif not self._again.isActive():
            self._again.start()

    def _failed(self, error: QSerialPort.SerialPortError) -> None:
        """Pulled out: close, so that it can be opened when it is back."""
        if error == QSerialPort.SerialPortError.ResourceError:
            self._port.close()
            if self._on_scan is not None:
                self._again.start()

    def _arrived(self) -> None:
        self._held += bytes(self._port.readAll().data())
        for end in _ENDS:
            self._held = self._held.replace(end, b"\n")
        *texts, self._held = self._held.split(b"\n")
        if len(self._held) > _LONGEST:
            self._held = b""
        for octets in filter(None, texts):
            if self._on_scan is not None:
                text = text_of(octets, octets.decode("latin-1"), named=False)
                self._on_scan(Scan(text, "serial"))


def port_named(wanted: str) -> str:
    """The port whose device bears this name now; else what was wanted, taken for a port."""
    name = wanted.casefold()
    for info in QSerialPortInfo.availablePorts():
        if name in f"{info.description()} {info.manufacturer()}".casefold():
            return info.systemLocation()
    return wanted
