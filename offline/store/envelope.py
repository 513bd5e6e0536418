"""The envelope beside the database: the cipher salt and the data key wrapped in slots.

It holds nothing secret in clear. A mirror stands beside it, so that a flipped bit in one of them
loses nothing; each carries its own SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from offline.store import paths
from offline.store.port import DamagedError, NoStoreError

FORMAT = 1
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key: ``kind`` is ``machine``, ``passphrase`` or ``recovery``.

    ``wrapped`` is the data key under AES key wrap (RFC 3394), hex; ``facts`` what the kind needs
    to make its wrapping key again.
    """

    id: str
    kind: str
    wrapped: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Envelope:
    """``cipher_salt`` is hex; the database's first 16 bytes repeat it.

    ``roots`` are the root pages of the tables, so that salvage finds them when the first page,
    which lists them, is damaged.
    """

    store: str
    cipher_salt: str
    slots: tuple[Slot, ...] = ()
    format: int = FORMAT
    roots: Mapping[str, int] = field(default_factory=dict)

    @property
    def salt(self) -> bytes:
        return bytes.fromhex(self.cipher_salt)

    def of_kind(self, kind: str) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind == kind)

    def with_slot(self, slot: Slot) -> Envelope:
        """With this slot added, or put in place of the one with its id."""
        rest = tuple(old for old in self.slots if old.id != slot.id)
        return replace(self, slots=(*rest, slot))

    def without(self, slot_id: str) -> Envelope:
        return replace(self, slots=tuple(old for old in self.slots if old.id != slot_id))


def new() -> Envelope:
    """A fresh envelope without slots, for a store that is about to be made."""
    return Envelope(secrets.token_hex(8), secrets.token_hex(SALT_BYTES))


def mirror(folder: Path) -> Path:
    """Where the second copy lies."""
    path = paths.envelope(folder)
    return path.with_name(path.name + ".copy")


def exists(folder: Path) -> bool:
    """Whether a store was ever made here."""
    return paths.envelope(folder).is_file() or mirror(folder).is_file()


def write(folder: Path, envelope: Envelope) -> None:
    """Durably, first the envelope and then its mirror."""
    content = to_bytes(envelope)
    paths.write_durably(paths.envelope(folder), content)
    paths.write_durably(mirror(folder), content)


def read(folder: Path) -> Envelope:
    """The envelope, or its mirror if it is damaged (NoStoreError, DamagedError)."""
    if not exists(folder):
        raise NoStoreError(str(folder))
    for path in (paths.envelope(folder), mirror(folder)):
        if path.is_file() and (found := from_bytes(path.read_bytes())) is not None:
            return found
    raise DamagedError("the key envelope and its copy are both damaged")


def to_bytes(envelope: Envelope) -> bytes:
    """JSON with its own SHA-256."""
    body = asdict(envelope)
    return json.dumps({"sha256": _digest(body), **body}, indent=1).encode() + b"\n"


def from_bytes(content: bytes) -> Envelope | None:
    """None if it is damaged or none of ours."""
    try:
        body = json.loads(content)
        digest = body.pop("sha256")
        slots = tuple(Slot(**slot) for slot in body.pop("slots"))
        found = Envelope(slots=slots, **body)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if digest == _digest(asdict(found)) else None


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
