"""Printers of Windows by their names: the spooler's own calls (winspool.drv), data type RAW.

The spooler says that a job left the queue, never that paper came out: so at best ``Sent``. A4
printers must take PDF themselves, because raw bytes pass no driver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Protocol

from printers.port import (
    Doubtful,
    Medium,
    NotPrinted,
    PrinterStatus,
    PrintOutcome,
    Sent,
    Trouble,
)

# JOB_STATUS_* and PRINTER_STATUS_* of winspool.h.
_JOB_TROUBLES = (
    (0x0040, Trouble.PAPER_OUT),
    (0x0020, Trouble.OFFLINE),
    (0x0001, Trouble.OFFLINE),
    (0x0400, Trouble.UNKNOWN),
    (0x0002, Trouble.UNKNOWN),
    (0x0200, Trouble.UNKNOWN),
)
_JOB_GONE = 0x0080 | 0x0100 | 0x1000  # printed, deleted, complete
_JOB_DROPPED = 0x0100 | 0x0004  # deleted, deleting
_PRINTER_TROUBLES = (
    (0x00000010, Trouble.PAPER_OUT),
    (0x00000040, Trouble.PAPER_OUT),
    (0x00400000, Trouble.COVER_OPEN),
    (0x00000080, Trouble.OFFLINE),
    (0x00000001, Trouble.OFFLINE),
    (0x00001000, Trouble.OFFLINE),
    (0x00000008, Trouble.UNKNOWN),
    (0x00000002, Trouble.UNKNOWN),
)


class WinSpool(Protocol):
    """The calls of winspool.drv that printing raw bytes needs; every failure is an OSError."""

    def open(self, printer: str) -> int:
        """A handle of a printer by its name."""
        ...

    def close(self, handle: int) -> None: ...
    def printer_status(self, handle: int) -> int:
        """PRINTER_STATUS flags."""
        ...

    def start(self, handle: int, title: str) -> int:
        """Begin a raw document; its job's number."""
        ...

    def write(self, handle: int, piece: bytes) -> int:
        """Bytes taken of a piece."""
        ...

    def end(self, handle: int) -> None:
        """Hand the document over to be printed."""
        ...

    def job_status(self, handle: int, job: int) -> int | None:
        """JOB_STATUS flags, None when the queue holds the job no more."""
        ...

    def delete(self, handle: int, job: int) -> None: ...


@dataclass(frozen=True, slots=True)
class SpoolLimits:
    """How long is waited for a job to leave the queue, and between looks, in seconds."""

    job: float = 60.0
    poll: float = 0.25


@dataclass(frozen=True, slots=True)
class SpoolerPrinter:
    """A printer of Windows at ``win:NAME``."""

    name: str
    medium: Medium
    spool: WinSpool
    limits: SpoolLimits = SpoolLimits()
    _pause: Event = field(default_factory=Event)

    @property
    def destination(self) -> str:
        return f"win:{self.name}"

    def status(self) -> PrinterStatus:
        """What the driver has told the spooler."""
        try:
            handle = self.spool.open(self.name)
        except OSError as error:
            return PrinterStatus(False, frozenset({Trouble.OFFLINE}), _why(error))
        try:
            return PrinterStatus(True, frozenset(_named(self.spool.printer_status(handle))))
        except OSError as error:
            return PrinterStatus(True, detail=_why(error))
        finally:
            self.spool.close(handle)

    def print(self, document: bytes, name: str) -> PrintOutcome:
        """Spool once as a raw document, then see it leave the queue."""
        try:
            handle = self.spool.open(self.name)
        except OSError as error:
            return NotPrinted(Trouble.OFFLINE, _why(error))
        try:
            blocking = _named(self.spool.printer_status(handle))
            if blocking:
                return NotPrinted(blocking[0], "said by the spooler")
            return self._spooled(handle, document, name)
        except OSError as error:
            return NotPrinted(Trouble.OFFLINE, _why(error))
        finally:
            self.spool.close(handle)

    def _spooled(self, handle: int, document: bytes, name: str) -> PrintOutcome:
        """Windows may begin to print before the document has ended, so a break is a doubt."""
        job = self.spool.start(handle, name)
        try:
            sent = 0
            while taken := self.spool.write(handle, document[sent:]) if sent < len(document) else 0:
                sent += taken
            self.spool.end(handle)
            if sent < len(document):
                return self._dropped(handle, job, "the spooler takes no more")
            return self._followed(handle, job)
        except OSError as error:
            return self._dropped(handle, job, _why(error))

    def _followed(self, handle: int, job: int) -> PrintOutcome:
        until, last = monotonic() + self.limits.job, Trouble.UNKNOWN
        while monotonic() < until:
            flags = self.spool.job_status(handle, job)
            if flags is not None and flags & _JOB_DROPPED:
                return Doubtful(Trouble.UNKNOWN, "somebody deleted the job")
            if flags is None or flags & _JOB_GONE:
                return Sent("it left the queue")
            last = next((trouble for bit, trouble in _JOB_TROUBLES if flags & bit), last)
            self._pause.wait(self.limits.poll)
        return self._dropped(handle, job, "not finished in time", last)

    def _dropped(
        self, handle: int, job: int, why: str, trouble: Trouble = Trouble.OFFLINE
    ) -> Doubtful:
        try:
            self.spool.delete(handle, job)
        except OSError as error:
            why = f"{why}; {_why(error)}"
        return Doubtful(trouble, why)


def _named(flags: int) -> list[Trouble]:
    return [trouble for bit, trouble in _PRINTER_TROUBLES if flags & bit]


def _why(error: OSError) -> str:
    return error.strerror or str(error)
