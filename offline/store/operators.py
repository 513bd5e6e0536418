"""Local accounts, and unlocking them without a network."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from offline.records import Operator
from offline.store import slots, timewatch
from offline.store.account import Account
from offline.store.audit import AuditRoom
from offline.store.clock import Clock, from_text, maybe_time, to_text
from offline.store.database import Database, Row
from offline.store.notes import NotesRoom
from offline.store.port import (
    LockedOut,
    Resting,
    UnknownRecordError,
    Unlocked,
    UnlockOutcome,
    WrongPassphrase,
)

_PUT = """INSERT INTO operators (id, name, role) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role"""
_LOCK = """INSERT OR REPLACE INTO operator_locks
    (operator, salt, verifier, passes, memory_kib, lanes, failures, tried, expires)
    VALUES (?, ?, ?, ?, ?, ?, 0, NULL, ?)"""
_WITH_LOCK = """SELECT o.*, l.* FROM operators AS o
    LEFT JOIN operator_locks AS l ON l.operator = o.id"""
_CLEAR = "UPDATE operator_locks SET failures = 0, tried = NULL WHERE operator = ?"
_SALT = 16


class OperatorsRoom:
    """See ``offline.store.port.Operators``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._audit = database, AuditRoom(database, clock)
        self._notes = NotesRoom(database)

    def put(self, operator: Operator) -> None:
        self._db.run(_PUT, (operator.id, operator.name, operator.role))

    def all(self) -> Sequence[Operator]:
        rows = self._db.all("SELECT id, name, role FROM operators ORDER BY id")
        return [_operator(row) for row in rows]

    def accounts(self) -> Sequence[Account]:
        return [_account(row) for row in self._db.all(f"{_WITH_LOCK} ORDER BY o.id")]

    def remove(self, operator_id: str) -> None:
        """Forget the account; what it did stays in the log."""
        self._db.run("DELETE FROM operators WHERE id = ?", (operator_id,))

    def set_passphrase(self, operator_id: str, passphrase: str, expires: datetime) -> None:
        salt, cost = secrets.token_bytes(_SALT), slots.ARGON2
        verifier = slots.stretch(passphrase, salt, cost)
        values = (salt, verifier, cost["passes"], cost["memory_kib"], cost["lanes"])
        with self._db.transaction():
            if self._find(operator_id) is None:
                raise UnknownRecordError(f"operator {operator_id}")
            self._db.run(_LOCK, (operator_id, *values, to_text(expires)))
            self._audit.record(operator_id, "passphrase set")

    def unlock(self, operator_id: str, passphrase: str, now: datetime) -> UnlockOutcome:
        """Each try is in the log; a right one forgets the failures before it."""
        row = self._find(operator_id)
        if row is None or row["verifier"] is None:
            return WrongPassphrase(slots.MOST_FAILURES)
        refused = _refused(row, now, timewatch.for_expiry(self._notes, now))
        if refused is not None:
            self._rest_from(row, now)
            return refused
        failures = self._count_failure(row, now)
        if not _is_right(row, passphrase):
            self._audit.record(operator_id, "unlock failed")
            return WrongPassphrase(slots.MOST_FAILURES - failures)
        self._forget_failures(operator_id)
        return Unlocked(_operator(row), from_text(row["expires"]))

    def clear_failures(self, operator_id: str) -> None:
        if self._find(operator_id) is None:
            raise UnknownRecordError(f"operator {operator_id}")
        self._db.run(_CLEAR, (operator_id,))

    def _find(self, operator_id: str) -> Row | None:
        return self._db.one(f"{_WITH_LOCK} WHERE o.id = ?", (operator_id,))

    def _count_failure(self, row: Row, now: datetime) -> int:
        """Durable before the passphrase is looked at: killing the process gives no free try."""
        self._db.run(
            "UPDATE operator_locks SET failures = failures + 1, tried = ? WHERE operator = ?",
            (to_text(now), row["id"]),
        )
        return int(row["failures"]) + 1

    def _rest_from(self, row: Row, now: datetime) -> None:
        """After a clock set back the pause begins anew: it neither ends at once nor never."""
        self._db.run(
            "UPDATE operator_locks SET tried = ?1 WHERE operator = ?2 AND tried > ?1",
            (to_text(now), row["id"]),
        )

    def _forget_failures(self, operator_id: str) -> None:
        with self._db.transaction():
            self._db.run(_CLEAR, (operator_id,))
            self._audit.record(operator_id, "unlock")


def _refused(row: Row, now: datetime, believable: datetime) -> LockedOut | Resting | None:
    if row["failures"] >= slots.MOST_FAILURES:
        return LockedOut(expired=False)
    if believable > from_text(row["expires"]):
        return LockedOut(expired=True)
    tried = maybe_time(row["tried"])
    elapsed = 0.0 if tried is None else (now - tried).total_seconds()
    wait = slots.pause_after(row["failures"], elapsed)
    return Resting(wait) if wait > 0 else None


def _is_right(row: Row, passphrase: str) -> bool:
    return hmac.compare_digest(slots.stretch(passphrase, row["salt"], row), row["verifier"])


def _operator(row: Row) -> Operator:
    return Operator(row["id"], row["name"], row["role"])


def _account(row: Row) -> Account:
    failures = int(row["failures"] or 0)
    locked = failures >= slots.MOST_FAILURES
    return Account(_operator(row), maybe_time(row["expires"]), failures, locked)
