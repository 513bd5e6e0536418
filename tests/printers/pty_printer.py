"""A receipt printer at the end of a serial line: a pseudo terminal and a thread that reads it."""

from __future__ import annotations

import os
import select
import tty
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.printers.escpos_reader import Paper, Reader
from tests.printers.tcp_printer import Manners


class PtyPrinter:
    """Answers as its manners say; ``papers`` is what lies in the tray."""

    def __init__(self, manners: Manners | None = None) -> None:
        self._manners = manners or Manners()
        self._reader = Reader()
        self._stop = Event()
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = Path(os.ttyname(theirs))
        self._held = theirs
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def papers(self) -> list[Paper]:
        return self._reader.papers

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(5)
        os.close(self._ours)
        os.close(self._held)

    def _serve(self) -> None:
        taken = 0
        while not self._stop.is_set():
            limit = self._manners.stall_after
            if limit is not None and taken >= limit:
                self._stop.wait(0.01)
                continue
            ready, _, _ = select.select([self._ours], [], [], 0.02)
            if ready:
                got = os.read(self._ours, 512)
                taken += len(got)
                self._reader.feed(got)
                self._answer()

    def _answer(self) -> None:
        questions, self._reader.questions = self._reader.questions, []
        for kind, number in questions:
            if kind == "status" and self._manners.answers:
                os.write(self._ours, bytes([self._manners.status[number]]))
            if kind == "done" and self._manners.done is not None:
                os.write(self._ours, bytes([self._manners.done]))
