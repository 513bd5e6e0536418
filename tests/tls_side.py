"""TLS on one side of a proxy, safe for a thread that reads and another that writes."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

from kiosk.sandbox.registry import registry_in


class TlsSide:
    """The server's end of a TLS connection over a socket, with the socket's words."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext) -> None:
        self._sock, self._lock = sock, threading.Lock()
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_side=True)

    def handshake(self, part: float | None = None) -> bool:
        """Whether both sides agreed; with ``part`` only so much of our first answer is sent."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                told = self._out.read()
                if told and part is not None:
                    self._sock.sendall(told[: int(part * len(told))])
                    return False
                self._sock.sendall(told)
                heard = self._sock.recv(1 << 14)
                if not heard:
                    return False
                self._in.write(heard)
            except ssl.SSLError:
                self._sock.sendall(self._out.read())
                return False
            else:
                self._sock.sendall(self._out.read())
                return True

    def recv(self, size: int) -> bytes:
        """Plain bytes; empty at the end (OSError)."""
        while True:
            with self._lock:
                try:
                    return self._tls.read(size)
                except ssl.SSLWantReadError:
                    pass
            heard = self._sock.recv(size)
            if not heard:
                return b""
            with self._lock:
                self._in.write(heard)

    def sendall(self, data: bytes) -> None:
        with self._lock:
            self._tls.write(data)
            self._sock.sendall(self._out.read())

    def settimeout(self, seconds: float) -> None:
        self._sock.settimeout(seconds)

    def shutdown(self, how: int) -> None:
        self._sock.shutdown(how)

    def close(self) -> None:
        self._sock.close()


def server_context(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for loopback of an authority made in that folder, and its CA to pin (PEM)."""
    registry = registry_in(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(registry.server, registry.server_key)
    return context, registry.ca
