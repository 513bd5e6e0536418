"""A4 printers that speak IPP, themselves or as a CUPS queue: submit, follow, never send twice.

A job carries our own id as its name. If the answer to a submission is lost, the printer is asked
whether it holds a job of that name before anything is concluded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from time import monotonic
from urllib.parse import quote, urlsplit

import requests

from printers.ipp_wire import Attributes, Operation, Reply, Sent, Tag, WireError, parse, request
from printers.port import (
    Doubtful,
    Medium,
    NotPrinted,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Trouble,
)
from printers.port import Sent as SentOutcome

PDF = "application/pdf"
_STOPPED = 5
_CANCELED, _ABORTED, _COMPLETED = 7, 8, 9
_SUCCESS = "job-completed-successfully"
_REASONS = {
    "media-empty": Trouble.PAPER_OUT,
    "media-needed": Trouble.PAPER_OUT,
    "media-low": Trouble.PAPER_LOW,
    "cover-open": Trouble.COVER_OPEN,
    "door-open": Trouble.COVER_OPEN,
    "interlock-open": Trouble.COVER_OPEN,
    "media-jam": Trouble.UNKNOWN,
    "offline": Trouble.OFFLINE,
    "paused": Trouble.OFFLINE,
    "shutdown": Trouble.OFFLINE,
    "timed-out": Trouble.OFFLINE,
    "connecting-to-device": Trouble.OFFLINE,
}
_HARMLESS = frozenset({Trouble.PAPER_LOW})


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
    _numbers: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def __post_init__(self) -> None:
        self.destination = self.destination or self.uri

    def status(self) -> PrinterStatus:
        """State and reasons as the printer tells them."""
        try:
            reply = self._about_printer()
        except (requests.RequestException, WireError) as error:
            return PrinterStatus(False, frozenset({Trouble.OFFLINE}), type(error).__name__)
        return PrinterStatus(reply.ok, _printer_troubles(reply), _detail(reply))

    def print(self, document: bytes, name: str) -> PrintOutcome:
        """Submit once under our own id as the job's name, then follow it to its end."""
        refused = self._not_now()
        if refused is not None:
            return refused
        try:
            reply = self._submit(document, name)
        except requests.ConnectTimeout as error:
            return NotPrinted(Trouble.OFFLINE, type(error).__name__)
        except (requests.RequestException, WireError) as error:
            return self._after_lost_answer(name, type(error).__name__)
        if not reply.ok:
            return NotPrinted(Trouble.UNKNOWN, f"IPP status {reply.status:#06x}")
        job = _job_number(reply)
        if job is None:
            return self._after_lost_answer(name, "no job number")
        return self._follow(job)

    def cancel(self, job: int) -> bool:
        """Ask that a job be dropped; whether the printer agreed (it may come out all the same)."""
        try:
            return self._ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", job)]).ok
        except (requests.RequestException, WireError):
            return False

    def _not_now(self) -> NotPrinted | None:
        """Why nothing should be submitted at this moment, if anything is in the way."""
        try:
            reply = self._about_printer()
        except (requests.RequestException, WireError) as error:
            return NotPrinted(Trouble.OFFLINE, type(error).__name__)
        if not reply.ok:
            return NotPrinted(Trouble.UNKNOWN, f"IPP status {reply.status:#06x}")
        blocking = _printer_troubles(reply) - _HARMLESS
        if blocking:
            return NotPrinted(min(blocking), _detail(reply))
        about = reply.groups[0] if reply.groups else {}
        if about.get("printer-is-accepting-jobs", [True])[0] is False:
            return NotPrinted(Trouble.OFFLINE, "accepts no jobs")
        formats = about.get("document-format-supported", [PDF])
        return None if PDF in formats else NotPrinted(Trouble.UNKNOWN, "takes no PDF")

    def _submit(self, document: bytes, name: str) -> Reply:
        given: list[Sent] = [
            (Tag.NAME, "job-name", name),
            (Tag.MIME, "document-format", PDF),
        ]
        job: list[Sent] = [
            (Tag.KEYWORD, "media", "iso_a4_210x297mm"),
            (Tag.KEYWORD, "sides", "one-sided"),
        ]
        return self._ask(Operation.PRINT_JOB, given, job, document)

    def _after_lost_answer(self, name: str, why: str) -> PrintOutcome:
        """Look for our job by its name: followed if it is there, doubtful if nobody can say."""
        given: list[Sent] = [
            (Tag.KEYWORD, "requested-attributes", ["job-id", "job-name"]),
        ]
        try:
            reply = self._ask(Operation.GET_JOBS, given)
        except (requests.RequestException, WireError):
            return Doubtful(Trouble.OFFLINE, f"{why} while submitting")
        for group in reply.groups:
            if group.get("job-name", [""])[0] == name and "job-id" in group:
                return self._follow(int(group["job-id"][0]))
        return Doubtful(Trouble.OFFLINE, f"{why} while submitting; no job of ours is waiting")

    def _follow(self, job: int) -> PrintOutcome:
        until, pause, last = monotonic() + self.limits.job, Event(), Trouble.UNKNOWN
        while monotonic() < until:
            try:
                about = self._about_job(job)
                ended = _judge(about)
                if ended is not None:
                    return ended
                last = min(_printer_troubles(self._about_printer()) - _HARMLESS, default=last)
            except (requests.RequestException, WireError):
                last = Trouble.OFFLINE
            pause.wait(self.limits.poll)
        self.cancel(job)
        return Doubtful(last, "not finished in time")

    def _about_job(self, job: int) -> Attributes:
        reply = self._ask(Operation.GET_JOB_ATTRIBUTES, [(Tag.INTEGER, "job-id", job)])
        return reply.groups[0] if reply.ok and reply.groups else {}

    def _about_printer(self) -> Reply:
        wanted = [
            "printer-state",
            "printer-state-reasons",
            "printer-is-accepting-jobs",
            "document-format-supported",
        ]
        return self._ask(
            Operation.GET_PRINTER_ATTRIBUTES, [(Tag.KEYWORD, "requested-attributes", wanted)]
        )

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


def _job_number(reply: Reply) -> int | None:
    numbers = [group["job-id"][0] for group in reply.groups if "job-id" in group]
    return int(numbers[0]) if numbers else None


def _judge(job: Attributes) -> PrintOutcome | None:
    """What a job's state proves; None while it goes on. ``completed`` alone may be a guess."""
    state = job.get("job-state", [0])[0]
    reasons = [str(reason) for reason in job.get("job-state-reasons", [])]
    if state == _COMPLETED:
        return Printed(_SUCCESS) if _SUCCESS in reasons else SentOutcome(",".join(reasons))
    if state in {_CANCELED, _ABORTED}:
        return Doubtful(Trouble.UNKNOWN, ",".join(reasons) or f"job state {state}")
    return None


def _printer_troubles(reply: Reply) -> frozenset[Trouble]:
    about = reply.groups[0] if reply.groups else {}
    reasons = {_plain(str(reason)) for reason in about.get("printer-state-reasons", [])}
    found = {_REASONS[reason] for reason in reasons if reason in _REASONS}
    if about.get("printer-state", [0])[0] == _STOPPED and not found - _HARMLESS:
        found.add(Trouble.OFFLINE)
    return frozenset(found)


def _plain(reason: str) -> str:
    for grade in ("-error", "-warning", "-report"):
        reason = reason.removesuffix(grade)
    return reason


def _detail(reply: Reply) -> str:
    about = reply.groups[0] if reply.groups else {}
    return ",".join(str(reason) for reason in about.get("printer-state-reasons", []))
