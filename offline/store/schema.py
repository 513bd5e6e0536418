"""The schema as numbered migrations, each in one transaction with its own record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from offline.store.clock import Clock, to_text
from offline.store.database import Database
from offline.store.migrations import MIGRATIONS, Migration
from offline.store.port import NewerSchemaError, OlderSchemaError

KNOWN = MIGRATIONS[-1].number
"""The schema this program reads and writes."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration that was applied, as recorded with it."""

    number: int
    name: str
    at: str


def number(database: Database) -> int:
    """The schema the file has; 0 for an empty one."""
    found = database.one(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    )
    if found is None:
        return 0
    row = database.one("SELECT max(number) AS number FROM migrations")
    return int(row["number"] or 0) if row else 0


def check(database: Database) -> None:
    """A reader's check: exactly the known schema (NewerSchemaError, OlderSchemaError)."""
    found = number(database)
    if found > KNOWN:
        raise NewerSchemaError(found, KNOWN)
    if found < KNOWN:
        raise OlderSchemaError(found, KNOWN)


def migrate(database: Database, clock: Clock, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Bring the file to the newest schema, one transaction a step; how many were applied.

    Raises NewerSchemaError for a file that a newer program wrote, and changes nothing then.
    """
    found, known = number(database), migrations[-1].number
    if found > known:
        raise NewerSchemaError(found, known)
    due = [step for step in migrations if step.number > found]
    for step in due:
        _apply(database, step, clock)
    return len(due)


def roots(database: Database) -> dict[str, int]:
    """Table → its root page, which changes only with the schema."""
    rows = database.all("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
    return {row["name"]: row["rootpage"] for row in rows}


def applied(database: Database) -> list[Applied]:
    """The record of what brought the file to its schema."""
    rows = database.all("SELECT number, name, at FROM migrations ORDER BY number")
    return [Applied(row["number"], row["name"], row["at"]) for row in rows]


def _apply(database: Database, step: Migration, clock: Clock) -> None:
    with database.transaction():
        for statement in step.statements:
            database.run(statement)
        database.run(
            "INSERT INTO migrations (number, name, at) VALUES (?, ?, ?)",
            (step.number, step.name, to_text(clock())),
        )
