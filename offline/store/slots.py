"""Key slots: several independent ways to one random data key, as disk encryption has them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from offline.identity import CROCKFORD, from_crockford
from offline.store.envelope import Envelope, Slot
from offline.store.keystore import KeyStore
from offline.store.port import KeyUnavailableError, PassphraseLockedError, WrongSecretError

KEY_BYTES = 32
COPY = "copy"
"""Kind and id of the slot that only backups have."""
ARGON2 = {"passes": 3, "memory_kib": 64 * 1024, "lanes": 4}
"""RFC 9106's second recommendation."""
MOST_FAILURES = 5
RECOVERY_SYMBOLS = 32
"""160 random bits, printed in groups of four."""
PAUSE = 2.0
"""Seconds after the first wrong passphrase before the next is looked at; doubles each time."""


def machine_slot(data_key: bytes, keys: KeyStore, store: str) -> Slot:
    """Make a wrapping key, leave it with this machine, wrap the data key with it."""
    slot_id = f"machine-{secrets.token_hex(4)}"
    wrapping, name = secrets.token_bytes(KEY_BYTES), f"{store}-{slot_id}"
    keys.put(name, wrapping)
    return Slot(slot_id, "machine", _wrap(wrapping, data_key), {"where": keys.kind, "name": name})


def open_machine(envelope: Envelope, keys: KeyStore) -> bytes:
    """The data key through a slot of this machine (KeyUnavailableError)."""
    for slot in envelope.of_kind("machine"):
        try:
            return _unwrap(keys.get(slot.facts["name"]), slot)
        except KeyUnavailableError:
            continue
    raise KeyUnavailableError("no key slot of this machine opens the store")


def passphrase_slot(data_key: bytes, passphrase: str, label: str = "passphrase") -> Slot:
    """Wrap with Argon2id of the passphrase; ``label`` tells whose it is."""
    facts: dict[str, Any] = {"salt": secrets.token_hex(16), **ARGON2, "failures": 0, "last": 0.0}
    slot = Slot(label, "passphrase", "", facts)
    return replace(slot, wrapped=_wrap(_stretch(passphrase, slot), data_key))


def open_passphrase(slot: Slot, passphrase: str) -> bytes:
    """The data key (KeyUnavailableError; PassphraseLockedError after five failures)."""
    if is_locked(slot):
        raise PassphraseLockedError(f"slot {slot.id} is locked after {MOST_FAILURES} failures")
    return _unwrap(_stretch(passphrase, slot), slot)


def failed(slot: Slot, now: float | None = None) -> Slot:
    """The slot with one more failure counted, at ``now`` seconds since the epoch."""
    at = time.time() if now is None else now
    counted = replace(slot, facts={**slot.facts, "failures": slot.facts["failures"] + 1})
    return tried(counted, at)


def tried(slot: Slot, at: float) -> Slot:
    """The slot with its last try at that time: after a clock set back the pause begins anew."""
    return replace(slot, facts={**slot.facts, "last": at})


def is_locked(slot: Slot) -> bool:
    """Whether a passphrase slot takes no more tries."""
    return int(slot.facts.get("failures", 0)) >= MOST_FAILURES


def in_plain_files(envelope: Envelope) -> tuple[Slot, ...]:
    """Machine slots whose key lies in a plain file (mode 0600): what ``doctor`` warns of.

    Whoever takes the whole disk takes such a key along; a TPM2 or systemd-creds would not give it.
    """
    return tuple(slot for slot in envelope.of_kind("machine") if slot.facts.get("where") == "file")


def pause_left(slot: Slot, now: float) -> float:
    """Seconds until the next passphrase may be tried (rate limit); all of them if the clock was
    set back behind the last try.
    """
    return pause_after(int(slot.facts["failures"]), now - float(slot.facts["last"]))


def pause_after(failures: int, elapsed: float) -> float:
    """Seconds still to wait, ``elapsed`` seconds after the last of so many failures."""
    if failures == 0:
        return 0.0
    wait = PAUSE * float(1 << (failures - 1))
    return min(wait, max(0.0, wait - elapsed))


def cleared(slot: Slot) -> Slot:
    """The slot with its failures forgotten."""
    return replace(slot, facts={**slot.facts, "failures": 0, "last": 0.0})


def recovery_code() -> str:
    """A new code to print and lock away: 160 random bits in Crockford base 32."""
    symbols = "".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_SYMBOLS))
    return "-".join(symbols[at : at + 4] for at in range(0, RECOVERY_SYMBOLS, 4))


def recovery_slot(data_key: bytes, code: str) -> Slot:
    """Wrap with a key spread from a recovery code."""
    slot = Slot("recovery", "recovery", "", {"salt": secrets.token_hex(16)})
    return replace(slot, wrapped=_wrap(_spread(code, slot), data_key))


def open_recovery(slot: Slot, code: str) -> bytes:
    """The data key; O, I and L, blanks and dashes in the code are read kindly."""
    return _unwrap(_spread(code, slot), slot)


def copy_slot(copy_key: bytes, data_key: bytes) -> Slot:
    """The slot of a backup: whoever finds the store's data key finds the copy's."""
    slot = Slot(COPY, COPY, "", {"salt": secrets.token_hex(16)})
    return replace(slot, wrapped=_wrap(_derive(data_key, slot, b"kiosk copy"), copy_key))


def open_copy(envelope: Envelope, data_key: bytes) -> bytes:
    """The key of a backup from the store's data key (KeyUnavailableError)."""
    for slot in envelope.of_kind(COPY):
        return _unwrap(_derive(data_key, slot, b"kiosk copy"), slot)
    raise KeyUnavailableError("this is no backup's envelope")


def stretch(passphrase: str, salt: bytes, cost: Mapping[str, Any]) -> bytes:
    """Argon2id (RFC 9106) at a cost given as ``ARGON2``; 0.2 s and 64 MiB by default."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost["passes"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    )
    return kdf.derive(passphrase.encode())


def _stretch(passphrase: str, slot: Slot) -> bytes:
    return stretch(passphrase, bytes.fromhex(slot.facts["salt"]), slot.facts)


def _spread(code: str, slot: Slot) -> bytes:
    return _derive(from_crockford(code).encode(), slot, b"kiosk recovery")


def _derive(secret: bytes, slot: Slot, purpose: bytes) -> bytes:
    salt = bytes.fromhex(slot.facts["salt"])
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, purpose).derive(secret)


def _wrap(wrapping: bytes, data_key: bytes) -> str:
    return aes_key_wrap(wrapping, data_key).hex()


def _unwrap(wrapping: bytes, slot: Slot) -> bytes:
    try:
        return aes_key_unwrap(wrapping, bytes.fromhex(slot.wrapped))
    except (InvalidUnwrap, ValueError) as error:
        known = slot.kind in {"passphrase", "recovery"}
        kind = WrongSecretError if known else KeyUnavailableError
        raise kind(f"slot {slot.id} does not open with this") from error
