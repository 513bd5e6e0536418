"""The service code of our demonstration profile: CWT in COSE_Sign1, base45, ``GSC1:`` before it.

Checked in this order, so that nothing is told of a code whose signature does not hold: shape, key,
algorithm, signature, claims, issuer, key's validity, revocation, time, replay.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kiosk.codes import base45, claims, cose
from kiosk.codes.claims import Claims, ClaimsError
from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances
from kiosk.codes.signatures import BY_NUMBER, KeyUnusableError, algorithm_of
from offline.records import IssuerKey, Person

PREFIX = "GSC1:"
LEEWAY = timedelta(seconds=60)
"""How far the issuer's clock may run ahead of ours. Expiry has no leeway (RFC 8392, 3.1.4)."""

_LONGEST = 2000  # a third of what a QR of version 40 holds; ours are about 250 letters


def issue(what: Claims, private_key_pem: str) -> str:
    """Sign a code, as an issuer does (ClaimsError, KeyUnusableError)."""
    algorithm = algorithm_of(private_key_pem)
    message = cose.sign(claims.dump(what), what.key_id, algorithm, private_key_pem)
    return PREFIX + base45.encode(message)


def key_id_text(key_id: bytes) -> str:
    """A key id as ``IssuerKey.key_id`` writes it: itself if it is plain ASCII, else in hex."""
    text = key_id.decode("ascii", "replace")
    return text if text.isascii() and text.isprintable() else key_id.hex()


class CwtScheme:
    """Recognised by its prefix; all in small letters is what a scanner sends under Caps Lock."""

    name = "cwt"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        if len(text) > _LONGEST:
            return self._plain(Verdict.MALFORMED, "too-long")
        letters = text.upper() if text.startswith(PREFIX.lower()) else text
        if not letters.startswith(PREFIX):
            return self._plain(Verdict.MALFORMED, "prefix")
        try:
            message = cose.parse(base45.decode(letters[len(PREFIX) :]))
        except cose.NotCoseError:
            return self._plain(Verdict.MALFORMED, "cose")
        except ValueError:
            return self._plain(Verdict.MALFORMED, "base45")
        return self._signed(message, given)

    def _plain(self, verdict: Verdict, detail: str, issuer_name: str = "") -> CodeResult:
        return CodeResult(verdict, self.name, issuer_name=issuer_name, detail=detail)

    def _signed(self, message: cose.Sign1, given: Circumstances) -> CodeResult:
        """Whether one of the pinned keys of this id made the signature."""
        known = [k for k in given.keys if k.key_id == key_id_text(message.key_id)]
        if not known:
            return self._plain(Verdict.UNKNOWN_ISSUER, "key")
        algorithm = BY_NUMBER.get(message.algorithm)
        usable = [k for k in known if algorithm and k.algorithm == algorithm.name]
        if algorithm is None or not usable:
            return self._plain(Verdict.UNTRUSTED_ALGORITHM, str(message.algorithm))
        signed = cose.to_be_signed(message.protected, message.payload)
        try:
            fitting = [k for k in usable if algorithm.verify(k.public, signed, message.signature)]
        except KeyUnusableError:
            return self._plain(Verdict.UNTRUSTED_ALGORITHM, "key", usable[0].issuer_name)
        if not fitting:
            return self._plain(Verdict.TAMPERED, "signature", usable[0].issuer_name)
        return self._claimed(message, fitting, given)

    def _claimed(
        self, message: cose.Sign1, keys: Sequence[IssuerKey], given: Circumstances
    ) -> CodeResult:
        """What the signed claims come to."""
        try:
            told = claims.load(message.payload, message.key_id)
        except ClaimsError as error:
            return self._plain(Verdict.MALFORMED, str(error), keys[0].issuer_name)
        key = next((k for k in keys if k.issuer == told.issuer), None)
        if key is None:
            return self._plain(Verdict.UNKNOWN_ISSUER, "issuer")
        verdict, detail = _judge(told, key, given)
        return _result(self.name, told, key, verdict, detail)


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
