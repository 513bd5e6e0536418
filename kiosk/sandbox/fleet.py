"""What goes to and comes from all terminals beside cases: beats, commands, revocations, items."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from kiosk.codes.revocation import entry
from kiosk.sandbox.ledger import Ledger, stamp
from kiosk.sandbox.models import CommandRequest, Heartbeat
from offline.records import ServiceItem

ENTRIES: Final = 20_000
ITEMS: Final = 1000
COMMANDS: Final = 100


class Fleet:
    """The ledger's rooms for terminals. Items are compared with those of the last start."""

    def __init__(self, ledger: Ledger, items: Sequence[ServiceItem]) -> None:
        self._ledger = ledger
        with ledger.transaction():
            self._take_items(items)

    def beat(self, terminal: str, beat: Heartbeat) -> list[dict[str, Any]]:
        """Keep how a terminal is and its audit anchor; the commands it has not heard yet.

        Another digest under a number anchored before is kept beside it: that log was rewritten.
        """
        self._ledger.run(
            "INSERT OR REPLACE INTO heartbeats VALUES (?, ?, ?, ?, ?)",
            terminal,
            beat.version,
            beat.queue,
            json.dumps(beat.facts, ensure_ascii=False),
            stamp(),
        )
        if beat.audit_number and beat.audit_digest:
            self._ledger.run(
                "INSERT OR IGNORE INTO audit_anchors VALUES (?, ?, ?, ?)",
                terminal,
                beat.audit_number,
                beat.audit_digest,
                stamp(),
            )
        self._note_results(terminal, beat.done)
        rows = self._ledger.rows(
            "SELECT number, words, act, facts FROM commands WHERE terminal = ? AND number > ?"
            " ORDER BY number LIMIT ?",
            terminal,
            beat.heard,
            COMMANDS,
        )
        return [{**dict(row), "facts": json.loads(row["facts"])} for row in rows]

    def _note_results(self, terminal: str, done: Mapping[str, str]) -> None:
        """What came of commands that were carried out."""
        for number, word in done.items():
            self._ledger.run(
                "UPDATE commands SET result = ? WHERE terminal = ? AND number = ?",
                word,
                terminal,
                int(number),
            )

    def command(self, terminal: str, wanted: CommandRequest) -> None:
        """Want something of a terminal."""
        self._ledger.run(
            "INSERT INTO commands (terminal, words, at, act, facts) VALUES (?, ?, ?, ?, ?)",
            terminal,
            wanted.words,
            stamp(),
            wanted.act,
            json.dumps(wanted.facts, ensure_ascii=False),
        )

    def keep_diagnosis(self, terminal: str, number: int, packed: bytes) -> None:
        """Keep what a terminal sent for support; the same number again takes its place."""
        self._ledger.run(
            "INSERT OR REPLACE INTO diagnoses VALUES (?, ?, ?, ?)",
            terminal,
            number,
            packed,
            stamp(),
        )

    def revoke(self, issuer: str, what: str) -> None:
        """Take back what an issuer gave; twice is as once."""
        self._ledger.run(
            "INSERT OR IGNORE INTO revocations (entry, at) VALUES (?, ?)",
            entry(issuer, what),
            stamp(),
        )

    def revoked(self, cursor: int) -> dict[str, Any]:
        """Entries after a cursor."""
        rows = self._ledger.rows(
            "SELECT * FROM revocations WHERE sequence > ? ORDER BY sequence LIMIT ?",
            cursor,
            ENTRIES + 1,
        )
        shown = rows[:ENTRIES]
        return {
            "entries": b64encode(b"".join(row["entry"] for row in shown)).decode(),
            "cursor": str(shown[-1]["sequence"] if shown else cursor),
            "more": len(rows) > ENTRIES,
        }

    def changed_items(self, cursor: int) -> dict[str, Any]:
        """Items changed after a cursor; who knows none is not told of those that are no more."""
        rows = self._ledger.rows(
            "SELECT * FROM catalogue WHERE sequence > ? AND (? > 0 OR gone = 0)"
            " ORDER BY sequence LIMIT ?",
            cursor,
            cursor,
            ITEMS + 1,
        )
        shown = rows[:ITEMS]
        return {
            "items": [json.loads(row["facts"]) for row in shown if not row["gone"]],
            "gone": [row["id"] for row in shown if row["gone"]],
            "cursor": str(shown[-1]["sequence"] if shown else cursor),
            "more": len(rows) > ITEMS,
        }

    def _take_items(self, items: Sequence[ServiceItem]) -> None:
        known = {row["id"]: row for row in self._ledger.rows("SELECT * FROM catalogue")}
        number = max((row["sequence"] for row in known.values()), default=0)
        now = {item.id: json.dumps(asdict(item), ensure_ascii=False) for item in items}
        gone = {key: row["facts"] for key, row in known.items() if key not in now}
        for key, facts in {**now, **gone}.items():
            row = known.get(key)
            if row is not None and (row["facts"], bool(row["gone"])) == (facts, key in gone):
                continue
            number += 1
            self._ledger.run(
                "INSERT OR REPLACE INTO catalogue VALUES (?, ?, ?, ?)",
                key,
                facts,
                number,
                int(key in gone),
            )
