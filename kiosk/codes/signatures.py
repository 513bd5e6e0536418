"""The signature algorithms a code may carry, by COSE number; a new one is one more entry here.

Numbers are those of the IANA COSE registry (RFC 9053; the fully specified twins of RFC 9864).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from kiosk.codes import sm2
from kiosk.codes.faults import KeyUnusableError as KeyUnusableError  # noqa: PLC0414 — re-exported

_P256_BYTES = 32
_ECDSA = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, slots=True)
class Algorithm:
    """How one algorithm signs and verifies; keys are PEM (SPKI public, PKCS#8 private)."""

    name: str
    number: int
    sign: Callable[[str, bytes], bytes]
    verify: Callable[[str, bytes, bytes], bool]


@lru_cache(maxsize=256)
def _public(pem: str) -> object:
    try:
        return serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusableError("no public key in PEM") from error


@lru_cache(maxsize=256)
def _p256(pem: str) -> ec.EllipticCurvePublicKey:
    key = _public(pem)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnusableError("ES256 needs a P-256 key")
    return key


def _private(pem: str) -> object:
    try:
        return serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusableError("no unencrypted private key in PEM") from error


def _es256_sign(pem: str, message: bytes) -> bytes:
    key = _private(pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnusableError("ES256 needs a P-256 key")
    r, s = decode_dss_signature(
        key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    )
    return r.to_bytes(_P256_BYTES, "big") + s.to_bytes(_P256_BYTES, "big")


def _es256_verify(pem: str, message: bytes, signature: bytes) -> bool:
    key = _p256(pem)
    if len(signature) != 2 * _P256_BYTES:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(r, s), message, _ECDSA)
    except InvalidSignature:
        return False
    return True


def _eddsa_sign(pem: str, message: bytes) -> bytes:
    key = _private(pem)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise KeyUnusableError("EdDSA needs an Ed25519 key")
    return key.sign(message)


def _eddsa_verify(pem: str, message: bytes, signature: bytes) -> bool:
    key = _public(pem)
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise KeyUnusableError("EdDSA needs an Ed25519 key")
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


ES256 = Algorithm("ES256", -7, _es256_sign, _es256_verify)
EDDSA = Algorithm("EdDSA", -8, _eddsa_sign, _eddsa_verify)

SM2 = Algorithm("SM2", sm2.NUMBER, sm2.sign, sm2.verify)

_PLUGGED = (SM2,) if sm2.AVAILABLE else ()
BY_NUMBER: Mapping[int, Algorithm] = MappingProxyType(
    {-7: ES256, -9: ES256, -8: EDDSA, -19: EDDSA, **{a.number: a for a in _PLUGGED}}
)
BY_NAME: Mapping[str, Algorithm] = MappingProxyType({a.name: a for a in (ES256, EDDSA, *_PLUGGED)})


def algorithm_of(private_pem: str) -> Algorithm:
    """The algorithm that a private key signs with (KeyUnusableError if none of ours)."""
    if sm2.is_private(private_pem):
        return SM2
    key = _private(private_pem)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return EDDSA
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return ES256
    raise KeyUnusableError("neither P-256 nor Ed25519 nor SM2")


def public_of(private_pem: str) -> str:
    """The public half (PEM, SPKI) of a private key (KeyUnusableError)."""
    if algorithm_of(private_pem) is SM2:
        return sm2.public_of(private_pem)
    key = _private(private_pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        raise KeyUnusableError("no signing key")
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
