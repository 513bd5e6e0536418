"""Adding, removing and renewing key slots; the data itself is never rewritten."""

from __future__ import annotations

from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import slots
from offline.store.envelope import Slot
from offline.store.keystore import KeyStore
from offline.store.port import KeyUnavailableError, UnknownRecordError


class LastSlotError(KeyUnavailableError):
    """Without this slot nothing would open the store any more."""


def add_passphrase(folder: Path, data_key: bytes, passphrase: str, label: str) -> Slot:
    """A passphrase slot of that label, new or in place of the one before."""
    return _add(folder, slots.passphrase_slot(data_key, passphrase, label))


def add_recovery(folder: Path, data_key: bytes) -> str:
    """A new recovery code in place of the one before; shown once, kept nowhere."""
    code = slots.recovery_code()
    _add(folder, slots.recovery_slot(data_key, code))
    return code


def renew_machine(folder: Path, data_key: bytes, keys: KeyStore) -> Slot:
    """Rotate this machine's wrapping key: a new slot first, then its old ones are removed."""
    envelope = envelopes.read(folder)
    slot = _add(folder, slots.machine_slot(data_key, keys, envelope.store))
    for old in envelope.of_kind("machine"):
        if _is_ours(old, keys):
            _drop(folder, old, keys)
    return slot


def remove(folder: Path, slot_id: str, keys: KeyStore) -> None:
    """Remove a slot (UnknownRecordError; LastSlotError for the last one)."""
    envelope = envelopes.read(folder)
    slot = next((each for each in envelope.slots if each.id == slot_id), None)
    if slot is None:
        raise UnknownRecordError(f"slot {slot_id}")
    if len(envelope.slots) == 1:
        raise LastSlotError(f"{slot_id} is the only slot")
    _drop(folder, slot, keys)


def _add(folder: Path, slot: Slot) -> Slot:
    envelopes.write(folder, envelopes.read(folder).with_slot(slot))
    return slot


def _drop(folder: Path, slot: Slot, keys: KeyStore) -> None:
    envelopes.write(folder, envelopes.read(folder).without(slot.id))
    if slot.kind == "machine":
        keys.remove(slot.facts["name"])


def _is_ours(slot: Slot, keys: KeyStore) -> bool:
    try:
        keys.get(slot.facts["name"])
    except KeyUnavailableError:
        return False
    return True
