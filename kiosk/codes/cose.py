"""COSE_Sign1 (RFC 9052, 4.2): one signed message, in deterministic CBOR (RFC 8949, 4.2) only.

Strictness makes a code a single text: what was not signed (a tag, a header, the order of a map, a
longer spelling of a number) can't be changed without being noticed.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import cbor2

from kiosk.codes.signatures import Algorithm

SIGN1_TAG = b"\xd2"
CWT_TAG = b"\xd8\x3d"

_ALG, _KID = 1, 4
_MAX_DEPTH = 4
# cbor2 makes objects of these by itself (dates, decimals, shared values): none belongs in a code.
_BUILT_IN_TAGS = (
    *(0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 100, 256, 258, 260, 261),
    *(1004, 43000, 55799),
)


class NotCoseError(ValueError):
    """No deterministic COSE_Sign1 message."""


@dataclass(frozen=True, slots=True)
class Sign1:
    """A parsed message: ``protected`` and ``payload`` are the very bytes that were signed."""

    protected: bytes
    payload: bytes
    signature: bytes
    algorithm: int
    key_id: bytes


def _refuse(*_: object) -> NoReturn:
    raise cbor2.CBORDecodeError("a tag where none belongs")


_REFUSING = dict.fromkeys(_BUILT_IN_TAGS, _refuse)


def load(data: bytes) -> Any:
    """One item of deterministic CBOR without tags; NotCoseError for anything else."""
    try:
        decoder = cbor2.CBORDecoder(
            io.BytesIO(data),
            tag_hook=_refuse,
            semantic_decoders=_REFUSING,
            max_depth=_MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
        )
        value = decoder.decode()
        again = cbor2.dumps(value, canonical=True)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise NotCoseError("no CBOR") from error
    if again != data:
        raise NotCoseError("CBOR, but not its deterministic form")
    return value


def dump(value: object) -> bytes:
    """Deterministic CBOR."""
    return cbor2.dumps(value, canonical=True)


def parse(data: bytes) -> Sign1:
    """A tagged COSE_Sign1, perhaps inside the CWT tag (RFC 8392, 6); NotCoseError otherwise."""
    body = data.removeprefix(CWT_TAG)
    if not body.startswith(SIGN1_TAG):
        raise NotCoseError("no COSE_Sign1 tag")
    match load(body.removeprefix(SIGN1_TAG)):
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]:
            if unprotected:
                raise NotCoseError("headers that nobody signed")
            return Sign1(protected, payload, signature, *_headers(protected))
        case _:
            raise NotCoseError("no COSE_Sign1")


@lru_cache(maxsize=256)
def _headers(protected: bytes) -> tuple[int, bytes]:
    """Algorithm and key id; any further header is refused, for it may be critical (3.1).

    Remembered, for all codes of a key begin with the same octets.
    """
    headers = load(protected)
    if not isinstance(headers, dict) or set(headers) != {_ALG, _KID}:
        raise NotCoseError("headers other than alg and kid")
    match headers[_ALG], headers[_KID]:
        case bool(), _:
            raise NotCoseError("no algorithm number")
        case int(algorithm), bytes(key_id):
            return algorithm, key_id
        case _:
            raise NotCoseError("no algorithm number or no key id")


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure (RFC 9052, 4.4) without external data."""
    return dump(["Signature1", protected, b"", payload])


def sign(payload: bytes, key_id: bytes, algorithm: Algorithm, private_pem: str) -> bytes:
    """A tagged COSE_Sign1 of ``payload`` (KeyUnusableError for a key of another algorithm)."""
    protected = dump({_ALG: algorithm.number, _KID: key_id})
    signature = algorithm.sign(private_pem, to_be_signed(protected, payload))
    return SIGN1_TAG + dump([protected, {}, payload, signature])
