"""A4 printers that speak IPP, themselves or as a CUPS queue: submit, follow, never send twice.

A job carries our own id as its name. If the answer to a submission is lost, the printer is asked
whether it holds a job of that name before anything is concluded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Event
from time import monotonic
from typing import Self
from urllib.parse import quote, urlsplit

import requests

from printers.ipp_answers import (
    WANTED,
    about,
    detail,
    device,
    followed,
    job_number,
    judge,
    laid,
    speaks_ipp,
    told,
    troubles,
    unfit,
)
from printers.ipp_wire import Attributes, Operation, Reply, Sent, Tag, WireError, parse, request
from printers.port import (
    HARMLESS,
    Doubtful,
    Medium,
    NotPrinted,
    PrinterStatus,
    PrintOutcome,
    Trouble,
)
from printers.sheets import Sheet

PDF = "application/pdf"

_NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class IppLimits:
    """How long is waited, in seconds: to connect, for an answer, for paper, between looks."""

    connect: float = 3.0
    answer: float = 10.0
    job: float = 60.0
    poll: float = 0.25


@dataclass(slots=True)
class IppPrinter:
    """A printer or queue at an ``ipp://`` or ``ipps://`` URI."""

    uri: str
    medium: Medium = Medium.A4
    destination: str = ""
    limits: IppLimits = IppLimits()
    sheet: Sheet = field(default_factory=Sheet)
    _numbers: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def __post_init__(self) -> None:
        self.destination = self.destination or self.uri

    def on(self, sheet: Sheet) -> Self:
        """The same printer, laying documents so."""
        return replace(self, sheet=sheet)

    def status(self) -> PrinterStatus:
        """State and reasons as the printer tells them."""
        try:
            reply = self._about_printer()
        except (requests.RequestException, WireError) as error:
            return PrinterStatus(False, frozenset({Trouble.OFFLINE}), type(error).__name__)
        behind = self._behind(reply)
        found = told(reply) | behind.troubles | unfit(about(reply), self.sheet)
        return PrinterStatus(reply.ok, found, behind.detail)

    def print(self, document: bytes, name: str) -> PrintOutcome:
        """Submit once under our own id as the job's name, then follow it to its end."""
        try:
            reply = self._about_printer()
        except (requests.RequestException, WireError) as error:
            return NotPrinted(Trouble.OFFLINE, type(error).__name__)
        printer = about(reply)
        refused = _not_now(reply, self.sheet) or _blocked(self._behind(reply))
        if refused is not None:
            return refused
        sheet = laid(printer, self.sheet)
        if Operation.SEND_DOCUMENT in printer.get("operations-supported", []):
            return self._in_two_steps(document, name, sheet, followed=followed(printer))
        return self._in_one_step(document, name, sheet, followed=followed(printer))

    def cancel(self, job: int) -> bool:
        """Ask that a job be dropped; whether the printer agreed (it may come out all the same)."""
        try:
            return self._ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", job)]).ok
        except (requests.RequestException, WireError):
            return False

    def _in_two_steps(
        self, document: bytes, name: str, sheet: Sequence[Sent], *, followed: bool
    ) -> PrintOutcome:
        """The job first, then its document: until that goes, certainly nothing is printed."""
        try:
            reply = self._ask(Operation.CREATE_JOB, [(Tag.NAME, "job-name", name)], sheet)
        except (requests.RequestException, WireError) as error:
            self._drop(name)
            return NotPrinted(Trouble.OFFLINE, f"{type(error).__name__} before the document")
        job = job_number(reply)
        if not reply.ok or job is None:
            return NotPrinted(Trouble.UNKNOWN, f"IPP status {reply.status:#06x}")
        last: list[Sent] = [
            (Tag.INTEGER, "job-id", job),
            (Tag.MIME, "document-format", PDF),
            (Tag.BOOLEAN, "last-document", True),
        ]
        try:
            reply = self._ask(Operation.SEND_DOCUMENT, last, document=document)
        except requests.ConnectTimeout as error:
            return NotPrinted(Trouble.OFFLINE, f"{type(error).__name__} before the document")
        except (requests.RequestException, WireError) as error:
            return self._follow(job, name, followed=followed, lost=type(error).__name__)
        if not reply.ok:
            self.cancel(job)
            return NotPrinted(Trouble.UNKNOWN, f"IPP status {reply.status:#06x}")
        return self._follow(job, name, followed=followed)

    def _in_one_step(
        self, document: bytes, name: str, sheet: Sequence[Sent], *, followed: bool
    ) -> PrintOutcome:
        given: list[Sent] = [
            (Tag.NAME, "job-name", name),
            (Tag.MIME, "document-format", PDF),
        ]
        try:
            reply = self._ask(Operation.PRINT_JOB, given, sheet, document)
        except requests.ConnectTimeout as error:
            return NotPrinted(Trouble.OFFLINE, type(error).__name__)
        except (requests.RequestException, WireError) as error:
            return self._after_lost_answer(name, type(error).__name__, followed=followed)
        if not reply.ok:
            return NotPrinted(Trouble.UNKNOWN, f"IPP status {reply.status:#06x}")
        job = job_number(reply)
        if job is None:
            return self._after_lost_answer(name, "no job number", followed=followed)
        return self._follow(job, name, followed=followed)

    def _after_lost_answer(self, name: str, why: str, *, followed: bool) -> PrintOutcome:
        """Look for our job by its name: followed if it is there, doubtful if nobody can say."""
        try:
            job = self._find(name)
        except (requests.RequestException, WireError):
            return Doubtful(Trouble.OFFLINE, f"{why} while submitting")
        if job is not None:
            return self._follow(job, name, followed=followed)
        return Doubtful(Trouble.OFFLINE, f"{why} while submitting; no job of ours is waiting")

    def _find(self, name: str) -> int | None:
        wanted: Sent = (Tag.KEYWORD, "requested-attributes", ["job-id", "job-name"])
        for group in self._ask(Operation.GET_JOBS, [wanted]).groups:
            if group.get("job-name", [""])[0] == name and "job-id" in group:
                return int(group["job-id"][0])
        return None

    def _drop(self, name: str) -> None:
        """A job without its document would keep the printer waiting for minutes."""
        with suppress(requests.RequestException, WireError):
            job = self._find(name)
            if job is not None:
                self.cancel(job)

    def _follow(self, job: int, name: str, *, followed: bool, lost: str = "") -> PrintOutcome:
        """Look at the job until it ends; one that outlived a lost line is cancelled, not awaited.

        A queue that died takes its jobs up anew when it is back and may print a page again that
        came out before: so the job is dropped and a person looks.
        """
        until, pause, last = monotonic() + self.limits.job, Event(), Trouble.UNKNOWN
        while monotonic() < until:
            try:
                ours = self._about_job(job, name)
                ended = judge(ours, followed=followed and not lost)
                if ended is not None or (lost and not ours):
                    return ended or Doubtful(Trouble.OFFLINE, f"{lost}; the job is gone")
                last = min(troubles(self._about_printer()) - HARMLESS, default=last)
                if lost:
                    break
            except requests.Timeout:
                last = Trouble.OFFLINE
            except (requests.RequestException, WireError) as error:
                last, lost = Trouble.OFFLINE, type(error).__name__
            pause.wait(self.limits.poll)
        self.cancel(job)
        return Doubtful(last, lost or "not finished in time")

    def _behind(self, reply: Reply) -> PrinterStatus:
        """The device behind this machine's CUPS, asked itself where it speaks IPP."""
        uri = device(about(reply))
        near = urlsplit(self.uri).hostname in _NEAR
        if not (uri and near and speaks_ipp(uri)):
            return PrinterStatus(True, detail=detail(reply))
        return IppPrinter(uri, limits=self.limits).status()

    def _about_job(self, job: int, name: str) -> Attributes:
        """The job, or nothing if the number has come to stand for another one."""
        reply = self._ask(Operation.GET_JOB_ATTRIBUTES, [(Tag.INTEGER, "job-id", job)])
        if not reply.ok or about(reply).get("job-name", [name])[0] != name:
            return {}
        return about(reply)

    def _about_printer(self) -> Reply:
        wanted: Sent = (Tag.KEYWORD, "requested-attributes", list(WANTED))
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, [wanted])

    def _ask(
        self,
        operation: Operation,
        given: Sequence[Sent],
        job: Sequence[Sent] = (),
        document: bytes = b"",
    ) -> Reply:
        who: Sent = (Tag.NAME, "requesting-user-name", "kiosk")
        about: Sent = (Tag.URI, "printer-uri", self.uri)
        numbered = [one for one in given if one[1] == "job-id"]
        rest = [one for one in given if one[1] != "job-id"]
        head = request(operation, self._numbers(), [about, *numbered, who, *rest], job)
        answer = requests.post(
            _http(self.uri),
            data=head + document,
            headers={"Content-Type": "application/ipp"},
            timeout=(self.limits.connect, self.limits.answer),
            allow_redirects=False,
        )
        answer.raise_for_status()
        return parse(answer.content)


