"""Lists that the exchange signs: a detached JWS beside the answer, by a key pinned at enrolment.

RFC 7515 appendix F with an Ed25519 (RFC 8037) or P-256 key. The protected header names the path
below the API's root and the query that were asked, so that one answer cannot stand in for another,
and when it was signed.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from offline.exchange.outcomes import Refused

SIGNATURE: Final = "Content-JWS"
HALF: Final = 32

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class SignatureError(Exception):
    """An answer that is not the exchange's own; the one before stays."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.outcome = Refused(0, f"signature: {why}")


class Signer:
    """The pinned public key (PEM) of an exchange (ValueError for what is none)."""

    def __init__(self, pem: str) -> None:
        key = serialization.load_pem_public_key(pem.encode())
        if not isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey):
            raise ValueError("a signer's key is Ed25519 or P-256")  # noqa: TRY004 — the text is wrong, not its type
        self._key = key

    def check(self, jws: str, url: str, body: bytes) -> None:
        """Whether the exchange gave this body to that question (SignatureError)."""
        head, _, rest = jws.partition("..")
        if not rest:
            raise SignatureError("missing")
        try:
            told = json.loads(_unpacked(head))
            self._verify(told["alg"], f"{head}.{_packed(body)}".encode(), _unpacked(rest))
            asked = told["url"]
        except InvalidSignature as error:
            raise SignatureError("wrong") from error
        except (ValueError, KeyError, TypeError) as error:
            raise SignatureError("unreadable") from error
        if asked != place_of(url):
            raise SignatureError("of another question")

    def _verify(self, algorithm: str, signed: bytes, signature: bytes) -> None:
        if isinstance(self._key, ed25519.Ed25519PublicKey):
            _same(algorithm, "EdDSA")
            self._key.verify(signature, signed)
            return
        _same(algorithm, "ES256")
        if len(signature) != 2 * HALF:
            raise ValueError("not r and s")
        r, s = (int.from_bytes(part) for part in (signature[:HALF], signature[HALF:]))
        self._key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))


def sign(key: PrivateKey, url: str, body: bytes, now: datetime) -> str:
    """The value of ``Content-JWS`` for an answer: what an exchange does, the sandbox too."""
    edwards = isinstance(key, ed25519.Ed25519PrivateKey)
    told: dict[str, Any] = {
        "alg": "EdDSA" if edwards else "ES256",
        "iat": int(now.timestamp()),
        "url": place_of(url),
    }
    head = _packed(json.dumps(told, separators=(",", ":")).encode())
    signed = f"{head}.{_packed(body)}".encode()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return f"{head}..{_packed(key.sign(signed))}"
    r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
    return f"{head}..{_packed(r.to_bytes(HALF) + s.to_bytes(HALF))}"


def place_of(url: str) -> str:
    """Path and query of an address: what was asked, whatever host it was reached by."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _same(told: str, expected: str) -> None:
    """The key says which algorithm it is for; the header may not choose another."""
    if told != expected:
        raise ValueError("another algorithm")


def _packed(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
