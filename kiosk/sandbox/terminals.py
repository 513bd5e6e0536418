"""Terminals and their tokens: enrolled, renewed, revoked. Of a token only the digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509

from kiosk.sandbox.ledger import Ledger, digest, stamp
from kiosk.sandbox.registry import ENROLLED_FOR, BadRequestError, Registry, key_of

GRACE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose token it is, and why it is no good: ``revoked``, ``expired``, ``unknown`` or empty."""

    terminal: str
    reason: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a terminal gets: its token (told once), certificate (PEM) and when both end."""

    terminal: str
    token: str
    certificate: str
    expires: datetime


class Terminals:
    """All that ever enrolled."""

    def __init__(self, ledger: Ledger, registry: Registry) -> None:
        self._ledger, self._registry = ledger, registry

    def enrol(self, terminal: str, request: str = "") -> Given:
        """A fresh token, and a certificate if a key is shown (BadRequestError)."""
        certificate, key = self._registry.certify(request, terminal) if request else ("", "")
        token, until = secrets.token_urlsafe(32), datetime.now(UTC) + ENROLLED_FOR
        self._ledger.run(
            "INSERT INTO terminals VALUES (?, ?, ?, 0, ?, ?)",
            terminal,
            digest(token),
            stamp(),
            stamp(until),
            key,
        )
        return Given(terminal, token, certificate, until)

    def renew(self, token: str, request: str) -> Given | None:
        """The same terminal with the same key for longer; None where either is another's.

        A token that ran out less than a month ago is enough: a terminal may have been offline.
        """
        standing = self.standing(token, grace=GRACE)
        if standing.reason or not standing.key:
            return None
        if self._registry.certify(request, standing.terminal)[1] != standing.key:
            raise BadRequestError("the request is of another key")
        return self.enrol(standing.terminal, request)

    def standing(self, token: str, *, grace: timedelta = timedelta()) -> Standing:
        """Whose it is and whether it is good."""
        row = self._ledger.row("SELECT * FROM terminals WHERE token = ?", digest(token))
        if row is None:
            return Standing("", "unknown")
        over = datetime.fromisoformat(row["expires"]) + grace < datetime.now(UTC)
        reason = "revoked" if row["revoked"] else "expired" if over else ""
        return Standing(row["terminal"], reason, row["key"])

    def revoke(self, terminal: str) -> bool:
        """Let a terminal speak no more, by any of its tokens; whether there was one."""
        known = self._ledger.row("SELECT 1 FROM terminals WHERE terminal = ?", terminal)
        self._ledger.run("UPDATE terminals SET revoked = 1 WHERE terminal = ?", terminal)
        return known is not None


def shows(certificate: bytes | None, key: str) -> bool:
    """Whether a client certificate (DER) that TLS verified is of the enrolled key."""
    return certificate is not None and key_of(x509.load_der_x509_certificate(certificate)) == key
