"""An HTTP server on loopback whose every answer a test decides, and that remembers requests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENVELOPE = (
    b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>ok</message>'
    b"</OpenRosaResponse>"
)


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Say:
    """An answer to give."""

    status: int = 201
    body: bytes = ENVELOPE
    headers: Mapping[str, str] = field(default_factory=dict)


Answering = Callable[[Seen], Say]


@dataclass
class OddServer:
    """Where it listens and what it saw."""

    url: str
    seen: list[Seen] = field(default_factory=list)
    listening: ThreadingHTTPServer | None = None

    def secure(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on; a handshake that fails is the test's matter."""
        assert self.listening is not None
        self.listening.socket = context.wrap_socket(self.listening.socket, server_side=True)
        self.url = self.url.replace("http:", "https:")

    def methods(self) -> list[str]:
        return [request.method for request in self.seen]


def handshake_then(post: Say, **head: str) -> Answering:
    """A server whose HEAD is as it should be and whose POST answers that."""
    headers = {"X-OpenRosa-Version": "1.0", **{k.replace("_", "-"): v for k, v in head.items()}}
    return lambda seen: Say(204, b"", headers) if seen.method == "HEAD" else post


@contextmanager
def odd_server(answer: Answering) -> Iterator[OddServer]:
    """Serve until left."""
    found = OddServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            seen = Seen(self.command, self.path, dict(self.headers), self.rfile.read(size))
            found.seen.append(seen)
            say = answer(seen)
            self.send_response(say.status)
            for name, value in say.headers.items():
                self.send_header(name, value)
            if say.status != 204:
                self.send_header("Content-Length", str(len(say.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(say.body)

        do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815 — http.server's names

        def log_message(self, *arguments: Any) -> None:
            """Say nothing on the console."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that breaks off is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    found.listening = server
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
