"""What may be said of a seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a seal is not recognised."""

    NOT_A_PDF = "not-a-pdf"
    UNSIGNED = "unsigned"
    CHANGED = "changed"
    UPDATED = "updated"
    UNKNOWN_ROOT = "unknown-root"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Standing(StrEnum):
    """What is known of the revocation of a genuine seal's certificates."""

    GOOD = "good"
    UNKNOWN = "unknown"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Genuine:
    """Sealed by ``signer``, whole and unchanged since; ``signed_at`` is the signer's own clock."""

    signer: str
    signed_at: datetime | None
    standing: Standing = Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Refused:
    """Not to be printed as valid; ``detail`` is for the log and names no person."""

    reason: Reason
    detail: str = ""


Verdict = Genuine | Refused
