"""The hall of the sandbox: queue numbers (取号) and appointments (预约)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from kiosk.sandbox.centre import CHINA
from kiosk.sandbox.counter_models import BookingRequest, NumberRequest
from kiosk.sandbox.ledger import Ledger, stamp

PLACES: Final = 3
DAYS: Final = 5
HOURS: Final = (9, 10, 11, 14, 15, 16)
SATURDAY: Final = 5


class TakenError(Exception):
    """The slot is full, not there, or the id stands for something else."""


class Hall:
    """Numbers run by group and day; slots are the hours of the next working days."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def take(self, terminal: str, number_id: str, asked: NumberRequest) -> dict[str, Any]:
        """A number; one taken offline keeps its time and so its place (TakenError)."""
        with self._ledger.transaction():
            row = self._number(number_id)
            if row is None:
                row = self._new_number(terminal, number_id, asked)
        if (row["terminal"], row["group_name"]) != (terminal, asked.group):
            raise TakenError
        return self._number_entry(row)

    def number(self, terminal: str, number_id: str) -> dict[str, Any] | None:
        row = self._number(number_id)
        known = row is not None and row["terminal"] == terminal
        return self._number_entry(row) if row is not None and known else None

    def call_next(self, group: str, counter: str) -> dict[str, Any] | None:
        """Call who waits longest; the one called before is done."""
        with self._ledger.transaction():
            self._ledger.run(
                "UPDATE numbers SET state = 'done' WHERE state = 'called' AND counter = ?", counter
            )
            row = self._ledger.row(
                "SELECT * FROM numbers WHERE group_name = ? AND state = 'waiting'"
                " ORDER BY at, rowid LIMIT 1",
                group,
            )
            if row is None:
                return None
            self._ledger.run(
                "UPDATE numbers SET state = 'called', counter = ? WHERE id = ?", counter, row["id"]
            )
        found = self._number(row["id"])
        return None if found is None else self._number_entry(found)

    def slots(self) -> list[dict[str, Any]]:
        """The times with places left."""
        return [
            {"id": _slot_id(begins), **_times(begins), "left": PLACES - self._booked(begins)}
            for begins in _hours(datetime.now(UTC))
        ]

    def book(self, terminal: str, booking_id: str, asked: BookingRequest) -> dict[str, Any]:
        """Book a slot; the same again is the same booking (TakenError)."""
        begins = {_slot_id(b): b for b in _hours(datetime.now(UTC))}.get(asked.slot)
        with self._ledger.transaction():
            row = self._appointment(booking_id)
            if row is None:
                if begins is None or self._booked(begins) >= PLACES:
                    raise TakenError
                self._ledger.run(
                    "INSERT INTO appointments VALUES (?, ?, ?, ?, ?, 'booked')",
                    booking_id,
                    terminal,
                    asked.subject,
                    asked.item_id,
                    stamp(begins),
                )
                row = self._appointment(booking_id)
        if row is None or (row["terminal"], row["subject"]) != (terminal, asked.subject):
            raise TakenError
        return _appointment_entry(row)

    def appointments(self, subject: str) -> list[dict[str, Any]]:
        """A person's, from today on, whichever terminal booked them."""
        today = datetime.combine(datetime.now(CHINA).date(), time(), CHINA).astimezone(UTC)
        rows = self._ledger.rows(
            "SELECT * FROM appointments WHERE subject = ? AND begins >= ? ORDER BY begins",
            subject,
            stamp(today),
        )
        return [_appointment_entry(row) for row in rows]

    def cancel(self, booking_id: str) -> dict[str, Any] | None:
        self._ledger.run(
            "UPDATE appointments SET state = 'cancelled' WHERE id = ? AND state = 'booked'",
            booking_id,
        )
        row = self._appointment(booking_id)
        return None if row is None else _appointment_entry(row)

    def _new_number(self, terminal: str, number_id: str, asked: NumberRequest) -> sqlite3.Row:
        if asked.appointment and not self._arrive(asked.appointment):
            raise TakenError
        day = datetime.now(CHINA).date().isoformat()
        letter = chr(ord("A") + sum(asked.group.encode()) % 26)
        count = self._ledger.row(
            "SELECT count(*) + 1 AS next FROM numbers WHERE day = ? AND number LIKE ?",
            day,
            letter + "%",
        )
        self._ledger.run(
            "INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?, 'waiting', '')",
            number_id,
            terminal,
            asked.group,
            day,
            f"{letter}{1 if count is None else count['next']:03d}",
            stamp(min(asked.at, datetime.now(UTC)).astimezone(UTC)),
        )
        row = self._number(number_id)
        if row is None:
            raise TakenError
        return row

    def _arrive(self, booking_id: str) -> bool:
        """Check in: the appointment is kept (whether it was there and open)."""
        row = self._appointment(booking_id)
        if row is None or row["state"] == "cancelled":
            return False
        self._ledger.run("UPDATE appointments SET state = 'arrived' WHERE id = ?", booking_id)
        return True

    def _number(self, number_id: str) -> sqlite3.Row | None:
        return self._ledger.row("SELECT * FROM numbers WHERE id = ?", number_id)

    def _appointment(self, booking_id: str) -> sqlite3.Row | None:
        return self._ledger.row("SELECT * FROM appointments WHERE id = ?", booking_id)

    def _booked(self, begins: datetime) -> int:
        row = self._ledger.row(
            "SELECT count(*) AS n FROM appointments WHERE begins = ? AND state <> 'cancelled'",
            stamp(begins),
        )
        return 0 if row is None else int(row["n"])

    def _number_entry(self, row: sqlite3.Row) -> dict[str, Any]:
        ahead = self._ledger.row(
            "SELECT count(*) AS n FROM numbers WHERE group_name = ? AND state = 'waiting'"
            " AND (at, rowid) < (SELECT at, rowid FROM numbers WHERE id = ?)",
            row["group_name"],
            row["id"],
        )
        waiting = row["state"] == "waiting" and ahead is not None
        return {
            **{name: row[name] for name in ("id", "number", "state", "counter")},
            "group": row["group_name"],
            "ahead": ahead["n"] if waiting and ahead is not None else 0,
        }


def _hours(now: datetime) -> Iterator[datetime]:
    """The bookable hours of the next working days, from tomorrow on, in UTC."""
    day, found = now.astimezone(CHINA).date(), 0
    while found < DAYS:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            found += 1
            for hour in HOURS:
                yield datetime.combine(day, time(hour), CHINA).astimezone(UTC)


def _slot_id(begins: datetime) -> str:
    return f"{begins.astimezone(CHINA):%Y%m%d%H}"


def _times(begins: datetime) -> dict[str, datetime]:
    return {"begins": begins, "ends": begins + timedelta(hours=1)}


def _appointment_entry(row: sqlite3.Row) -> dict[str, Any]:
    begins = datetime.fromisoformat(row["begins"])
    return {**{name: row[name] for name in ("id", "item_id", "state")}, **_times(begins)}
