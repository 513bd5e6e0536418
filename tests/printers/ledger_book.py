"""A ledger in memory that keeps the transition table, as the store's does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from offline.records import PrintJob, PrintState, check_print_move


class Book:
    """Fulfils ``printers.ledger.PrintLedger``; ``moves`` is what happened, in order."""

    def __init__(self) -> None:
        self.jobs: dict[str, PrintJob] = {}
        self.moves: list[tuple[str, PrintState]] = []

    def add(self, job: PrintJob) -> None:
        self.jobs.setdefault(job.id, job)

    def move(self, job_id: str, then: PrintState, detail: str = "") -> PrintJob:
        check_print_move(self.jobs[job_id].state, then)
        self.moves.append((job_id, then))
        self.jobs[job_id] = replace(self.jobs[job_id], state=then, detail=detail)
        return self.jobs[job_id]

    def get(self, job_id: str) -> PrintJob:
        return self.jobs[job_id]

    def of(self, reference: str, kind: str | None = None) -> Sequence[PrintJob]:
        return [
            job
            for job in self.jobs.values()
            if job.reference == reference and kind in {None, job.kind}
        ]

    def in_state(self, state: PrintState) -> Sequence[PrintJob]:
        return [job for job in self.jobs.values() if job.state is state]
