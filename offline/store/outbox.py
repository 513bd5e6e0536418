"""Rows of submissions joined with their outbox row, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from offline.records import Attachment, Submission, SubmissionState
from offline.store import persons
from offline.store.attachments import attachment
from offline.store.clock import from_text, maybe_text, maybe_time, to_text
from offline.store.database import Database, Row

_JOINED = """SELECT s.instance_id, s.receipt, s.form_id, s.form_version, s.title, s.person,
        s.operator, s.finalised, s.replaces, o.state, o.attempts, o.due, o.reason, o.settled
    FROM submissions AS s JOIN outbox AS o USING (instance_id)"""
_FILES = """SELECT a.* FROM attachments AS a
    JOIN submissions AS s USING (instance_id) JOIN outbox AS o USING (instance_id)"""


def find(database: Database, instance_id: str) -> Submission | None:
    """The submission of an instance, if it was finalised."""
    found = select(database, "s.instance_id = ?", (instance_id,))
    return found[0] if found else None


def select(database: Database, where: str, values: Sequence[Any]) -> list[Submission]:
    """Submissions in the order they were finalised; ``where`` is one of ours, never a person's."""
    rows = database.all(f"{_JOINED} WHERE {where} ORDER BY s.number", values)
    files: dict[str, list[Attachment]] = {}
    for row in database.all(f"{_FILES} WHERE {where} ORDER BY a.id", values):
        files.setdefault(row["instance_id"], []).append(attachment(row))
    return [_submission(row, files.get(row["instance_id"], [])) for row in rows]


def one_by_one(database: Database, instance_ids: Sequence[str]) -> list[Submission]:
    """These submissions in this order."""
    return [found for each in instance_ids if (found := find(database, each)) is not None]


def write(
    database: Database,
    before: Submission,
    then: SubmissionState,
    now: datetime,
    *,
    due: datetime | None,
    reason: str,
    tried: int,
) -> None:
    """Write a move that was checked."""
    database.run(
        "UPDATE outbox SET state = ?, attempts = ?, due = ?, reason = ?, settled = ?"
        " WHERE instance_id = ?",
        (
            then,
            before.attempts + tried,
            maybe_text(due),
            reason,
            to_text(now),
            before.instance_id,
        ),
    )


def _submission(row: Row, files: Sequence[Attachment]) -> Submission:
    return Submission(
        row["instance_id"],
        row["receipt"],
        row["form_id"],
        row["form_version"],
        row["title"],
        persons.from_text(row["person"]),
        row["operator"],
        SubmissionState(row["state"]),
        from_text(row["finalised"]),
        tuple(files),
        row["replaces"],
        row["attempts"],
        maybe_time(row["due"]),
        row["reason"],
        maybe_time(row["settled"]),
    )
