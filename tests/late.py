"""A long way: what goes in comes out later, and nothing waits for what went before it."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time

from tests.tls_side import TlsSide


class Late:
    """A long way: every piece arrives that many seconds later, none waits for another."""

    def __init__(
        self, sink: socket.socket | TlsSide, delay: float, stopped: threading.Event
    ) -> None:
        self._sink, self._delay, self._stopped = sink, delay, stopped
        self._pieces: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._deliver, daemon=True)
        self._thread.start()

    def sendall(self, piece: bytes) -> None:
        self._pieces.put((time.monotonic() + self._delay, piece))

    def finish(self) -> None:
        """Let what is under way arrive."""
        self.sendall(b"")
        self._thread.join()

    def _deliver(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, piece = self._pieces.get()
                if self._stopped.wait(max(due - time.monotonic(), 0)) or not piece:
                    return
                self._sink.sendall(piece)
