"""SM2 signatures with SM3 (GB/T 32918.2, ISO/IEC 14888-3), made and checked by GmSSL.

A plug: there is no wheel for every platform (none for ARM64 yet). Without the library nothing here
can be signed or checked, and a code that needs it is answered with an untrusted algorithm.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from kiosk.codes.faults import KeyUnusableError

try:
    import gmssl_pyx
except ImportError:  # a platform without it
    gmssl_pyx = None

NUMBER = -65600
"""For SM2 with SM3 the COSE registry has none: ours, of its private range (RFC 9053, 8)."""

AVAILABLE = gmssl_pyx is not None

_OCTETS = 32
_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*")
# DER around the octets of a key: id-ecPublicKey (RFC 5480) on the curve 1.2.156.10197.1.301.
_CURVE = "301306072a8648ce3d020106082a811ccf5501822d"
_SPKI = bytes.fromhex("3059" + _CURVE + "03420004")
_PKCS8 = bytes.fromhex("308187020100" + _CURVE + "046d306b0201010420")
_POINT = bytes.fromhex("a14403420004")


def sign(pem: str, message: bytes) -> bytes:
    """The 64 octets r ‖ s over a message (KeyUnusableError)."""
    private, public = _private(pem)
    r, s = decode_dss_signature(gmssl_pyx.sm2_sign(private, public, message))
    return r.to_bytes(_OCTETS, "big") + s.to_bytes(_OCTETS, "big")


def verify(pem: str, message: bytes, signature: bytes) -> bool:
    """Whether r ‖ s is over this message, with the usual identity (GM/T 0009; KeyUnusableError)."""
    public = _public(pem)
    if len(signature) != 2 * _OCTETS:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_OCTETS], signature[_OCTETS:]))
    try:
        return bool(gmssl_pyx.sm2_verify(public, message, encode_dss_signature(r, s)))
    except gmssl_pyx.GmsslInnerError:  # r or s out of its range
        return False


def public_pem(octets: bytes) -> str:
    """The PEM (SPKI) of a public key of 64 octets, x ‖ y."""
    return _pem("PUBLIC KEY", _SPKI + octets)


def private_pem(private: bytes, public: bytes) -> str:
    """The PEM (PKCS#8) of a key pair of 32 and 64 octets, as OpenSSL writes it."""
    return _pem("PRIVATE KEY", _PKCS8 + private + _POINT + public)


def is_private(pem: str) -> bool:
    """Whether this is an SM2 private key, and there is a library to use it with."""
    try:
        return AVAILABLE and bool(_private(pem))
    except KeyUnusableError:
        return False


def public_of(private: str) -> str:
    """The public half (PEM) of a private key (KeyUnusableError)."""
    return public_pem(_private(private)[1])


@lru_cache(maxsize=256)
def _public(pem: str) -> bytes:
    """The coordinates x ‖ y of a point that lies on the curve."""
    der = _der(pem, "PUBLIC KEY")
    if not der.startswith(_SPKI):
        raise KeyUnusableError("no SM2 public key")
    try:
        return bytes(gmssl_pyx.normalize_sm2_public_key(der.removeprefix(_SPKI)))
    except gmssl_pyx.GmsslInnerError as error:
        raise KeyUnusableError("no point of the SM2 curve") from error


@lru_cache(maxsize=16)
def _private(pem: str) -> tuple[bytes, bytes]:
    der = _der(pem, "PRIVATE KEY")
    rest = der.removeprefix(_PKCS8)
    private, point, public = rest[:_OCTETS], rest[_OCTETS : -2 * _OCTETS], rest[-2 * _OCTETS :]
    if not der.startswith(_PKCS8) or point != _POINT:
        raise KeyUnusableError("no SM2 private key")
    return private, public


def _der(pem: str, label: str) -> bytes:
    match = _PEM.fullmatch(pem.strip())
    if match is None or match[1] != label:
        raise KeyUnusableError(f"no {label.lower()} in PEM")
    try:
        return base64.b64decode("".join(match[2].split()), validate=True)
    except binascii.Error as error:
        raise KeyUnusableError("no base64 in PEM") from error


def _pem(label: str, der: bytes) -> str:
    text = base64.b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])
