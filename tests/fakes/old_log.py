"""Entries of the log as programs before schema 6 wrote them; their digests are worked out here."""

from __future__ import annotations

import hashlib
import json

from offline.store.database import Database

AT = "2026-11-20T08:00:00.000000+00:00"


def old_entries(database: Database, *acts: tuple[str, str, str]) -> None:
    """Operator, act and subject of each, from the first entry on."""
    digest = hashlib.sha256(b"kiosk audit").hexdigest()
    for number, (operator, act, subject) in enumerate(acts, start=1):
        words = [digest, number, AT, operator, act, subject, ""]
        digest = hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
        database.run(
            "INSERT INTO audit (number, at, operator, act, subject, detail, digest)"
            " VALUES (?, ?, ?, ?, ?, '', ?)",
            (number, AT, operator, act, subject, digest),
        )
        database.run(
            "INSERT OR REPLACE INTO audit_head (only, number, digest) VALUES (1, ?, ?)",
            (number, digest),
        )
