"""The log of acts as a hash chain: what was removed, altered or reordered shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from offline.records import AuditEntry
from offline.store.clock import Clock, from_text, maybe_text, to_text
from offline.store.database import Database, Row

START = hashlib.sha256(b"kiosk audit").hexdigest()
"""What the first entry follows from."""
_FIND = """SELECT * FROM audit WHERE ?1 IN ('', operator) AND ?2 IN ('', act)
    AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) ORDER BY number DESC LIMIT ?5"""


class AuditRoom:
    """See ``offline.store.port.Audit``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def record(self, operator: str, act: str, subject: str = "", detail: str = "") -> None:
        with self._db.transaction():
            number, before = self.head()
            at = to_text(self._clock())
            digest = link(before, number + 1, at, operator, act, subject, detail)
            self._db.run(
                "INSERT INTO audit (number, at, operator, act, subject, detail, digest)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number + 1, at, operator, act, subject, detail, digest),
            )
            self._db.run(
                "INSERT OR REPLACE INTO audit_head (only, number, digest) VALUES (1, ?, ?)",
                (number + 1, digest),
            )

    def entries(self, after: int = 0) -> Iterator[AuditEntry]:
        rows = self._db.each("SELECT * FROM audit WHERE number > ? ORDER BY number", (after,))
        return (_entry(row) for row in rows)

    def find(
        self,
        *,
        operator: str = "",
        act: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 200,
    ) -> Sequence[AuditEntry]:
        values = (operator, act, maybe_text(since), maybe_text(until), limit)
        return [_entry(row) for row in self._db.all(_FIND, values)]

    def named(self) -> tuple[Sequence[str], Sequence[str]]:
        operators = self._db.all("SELECT DISTINCT operator AS name FROM audit ORDER BY 1")
        acts = self._db.all("SELECT DISTINCT act AS name FROM audit ORDER BY 1")
        return [row["name"] for row in operators], [row["name"] for row in acts]

    def head(self) -> tuple[int, str]:
        """Number and digest of the newest entry: what a heartbeat anchors at the exchange."""
        row = self._db.one("SELECT number, digest FROM audit_head")
        return (0, START) if row is None else (row["number"], row["digest"])

    def broken_at(self) -> int | None:
        before, number = START, 0
        for row in self._db.each("SELECT * FROM audit ORDER BY number"):
            if row["number"] != number + 1 or row["digest"] != _link_of(before, row):
                return number + 1
            before, number = row["digest"], row["number"]
        return None if (number, before) == self.head() else number + 1


def link(before: str, number: int, *parts: str) -> str:
    """SHA-256 over the digest before and this entry's own words."""
    content = json.dumps([before, number, *parts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _link_of(before: str, row: Row) -> str:
    return link(
        before,
        row["number"],
        row["at"],
        row["operator"],
        row["act"],
        row["subject"],
        row["detail"],
    )


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(
        row["number"],
        from_text(row["at"]),
        row["operator"],
        row["act"],
        row["subject"],
        row["detail"],
        row["digest"],
    )
