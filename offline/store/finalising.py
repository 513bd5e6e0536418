"""The steps of finalising, inside the one transaction of ``SubmissionsRoom.finalise``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from offline.records import SUBMISSION_MOVES, Draft, SubmissionState, check_submission_move
from offline.store import outbox, persons
from offline.store.clock import to_text
from offline.store.database import Database
from offline.store.port import ReceiptTakenError, UnknownRecordError

_S = SubmissionState

_SUBMISSION = """INSERT INTO submissions (instance_id, receipt, form_id, form_version, title,
        subject, person, operator, xml, finalised, replaces)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_OUTBOX = """INSERT INTO outbox (instance_id, state, attempts, due, reason, settled)
    VALUES (?, ?, 0, ?, '', NULL)"""


def finalise(
    database: Database, draft: Draft, xml: bytes, receipt: str, names: Sequence[str], now: datetime
) -> None:
    """Draft and its files become a submission, due at once."""
    check_submission_move(_S.DRAFT, _S.FINALISED)
    _keep_files(database, draft.instance_id, names)
    _refuse_taken(database, receipt)
    database.run(_SUBMISSION, _values(draft, xml, receipt, now))
    database.run(_OUTBOX, (draft.instance_id, _S.FINALISED, to_text(now)))
    database.run("DELETE FROM drafts WHERE instance_id = ?", (draft.instance_id,))
    _close_replaced(database, draft, now)


def _keep_files(database: Database, instance_id: str, names: Sequence[str]) -> None:
    rows = database.all("SELECT id, name FROM attachments WHERE instance_id = ?", (instance_id,))
    missing = set(names) - {row["name"] for row in rows}
    if missing:
        raise UnknownRecordError(f"attachments {sorted(missing)} of {instance_id}")
    for row in rows:
        if row["name"] not in names:
            database.run("DELETE FROM attachments WHERE id = ?", (row["id"],))


def _refuse_taken(database: Database, receipt: str) -> None:
    if database.one("SELECT 1 AS found FROM submissions WHERE receipt = ?", (receipt,)):
        raise ReceiptTakenError(receipt)


def _close_replaced(database: Database, draft: Draft, now: datetime) -> None:
    old = outbox.find(database, draft.replaces) if draft.replaces else None
    if old is not None and _S.CLOSED in SUBMISSION_MOVES[old.state]:
        outbox.write(database, old, _S.CLOSED, now, due=None, reason=old.reason, tried=0)


def _values(draft: Draft, xml: bytes, receipt: str, now: datetime) -> tuple[object, ...]:
    return (
        draft.instance_id,
        receipt,
        draft.form_id,
        draft.form_version,
        draft.title,
        persons.subject_of(draft.person),
        persons.to_text(draft.person),
        draft.operator,
        xml,
        to_text(now),
        draft.replaces,
    )
