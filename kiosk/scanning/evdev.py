"""A keyboard scanner grabbed from the kernel (Linux), so that no field and no input method sees it.

Named by its path of ``/dev/input/by-id``, which stays the same when it is pulled out and put in
again. The person who runs the kiosk must be in the group that may read it (usually ``input``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from kiosk.scanning.evkeys import EVENT, Keys
from kiosk.scanning.port import Scan

GRAB = 0x40044590
"""EVIOCGRAB of linux/input.h, _IOW('E', 0x90, int)."""

_AGAIN = 2000  # milliseconds between attempts to open the device
_AT_ONCE = 256  # events

Grab = Callable[[int], None]


def grab(device: int) -> None:
    """Take an open device for ourselves (OSError: it is no input device, or already taken)."""
    if sys.platform == "linux":
        from fcntl import ioctl  # noqa: PLC0415 — there is none on Windows

        ioctl(device, GRAB, 1)


class EvdevScanner(QObject):
    """Fulfils ``Scanner``; lives on the GUI thread, reads as keys arrive."""

    def __init__(self, path: Path, take: Grab = grab, parent: QObject | None = None) -> None:
        """``take`` grabs the open device; a stand-in that is no input device needs none."""
        super().__init__(parent)
        self._path, self._take = path, take
        self._device = -1
        self._notifier: QSocketNotifier | None = None
        self._keys = Keys()
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self._open)
        self._on_scan: Callable[[Scan], None] | None = None

    @property
    def name(self) -> str:
        return f"evdev:{self._path.name}"

    @property
    def connected(self) -> bool:
        """Whether it is there and ours; if not, it is tried again every two seconds."""
        return self._notifier is not None

    def start(self, on_scan: Callable[[Scan], None]) -> None:
        """Listen until stopped, whether or not the scanner is there yet."""
        self._on_scan = on_scan
        self._open()

    def stop(self) -> None:
        """Let go; the kernel ends the grab with the file."""
        self._on_scan = None
        self._again.stop()
        self._close()

    def _open(self) -> None:
        self._close()
        try:
            self._device = os.open(self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            self._take(self._device)
        except OSError:  # not there, not allowed, or taken by another
            self._close()
            self._again.start()
            return
        self._again.stop()
        self._keys = Keys()
        self._notifier = QSocketNotifier(self._device, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._arrived)

    def _close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._device >= 0:
            os.close(self._device)
            self._device = -1

    def _arrived(self) -> None:
        try:
            octets = os.read(self._device, EVENT.size * _AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            octets = b""
        if not octets:  # pulled out
            self._close()
            self._again.start()
            return
        for text in self._keys.feed(octets):
            if self._on_scan is not None:
                self._on_scan(Scan(text, "evdev"))
