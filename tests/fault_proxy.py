"""A small TCP proxy on loopback that spoils what passes: for the network that a village has."""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.late import Late
from tests.phases import Phase, PhaseCut, Talk
from tests.tls_side import TlsSide

Side = socket.socket | TlsSide

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
    pass between the bytes of ``answer``; ``rate`` is bytes per second each way; ``jitter`` seconds
    at most are added to each piece; ``loss`` is the chance that a piece has to be sent again, as
    TCP does, after 0.2, 0.4 … s; ``cut`` falls in a phase; ``stranger`` shows a wrong certificate.
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
    jitter: float = 0.0
    loss: float = 0.0
    cut: PhaseCut | None = None
    stranger: bool = False


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    """A whole HTTP answer of that status."""
    lines = [f"HTTP/1.1 {code} X", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def random_cut(chance: random.Random, longest: int = 4000) -> Fault:
    """A cut somewhere in the request or in the answer."""
    place = chance.randrange(longest)
    return Fault(cut_up=place) if chance.random() < 0.5 else Fault(cut_down=place // 8)


@dataclass
class FaultProxy:
    """Listens on its own port; ``choose`` gives the fault of the next connection.

    With ``tls`` it speaks TLS in front of a server that does not, as a gateway; ``false_tls`` is
    the certificate of a stranger. ``cut_at`` counts the cuts of each phase.
    """

    target: tuple[str, int]
    choose: Callable[[], Fault] = Fault
    tls: ssl.SSLContext | None = None
    false_tls: ssl.SSLContext | None = None
    connections: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    cuts: int = 0
    cut_at: Counter[str] = field(default_factory=Counter)
    moved: threading.Event = field(default_factory=threading.Event)
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _heard: dict[Side, list[bytes]] = field(default_factory=dict)
    _chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    _stopped: threading.Event = field(default_factory=threading.Event)
    _listener: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)

    @property
    def url(self) -> str:
        scheme = "http" if self.tls is None else "https"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

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

    def _serve(self, sock: socket.socket, fault: Fault) -> None:
        self._open.add(sock)
        client = None if fault.refuse else self._greeted(sock, fault)
        if client is None:
            _close(sock)
        elif fault.answer or fault.silent:
            self._impersonate(client, fault)
        else:
            self._pass_on(client, fault)
        self._open.discard(sock)

    def _greeted(self, sock: socket.socket, fault: Fault) -> Side | None:
        """The client's side, in TLS where we speak it; None if the handshake came to nothing."""
        context = self.false_tls if fault.stranger else self.tls
        if context is None:
            return sock
        side, part = TlsSide(sock, context), None
        if fault.cut is not None and fault.cut.phase is Phase.HANDSHAKE:
            part = fault.cut.part
        with contextlib.suppress(OSError):
            sock.settimeout(20)
            if side.handshake(part):
                sock.settimeout(None)
                return side
        if part is not None:
            self._cut(Phase.HANDSHAKE)
        return None

    def _cut(self, phase: str) -> None:
        self.cuts += 1
        self.cut_at[phase] += 1

    def _impersonate(self, client: Side, fault: Fault) -> None:
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

    def _answer(self, client: Side, fault: Fault) -> None:
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

    def _pass_on(self, client: Side, fault: Fault) -> None:
        try:
            server = socket.create_connection(self.target, 5)
        except OSError:
            _close(client)
            return
        self._open.add(server)
        talk = None if fault.cut is None else Talk(fault.cut)
        ways = (server, client, fault, talk, False)
        back = threading.Thread(target=self._pump, args=ways, daemon=True)
        back.start()
        self._pump(client, server, fault, talk, True)
        back.join(10)
        self._open.discard(server)
        if fault.twice:
            self._deliver_again(b"".join(self._heard.pop(server, [])))

    def _pump(self, source: Side, sink: Side, fault: Fault, talk: Talk | None, up: bool) -> None:
        limit, passed = (fault.cut_up if up else fault.cut_down), 0
        heard = self._heard.setdefault(sink, []) if fault.twice and up else None
        late = Late(sink, fault.delay, self._stopped) if fault.delay else None
        with contextlib.suppress(OSError):
            while piece := source.recv(1 << 14):
                if heard is not None:
                    heard.append(piece)
                if self._held_up(piece, fault):
                    break
                if late is not None:
                    late.sendall(piece)
                    self._count(len(piece), up=up)
                    continue
                room = limit - passed if limit is not None else None
                if talk is not None:
                    room = talk.may_pass(piece, up=up)
                if room is not None and room <= len(piece):
                    sink.sendall(piece[:room])
                    self._count(room, up=up)
                    self._cut(fault.cut.phase if fault.cut else "anywhere")
                    break
                sink.sendall(piece)
                passed += len(piece)
                self._count(len(piece), up=up)
        if late is not None:
            late.finish()
        _close(source)
        _close(sink)

    def _held_up(self, piece: bytes, fault: Fault) -> bool:
        """Wait as long as the link asks for; whether it is over meanwhile."""
        wait = self._chance.random() * fault.jitter + (
            len(piece) / fault.rate if fault.rate else 0.0
        )
        again = 0.2
        while fault.loss and self._chance.random() < fault.loss:
            wait, again = wait + again, again * 2
        return wait > 0 and self._stopped.wait(wait)

    def _count(self, size: int, *, up: bool) -> None:
        if up:
            self.bytes_up += size
        else:
            self.bytes_down += size
        self.moved.set()


def _close(sock: Side) -> None:
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
