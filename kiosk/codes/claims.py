"""What a service code says: a CBOR Web Token (RFC 8392) with three private-use claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from kiosk.codes import cose

ISS, SUB, EXP, NBF, IAT, CTI = 1, 2, 4, 5, 6, 7
NAME, ID4, KIND = -65537, -65538, -65539  # below -65536: private use (RFC 8392, 9.1)
KINDS = frozenset({"person", "enterprise"})

_REQUIRED = MappingProxyType(
    {ISS: str, SUB: str, EXP: int, IAT: int, CTI: bytes, NAME: str, ID4: str, KIND: str}
)
LATEST = 253402300799  # 9999-12-31T23:59:59Z, the last second that datetime can tell
_ID4 = 4
_NONCE = range(8, 33)
_TEXT = 128


class ClaimsError(ValueError):
    """Claims that are missing, of the wrong type or out of range; the message names which."""


@dataclass(frozen=True, slots=True)
class Claims:
    """``subject`` is the issuer's pseudonym, ``id4`` the last four of the ID or of the
    enterprise code, ``nonce`` 8 to 32 octets, ``key_id`` names the issuer's key.
    """

    issuer: str
    subject: str
    name: str
    id4: str
    kind: str
    issued: datetime
    expires: datetime
    nonce: bytes
    key_id: bytes
    not_before: datetime | None = None


def dump(claims: Claims) -> bytes:
    """The claims set in deterministic CBOR; ClaimsError if ``load`` would refuse it."""
    values: dict[int, object] = {
        ISS: claims.issuer,
        SUB: claims.subject,
        EXP: int(claims.expires.timestamp()),
        IAT: int(claims.issued.timestamp()),
        CTI: claims.nonce,
        NAME: claims.name,
        ID4: claims.id4,
        KIND: claims.kind,
    }
    if claims.not_before is not None:
        values[NBF] = int(claims.not_before.timestamp())
    _check(values)
    return cose.dump(values)


def load(payload: bytes, key_id: bytes) -> Claims:
    """The claims of a payload; ClaimsError for what is missing or odd, unknown ones are ignored."""
    try:
        values = cose.load(payload)
    except cose.NotCoseError as error:
        raise ClaimsError("no claims set") from error
    _check(values)
    return Claims(
        issuer=values[ISS],
        subject=values[SUB],
        name=values[NAME],
        id4=values[ID4],
        kind=values[KIND],
        issued=_moment(values[IAT]),
        expires=_moment(values[EXP]),
        nonce=values[CTI],
        key_id=key_id,
        not_before=_moment(values[NBF]) if NBF in values else None,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _check(values: Any) -> None:
    if not isinstance(values, dict):
        raise ClaimsError("no claims set")
    for claim, kind in _REQUIRED.items():
        if type(values.get(claim)) is not kind:
            raise ClaimsError(f"claim {claim}")
    for claim in (EXP, IAT, NBF):
        if not _is_moment(values.get(claim, 0)):
            raise ClaimsError(f"claim {claim}")
    for claim in (ISS, SUB, NAME):
        if not 0 < len(values[claim]) <= _TEXT or not values[claim].isprintable():
            raise ClaimsError(f"claim {claim}")
    _check_ours(values)


def _is_moment(value: object) -> bool:
    return type(value) is int and 0 <= value <= LATEST


def _check_ours(values: dict[int, Any]) -> None:
    id4 = values[ID4]
    if len(id4) != _ID4 or not id4.isascii() or not id4.isalnum():
        raise ClaimsError(f"claim {ID4}")
    if values[KIND] not in KINDS:
        raise ClaimsError(f"claim {KIND}")
    if len(values[CTI]) not in _NONCE:
        raise ClaimsError(f"claim {CTI}")
