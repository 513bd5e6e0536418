"""A receipt printer by network (TCP 9100), serial port or USB: asked, but never waited for.

Cheap printers answer nothing. So silence is no obstacle, only an answer that names a trouble is;
and what the line swallowed without an answer is ``Sent``, not ``Printed``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

from printers.commands import ASK_DONE, ASK_STATUS, StatusByte, pieces
from printers.lines import Flow, Line, connect, open_serial, open_usb
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

PORT = 9100
_PIECE = 4096
_PAUSE = Event()
_BLOCKING = frozenset({Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.CUTTER, Trouble.OFFLINE})
# What the bits of DLE EOT n mean (n, mask, trouble), most telling first.
_BITS = (
    (4, 0x60, Trouble.PAPER_OUT),
    (2, 0x20, Trouble.PAPER_OUT),
    (2, 0x04, Trouble.COVER_OPEN),
    (3, 0x08, Trouble.CUTTER),
    (3, 0x60, Trouble.OFFLINE),
    (1, 0x08, Trouble.OFFLINE),
    (4, 0x0C, Trouble.PAPER_LOW),
)
# GS r 1 answers with bit 4 and 7 clear; bits 2 and 3 say that the roll has ended.
_DONE_FIXED, _DONE_PAPER_OUT = 0x90, 0x0C


@dataclass(frozen=True, slots=True)
class Limits:
    """How long is waited, in seconds."""

    connect: float = 3.0
    answer: float = 0.4
    stall: float = 8.0
    done: float = 12.0
    silent_done: float = 1.0


@dataclass(frozen=True, slots=True)
class TcpPrinter:
    """An ESC/POS printer at ``tcp://host:port``."""

    host: str
    port: int = PORT
    medium: Medium = Medium.ROLL_80
    limits: Limits = Limits()

    @property
    def destination(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"tcp://{host}:{self.port}"

    def status(self) -> PrinterStatus:
        """Reachable if it can be connected to; troubles only if it answers at all."""
        return _status(self._open, self.limits)

    def print(self, document: bytes, name: str) -> PrintOutcome:  # noqa: ARG002 — the port's
        """Send once; never a second time, whatever the line does."""
        return _print(self._open, document, self.limits)

    def _open(self) -> Line:
        return connect(self.host, self.port, self.limits.connect)


@dataclass(frozen=True, slots=True)
class SerialPrinter:
    """An ESC/POS printer at a serial port, ``serial:/dev/ttyS0?rate=19200&flow=rtscts``."""

    path: Path
    rate: int = 19200
    flow: Flow = "none"
    medium: Medium = Medium.ROLL_80
    limits: Limits = Limits(connect=3.0, answer=0.6)

    @property
    def destination(self) -> str:
        return f"serial:{self.path}?rate={self.rate}&flow={self.flow}"

    def status(self) -> PrinterStatus:
        """Reachable if the port can be opened; troubles only if the printer answers at all."""
        return _status(self._open, self.limits)

    def print(self, document: bytes, name: str) -> PrintOutcome:  # noqa: ARG002 — the port's
        """Send once, as slowly as the port is."""
        return _print(self._open, document, self.limits)

    def _open(self) -> Line:
        return open_serial(self.path, self.rate, self.flow)


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """An ESC/POS printer at a node of the printer class driver, ``usb:/dev/usb/lp0``."""

    path: Path
    medium: Medium = Medium.ROLL_80
    limits: Limits = Limits()

    @property
    def destination(self) -> str:
        return f"usb:{self.path}"

    def status(self) -> PrinterStatus:
        """Reachable if the node can be opened; troubles only if the printer answers at all."""
        return _status(self._open, self.limits)

    def print(self, document: bytes, name: str) -> PrintOutcome:  # noqa: ARG002 — the port's
        """Send once; never a second time."""
        return _print(self._open, document, self.limits)

    def _open(self) -> Line:
        return open_usb(self.path)


def _status(opened: Callable[[], Line], limits: Limits) -> PrinterStatus:
    try:
        with closing(opened()) as line:
            answers = _ask(line, limits.answer)
    except OSError as error:
        return PrinterStatus(False, frozenset({Trouble.OFFLINE}), _why(error))
    return PrinterStatus(True, _troubles(answers), "" if answers else "no answer")


def _print(opened: Callable[[], Line], document: bytes, limits: Limits) -> PrintOutcome:
    try:
        line = opened()
    except OSError as error:
        return NotPrinted(Trouble.OFFLINE, _why(error))
    with closing(line):
        try:
            answers = _ask(line, limits.answer)
        except OSError as error:
            return NotPrinted(Trouble.OFFLINE, _why(error))
        blocking = _troubles(answers) & _BLOCKING
        if blocking:
            return NotPrinted(_worst(blocking), "said before the first byte")
        return _send(line, document, limits, talks=bool(answers))


def _send(line: Line, document: bytes, limits: Limits, *, talks: bool) -> PrintOutcome:
    sent = 0
    try:
        for piece in pieces(document + ASK_DONE, _PIECE):
            line.send(piece, limits.stall)
            sent += len(piece)
    except OSError as error:
        return Doubtful(Trouble.OFFLINE, f"{_why(error)} after {sent} bytes")
    try:
        left = _left(line, limits.stall)
        done = _read_done(line, limits.done if talks else limits.silent_done)
        if done is not None:
            return _judge(done)
        return _unanswered(line, limits, left, talks=talks)
    except OSError as error:
        return Doubtful(Trouble.OFFLINE, f"{_why(error)} after the last byte")


def _left(line: Line, stall: float) -> int:
    """Bytes never taken, when for ``stall`` seconds none was; a slow port takes its time."""
    left, until = line.untaken(), monotonic() + stall
    while left and monotonic() < until:
        _PAUSE.wait(min(stall, 0.02))
        now = line.untaken()
        until = monotonic() + stall if now < left else until
        left = now
    return left


def _unanswered(line: Line, limits: Limits, left: int, *, talks: bool) -> PrintOutcome:
    if left:
        return Doubtful(Trouble.UNKNOWN, f"{left} bytes were never taken")
    if not talks:
        return Sent("the printer does not answer")
    answers = _ask(line, limits.answer)
    if not answers:
        return Doubtful(Trouble.UNKNOWN, "it answered before and does not now")
    blocking = _troubles(answers) & _BLOCKING
    return Doubtful(_worst(blocking), "said afterwards") if blocking else Sent("no complaint")


def _ask(line: Line, limit: float) -> list[StatusByte]:
    """DLE EOT 1 to 4, one by one; after the first silence nothing more is asked."""
    answers: list[StatusByte] = []
    for asked in (1, 2, 3, 4):
        line.send(ASK_STATUS + bytes([asked]), limit)
        value = line.byte(limit)
        if value is None:
            break
        answers.append(StatusByte(asked, value))
    return [answer for answer in answers if answer.valid]


def _read_done(line: Line, limit: float) -> int | None:
    """The answer to GS r 1, late answers to status questions passed over; None in silence."""
    until = monotonic() + limit
    while (left := until - monotonic()) > 0:
        value = line.byte(left)
        if value is None or not value & _DONE_FIXED:
            return value
    return None


def _judge(done: int) -> PrintOutcome:
    if done & _DONE_PAPER_OUT:
        return Doubtful(Trouble.PAPER_OUT, "the roll ended while printing")
    return Printed("worked off, said the printer")


def _troubles(answers: list[StatusByte]) -> frozenset[Trouble]:
    by_number = {answer.asked: answer for answer in answers}
    return frozenset(
        trouble
        for asked, mask, trouble in _BITS
        if asked in by_number and by_number[asked].has(mask)
    )


def _worst(troubles: frozenset[Trouble]) -> Trouble:
    return next(trouble for _, _, trouble in _BITS if trouble in troubles)


def _why(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
