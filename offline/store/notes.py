"""Small facts by name."""

from __future__ import annotations

from collections.abc import Sequence

from offline.store.database import Database


class NotesRoom:
    """See ``offline.store.port.Notes``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str) -> str | None:
        row = self._db.one("SELECT value FROM notes WHERE name = ?", (name,))
        return None if row is None else row["value"]

    def put(self, name: str, value: str) -> None:
        self._db.run("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", (name, value))

    def take(self, name: str) -> str | None:
        """The value, which is then forgotten."""
        with self._db.transaction():
            value = self.get(name)
            self._db.run("DELETE FROM notes WHERE name = ?", (name,))
        return value

    def names(self, prefix: str) -> Sequence[str]:
        rows = self._db.all(
            "SELECT name FROM notes WHERE substr(name, 1, ?) = ? ORDER BY name",
            (len(prefix), prefix),
        )
        return [row["name"] for row in rows]
