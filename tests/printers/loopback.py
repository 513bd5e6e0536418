"""A server of one thread on loopback that takes one connection after another."""

from __future__ import annotations

import socket
from threading import Event, Thread
from types import TracebackType
from typing import Self


class OneByOne:
    """Runs while its ``with`` block lasts; a subclass says what it does with a connection."""

    def __init__(self) -> None:
        self.stop = Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def attend(self, line: socket.socket) -> None:
        """One connection, from its first byte to its last."""

    def attended(self) -> None:
        """The connection is closed."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join(20)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            line, _ = self._socket.accept()
            with line:
                if self.stop.is_set():
                    return
                self.attend(line)
            self.attended()
