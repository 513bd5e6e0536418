"""Pinned issuer keys and the nonces already used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from offline.records import IssuerKey
from offline.store.clock import from_text, to_text
from offline.store.database import Database, Row
from offline.store.notes import NotesRoom

_PUT = """INSERT OR REPLACE INTO issuer_keys (issuer, issuer_name, key_id, algorithm, public,
        not_before, not_after, max_age) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_HEARD = "trust.heard"


class TrustRoom:
    """See ``offline.store.port.Trust``."""

    def __init__(self, database: Database) -> None:
        self._db, self._notes = database, NotesRoom(database)

    def put_keys(self, keys: Sequence[IssuerKey], now: datetime) -> None:
        with self._db.transaction():
            self._db.run("DELETE FROM issuer_keys")
            self._db.many(_PUT, [_values(key) for key in keys])
            self._notes.put(_HEARD, to_text(now))

    def keys(self) -> Sequence[IssuerKey]:
        rows = self._db.all("SELECT * FROM issuer_keys ORDER BY issuer, key_id")
        return [_key(row) for row in rows]

    def heard(self) -> datetime | None:
        heard = self._notes.get(_HEARD)
        return None if heard is None else from_text(heard)

    def use_nonce(self, issuer: str, nonce: str, expires: datetime) -> bool:
        added = self._db.run(
            "INSERT OR IGNORE INTO nonces (issuer, nonce, expires) VALUES (?, ?, ?)",
            (issuer, nonce, to_text(expires)),
        )
        return added == 1


def _values(key: IssuerKey) -> tuple[object, ...]:
    return (
        key.issuer,
        key.issuer_name,
        key.key_id,
        key.algorithm,
        key.public,
        to_text(key.not_before),
        to_text(key.not_after),
        key.max_age,
    )


def _key(row: Row) -> IssuerKey:
    return IssuerKey(
        row["issuer"],
        row["issuer_name"],
        row["key_id"],
        row["algorithm"],
        row["public"],
        from_text(row["not_before"]),
        from_text(row["not_after"]),
        row["max_age"],
    )
