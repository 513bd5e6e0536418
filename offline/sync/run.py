"""One exchange with the centre: send what is due, then hear what it knows. No threads, no sleep."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    Exchange,
    ExchangeError,
    FormMissing,
    Parcel,
    ParcelFile,
    Refused,
    SendOutcome,
    Unreachable,
)
from offline.records import Attachment, AttachmentState, Submission, SubmissionState
from offline.store.port import Store
from offline.sync import memory, plan
from offline.sync.hear import hear
from offline.sync.summary import Summary, pending_count

SERVER_BUSY: Final = ("status 429", "status 503")
SERVER_FAULTS: Final = 3


class StopRun(Exception):  # noqa: N818 — not an error: the way a run ends before its time
    """Nothing more can be done in this run; the summary says why."""


@dataclass(slots=True)
class Run:
    """The state of one run."""

    store: Store
    exchange: Exchange
    now: datetime
    chance: Random
    until: float
    summary: Summary = field(default_factory=Summary)
    faults: int = 0

    def spent(self) -> bool:
        """Whether the time of this run is over; said in the summary."""
        self.summary.out_of_time = time.monotonic() >= self.until
        return self.summary.out_of_time


def run_once(
    store: Store,
    exchange: Exchange,
    now: datetime,
    *,
    ignore_backoff: bool = False,
    deadline: float = 50.0,
    rng: Random | None = None,
) -> Summary:
    """Exchange once. Blocks at most about ``deadline`` seconds; every outcome is durable.

    ``ignore_backoff`` is a person's wish: what is backing off is tried, and everything refreshed.
    """
    run = Run(store, exchange, now, rng or Random(), time.monotonic() + deadline)  # noqa: S311 — jitter, no secret
    run.summary.taken_up = store.submissions.take_up(now)
    if ignore_backoff or _may_talk(run):
        try:
            _talk(run, ignore_backoff=ignore_backoff)
        except StopRun:
            pass
        except ExchangeError as error:
            _unanswered(run, error.outcome)
    run.summary.pending = pending_count(store)
    return run.summary


def _may_talk(run: Run) -> bool:
    """Back-off of the link and of the pause hold for every trigger but a person's."""
    link, pause = memory.link_state(run.store.notes), memory.pause_state(run.store.notes)
    if link.due is not None and run.now < link.due:
        run.summary.unreachable = link.cause
        return False
    if pause is not None and run.now < pause.due:
        run.summary.paused = f"{pause.status} {pause.message}".strip()
        return False
    return True


def _talk(run: Run, *, ignore_backoff: bool) -> None:
    notes = run.store.notes
    healed = memory.link_state(notes).failures > 0
    if healed:
        run.exchange.probe()
        memory.link_works(notes, run.now)
    rows = [
        row for state in (_S.FINALISED, _S.WAITING) for row in run.store.submissions.list(state)
    ]
    for row in plan.due(rows, run.now, ignore_backoff=ignore_backoff, healed=healed):
        if run.spent():
            return
        _send(run, row)
    hear(run.store, run.exchange, run.now, run.summary, run.spent, everything=ignore_backoff)
    memory.unpause(notes)
    memory.link_works(notes, run.now)


_S = SubmissionState


def _send(run: Run, row: Submission) -> None:
    """Claim, send, settle: durable before the network, durable after it."""
    claimed = run.store.submissions.claim(row.instance_id, run.now)
    sent: list[str] = []
    outcome = run.exchange.send(_parcel(run, claimed, sent.append))
    for name in sent:
        run.store.submissions.mark_attachment_sent(row.instance_id, name)
    run.summary.tried += 1
    trouble = memory.trouble_of(run.store.notes, row.instance_id)
    settled = plan.settlement(outcome, claimed, run.now, run.chance, trouble)
    if trouble is not None or settled.trouble is not None:
        memory.keep_trouble(run.store.notes, row.instance_id, settled.trouble)
    run.store.submissions.settle(
        row.instance_id, settled.then, run.now, due=settled.due, reason=settled.reason
    )
    _count(run, settled.then)
    _consequence(run, outcome)


def _parcel(run: Run, row: Submission, on_sent: Callable[[str], None]) -> Parcel:
    return Parcel(
        instance_id=row.instance_id,
        form_id=row.form_id,
        xml=run.store.submissions.xml(row.instance_id),
        files=tuple(
            _file(run, row.instance_id, attachment)
            for attachment in row.attachments
            if attachment.state is AttachmentState.PENDING
        ),
        on_sent=on_sent,
        give_up=run.until,
    )


def _file(run: Run, instance_id: str, attachment: Attachment) -> ParcelFile:
    return ParcelFile(
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        sha256=attachment.sha256,
        open=partial(run.store.attachments.open, instance_id, attachment.name),
    )


def _count(run: Run, then: SubmissionState) -> None:
    run.summary.accepted += then is _S.ACCEPTED
    run.summary.waiting += then is _S.WAITING
    run.summary.quarantined += then is _S.QUARANTINED


def _consequence(run: Run, outcome: SendOutcome) -> None:
    """What an outcome means for the others: nothing, unless it is about the link or about us."""
    match outcome:
        case Accepted() | Refused() | Conflict() | FormMissing():
            run.faults = 0
            memory.unpause(run.store.notes)
        case Denied():
            _pause(run, outcome)
        case Unreachable():
            _doubt(run, outcome)


def _doubt(run: Run, outcome: Unreachable) -> None:
    """One submission's trouble or the link's? A probe tells, so that one blocks nobody."""
    run.faults += 1
    run.summary.cut_off = True
    if outcome.cause in SERVER_BUSY or run.faults >= SERVER_FAULTS:
        _link_down(run, outcome)
    if run.spent():
        raise StopRun
    try:
        run.exchange.probe()
    except ExchangeError as error:
        _unanswered(run, error.outcome)
        raise StopRun from error


def _unanswered(run: Run, outcome: Unreachable | Denied | Refused | FormMissing) -> None:
    """A question without its answer ends the run; the reason is kept for the status."""
    match outcome:
        case Unreachable():
            run.summary.unreachable = outcome.cause
            memory.link_failed(
                run.store.notes, outcome.cause, run.now, run.chance, outcome.retry_after
            )
        case Denied():
            run.summary.paused = f"{outcome.status} {outcome.message}".strip()
            until = run.now + timedelta(seconds=plan.DENIED_PAUSE)
            memory.pause_queue(run.store.notes, outcome.status, outcome.message, run.now, until)
        case Refused() | FormMissing():
            run.summary.problems.append(outcome.message)


def _link_down(run: Run, outcome: Unreachable) -> None:
    _unanswered(run, outcome)
    raise StopRun


def _pause(run: Run, outcome: Denied) -> None:
    _unanswered(run, outcome)
    raise StopRun
