"""What a code comes to whose signature holds: issuer's key, revocation, time, replay.

In this order, and the same for every scheme that says who a person is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.codes.claims import Claims
from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances
from offline.records import IssuerKey, Person

LEEWAY = timedelta(seconds=60)
"""How far the issuer's clock may run ahead of ours. Expiry has no leeway (RFC 8392, 3.1.4)."""


def judged(scheme: str, told: Claims, key: IssuerKey, given: Circumstances) -> CodeResult:
    """The result for claims that ``key`` signed."""
    verdict, detail = _judge(told, key, given)
    return _result(scheme, told, key, verdict, detail)


def _result(scheme: str, told: Claims, key: IssuerKey, verdict: Verdict, detail: str) -> CodeResult:
    good = verdict in (Verdict.VERIFIED, Verdict.VERIFIED_OFFLINE)
    person = Person(told.subject, told.name, told.id4, told.kind, told.issuer, verified=good)
    return CodeResult(
        verdict=verdict,
        scheme=scheme,
        person=person,
        issuer_name=key.issuer_name,
        issued=told.issued,
        expires=told.expires,
        nonce=told.nonce.hex(),
        detail=detail,
    )


def _judge(told: Claims, key: IssuerKey, given: Circumstances) -> tuple[Verdict, str]:
    """The verdict of a code whose signature holds, and the detail that explains it."""
    if not key.not_before <= told.issued <= key.not_after:
        return Verdict.UNKNOWN_ISSUER, "key-validity"
    for what in (f"kid:{key.key_id}", f"sub:{told.subject}", f"cti:{told.nonce.hex()}"):
        if given.is_revoked(told.issuer, what):
            return Verdict.REVOKED, what.partition(":")[0]
    timely = _time(told, key, given.now)
    if timely is not None:
        return timely
    if given.is_used(told.issuer, told.nonce.hex()):
        return Verdict.REPLAYED, "nonce"
    return (Verdict.VERIFIED, "online") if given.online else (Verdict.VERIFIED_OFFLINE, "offline")


def _time(told: Claims, key: IssuerKey, now: datetime) -> tuple[Verdict, str] | None:
    """Too early or too late; ``max_age`` is the issuer's own freshness rule, in seconds."""
    if told.issued > now + LEEWAY:
        return Verdict.NOT_YET_VALID, "issued"
    if told.not_before is not None and told.not_before > now + LEEWAY:
        return Verdict.NOT_YET_VALID, "not-before"
    if now >= told.expires:
        return Verdict.EXPIRED, "expires"
    if key.max_age and now - told.issued > timedelta(seconds=key.max_age):
        return Verdict.EXPIRED, "max-age"
    return None
