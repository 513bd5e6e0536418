"""winspool.drv by ctypes: only on Windows. Signatures as in Microsoft's "Print Spooler API"."""

from __future__ import annotations

import ctypes
from typing import Any

_INVALID_PARAMETER = 87
_DELETE = 5
_STATUS_OFFSET_JOB_1 = 7 * ctypes.sizeof(ctypes.c_void_p)
"""Of ``Status`` in JOB_INFO_1: JobId (padded) and six pointers stand before it."""


class _DocInfo(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("output", ctypes.c_wchar_p),
        ("datatype", ctypes.c_wchar_p),
    )


class SystemSpool:
    """The spooler of this machine; every failure is an OSError."""

    def __init__(self) -> None:
        library = getattr(ctypes, "WinDLL", None)
        if library is None:
            raise OSError("no Windows spooler here")
        self._calls: Any = library("winspool.drv", use_last_error=True)

    def open(self, printer: str) -> int:
        """A handle of a printer by its name (OSError)."""
        handle = ctypes.c_void_p()
        self._check(self._calls.OpenPrinterW(printer, ctypes.byref(handle), None))
        return handle.value or 0

    def close(self, handle: int) -> None:
        """Give a handle back."""
        self._calls.ClosePrinter(ctypes.c_void_p(handle))

    def printer_status(self, handle: int) -> int:
        """PRINTER_INFO_6: one DWORD of flags."""
        status, needed = ctypes.c_uint32(), ctypes.c_uint32()
        told = self._calls.GetPrinterW(
            ctypes.c_void_p(handle), 6, ctypes.byref(status), 4, ctypes.byref(needed)
        )
        self._check(told)
        return status.value

    def start(self, handle: int, title: str) -> int:
        """Begin a raw document (OSError)."""
        info = _DocInfo(title, None, "RAW")
        job = self._calls.StartDocPrinterW(ctypes.c_void_p(handle), 1, ctypes.byref(info))
        self._check(job)
        self._check(self._calls.StartPagePrinter(ctypes.c_void_p(handle)))
        return int(job)

    def write(self, handle: int, piece: bytes) -> int:
        """Bytes taken (OSError)."""
        taken = ctypes.c_uint32()
        told = self._calls.WritePrinter(
            ctypes.c_void_p(handle), piece, len(piece), ctypes.byref(taken)
        )
        self._check(told)
        return taken.value

    def end(self, handle: int) -> None:
        """Hand the document over (OSError)."""
        self._check(self._calls.EndPagePrinter(ctypes.c_void_p(handle)))
        self._check(self._calls.EndDocPrinter(ctypes.c_void_p(handle)))

    def job_status(self, handle: int, job: int) -> int | None:
        """The flags of JOB_INFO_1, None for a job that is no more (OSError)."""
        needed = ctypes.c_uint32()
        self._calls.GetJobW(ctypes.c_void_p(handle), job, 1, None, 0, ctypes.byref(needed))
        if ctypes.get_last_error() == _INVALID_PARAMETER:  # type: ignore[attr-defined,unused-ignore]
            return None
        about = ctypes.create_string_buffer(max(needed.value, 1))
        told = self._calls.GetJobW(
            ctypes.c_void_p(handle), job, 1, about, len(about), ctypes.byref(needed)
        )
        self._check(told)
        return ctypes.c_uint32.from_buffer(about, _STATUS_OFFSET_JOB_1).value

    def delete(self, handle: int, job: int) -> None:
        """Take a job out of the queue (OSError)."""
        self._check(self._calls.SetJobW(ctypes.c_void_p(handle), job, 0, None, _DELETE))

    @staticmethod
    def _check(told: int) -> None:
        if not told:
            number: int = ctypes.get_last_error()  # type: ignore[attr-defined,unused-ignore]
            raise OSError(number, f"Windows error {number}")
