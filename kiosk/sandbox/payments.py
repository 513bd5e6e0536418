"""Orders of the sandbox (非税支付): one open or paid order a submission, never two."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kiosk.sandbox.counter_models import OrderRequest
from kiosk.sandbox.ledger import Ledger, stamp

LASTS: Final = timedelta(minutes=15)
FIELDS: Final = (
    *("order_id", "instance_id", "title", "amount"),
    *("state", "qr_text", "expires", "paid", "receipt"),
)


class OtherOrderError(Exception):
    """The order id stands for another bill."""


class PaymentRoom:
    """Orders of all terminals; what was paid stays paid."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def order(self, terminal: str, order_id: str, bill: OrderRequest) -> dict[str, Any]:
        """The order for a bill: by its id, or the one its submission has (OtherOrderError)."""
        with self._ledger.transaction():
            row = self._row(terminal, order_id) or self._live(terminal, bill.instance_id)
            if row is None:
                self._open(terminal, order_id, bill)
                row = self._row(terminal, order_id)
        asked = (bill.instance_id, bill.amount)
        if row is None or (row["instance_id"], row["amount"]) != asked:
            raise OtherOrderError
        return self._entry(row)

    def get(self, terminal: str, order_id: str) -> dict[str, Any] | None:
        """How it stands; None if it is not there."""
        row = self._row(terminal, order_id)
        return None if row is None else self._entry(row)

    def close(self, terminal: str, order_id: str) -> dict[str, Any] | None:
        """Close it unless it is paid."""
        self._ledger.run(
            "UPDATE payments SET state = 'closed'"
            " WHERE terminal = ? AND order_id = ? AND state = 'pending'",
            terminal,
            order_id,
        )
        return self.get(terminal, order_id)

    def pay(self, order_id: str) -> bool:
        """What the payer's phone does; whether the order is paid now."""
        self._expire()
        self._ledger.run(
            "UPDATE payments SET state = 'paid', paid = ?, receipt = ?, charged = charged + 1"
            " WHERE order_id = ? AND state = 'pending'",
            stamp(),
            f"非税演示{secrets.randbelow(10**10):010d}",
            order_id,
        )
        row = self._ledger.row("SELECT state FROM payments WHERE order_id = ?", order_id)
        return row is not None and row["state"] == "paid"

    def _open(self, terminal: str, order_id: str, bill: OrderRequest) -> None:
        self._ledger.run(
            "INSERT INTO payments VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, NULL, '', 0)",
            order_id,
            terminal,
            bill.instance_id,
            bill.title,
            bill.amount,
            f"https://pay.example/{order_id}",
            stamp(datetime.now(UTC) + LASTS),
        )

    def _live(self, terminal: str, instance_id: str) -> sqlite3.Row | None:
        self._expire()
        return self._ledger.row(
            "SELECT * FROM payments WHERE terminal = ? AND instance_id = ? AND state <> 'closed'",
            terminal,
            instance_id,
        )

    def _row(self, terminal: str, order_id: str) -> sqlite3.Row | None:
        self._expire()
        return self._ledger.row(
            "SELECT * FROM payments WHERE terminal = ? AND order_id = ?", terminal, order_id
        )

    def _expire(self) -> None:
        self._ledger.run(
            "UPDATE payments SET state = 'closed' WHERE state = 'pending' AND expires < ?", stamp()
        )

    def _entry(self, row: sqlite3.Row) -> dict[str, Any]:
        return {name: row[name] for name in FIELDS}
