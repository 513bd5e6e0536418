"""Opaque service codes: made for a person, told to one terminal while they live."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kiosk.codes.testissuer import ISSUER, NAME, pseudonym
from kiosk.codes.token import ALGORITHM, PREFIX
from kiosk.sandbox.counter_models import TokenRequest
from kiosk.sandbox.ledger import Ledger, digest, stamp
from offline.records import IssuerKey

KEY: Final = IssuerKey(
    ISSUER,
    NAME,
    "test-tokens",
    ALGORITHM,
    "",
    datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2099, 12, 31, tzinfo=UTC),
)


class TokenRoom:
    """Codes by the digest of their token: the token itself is nowhere kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def make(self, asked: TokenRequest) -> str:
        """The text of a fresh code."""
        token = secrets.token_urlsafe(18)
        until = datetime.now(UTC) + timedelta(seconds=asked.ttl)
        self._ledger.run(
            "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, '', 0)",
            digest(token),
            asked.name,
            asked.id4,
            asked.kind,
            stamp(until),
            secrets.token_hex(16),
        )
        return f"{PREFIX}{ISSUER}:{token}"

    def revoke(self, token: str) -> None:
        """Take a code back."""
        self._ledger.run("UPDATE tokens SET revoked = 1 WHERE token = ?", digest(token))

    def resolve(
        self, issuer: str, token: str, terminal: str, seen: datetime | None = None
    ) -> dict[str, Any]:
        """The person, or why not. A second terminal is told that it was used.

        A terminal that was offline says when it saw the code: in the future counts as now.
        """
        now = datetime.now(UTC)
        at = min(seen, now) if seen else now
        row = self._ledger.row("SELECT * FROM tokens WHERE token = ?", digest(token))
        if row is None or issuer != ISSUER:
            return {"refused": "unknown"}
        if row["revoked"]:
            return {"refused": "revoked"}
        if datetime.fromisoformat(row["expires"]) <= at:
            return {"refused": "expired"}
        if row["terminal"] not in ("", terminal):
            return {"refused": "used"}
        self._ledger.run("UPDATE tokens SET terminal = ? WHERE token = ?", terminal, digest(token))
        told = {name: row[name] for name in ("name", "id4", "kind", "expires", "nonce")}
        subject = pseudonym(row["kind"], row["name"], row["id4"])
        return {**told, "subject": subject, "issuer": ISSUER}
