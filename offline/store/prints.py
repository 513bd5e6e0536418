"""The print ledger."""

from __future__ import annotations

from collections.abc import Sequence

from offline.records import PrintJob, PrintState, check_print_move
from offline.store.clock import from_text, to_text
from offline.store.database import Database, Row
from offline.store.port import UnknownRecordError

_ADD = """INSERT INTO print_jobs (id, kind, reference, destination, copy, state, created, document,
        repeats, operator, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class PrintsRoom:
    """See ``offline.store.port.Prints``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, job: PrintJob) -> None:
        """Durable before anything goes to a printer; the same job again changes nothing."""
        with self._db.transaction():
            if self._db.one("SELECT 1 AS found FROM print_jobs WHERE id = ?", (job.id,)) is None:
                self._db.run(_ADD, _values(job))

    def move(self, job_id: str, then: PrintState, detail: str = "") -> PrintJob:
        with self._db.transaction():
            check_print_move(self.get(job_id).state, then)
            self._db.run(
                "UPDATE print_jobs SET state = ?, detail = ? WHERE id = ?", (then, detail, job_id)
            )
            return self.get(job_id)

    def get(self, job_id: str) -> PrintJob:
        row = self._db.one("SELECT * FROM print_jobs WHERE id = ?", (job_id,))
        if row is None:
            raise UnknownRecordError(f"print job {job_id}")
        return _job(row)

    def of(self, reference: str, kind: str | None = None) -> Sequence[PrintJob]:
        rows = self._db.all(
            "SELECT * FROM print_jobs WHERE reference = ? AND (? IS NULL OR kind = ?)"
            " ORDER BY number",
            (reference, kind, kind),
        )
        return [_job(row) for row in rows]

    def in_state(self, state: PrintState) -> Sequence[PrintJob]:
        rows = self._db.all("SELECT * FROM print_jobs WHERE state = ? ORDER BY number", (state,))
        return [_job(row) for row in rows]


def _values(job: PrintJob) -> tuple[object, ...]:
    return (
        job.id,
        job.kind,
        job.reference,
        job.destination,
        job.copy,
        job.state,
        to_text(job.created),
        job.document,
        job.repeats,
        job.operator,
        job.detail,
    )


def _job(row: Row) -> PrintJob:
    return PrintJob(
        row["id"],
        row["kind"],
        row["reference"],
        row["destination"],
        row["copy"],
        PrintState(row["state"]),
        from_text(row["created"]),
        row["document"],
        row["repeats"],
        row["operator"],
        row["detail"],
    )
