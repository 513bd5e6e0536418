"""What issuers took back, small enough to carry offline: a million entries in 6 MB.

An entry is the first six octets of SHA-256 over issuer and what is revoked. Two of a million share
them with a chance of one in 300 million a look-up, so hardly a good code is ever refused; a revoked
one is never let through. New entries come as deltas and are merged when there are many.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

_OCTETS = 6
_MERGE_AT = 10_000


def entry(issuer: str, what: str) -> bytes:
    """The entry for ``kid:…``, ``sub:…`` or ``cti:…`` of an issuer."""
    return hashlib.sha256(f"{issuer}\0{what}".encode("utf-8", "surrogatepass")).digest()[:_OCTETS]


class Revocations:
    """Answers ``(issuer, what)``, as ``verify`` asks its ``revoked``, in a few microseconds."""

    def __init__(self, packed: bytes = b"") -> None:
        """``packed`` is what ``pack`` gave; ValueError if it is not, or not in its order."""
        if len(packed) % _OCTETS or any(a >= b for a, b in _pairs(packed)):
            raise ValueError("no packed revocations")
        self._packed = packed
        self._new: set[bytes] = set()

    def __call__(self, issuer: str, what: str) -> bool:
        wanted = entry(issuer, what)
        return wanted in self._new or self._holds(wanted)

    def __len__(self) -> int:
        return len(self._packed) // _OCTETS + len(self._new)

    def add(self, entries: Iterable[bytes]) -> None:
        """Take up a delta; entries known already do no harm (ValueError for a wrong length)."""
        for one in entries:
            if len(one) != _OCTETS:
                raise ValueError("an entry is six octets")
            if not self._holds(one):
                self._new.add(one)
        if len(self._new) >= _MERGE_AT:
            self._merge()

    def pack(self) -> bytes:
        """All entries in their order, to be kept in a file or the store."""
        self._merge()
        return self._packed

    def _merge(self) -> None:
        if self._new:
            self._packed = b"".join(sorted({*_each(self._packed), *self._new}))
            self._new.clear()

    def _holds(self, wanted: bytes) -> bool:
        low, high = 0, len(self._packed) // _OCTETS
        while low < high:
            middle = (low + high) // 2
            found = self._packed[middle * _OCTETS : (middle + 1) * _OCTETS]
            if found == wanted:
                return True
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return False


def _each(packed: bytes) -> Iterator[bytes]:
    return (packed[at : at + _OCTETS] for at in range(0, len(packed), _OCTETS))


def _pairs(packed: bytes) -> Iterator[tuple[bytes, bytes]]:
    return zip(_each(packed), _each(packed[_OCTETS:]), strict=False)
