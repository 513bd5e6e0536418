"""Codes and keys for the tests of the codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from kiosk.codes import Claims, issue, testissuer
from kiosk.codes.signatures import algorithm_of, public_of
from offline.records import IssuerKey

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
KEYS = (testissuer.issuer_key(),)
CLAIMS = Claims(
    issuer=testissuer.ISSUER,
    subject="p-0001",
    name="欧阳娜·𬭎",
    id4="123X",
    kind="person",
    issued=NOW,
    expires=NOW + timedelta(minutes=5),
    nonce=bytes(range(12)),
    key_id=testissuer.KEY_ID.encode(),
)


def code(**changes: object) -> str:
    """A code of the test issuer with some claims changed."""
    return issue(replace(CLAIMS, **changes), testissuer.private_key())  # type: ignore[arg-type]


def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def stranger() -> str:
    """Another P-256 private key."""
    return pem(ec.derive_private_key(12345, ec.SECP256R1()))


def edwards() -> str:
    """An Ed25519 private key."""
    return pem(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def key_for(private: str, **changes: object) -> IssuerKey:
    """The pinned key of the test issuer with another public half."""
    changes = {
        "algorithm": algorithm_of(private).name,
        "public": public_of(private),
        **changes,
    }
    return replace(testissuer.issuer_key(), **changes)  # type: ignore[arg-type]