def cups_queue(queue: str, limits: IppLimits = IppLimits()) -> IppPrinter:
    """The printer of ``cups:QUEUE`` at this machine's CUPS (or at ``CUPS_SERVER``)."""
    server = os.environ.get("CUPS_SERVER", "")
    host = server if server and not server.startswith("/") else "localhost:631"
    uri = f"ipp://{host}/printers/{quote(queue, safe='')}"
    return IppPrinter(uri, destination=f"cups:{queue}", limits=limits)


def _http(uri: str) -> str:
    parts = urlsplit(uri)
    scheme = "https" if parts.scheme == "ipps" else "http"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{scheme}://{host}:{parts.port or 631}{parts.path or '/'}"


def _not_now(reply: Reply, sheet: Sheet) -> NotPrinted | None:
    """Why nothing should be submitted at this moment, if anything is in the way."""
    if not reply.ok:
        return NotPrinted(Trouble.UNKNOWN, f"IPP status {reply.status:#06x}")
    found = told(reply) | unfit(about(reply), sheet)
    blocked = _blocked(PrinterStatus(True, found, detail(reply)))
    if blocked:
        return blocked
    if about(reply).get("printer-is-accepting-jobs", [True])[0] is False:
        return NotPrinted(Trouble.OFFLINE, "accepts no jobs")
    formats = about(reply).get("document-format-supported", [PDF])
    return None if PDF in formats else NotPrinted(Trouble.UNKNOWN, "takes no PDF")


def _blocked(status: PrinterStatus) -> NotPrinted | None:
    blocking = status.troubles - HARMLESS
    return NotPrinted(min(blocking), status.detail) if blocking else None
