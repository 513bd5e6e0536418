"""A receipt printer on the network (TCP 9100): asked how it is, but never waited for.

Cheap printers answer nothing. So silence is no obstacle, only an answer that names a trouble is;
and what the line swallowed without an answer is ``Sent``, not ``Printed``.
"""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from time import monotonic

from printers.commands import ASK_DONE, ASK_STATUS, StatusByte, pieces
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
        try:
            with self._connect() as line:
                answers = _ask(line, self.limits.answer)
        except OSError as error:
            return PrinterStatus(False, frozenset({Trouble.OFFLINE}), _why(error))
        return PrinterStatus(True, _troubles(answers), "" if answers else "no answer")

    def print(self, document: bytes, name: str) -> PrintOutcome:  # noqa: ARG002 — the port's
        """Send once; never a second time, whatever the line does."""
        try:
            line = self._connect()
        except OSError as error:
            return NotPrinted(Trouble.OFFLINE, _why(error))
        with line:
            try:
                answers = _ask(line, self.limits.answer)
            except OSError as error:
                return NotPrinted(Trouble.OFFLINE, _why(error))
            blocking = _troubles(answers) & _BLOCKING
            if blocking:
                return NotPrinted(_worst(blocking), "said before the first byte")
            return self._send(line, document, talks=bool(answers))

    def _connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=self.limits.connect)

    def _send(self, line: socket.socket, document: bytes, *, talks: bool) -> PrintOutcome:
        line.settimeout(self.limits.stall)
        sent = 0
        try:
            for piece in pieces(document + ASK_DONE, _PIECE):
                line.sendall(piece)
                sent += len(piece)
        except OSError as error:
            return Doubtful(Trouble.OFFLINE, f"{_why(error)} after {sent} bytes")
        return self._after(line, talks=talks)

    def _after(self, line: socket.socket, *, talks: bool) -> PrintOutcome:
        limit = self.limits.done if talks else self.limits.silent_done
        try:
            done = _read_done(line, limit)
            if done is not None:
                return _judge(done)
            return self._unanswered(line, talks=talks)
        except OSError as error:
            return Doubtful(Trouble.OFFLINE, f"{_why(error)} after the last byte")

    def _unanswered(self, line: socket.socket, *, talks: bool) -> PrintOutcome:
        left = _not_taken(line)
        if left:
            return Doubtful(Trouble.UNKNOWN, f"{left} bytes were never taken")
        if not talks:
            return Sent("the printer does not answer")
        answers = _ask(line, self.limits.answer)
        if not answers:
            return Doubtful(Trouble.UNKNOWN, "it answered before and does not now")
        blocking = _troubles(answers) & _BLOCKING
        return Doubtful(_worst(blocking), "said afterwards") if blocking else Sent("no complaint")


def _ask(line: socket.socket, limit: float) -> list[StatusByte]:
    """DLE EOT 1 to 4, one by one; after the first silence nothing more is asked."""
    answers: list[StatusByte] = []
    for asked in (1, 2, 3, 4):
        line.settimeout(limit)
        line.sendall(ASK_STATUS + bytes([asked]))
        value = _byte(line)
        if value is None:
            break
        answers.append(StatusByte(asked, value))
    return [answer for answer in answers if answer.valid]


def _byte(line: socket.socket) -> int | None:
    """One byte, None when none comes in time (ConnectionResetError when the line was closed)."""
    try:
        got = line.recv(1)
    except TimeoutError:
        return None
    if not got:
        raise ConnectionResetError("closed by the printer")
    return got[0]


def _read_done(line: socket.socket, limit: float) -> int | None:
    """The answer to GS r 1, late answers to status questions passed over; None in silence."""
    until = monotonic() + limit
    while (left := until - monotonic()) > 0:
        line.settimeout(left)
        value = _byte(line)
        if value is None or not value & _DONE_FIXED:
            return value
    return None


def _judge(done: int) -> PrintOutcome:
    if done & _DONE_PAPER_OUT:
        return Doubtful(Trouble.PAPER_OUT, "the roll ended while printing")
    return Printed("worked off, said the printer")


def _not_taken(line: socket.socket) -> int:
    """Bytes still in this machine's send buffer; 0 where the system can't tell."""
    if sys.platform == "win32":
        return 0
    import fcntl  # noqa: PLC0415 — not on Windows
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    answer = fcntl.ioctl(line.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
    return int(struct.unpack("i", answer)[0])


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
