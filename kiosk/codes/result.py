"""What can be said of a scanned text: a closed set, each with a sentence in ``kiosk.words``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from offline.records import Person


class Verdict(StrEnum):
    """The outcome of looking at a code."""

    VERIFIED = "verified"
    VERIFIED_OFFLINE = "verified-offline"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REPLAYED = "replayed"
    REVOKED = "revoked"
    TAMPERED = "tampered"
    UNKNOWN_ISSUER = "unknown-issuer"
    UNTRUSTED_ALGORITHM = "untrusted-algorithm"
    MALFORMED = "malformed"
    NOT_A_CODE = "not-a-code"


@dataclass(frozen=True, slots=True)
class CodeResult:
    """A verdict, with the person if there is one to tell, and what it is instead if it is no code.

    ``instead`` is ``receipt``, ``certificate``, ``event``, ``address``, ``url``, ``token`` (the
    exchange can't be asked now), ``enterprise``, ``id-number`` or empty; ``scheme`` names the
    module that answered. ``nonce`` and ``expires`` are for the replay check,
    which the caller makes (``Trust.use_nonce``) only when a visit begins.
    """

    verdict: Verdict
    scheme: str = ""
    person: Person | None = None
    issuer_name: str = ""
    issued: datetime | None = None
    expires: datetime | None = None
    nonce: str = ""
    instead: str = ""
    detail: str = ""

    @property
    def good(self) -> bool:
        """Whether a visit may begin with it."""
        return self.verdict in (Verdict.VERIFIED, Verdict.VERIFIED_OFFLINE)
