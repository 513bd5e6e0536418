"""How much lies in a store, without a word about whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from offline.store import paths, schema
from offline.store.clock import maybe_time
from offline.store.database import Database

_COUNTED = (
    "drafts",
    "forms",
    "people",
    "entities",
    "print_jobs",
    "cases",
    "audit",
    "attachments",
)


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts by state and by table, sizes in bytes, the oldest submission not yet accepted."""

    schema: int
    submissions: dict[str, int]
    rows: dict[str, int]
    attachment_bytes: int
    file_bytes: int
    oldest_unsent: datetime | None


def count(database: Database, folder: Path) -> Stats:
    """Count; a reader may."""
    states = database.all("SELECT state, count(*) AS number FROM outbox GROUP BY state")
    return Stats(
        schema.number(database),
        {row["state"]: row["number"] for row in states},
        {table: _rows(database, table) for table in _COUNTED},
        _number(database, "SELECT coalesce(sum(size), 0) AS n FROM attachments"),
        sum(part.stat().st_size for part in paths.database_parts(folder)),
        _oldest(database),
    )


def _oldest(database: Database) -> datetime | None:
    row = database.one(
        "SELECT min(s.finalised) AS at FROM submissions AS s JOIN outbox AS o USING (instance_id)"
        " WHERE o.state NOT IN ('accepted', 'closed')"
    )
    return maybe_time(row["at"]) if row else None


def _rows(database: Database, table: str) -> int:
    return _number(database, f"SELECT count(*) AS n FROM {table}")  # noqa: S608 — our own names


def _number(database: Database, sql: str) -> int:
    row = database.one(sql)
    return int(row["n"]) if row else 0
