"""A receipt printer on loopback with manners to choose: it answers, stalls, cuts the line, lies."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from threading import Condition

from tests.printers.escpos_reader import Paper, Reader
from tests.printers.loopback import OneByOne

ALL_WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
PAPER_OUT = ALL_WELL | {2: 0x32, 4: 0x72}
COVER_OPEN = ALL_WELL | {1: 0x1A, 2: 0x16}
PAPER_LOW = ALL_WELL | {4: 0x1E}


@dataclass(frozen=True)
class Manners:
    """How it behaves in one connection. Counts are bytes of the job, ``None`` is never."""

    status: dict[int, int] = field(default_factory=lambda: dict(ALL_WELL))
    answers: bool = True
    done: int | None = 0x00
    reset_after: int | None = None
    stall_after: int | None = None
    close_at_once: bool = False


class TcpReceiptPrinter(OneByOne):
    """Serves one connection after another; ``papers`` is what lies in the tray."""

    def __init__(self, *manners: Manners) -> None:
        super().__init__()
        self.papers: list[Paper] = []
        self.halves: list[Paper] = []
        self.finished = 0
        self._changed = Condition()
        self._manners = list(manners)

    def behave(self, *manners: Manners) -> None:
        """What the next connections meet; the last one stays."""
        self._manners = list(manners)

    def wait_for(self, connections: int) -> None:
        """Until so many connections are over and their paper lies in the tray."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.finished >= connections, 10)

    def attended(self) -> None:
        with self._changed:
            self.finished += 1
            self._changed.notify_all()

    def _next_manners(self) -> Manners:
        if len(self._manners) > 1:
            return self._manners.pop(0)
        return self._manners[0] if self._manners else Manners()

    def attend(self, line: socket.socket) -> None:
        manners = self._next_manners()
        if manners.close_at_once:
            return
        reader = Reader()
        line.settimeout(0.05)
        taken = 0
        try:
            while not self.stop.is_set():
                if manners.stall_after is not None and taken >= manners.stall_after:
                    self._until_gone(line)
                    break
                got = self._receive(line, manners, taken)
                if got is None:
                    continue
                if not got:
                    break
                taken += len(got) if reader.current.rows or b"\x1d" in got else 0
                reader.feed(got)
                self._collect(reader)
                if manners.reset_after is not None and taken >= manners.reset_after:
                    _reset(line)
                    break
                self._answer(line, reader, manners)
        except OSError:
            pass
        finally:
            if reader.current.rows:
                self.halves.append(reader.current)

    def _collect(self, reader: Reader) -> None:
        """What was cut lies in the tray before any answer says so."""
        papers, reader.papers = reader.papers, []
        self.papers += papers

    @staticmethod
    def _receive(line: socket.socket, manners: Manners, taken: int) -> bytes | None:
        size = 4096
        for limit in (manners.reset_after, manners.stall_after):
            if limit is not None:
                size = max(1, min(size, limit - taken))
        try:
            return line.recv(size)
        except TimeoutError:
            return None

    def _until_gone(self, line: socket.socket) -> None:
        """Take no byte more, but notice when the other side gives up."""
        while not self.stop.wait(0.01):
            if line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 1:
                return

    @staticmethod
    def _answer(line: socket.socket, reader: Reader, manners: Manners) -> None:
        questions, reader.questions = reader.questions, []
        for kind, number in questions:
            if kind == "status" and manners.answers:
                line.sendall(bytes([manners.status[number]]))
            if kind == "done" and manners.done is not None:
                line.sendall(bytes([manners.done]))


def _reset(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
