"""What was handed in, and the outbox beside it: the queue is the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from offline.records import (
    Draft,
    NotDrawnError,
    Submission,
    SubmissionState,
    check_submission_move,
)
from offline.store import finding, outbox
from offline.store.database import Database
from offline.store.finalising import finalise
from offline.store.notes import NotesRoom
from offline.store.people import PeopleRoom
from offline.store.port import MOVED, MovedError, UnknownRecordError

_S = SubmissionState


class SubmissionsRoom:
    """See ``offline.store.port.Submissions``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def finalise(
        self, draft: Draft, xml: bytes, receipt: str, names: Sequence[str], now: datetime
    ) -> Submission:
        """One durable transaction; the same instance again gives what is there.

        The files of ``names`` must be there (UnknownRecordError); others of the draft are
        forgotten. A submission that this one ``replaces`` is closed if it may be. Raises
        ReceiptTakenError if another submission has the receipt number.
        """
        with self._db.transaction():
            if outbox.find(self._db, draft.instance_id) is None:
                finalise(self._db, draft, xml, receipt, names, now)
            return self.get(draft.instance_id)

    def get(self, instance_id: str) -> Submission:
        found = outbox.find(self._db, instance_id)
        if found is None:
            raise UnknownRecordError(f"submission {instance_id}")
        return found

    def by_receipt(self, receipt: str) -> Submission:
        found = outbox.select(self._db, "s.receipt = ?", (receipt,))
        if not found:
            raise UnknownRecordError(f"submission with receipt {receipt}")
        return found[0]

    def xml(self, instance_id: str) -> bytes:
        row = self._db.one("SELECT xml FROM submissions WHERE instance_id = ?", (instance_id,))
        if row is None:
            raise UnknownRecordError(f"submission {instance_id}")
        content: bytes = row["xml"]
        return content

    def list(self, state: SubmissionState | None = None) -> Sequence[Submission]:
        """In the order they were finalised, whatever the clock said."""
        return outbox.select(self._db, "? IS NULL OR o.state = ?", (state, state))

    def of(self, subject: str) -> Sequence[Submission]:
        return outbox.select(self._db, "s.subject = ?", (subject,))

    def find(
        self,
        words: str = "",
        *,
        state: SubmissionState | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> Sequence[Submission]:
        wanted = [(word, PeopleRoom(self._db).subjects(word)) for word in words.split()]
        return finding.find(self._db, wanted, finding.Bounds(state, since, until), limit)

    def claim(self, instance_id: str, now: datetime) -> Submission:
        """Mark sending, durably, before the network is touched; ``settled`` keeps when.

        Raises MovedError once the unsent work moved to another terminal.
        """
        with self._db.transaction():
            if NotesRoom(self._db).get(MOVED) is not None:
                raise MovedError(instance_id)
            return self._move(instance_id, _S.SENDING, now)

    def settle(
        self,
        instance_id: str,
        then: SubmissionState,
        now: datetime,
        *,
        due: datetime | None = None,
        reason: str = "",
    ) -> Submission:
        """Record what a try came to; it counts as one attempt.

        What was accepted is not settled again: only ``take_back`` doubts it (NotDrawnError).
        """
        return self._move(instance_id, then, now, due=due, reason=reason, tried=1)

    def take_up(self, now: datetime) -> int:
        with self._db.transaction():
            left = self.list(_S.SENDING)
            for each in left:
                self._move(each.instance_id, _S.WAITING, now, due=now, reason="interrupted")
        return len(left)

    def take_back(self, instance_id: str, reason: str, now: datetime) -> Submission:
        """The exchange lost it: all of it waits, attachments too, due now (NotDrawnError)."""
        with self._db.transaction():
            before = self.get(instance_id)
            if before.state is not _S.ACCEPTED:
                raise NotDrawnError(before.state, _S.WAITING)
            self._db.run(
                "UPDATE attachments SET state = 'pending' WHERE instance_id = ?", (instance_id,)
            )
            self._move(instance_id, _S.WAITING, now, due=now, reason=reason)
            return self.get(instance_id)

    def withdraw(self, instance_id: str, now: datetime) -> Submission:
        return self._move(instance_id, _S.CLOSED, now)

    def resend(self, instance_id: str, now: datetime) -> Submission:
        """A person's decision on a refused one: the same bytes again, due now."""
        return self._move(instance_id, _S.WAITING, now, due=now)

    def close(self, instance_id: str, reason: str, now: datetime) -> Submission:
        """Only a refused one: what was never sent is withdrawn instead (NotDrawnError)."""
        with self._db.transaction():
            before = self.get(instance_id)
            if before.state is not _S.QUARANTINED:
                raise NotDrawnError(before.state, _S.CLOSED)
            told = " / ".join(part for part in (before.reason, reason) if part)
            return self._move(instance_id, _S.CLOSED, now, reason=told)

    def mark_attachment_sent(self, instance_id: str, name: str) -> None:
        changed = self._db.run(
            "UPDATE attachments SET state = 'sent' WHERE instance_id = ? AND name = ?",
            (instance_id, name),
        )
        if not changed:
            raise UnknownRecordError(f"attachment {name} of {instance_id}")

    def _move(
        self,
        instance_id: str,
        then: SubmissionState,
        now: datetime,
        *,
        due: datetime | None = None,
        reason: str = "",
        tried: int = 0,
    ) -> Submission:
        with self._db.transaction():
            before = self.get(instance_id)
            if tried and before.state is _S.ACCEPTED:
                raise NotDrawnError(before.state, then)
            check_submission_move(before.state, then)
            outbox.write(self._db, before, then, now, due=due, reason=reason, tried=tried)
        return replace(
            before,
            state=then,
            attempts=before.attempts + tried,
            due=due,
            reason=reason,
            settled=now,
        )
