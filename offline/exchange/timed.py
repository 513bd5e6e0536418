"""HTTP connections whose whole question ends in time, however slowly the other side drips.

A socket's own time-out starts anew with every byte, so that a server (or a portal) which sends one
byte now and then, or ``100 Continue`` for ever, would hold the line as long as it likes.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SLICE: Final = 16 * 1024
_now = threading.local()


@contextmanager
def ends_at(until: float, pause: float) -> Iterator[None]:
    """Inside, this thread's HTTP ends by ``until`` (monotonic); ``pause`` is the longest wait (s)
    for the other side to take the next bytes.
    """
    _now.until, _now.pause = until, pause
    try:
        yield
    finally:
        del _now.until, _now.pause


def _left() -> float:
    """Seconds until the end; TimeoutError when it is over."""
    left = getattr(_now, "until", float("inf")) - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return float(left)


class _TimedReader(io.RawIOBase):
    """The bytes of an answer, none of them awaited past the end."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw, self._sock, self._pause = raw, sock, sock.gettimeout() or float("inf")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        left = _left()
        if left < self._pause:
            self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock))


def _send(sock: socket.socket, data: bytes) -> None:
    """In slices, so that the time-out is for progress and not for the whole."""
    for at in range(0, len(data), SLICE):
        sock.settimeout(min(_left(), getattr(_now, "pause", float("inf"))))
        sock.sendall(data[at : at + SLICE])


class _Timed(HTTPConnection):
    """Timed, and head and body go together: half the packets of a small request."""

    response_class = _TimedResponse
    _head: bytes | None = None

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._head = b""
        try:
            super().request(*args, **kwargs)
            self._flush()
        finally:
            self._head = None

    def send(self, data: Any) -> None:
        if self._head == b"" and isinstance(data, bytes) and self.sock is not None:
            self._head = data
            return
        self._flush(data if isinstance(data, bytes) else b"")
        if not isinstance(data, bytes):
            super().send(data)

    def _flush(self, more: bytes = b"") -> None:
        head, self._head = self._head or b"", None
        data = head + more
        if data and self.sock is not None:
            _send(self.sock, data)
        elif data:
            super().send(data)


class _Connection(_Timed):
    """Plain HTTP."""


class _SecureConnection(_Timed, HTTPSConnection):
    """HTTPS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class TimedAdapter(HTTPAdapter):
    """Mounted for both schemes, retrying nothing. ``context`` shows a client certificate."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = dict(_POOLS)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = dict(_POOLS)
        return manager


_POOLS: Final = {"http": _Pool, "https": _SecurePool}
