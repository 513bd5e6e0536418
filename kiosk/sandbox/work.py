"""Tasks for terminals, and the archive packages that come back from finished work."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import uuid
from pathlib import Path
from typing import Any, Final

from kiosk.sandbox.counter_models import TaskRequest
from kiosk.sandbox.ledger import Ledger, stamp
from offline.archive import ArchiveError, verify

PAGE: Final = 200
FIELDS: Final = (
    *("id", "title", "form_id", "state", "due", "place"),
    *("words", "instance_id"),
)


class Work:
    """Tasks by delta: every change of one gives it a new place in the sequence."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def hand_out(self, terminal: str, asked: TaskRequest) -> str:
        """A new task; its id."""
        task_id = str(uuid.uuid4())
        with self._ledger.transaction():
            self._ledger.run(
                "INSERT INTO tasks VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, '')",
                task_id,
                terminal,
                self._next(),
                asked.title,
                asked.form_id,
                None if asked.due is None else stamp(asked.due),
                asked.place,
                asked.words,
                json.dumps(asked.facts, ensure_ascii=False),
            )
        return task_id

    def page(self, terminal: str, cursor: int) -> dict[str, Any]:
        """Tasks of a terminal after a cursor."""
        rows = self._ledger.rows(
            "SELECT * FROM tasks WHERE terminal = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            terminal,
            cursor,
            PAGE + 1,
        )
        shown = rows[:PAGE]
        return {
            "tasks": [_task_entry(row) for row in shown],
            "cursor": str(shown[-1]["sequence"] if shown else cursor),
            "more": len(rows) > PAGE,
        }

    def move(
        self, terminal: str, task_id: str, state: str, instance_id: str = ""
    ) -> dict[str, Any] | None:
        """Accept or finish a task; the same again changes nothing, a finished one stays so."""
        with self._ledger.transaction():
            row = self._row(terminal, task_id)
            if row is None:
                return None
            if row["state"] in ("open", "accepted") and row["state"] != state:
                self._ledger.run(
                    "UPDATE tasks SET state = ?, instance_id = ?, sequence = ? WHERE id = ?",
                    state,
                    instance_id,
                    self._next(),
                    task_id,
                )
                row = self._row(terminal, task_id)
        return None if row is None else _task_entry(row)

    def withdraw(self, task_id: str) -> bool:
        """Take a task back that nobody has finished."""
        row = self._ledger.row("SELECT terminal FROM tasks WHERE id = ?", task_id)
        return row is not None and self.move(row["terminal"], task_id, "withdrawn") is not None

    def _row(self, terminal: str, task_id: str) -> sqlite3.Row | None:
        return self._ledger.row(
            "SELECT * FROM tasks WHERE id = ? AND terminal = ?", task_id, terminal
        )

    def _next(self) -> int:
        row = self._ledger.row("SELECT coalesce(max(sequence), 0) + 1 AS next FROM tasks")
        return 1 if row is None else int(row["next"])


class ArchiveRoom:
    """Packages that prove themselves, one a submission."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self._ledger, self._folder = ledger, folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, terminal: str, instance_id: str, package: bytes) -> dict[str, Any]:
        """Verify and keep a package of one of the terminal's submissions (ArchiveError)."""
        archive = verify(package)
        if archive.metadata.get("instance_id") != instance_id:
            raise ArchiveError("the package is of another submission")
        known = self._ledger.row(
            "SELECT 1 FROM submissions WHERE instance_id = ? AND terminal = ?",
            instance_id,
            terminal,
        )
        if known is None:
            raise ArchiveError("there is no such submission")
        digest = hashlib.sha256(package).hexdigest()
        partial = self._folder / f".{uuid.uuid4()}.partial"
        with partial.open("wb") as target:
            target.write(package)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(self._folder / f"{digest}.zip")
        self._ledger.run(
            "INSERT OR REPLACE INTO archives VALUES (?, ?, ?, ?)",
            instance_id,
            digest,
            len(archive.files),
            stamp(),
        )
        return {"sha256": digest, "files": len(archive.files)}


def _task_entry(row: sqlite3.Row) -> dict[str, Any]:
    return {**{name: row[name] for name in FIELDS}, "facts": json.loads(row["facts"])}
