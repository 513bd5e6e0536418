"""The wire between the adapter and an IPP server, cut at a chosen place of a chosen request."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.printers.loopback import OneByOne

Moment = Literal["before", "during", "after"]
"""Before a request goes on, in the middle of its body, or when it is answered and not told."""
_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Cut:
    """Where the wire breaks, and what happens then (a daemon is killed, or nothing)."""

    operation: int
    moment: Moment
    then: Callable[[], None]
    resume: bool = False
    """Whether the request goes on unharmed after what happened."""


class CutWire(OneByOne):
    """Passes requests on, one after another, until the cut; then everything as before."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._target = port
        self.cut: Cut | None = None

    def attend(self, line: socket.socket) -> None:
        try:
            self._pass_on(line)
        except OSError:
            _reset(line)

    def _pass_on(self, line: socket.socket) -> None:
        line.settimeout(10)
        request, start = _request(line)
        (operation,) = struct.unpack_from(">H", request, start + 2)
        cut = self.cut if self.cut and self.cut.operation == operation else None
        self.cut = None if cut else self.cut
        if cut and cut.resume:
            cut.then()
            cut = None
        if cut and cut.moment == "before":
            self._break(line, cut)
            return
        with socket.create_connection(("127.0.0.1", self._target), timeout=10) as server:
            if cut and cut.moment == "during":
                server.sendall(request[: (start + len(request)) // 2])
                self._break(line, cut)
                return
            server.sendall(request)
            answer = _message(server)
        if cut:
            self._break(line, cut)
        else:
            line.sendall(answer)

    @staticmethod
    def _break(line: socket.socket, cut: Cut) -> None:
        cut.then()
        _reset(line)


def _request(line: socket.socket) -> tuple[bytes, int]:
    """A whole request, and where its body begins."""
    request = _message(line)
    return request, request.index(_HEAD_END) + len(_HEAD_END)


def _message(line: socket.socket) -> bytes:
    """An HTTP message; a body comes with its length or in pieces. 100 Continue is passed over."""
    got = b""
    while (missing := _missing(got)) is not None:
        more = line.recv(missing)
        if not more:
            raise ConnectionResetError
        got += more
    return got


def _missing(got: bytes) -> int | None:
    """How many bytes may be read next, None when the message is whole."""
    head, found, body = got.partition(_HEAD_END)
    if not found:
        return 65536
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    if fields.get(b"transfer-encoding", b"").strip() == b"chunked":
        return None if body.endswith(b"0\r\n\r\n") else 65536
    left = int(fields.get(b"content-length", b"0")) - len(body)
    return left if left > 0 else None


def _reset(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
