"""A small TCP proxy on loopback that spoils what passes: for the network that a village has."""

from __future__ import annotations

import contextlib
import queue
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\nConnection: close\r\n\r\n"
    b"<html>please log in</html>\r\n"[:27]
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one connection.

    ``delay`` seconds each way, without other faults; ``cut_up`` and ``cut_down`` cut after so many
    bytes of request or answer; ``answer`` is sent instead of asking the server, once a request has
    begun; ``silent`` takes everything and says nothing; ``refuse`` resets at once; ``twice``
    delivers the request to the server a second time when the connection is over; ``drip`` seconds
    pass between the bytes of ``answer``; ``rate`` is bytes per second each way.
    """

    delay: float = 0.0
    cut_up: int | None = None
    cut_down: int | None = None
    answer: bytes = b""
    silent: bool = False
    refuse: bool = False
    twice: bool = False
    drip: float = 0.0
    rate: float = 0.0


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    """A whole HTTP answer of that status."""
    lines = [f"HTTP/1.1 {code} X", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def random_cut(chance: random.Random, longest: int = 4000) -> Fault:
    """A cut somewhere in the request or in the answer."""
    place = chance.randrange(longest)
    return Fault(cut_up=place) if chance.random() < 0.5 else Fault(cut_down=place // 8)


class _Late:
    """A long way: every piece arrives that many seconds later, none waits for another."""

    def __init__(self, sink: socket.socket, delay: float, stopped: threading.Event) -> None:
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


@dataclass
class FaultProxy:
    """Listens on its own port; ``choose`` gives the fault of the next connection."""

    target: tuple[str, int]
    choose: Callable[[], Fault] = Fault
    connections: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    cuts: int = 0
    moved: threading.Event = field(default_factory=threading.Event)
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _heard: dict[socket.socket, list[bytes]] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _listener: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def drop(self) -> None:
        """Cut every connection that is open now."""
        for sock in list(self._open):
            _close(sock)

    def close(self) -> None:
        """Stop listening, cut everything, end the threads."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, client, self.choose())

    def _serve(self, client: socket.socket, fault: Fault) -> None:
        self._open.add(client)
        if fault.refuse:
            _close(client)
        elif fault.answer or fault.silent:
            self._impersonate(client, fault)
        else:
            self._pass_on(client, fault)
        self._open.discard(client)

    def _impersonate(self, client: socket.socket, fault: Fault) -> None:
        with contextlib.suppress(OSError):
            client.settimeout(1.0)
            while not self._stopped.is_set():
                try:
                    piece = client.recv(1 << 16)
                except TimeoutError:
                    if fault.answer:
                        break
                    continue
                if not piece:
                    break
                self.bytes_up += len(piece)
                if fault.answer and b"\r\n\r\n" in piece:
                    self._answer(client, fault)
                    break
        _close(client)

    def _answer(self, client: socket.socket, fault: Fault) -> None:
        if not fault.drip:
            client.sendall(fault.answer)
            return
        for at in range(len(fault.answer)):
            if self._stopped.wait(fault.drip):
                return
            client.sendall(fault.answer[at : at + 1])

    def _deliver_again(self, request: bytes) -> None:
        """A proxy that repeats what it believes lost; nobody hears the answer."""
        with contextlib.suppress(OSError), socket.create_connection(self.target, 5) as server:
            server.settimeout(2)
            server.sendall(request)
            while server.recv(1 << 14):
                pass

    def _pass_on(self, client: socket.socket, fault: Fault) -> None:
        try:
            server = socket.create_connection(self.target, 5)
        except OSError:
            _close(client)
            return
        self._open.add(server)
        back = threading.Thread(target=self._pump, args=(server, client, fault, False), daemon=True)
        back.start()
        self._pump(client, server, fault, True)
        back.join(10)
        self._open.discard(server)
        if fault.twice:
            self._deliver_again(b"".join(self._heard.pop(server, [])))

    def _pump(self, source: socket.socket, sink: socket.socket, fault: Fault, up: bool) -> None:
        limit, passed = (fault.cut_up if up else fault.cut_down), 0
        heard = self._heard.setdefault(sink, []) if fault.twice and up else None
        late = _Late(sink, fault.delay, self._stopped) if fault.delay else None
        with contextlib.suppress(OSError):
            while piece := source.recv(1 << 14):
                if heard is not None:
                    heard.append(piece)
                if fault.rate and self._stopped.wait(len(piece) / fault.rate):
                    break
                if late is not None:
                    late.sendall(piece)
                    self._count(len(piece), up=up)
                    continue
                if limit is not None and passed + len(piece) >= limit:
                    sink.sendall(piece[: limit - passed])
                    self._count(limit - passed, up=up)
                    self.cuts += 1
                    break
                sink.sendall(piece)
                passed += len(piece)
                self._count(len(piece), up=up)
        if late is not None:
            late.finish()
        _close(source)
        _close(sink)

    def _count(self, size: int, *, up: bool) -> None:
        if up:
            self.bytes_up += size
        else:
            self.bytes_down += size
        self.moved.set()


def _close(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()


@contextmanager
def fault_proxy(url: str, choose: Callable[[], Fault] = Fault) -> Iterator[FaultProxy]:
    """A proxy in front of a server's address."""
    host, _, port = url.removeprefix("http://").partition(":")
    proxy = FaultProxy((host, int(port)), choose)
    try:
        yield proxy
    finally:
        proxy.close()
