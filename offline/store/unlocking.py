"""Ways to the data key from an envelope: this machine, a passphrase, the recovery code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import slots
from offline.store.envelope import Envelope, Slot
from offline.store.keystore import KeyStore
from offline.store.port import KeyUnavailableError, PassphraseLockedError

Unlock = Callable[[Envelope], bytes]
"""Finds the data key of an envelope (KeyUnavailableError)."""


def by_machine(keys: KeyStore) -> Unlock:
    """Through a slot of this machine."""
    return lambda envelope: slots.open_machine(envelope, keys)


def by_recovery(code: str) -> Unlock:
    """Through the printed code."""
    return lambda envelope: _first(
        envelope.of_kind("recovery"), lambda slot: slots.open_recovery(slot, code)
    )


def by_passphrase(passphrase: str) -> Unlock:
    """Through any passphrase slot that is not locked; failures are not counted (a backup's)."""
    return lambda envelope: _first(
        envelope.of_kind("passphrase"), lambda slot: slots.open_passphrase(slot, passphrase)
    )


def by_counted_passphrase(folder: Path, passphrase: str, now: datetime) -> Unlock:
    """As ``by_passphrase`` for the store of a folder, where each failure is counted durably.

    The failure is written before the passphrase is looked at, so that killing the process gives
    no free try; a success clears it on every slot that was tried, for a passphrase of one slot is
    a wrong one to the others. Raises PassphraseLockedError after five, or while the pause after a
    failure lasts (``seconds`` says how long).
    """

    def unlock(envelope: Envelope) -> bytes:
        before = envelope.of_kind("passphrase")
        data_key = _first(before, lambda slot: _counted(folder, slot, passphrase, now))
        for slot in before:
            _put(folder, slots.cleared(slot) if not slots.is_locked(slot) else slot)
        return data_key

    return unlock


def _counted(folder: Path, slot: Slot, passphrase: str, now: datetime) -> bytes:
    left = slots.pause_left(slot, now.timestamp())
    if left > 0 and not slots.is_locked(slot):
        if now.timestamp() < float(slot.facts["last"]):
            _put(folder, slots.tried(slot, now.timestamp()))
        raise PassphraseLockedError(f"slot {slot.id} rests after a failure", left)
    if not slots.is_locked(slot):
        _put(folder, slots.failed(slot, now.timestamp()))
    return slots.open_passphrase(slot, passphrase)


def _put(folder: Path, slot: Slot) -> None:
    envelopes.write(folder, envelopes.read(folder).with_slot(slot))


def _first(found: tuple[Slot, ...], attempt: Callable[[Slot], bytes]) -> bytes:
    refused: KeyUnavailableError = KeyUnavailableError("the store has no slot of this kind")
    for slot in found:
        try:
            return attempt(slot)
        except KeyUnavailableError as error:
            refused = error
    raise refused
