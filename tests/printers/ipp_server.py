"""An IPP printer on loopback for the tests: its own small codec, manners to choose."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x02, 0x08, 0x09, 0x0A, 0x0B
COMPLETED, ABORTED, PROCESSING = 9, 8, 5


@dataclass
class IppManners:
    """What the printer says and where it loses an answer."""

    state: int = 3
    reasons: tuple[str, ...] = ("none",)
    accepting: bool = True
    formats: tuple[str, ...] = ("application/pdf",)
    job_states: tuple[int, ...] = (PROCESSING, COMPLETED)
    job_reason: str = "job-completed-successfully"
    lose_answer_of: int | None = None
    drop_before: int | None = None
    refuse_status: int = 0


@dataclass
class Job:
    """A job as the printer holds it."""

    name: str
    document: bytes
    looks: int = 0


@dataclass
class Tray:
    jobs: list[Job] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)


def attribute(tag: int, name: str, *values: bytes) -> bytes:
    out = b""
    for place, value in enumerate(values):
        label = name.encode() if place == 0 else b""
        out += bytes([tag]) + struct.pack(">H", len(label)) + label
        out += struct.pack(">H", len(value)) + value
    return out


def number(tag: int, name: str, value: int) -> bytes:
    return attribute(tag, name, struct.pack(">i", value))


def requested(body: bytes) -> tuple[int, int, dict[str, list[bytes]], bytes]:
    """Operation, request id, attributes by name, and the document behind them."""
    operation, serial = struct.unpack_from(">HI", body, 2)
    place, name, found = 8, "", dict[str, list[bytes]]()
    while body[place] != 3:
        if body[place] < 0x10:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", body, place + 1)
        name = body[place + 3 : place + 3 + length].decode() or name
        place += 3 + length
        (length,) = struct.unpack_from(">H", body, place)
        found.setdefault(name, []).append(body[place + 2 : place + 2 + length])
        place += 2 + length
    return operation, serial, found, body[place + 1 :]


class IppServer:
    """``tray`` is what it took; ``manners`` may be changed between jobs."""

    def __init__(self, manners: IppManners | None = None) -> None:
        self.manners = manners or IppManners()
        self.tray = Tray()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner.answer(self)

            def log_message(self, *_: Any) -> None:
                """Nothing on the test's output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self._server.server_port}/ipp/print"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        operation, serial, given, document = requested(body)
        if self.manners.drop_before == operation:
            return
        groups = self._obey(operation, given, document)
        if self.manners.lose_answer_of == operation:
            return
        status = self.manners.refuse_status if operation == PRINT_JOB else 0
        said = attribute(0x47, "attributes-charset", b"utf-8")
        reply = b"\x02\x00" + struct.pack(">HI", status, serial) + b"\x01" + said + groups + b"\x03"
        handler.send_response(200)
        handler.send_header("Content-Type", "application/ipp")
        handler.send_header("Content-Length", str(len(reply)))
        handler.end_headers()
        handler.wfile.write(reply)

    def _obey(self, operation: int, given: dict[str, list[bytes]], document: bytes) -> bytes:
        if operation == PRINT_JOB:
            if self.manners.refuse_status:
                return b""
            self.tray.jobs.append(Job(given["job-name"][0].decode(), document))
            return b"\x02" + number(0x21, "job-id", len(self.tray.jobs))
        if operation == GET_JOBS:
            return b"".join(
                b"\x02"
                + number(0x21, "job-id", n + 1)
                + attribute(0x42, "job-name", job.name.encode())
                for n, job in enumerate(self.tray.jobs)
            )
        if operation == GET_PRINTER:
            return self._printer()
        job_id = struct.unpack(">i", given["job-id"][0])[0]
        if operation == CANCEL_JOB:
            self.tray.cancelled.append(job_id)
            return b""
        return self._job(self.tray.jobs[job_id - 1])

    def _printer(self) -> bytes:
        manners = self.manners
        return (
            b"\x04"
            + number(0x23, "printer-state", manners.state)
            + attribute(0x44, "printer-state-reasons", *(r.encode() for r in manners.reasons))
            + attribute(0x22, "printer-is-accepting-jobs", bytes([manners.accepting]))
            + attribute(0x34, "media-col-default", b"")
            + attribute(0x4A, "", b"x-dimension")
            + number(0x21, "", 21000)
            + attribute(0x37, "", b"")
            + attribute(0x49, "document-format-supported", *(f.encode() for f in manners.formats))
        )

    def _job(self, job: Job) -> bytes:
        states = self.manners.job_states
        state = states[min(job.looks, len(states) - 1)]
        job.looks += 1
        reason = self.manners.job_reason if state in {COMPLETED, ABORTED} else "none"
        said = attribute(0x44, "job-state-reasons", reason.encode())
        return b"\x02" + number(0x23, "job-state", state) + said
