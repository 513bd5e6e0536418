"""The print ledger's rules: one id for all attempts, nothing printed twice without saying 补打.

Durable in the store, through the port ``PrintLedger``. A job is marked ``sending`` before the
first byte goes; found so after a restart, nobody knows what came out: it becomes doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, assert_never
from uuid import uuid4

from offline.records import PrintJob, PrintState
from printers.port import Doubtful, NotPrinted, Printed, Printer, Sent

_S = PrintState
_MAYBE_ON_PAPER = frozenset({_S.SENDING, _S.SENT, _S.CONFIRMED, _S.DOUBTFUL, _S.REPRINT})


class PrintLedger(Protocol):
    """What the ledger needs of a store; ``offline.store.port.Prints`` offers it."""

    def add(self, job: PrintJob) -> None: ...
    def move(self, job_id: str, then: PrintState, detail: str = "") -> PrintJob: ...
    def get(self, job_id: str) -> PrintJob: ...
    def of(self, reference: str, kind: str | None = None) -> Sequence[PrintJob]: ...
    def in_state(self, state: PrintState) -> Sequence[PrintJob]: ...


class InFlightError(Exception):
    """A copy of this paper is being sent at this moment: another would race it."""


class TooManyCopiesError(Exception):
    """The limit of prints of one paper is reached; ``limit`` says how many there may be."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} prints of this paper were made")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: the kind of paper, whose submission, where to, who asked."""

    kind: str
    reference: str
    destination: str
    operator: str
    now: datetime
    limit: int = 0


def print_paper(
    ledger: PrintLedger, printer: Printer, order: Order, render: Callable[[int], bytes]
) -> PrintJob:
    """Print a paper: its first copy, or once there may be one on paper, a 补打.

    ``render(copy)`` makes the document; from 2 on it must say 补打. A job known unprinted is
    tried again under its own id. Ends in sent, confirmed, doubtful or (unprinted) queued.
    """
    return print_once(ledger, printer, prepare(ledger, order, render))


def prepare(ledger: PrintLedger, order: Order, render: Callable[[int], bytes]) -> PrintJob:
    """The job to send for an order, durably queued (InFlightError, TooManyCopiesError)."""
    jobs = ledger.of(order.reference, order.kind)
    waiting = _waiting(jobs, order.destination)
    for job in jobs:
        if job.state is _S.QUEUED and job is not waiting:
            ledger.move(job.id, _S.CANCELLED, "printed elsewhere")
    if waiting is not None:
        return waiting
    last, copy = _counted(jobs, order.limit)
    job = _new_job(order, copy, last, render(copy))
    if last is not None:
        _give_way(ledger, last)
    ledger.add(job)
    return job


def foreseen(
    ledger: PrintLedger, order: Order, render: Callable[[int], bytes]
) -> tuple[int, bytes]:
    """Copy number and bytes that an order would print now, to be looked at first.

    Nothing is written; the errors are those of ``prepare``.
    """
    jobs = ledger.of(order.reference, order.kind)
    waiting = _waiting(jobs, order.destination)
    if waiting is not None:
        return waiting.copy, waiting.document
    _, copy = _counted(jobs, order.limit)
    return copy, render(copy)


def print_once(ledger: PrintLedger, printer: Printer, job: PrintJob) -> PrintJob:
    """Send a queued job, at most once; a job in any other state is returned untouched."""
    job = ledger.get(job.id)
    if job.state is not _S.QUEUED:
        return job
    ledger.move(job.id, _S.SENDING)
    outcome = printer.print(job.document, job.id)
    match outcome:
        case Printed():
            ledger.move(job.id, _S.SENT, outcome.detail)
            return ledger.move(job.id, _S.CONFIRMED, outcome.detail)
        case Sent():
            return ledger.move(job.id, _S.SENT, outcome.detail)
        case NotPrinted():
            return ledger.move(job.id, _S.QUEUED, _told(outcome))
        case Doubtful():
            return ledger.move(job.id, _S.DOUBTFUL, _told(outcome))
        case _:
            assert_never(outcome)


def recover(ledger: PrintLedger) -> list[PrintJob]:
    """At start: jobs that a dead process left in ``sending`` become doubtful."""
    return [
        ledger.move(job.id, _S.DOUBTFUL, "the program ended while sending")
        for job in ledger.in_state(_S.SENDING)
    ]


def confirm(ledger: PrintLedger, job_id: str) -> PrintJob:
    """The person took the paper (取到了)."""
    job = ledger.get(job_id)
    return job if job.state is _S.CONFIRMED else ledger.move(job_id, _S.CONFIRMED)


def doubt(ledger: PrintLedger, job_id: str) -> PrintJob:
    """The person says that nothing or not all came out (没打出来)."""
    job = ledger.get(job_id)
    return job if job.state is _S.DOUBTFUL else ledger.move(job_id, _S.DOUBTFUL)


def cancel(ledger: PrintLedger, job_id: str) -> PrintJob:
    """A job that never went out is not wanted any more."""
    return ledger.move(job_id, _S.CANCELLED)


def trouble_of(job: PrintJob) -> str:
    """The trouble word that an unprinted or doubtful job carries (a ``Trouble`` value), or none."""
    return job.detail.partition(":")[0] if job.state in {_S.QUEUED, _S.DOUBTFUL} else ""


def _waiting(jobs: Sequence[PrintJob], destination: str) -> PrintJob | None:
    """The queued job for this destination (InFlightError while one is being sent)."""
    for job in jobs:
        if job.state is _S.SENDING:
            raise InFlightError(job.id)
    queued = (job for job in jobs if job.state is _S.QUEUED and job.destination == destination)
    return next(queued, None)


def _counted(jobs: Sequence[PrintJob], limit: int) -> tuple[PrintJob | None, int]:
    """The last job that may lie on paper, and the number of the next copy (TooManyCopiesError)."""
    before = [job for job in jobs if job.state in _MAYBE_ON_PAPER]
    last = max(before, key=lambda job: job.copy) if before else None
    copy = last.copy + 1 if last else 1
    if limit and copy > limit:
        raise TooManyCopiesError(limit)
    return last, copy


def _new_job(order: Order, copy: int, last: PrintJob | None, document: bytes) -> PrintJob:
    return PrintJob(
        id=str(uuid4()),
        kind=order.kind,
        reference=order.reference,
        destination=order.destination,
        copy=copy,
        state=_S.QUEUED,
        created=order.now,
        document=document,
        repeats=last.id if last else "",
        operator=order.operator,
    )


def _give_way(ledger: PrintLedger, last: PrintJob) -> None:
    """A job that nobody confirmed is superseded by its reprint; a confirmed one stands."""
    if last.state is _S.SENT:
        last = ledger.move(last.id, _S.DOUBTFUL, "another copy was asked for")
    if last.state is _S.DOUBTFUL:
        ledger.move(last.id, _S.REPRINT)


def _told(outcome: NotPrinted | Doubtful) -> str:
    return f"{outcome.trouble.value}: {outcome.detail}"
