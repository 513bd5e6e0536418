"""Persons, households and places as linked records, and how they are found."""

from __future__ import annotations

import json
from collections.abc import Sequence

from offline.store import keysearch, searchkeys
from offline.store.database import Database, Row
from offline.store.entity import Entity, EntityLink
from offline.store.keysearch import Filed
from offline.store.port import UnknownRecordError

_PUT = """INSERT INTO entities (id, dataset, label, properties, version, trunk, branch)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET dataset = excluded.dataset, label = excluded.label,
        properties = excluded.properties, version = excluded.version, trunk = excluded.trunk,
        branch = excluded.branch"""
_KEYS = Filed("entity_keys", "entity", "e.number")


class EntitiesRoom:
    """See ``offline.store.entity.Entities``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, entity: Entity) -> None:
        with self._db.transaction():
            self._db.run(_PUT, _values(entity))
            self._file(self._row(entity.id))

    def get(self, entity_id: str) -> Entity:
        return _entity(self._row(entity_id))

    def known(self, entity_id: str) -> Entity | None:
        row = self._db.one("SELECT * FROM entities WHERE id = ?", (entity_id,))
        return None if row is None else _entity(row)

    def of(self, dataset: str) -> Sequence[Entity]:
        rows = self._db.all("SELECT * FROM entities WHERE dataset = ? ORDER BY number", (dataset,))
        return [_entity(row) for row in rows]

    def remove(self, entity_id: str) -> None:
        with self._db.transaction():
            self._db.run("DELETE FROM entities WHERE id = ?", (entity_id,))
            self._db.run("DELETE FROM entity_links WHERE ?1 IN (source, target)", (entity_id,))

    def find(
        self, words: str = "", *, dataset: str | None = None, limit: int = 20
    ) -> Sequence[Entity]:
        clauses, values = keysearch.conditions(words, _KEYS)
        if words.strip() and not clauses:
            return []
        clauses.append("(? IS NULL OR e.dataset = ?)")
        where = " AND ".join(clauses)
        rows = self._db.all(
            f"SELECT * FROM entities AS e WHERE {where} ORDER BY e.number LIMIT ?",  # noqa: S608 — our own clauses
            (*values, dataset, dataset, min(limit, keysearch.MOST)),
        )
        return [_entity(row) for row in rows]

    def link(self, link: EntityLink) -> None:
        self._db.run(
            "INSERT OR IGNORE INTO entity_links (source, relation, target) VALUES (?, ?, ?)",
            (link.source, link.relation, link.target),
        )

    def unlink(self, link: EntityLink) -> None:
        self._db.run(
            "DELETE FROM entity_links WHERE source = ? AND relation = ? AND target = ?",
            (link.source, link.relation, link.target),
        )

    def links(self, entity_id: str) -> Sequence[EntityLink]:
        rows = self._db.all(
            "SELECT * FROM entity_links WHERE ?1 IN (source, target) ORDER BY number", (entity_id,)
        )
        return [EntityLink(row["source"], row["relation"], row["target"]) for row in rows]

    def file_all(self) -> None:
        """Make every search key anew, after salvage or a change of how entities are found."""
        with self._db.transaction():
            for row in self._db.all("SELECT * FROM entities"):
                self._file(row)

    def _row(self, entity_id: str) -> Row:
        row = self._db.one("SELECT * FROM entities WHERE id = ?", (entity_id,))
        if row is None:
            raise UnknownRecordError(f"entity {entity_id}")
        return row

    def _file(self, row: Row) -> None:
        keys = searchkeys.of_entity(_entity(row))
        self._db.run("DELETE FROM entity_keys WHERE entity = ?", (row["number"],))
        self._db.many(
            "INSERT INTO entity_keys (key, entity) VALUES (?, ?)",
            [(key, row["number"]) for key in keys],
        )


def _values(entity: Entity) -> tuple[object, ...]:
    properties = json.dumps(dict(entity.properties), ensure_ascii=False)
    return (
        entity.id,
        entity.dataset,
        entity.label,
        properties,
        entity.version,
        entity.trunk,
        entity.branch,
    )


def _entity(row: Row) -> Entity:
    return Entity(
        row["id"],
        row["dataset"],
        row["label"],
        json.loads(row["properties"]),
        row["version"],
        row["trunk"],
        row["branch"],
    )
