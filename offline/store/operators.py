"""Local accounts."""

from __future__ import annotations

from collections.abc import Sequence

from offline.records import Operator
from offline.store.database import Database


class OperatorsRoom:
    """See ``offline.store.port.Operators``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, operator: Operator) -> None:
        self._db.run(
            "INSERT INTO operators (id, name, role) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role",
            (operator.id, operator.name, operator.role),
        )

    def all(self) -> Sequence[Operator]:
        rows = self._db.all("SELECT id, name, role FROM operators ORDER BY id")
        return [Operator(row["id"], row["name"], row["role"]) for row in rows]
