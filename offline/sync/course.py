"""The state of one run, and what a question without its answer does to it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from offline.exchange.port import (
    Denied,
    Exchange,
    FormMissing,
    QuestionOutcome,
    Refused,
    Unreachable,
    Unsupported,
)
from offline.store.port import Store
from offline.sync import memory, plan
from offline.sync.pulse import Pulse
from offline.sync.summary import Summary
from offline.sync.weather import Weather


class StopRun(Exception):  # noqa: N818 — not an error: the way a run ends before its time
    """Nothing more can be done in this run; the summary says why."""


@dataclass(slots=True)
class Run:
    """One run: its parts, its clock (``until`` is monotonic), its figures.

    ``faults`` counts unanswered sends since the last answered one; ``doubt`` is the last of them,
    while nobody has asked yet whether the link is to blame; ``over`` says that no more may be sent.
    ``moved`` counts the bytes of submissions that arrived.
    """

    store: Store
    exchange: Exchange
    now: datetime
    chance: Random
    until: float
    pulse: Pulse = field(default_factory=Pulse)
    summary: Summary = field(default_factory=Summary)
    faults: int = 0
    doubt: Unreachable | None = None
    over: bool = False
    weather: Weather = field(default_factory=Weather)
    moved: int = 0

    def may_send(self) -> bool:
        """Whether another submission may leave now."""
        return not (self.over or self.doubt is not None or self.spent())

    def spent(self) -> bool:
        """Whether the time of this run is over; said in the summary."""
        self.summary.out_of_time = time.monotonic() >= self.until
        return self.summary.out_of_time


def unanswered(run: Run, outcome: QuestionOutcome) -> None:
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
        case Unsupported():
            run.summary.problems.append(f"not offered: {outcome.capability}")
