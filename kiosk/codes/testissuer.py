"""测试发码机构（仅供演示）: an issuer whose private key anybody can derive. For demonstration only.

The key follows from a phrase that stands here, so that sandbox, tests, documentation and a
newcomer's terminal agree without exchanging anything. A terminal enrolled at a real exchange never
pins it: what it signs proves nothing.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.codes.claims import Claims
from kiosk.codes.cwt import issue
from kiosk.codes.signatures import public_of
from offline.records import IssuerKey

ISSUER = "test.gov.example"
NAME = "测试发码机构（仅供演示）"
KEY_ID = "test-1"
PHRASE = "kiosk test issuer 1: demonstration only, proves nothing"

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, SEC 2
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2099, 12, 31, tzinfo=UTC)


@cache
def private_key() -> str:
    """The private key in PEM (PKCS#8): SHA-512 of the phrase, modulo the order of P-256."""
    number = int.from_bytes(hashlib.sha512(PHRASE.encode()).digest(), "big") % (_ORDER - 1) + 1
    pem = ec.derive_private_key(number, ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode()


@cache
def issuer_key() -> IssuerKey:
    """The public key as a terminal that is not enrolled pins it."""
    return IssuerKey(ISSUER, NAME, KEY_ID, "ES256", public_of(private_key()), _SINCE, _UNTIL)


def code(
    name: str,
    id4: str,
    now: datetime,
    *,
    nonce: bytes,
    kind: str = "person",
    ttl: timedelta = timedelta(minutes=10),
) -> str:
    """A service code of this issuer; ``nonce`` is 8 to 32 octets, new for every code."""
    subject = pseudonym(kind, name, id4)
    claims = Claims(ISSUER, subject, name, id4, kind, now, now + ttl, nonce, KEY_ID.encode())
    return issue(claims, private_key())


def pseudonym(kind: str, name: str, id4: str) -> str:
    """The same for the same person, so that a draft is found again with a fresh code."""
    told = f"{PHRASE}\x00{kind}\x00{name}\x00{id4}".encode()
    return hashlib.sha256(told).hexdigest()[:20]
