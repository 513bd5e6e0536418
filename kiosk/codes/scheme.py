"""What a code scheme is given and must answer; a new scheme is one module with this shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from kiosk.codes.result import CodeResult
from offline.records import IssuerKey, Person

FRAME = "\r\n\t\0\ufeff\x02\x03"
"""What scanners put around a text; a blank may belong to it."""

Used = Callable[[str, str], bool]
"""(issuer, nonce in hex) → whether a visit already began with it."""

Revoked = Callable[[str, str], bool]
"""(issuer, ``kid:…``, ``sub:…`` or ``cti:…``) → whether the issuer took it back."""


class Refused(Enum):
    """Why an exchange does not say whose token it is."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whose token it is, until when, and the nonce (in hex) that may be used once."""

    person: Person
    expires: datetime
    nonce: str


Resolve = Callable[[str, str], Resolved | Refused | None]
"""(issuer, token) → the exchange's answer, None if it can't be reached; never raising."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that a judgement may depend on: pinned keys, the clock, what was used and revoked."""

    keys: Sequence[IssuerKey]
    now: datetime
    used: Used | None = None
    revoked: Revoked | None = None
    online: bool = False
    resolve: Resolve | None = None

    def is_used(self, issuer: str, nonce: str) -> bool:
        return self.used is not None and self.used(issuer, nonce)

    def is_revoked(self, issuer: str, what: str) -> bool:
        return self.revoked is not None and self.revoked(issuer, what)


class Scheme(Protocol):
    """One family of codes. Pure; ``verify`` never raises for what a text contains."""

    @property
    def name(self) -> str: ...

    def recognises(self, text: str) -> bool:
        """Whether prefix or shape says that a text belongs here."""
        ...

    def verify(self, text: str, given: Circumstances) -> CodeResult: ...
