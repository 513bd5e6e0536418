"""What the sandbox received, in one SQLite file: the only state it has besides attachments."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.sandbox.schema import SCHEMA


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """An attachment as it arrived; the bytes lie in the data folder under their digest."""

    name: str
    sha256: str
    size: int
    media_type: str


class Ledger:
    """The sandbox's database. One connection, one lock: it is small and answers in microseconds."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable when left."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return list(self._db.execute(sql, values))

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        return next(iter(self.rows(sql, *values)), None)

    def run(self, sql: str, *values: object) -> None:
        with self._lock:
            self._db.execute(sql, values)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def received(self) -> list[dict[str, Any]]:
        """Every submission in the order of arrival, with its attachments."""
        files: dict[str, list[dict[str, str]]] = {}
        for row in self.rows("SELECT instance_id, name, sha256 FROM attachments ORDER BY name"):
            entry = {"name": row["name"], "sha256": row["sha256"]}
            files.setdefault(row["instance_id"], []).append(entry)
        return [
            {
                "instance_id": row["instance_id"],
                "form_id": row["form_id"],
                "received_at": row["received_at"],
                "attachments": files.get(row["instance_id"], []),
            }
            for row in self.rows("SELECT * FROM submissions WHERE deleted = 0 ORDER BY rowid")
        ]

    def held(self, instance_ids: Sequence[str]) -> list[str]:
        """Which of these are here whole."""
        return [
            instance_id
            for instance_id in instance_ids
            if self.row(
                "SELECT 1 FROM submissions WHERE instance_id = ? AND complete = 1", instance_id
            )
        ]

    def add_files(self, instance_id: str, files: Iterable[ReceivedFile]) -> None:
        """Attach files; other bytes under the same name overwrite, as ODK Central does."""
        for file in files:
            self.run(
                "INSERT OR REPLACE INTO attachments VALUES (?, ?, ?, ?, ?)",
                instance_id,
                file.name,
                file.sha256,
                file.size,
                file.media_type,
            )


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def stamp(when: datetime | None = None) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return (when or datetime.now(UTC)).isoformat(timespec="milliseconds")
