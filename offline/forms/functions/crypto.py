"""Digests, encodings, signed payloads, identifiers, chance."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from offline.forms.functions.registry import function
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr

_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
"""Written with or without a dash (JavaRosa)."""
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
_SIGNATURE = 64
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@function("digest", least=2, most=3, returns="string")
def _digest(scope: Scope, value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = scope.rules.string(algorithm)
    plain = name.replace("-", "").lower()
    if plain not in _DIGESTS:
        raise EvaluationError(tr("digest() 没有“{name}”这种算法", name=name))
    data = hashlib.new(plain, scope.rules.string(value).encode()).digest()
    how = scope.rules.string(encoding).lower()
    if how not in {"base64", "hex"}:
        raise EvaluationError(tr("digest() 没有“{name}”这种编码", name=how))
    return data.hex() if how == "hex" else base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=False)
    except (binascii.Error, ValueError):
        return b""


@function("base64-decode", least=1, most=1, returns="string")
def _base64_decode(scope: Scope, value: Value) -> str:
    text = _NOT_BASE64.sub("", scope.rules.string(value))
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


@function("extract-signed", least=2, most=2, returns="string")
def _extract_signed(scope: Scope, signed: Value, key: Value) -> str:
    data = _decoded(scope.rules.string(signed))
    public = _decoded(scope.rules.string(key))
    signature, message = data[:_SIGNATURE], data[_SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return ""
    return message.decode("utf-8", "replace")


@function("uuid", most=1, returns="string")
def _uuid(scope: Scope, *length: Value) -> str:
    if not length:
        return str(uuid.UUID(int=scope.run.random.getrandbits(128), version=4))
    count = scope.rules.number(length[0])
    size = int(count) if 0 < count < 10_000 else 0  # noqa: PLR2004 — longer than any use
    return "".join(scope.run.random.choices(_ALPHABET, k=size))


@function("random", returns="number")
def _random(scope: Scope) -> float:
    return scope.run.random.random()
