"""Printing to a file: ``file:F`` for rolls and devices, ``pdf:F`` for A4.

A regular file is replaced as a whole or not at all; a device node is written to as it is.
"""

from __future__ import annotations

import os
import select
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from printers.port import (
    Doubtful,
    Medium,
    NotPrinted,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Sent,
    Trouble,
)

STALL_SECONDS = 10.0
"""A device that takes no byte for so long is given up; a cover may be open."""
_PIECE = 4096


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A file or a device node such as /dev/usb/lp0 that takes a medium's bytes."""

    path: Path
    medium: Medium
    scheme: str = "file"
    stall: float = STALL_SECONDS

    @property
    def destination(self) -> str:
        """``file:F`` or ``pdf:F``."""
        return f"{self.scheme}:{self.path}"

    def status(self) -> PrinterStatus:
        """Whether the file could be written here."""
        place = self.path if self.path.exists() else self.path.parent
        if self.path.is_dir() or not os.access(place, os.W_OK):
            return PrinterStatus(False, frozenset({Trouble.OFFLINE}), "not writable")
        return PrinterStatus(True)

    def print(self, document: bytes, name: str) -> PrintOutcome:  # noqa: ARG002 — the port's
        """A regular file is certainly written (Printed); a device has taken the bytes (Sent)."""
        try:
            if _is_device(self.path):
                return _to_device(self.path, document, self.stall)
            _replace(self.path, document)
        except OSError as error:
            return NotPrinted(Trouble.OFFLINE, error.strerror or type(error).__name__)
        return Printed(f"{len(document)} bytes")


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _replace(path: Path, document: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".print-", delete=False) as made:
        try:
            made.write(document)
            made.flush()
            os.fsync(made.fileno())
            Path(made.name).replace(path)
        except OSError:
            with suppress(FileNotFoundError):
                Path(made.name).unlink()
            raise


def _to_device(path: Path, document: bytes, stall: float) -> PrintOutcome:
    device = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    sent = 0
    try:
        while sent < len(document):
            _, ready, _ = select.select([], [device], [], stall)
            if not ready:
                return _broken(sent, Trouble.UNKNOWN, "the device takes no more")
            sent += os.write(device, document[sent : sent + _PIECE])
    except OSError as error:
        return _broken(sent, Trouble.OFFLINE, error.strerror or type(error).__name__)
    finally:
        os.close(device)
    return Sent(f"{sent} bytes")


def _broken(sent: int, trouble: Trouble, detail: str) -> PrintOutcome:
    if sent == 0:
        return NotPrinted(trouble, detail)
    return Doubtful(trouble, f"{detail} after {sent} bytes")
