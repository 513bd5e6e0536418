"""Lines to a receipt printer: a socket, a serial port, a USB device node. Never waited for long."""

from __future__ import annotations

import os
import select
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal, Protocol

Flow = Literal["none", "xonxoff", "rtscts"]
RATES = (9600, 19200, 38400, 57600, 115200)
"""Bits a second that receipt printers are set to."""


class Line(Protocol):
    """Bytes both ways; a lost line raises OSError from any of these."""

    def send(self, piece: bytes, stall: float) -> None:
        """All of a piece (OSError if none of it is taken for ``stall`` seconds)."""
        ...

    def byte(self, limit: float) -> int | None:
        """The next byte of the answer, None when none comes within ``limit`` seconds."""
        ...

    def untaken(self) -> int:
        """Bytes still in this machine's buffer; 0 where the system can't tell."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SocketLine:
    """TCP, usually port 9100."""

    line: socket.socket

    def send(self, piece: bytes, stall: float) -> None:
        """All of a piece (OSError)."""
        self.line.settimeout(stall)
        self.line.sendall(piece)

    def byte(self, limit: float) -> int | None:
        """One byte, None in silence (ConnectionResetError when the other side closed)."""
        self.line.settimeout(limit)
        try:
            got = self.line.recv(1)
        except TimeoutError:
            return None
        if not got:
            raise ConnectionResetError("closed by the printer")
        return got[0]

    def untaken(self) -> int:
        """Bytes not acknowledged by the printer's network card."""
        return _queued(self.line.fileno())

    def close(self) -> None:
        """Hang up."""
        self.line.close()


@dataclass(slots=True)
class DeviceLine:
    """A device node; what it did not take is thrown away when it is closed."""

    device: int
    reads: bool = True

    def send(self, piece: bytes, stall: float) -> None:
        """All of a piece (TimeoutError, OSError)."""
        sent = 0
        while sent < len(piece):
            _, ready, _ = select.select([], [self.device], [], stall)
            if not ready:
                raise TimeoutError("the device takes no more")
            sent += os.write(self.device, piece[sent:])

    def byte(self, limit: float) -> int | None:
        """One byte, None in silence; some devices say silence by an empty answer at once."""
        if not self.reads:
            return None
        until = monotonic() + limit
        while (left := until - monotonic()) > 0:
            ready, _, _ = select.select([self.device], [], [], left)
            got = _read(self.device) if ready else b""
            if got:
                return got[0]
            if ready:
                select.select([], [], [], min(left, 0.02))
        return None

    def untaken(self) -> int:
        """Bytes still in the kernel's buffer for the port."""
        return _queued(self.device)

    def close(self) -> None:
        """Close without waiting for a device that takes nothing."""
        if os.isatty(self.device):
            import termios  # noqa: PLC0415 — not on Windows

            termios.tcflush(self.device, termios.TCIOFLUSH)
        os.close(self.device)


def connect(host: str, port: int, limit: float) -> SocketLine:
    """A TCP line (OSError)."""
    return SocketLine(socket.create_connection((host, port), timeout=limit))


def open_serial(path: Path, rate: int, flow: Flow) -> DeviceLine:
    """A serial port, eight bits, no parity, nothing translated (OSError)."""
    if sys.platform == "win32":
        raise OSError("serial ports of Windows are printed to through its spooler")
    import termios  # noqa: PLC0415 — not on Windows

    device = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        speed = getattr(termios, f"B{rate}")
        inward = termios.IXON if flow == "xonxoff" else 0
        control = termios.CS8 | termios.CREAD | termios.CLOCAL
        control |= termios.CRTSCTS if flow == "rtscts" else 0
        characters = termios.tcgetattr(device)[6]
        settings = [inward, 0, control, 0, speed, speed, characters]
        termios.tcsetattr(device, termios.TCSANOW, settings)
    except (OSError, termios.error) as error:
        os.close(device)
        raise OSError(str(error)) from error
    return DeviceLine(device)


def open_usb(path: Path) -> DeviceLine:
    """A node of the printer class driver, /dev/usb/lp0; one-way printers only take (OSError)."""
    if sys.platform == "win32":
        raise OSError("USB printers of Windows are printed to through its spooler")
    try:
        return DeviceLine(os.open(path, os.O_RDWR | os.O_NONBLOCK))
    except PermissionError:
        return DeviceLine(os.open(path, os.O_WRONLY | os.O_NONBLOCK), reads=False)


def _read(device: int) -> bytes:
    try:
        return os.read(device, 1)
    except BlockingIOError:
        return b""


def _queued(device: int) -> int:
    if sys.platform == "win32":
        return 0
    import fcntl  # noqa: PLC0415 — not on Windows
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    try:
        answer = fcntl.ioctl(device, termios.TIOCOUTQ, struct.pack("i", 0))
    except OSError:
        return 0
    return int(struct.unpack("i", answer)[0])
