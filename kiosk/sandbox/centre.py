"""What the centre decides about a case. The sandbox accepts at once and finishes certificates."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from kiosk.sandbox.ledger import Ledger, stamp
from offline.records import CaseState, ServiceItem

PAGE: Final = 200
DAYS_TO_DECIDE: Final = 22
DEPARTMENT: Final = "云溪镇便民服务中心"
CHINA: Final = timezone(timedelta(hours=8))


class Centre:
    """Opens cases and moves them on; ``items`` by form id."""

    def __init__(self, ledger: Ledger, items: Mapping[str, ServiceItem]) -> None:
        self._ledger, self._items = ledger, items

    def open_case(self, instance_id: str, form_id: str) -> None:
        """Accept a submission (受理) with a number and a deadline; twice is as once."""
        if self._ledger.row("SELECT 1 FROM cases WHERE instance_id = ?", instance_id):
            return
        item, now = self._items.get(form_id), datetime.now(UTC)
        self._ledger.run(
            "INSERT INTO cases VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, 0)",
            instance_id,
            self._next_sequence(),
            CaseState.ACCEPTED.value,
            self._next_number(now),
            DEPARTMENT if item is None else item.department,
            (now.astimezone(CHINA).date() + timedelta(days=DAYS_TO_DECIDE)).isoformat(),
            stamp(now),
            stamp(now),
            int(item is not None and item.prints == "certificate"),
        )

    def move(self, instance_id: str, state: CaseState, reason: str) -> bool:
        """What an official decides; whether there is such a case."""
        with self._ledger.transaction():
            if not self._ledger.row("SELECT 1 FROM cases WHERE instance_id = ?", instance_id):
                return False
            self._ledger.run(
                "UPDATE cases SET state = ?, reason = ?, sequence = ?, updated = ?,"
                " has_certificate = (? AND prints) WHERE instance_id = ?",
                state.value,
                reason,
                self._next_sequence(),
                stamp(),
                int(state is CaseState.DONE),
                instance_id,
            )
        return True

    def page(self, terminal: str, cursor: int) -> dict[str, Any]:
        """Cases of a terminal changed after the cursor.

        The cursor proves what the terminal has seen: a certificate is issued (办结) only after the
        acceptance was seen, so that both papers have their moment without waiting for a clock.
        """
        self._finish(terminal, cursor)
        rows = self._ledger.rows(
            "SELECT cases.* FROM cases JOIN submissions USING (instance_id)"
            " WHERE terminal = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            terminal,
            cursor,
            PAGE + 1,
        )
        shown = rows[:PAGE]
        last = shown[-1]["sequence"] if shown else cursor
        cases = [case_entry(row) for row in shown]
        return {"cases": cases, "cursor": str(last), "more": len(rows) > PAGE}

    def _finish(self, terminal: str, cursor: int) -> None:
        with self._ledger.transaction():
            for row in self._ledger.rows(
                "SELECT instance_id FROM cases JOIN submissions USING (instance_id)"
                " WHERE terminal = ? AND sequence <= ? AND prints = 1 AND state = ?",
                terminal,
                cursor,
                CaseState.ACCEPTED.value,
            ):
                self._ledger.run(
                    "UPDATE cases SET state = ?, has_certificate = 1, sequence = ?, updated = ?"
                    " WHERE instance_id = ?",
                    CaseState.DONE.value,
                    self._next_sequence(),
                    stamp(),
                    row["instance_id"],
                )

    def _next_sequence(self) -> int:
        row = self._ledger.row("SELECT coalesce(max(sequence), 0) + 1 AS next FROM cases")
        return 1 if row is None else int(row["next"])

    def _next_number(self, now: datetime) -> str:
        """Year, month and day, then a running number of six digits: 14 digits, read 4 4 4 2."""
        day = now.astimezone(CHINA).strftime("%Y%m%d")
        row = self._ledger.row(
            "SELECT count(*) + 1 AS next FROM cases WHERE number LIKE ?", day + "%"
        )
        return f"{day}{1 if row is None else row['next']:06d}"


def case_entry(row: sqlite3.Row) -> dict[str, Any]:
    """A case as the API gives it."""
    names = ("instance_id", "state", "number", "department", "reason", "deadline", "accepted")
    return {
        **{name: row[name] for name in (*names, "updated")},
        "has_certificate": bool(row["has_certificate"]),
    }
