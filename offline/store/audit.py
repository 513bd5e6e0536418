"""The log of acts as a hash chain: what was removed, altered or reordered shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from offline.records import NOBODY, AuditEntry, Parties
from offline.store.clock import Clock, from_text, maybe_text, to_text
from offline.store.database import Database, Row

START = hashlib.sha256(b"kiosk audit").hexdigest()
"""What the first entry follows from."""
EDITION = 2
"""What the digest of a new entry covers; those of edition 1 knew no parties."""
_WORDS = ("at", "operator", "act", "subject", "detail")
_ADD = """INSERT INTO audit
    (number, digest, edition, at, operator, act, subject, detail, principal, agent)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PARTIES = """SELECT principal, agent FROM audit WHERE subject = ? AND edition > 1
    ORDER BY number DESC LIMIT 1"""
_FIND = """SELECT * FROM audit WHERE ?1 IN ('', operator) AND ?2 IN ('', act)
    AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) ORDER BY number DESC LIMIT ?5"""


class AuditRoom:
    """See ``offline.store.port.Audit``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def record(
        self,
        operator: str,
        act: str,
        subject: str = "",
        detail: str = "",
        parties: Parties = NOBODY,
    ) -> None:
        with self._db.transaction():
            number, before = self.head()
            words = (to_text(self._clock()), operator, act, subject, detail)
            digest = sealed(before, number + 1, words, parties)
            row = (number + 1, digest, EDITION, *words, parties.principal, parties.agent)
            self._db.run(_ADD, row)
            self._db.run(
                "INSERT OR REPLACE INTO audit_head (only, number, digest) VALUES (1, ?, ?)",
                (number + 1, digest),
            )

    def parties(self, subject: str) -> Parties | None:
        row = self._db.one(_PARTIES, (subject,))
        return None if row is None else Parties(row["principal"], row["agent"])

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


def sealed(before: str, number: int, words: Sequence[str], parties: Parties) -> str:
    """The digest of an entry of this edition; ``words`` are time, operator, act, subject, detail.

    It names its edition and has more parts than one of edition 1, so neither passes as the other.
    """
    return link(before, number, str(EDITION), *words, parties.principal, parties.agent)


def _link_of(before: str, row: Row) -> str:
    """What the digest must be; none fits parties put into an entry that could not have any."""
    words, parties = [row[name] for name in _WORDS], Parties(row["principal"], row["agent"])
    if row["edition"] == EDITION:
        return sealed(before, row["number"], words, parties)
    early = row["edition"] == 1 and parties == NOBODY
    return link(before, row["number"], *words) if early else ""


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(
        row["number"],
        from_text(row["at"]),
        row["operator"],
        row["act"],
        row["subject"],
        row["detail"],
        row["digest"],
        Parties(row["principal"], row["agent"]),
    )
