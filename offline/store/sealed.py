"""The adapter of ``waysin.Sealed``: the store of a folder, opened once by another slot."""

from __future__ import annotations

from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import keystore as keystores
from offline.store import slotkeeping, slots
from offline.store.clock import Clock, system_clock
from offline.store.envelope import Envelope
from offline.store.keystore import KeyStore
from offline.store.port import (
    KeyUnavailableError,
    LockedOut,
    PassphraseLockedError,
    Resting,
    WrongPassphrase,
)
from offline.store.sqlite import open_store
from offline.store.unlocking import Unlock, by_counted_passphrase, by_recovery
from offline.store.waysin import Refusal, WaysIn, WrongCode

WHO = "system"
"""Nobody has come in yet: an operator does so afterwards, by a passphrase of their own."""


class SealedStore:
    """``keys`` and ``clock`` as in ``open_store``. What was opened stays in this object alone."""

    def __init__(
        self, folder: Path, *, keys: KeyStore | None = None, clock: Clock = system_clock
    ) -> None:
        self._folder, self._keys, self._clock = folder, keys or keystores.default(), clock
        self._data_key: bytes | None = None
        self._wrong_codes = 0

    def ways(self) -> WaysIn:
        """What the envelope has; readable without any key."""
        envelope = self._envelope()
        phrases = envelope.of_kind("passphrase")
        locked = bool(phrases) and all(slots.is_locked(slot) for slot in phrases)
        return WaysIn(bool(phrases), bool(envelope.of_kind("recovery")), locked)

    def by_passphrase(self, passphrase: str) -> Refusal | None:
        """Each failure is counted durably, before the passphrase is looked at."""
        before = self._failures()
        try:
            self._open(by_counted_passphrase(self._folder, passphrase, self._clock()))
        except PassphraseLockedError as error:
            return self._refusal(error.seconds)
        except KeyUnavailableError:
            return self._refusal(None)
        self._note(f"passphrase, {before} wrong before")
        return None

    def by_recovery(self, code: str) -> Refusal | None:
        """Failures are told to the log once it can be written."""
        try:
            self._open(by_recovery(code))
        except KeyUnavailableError:
            self._wrong_codes += 1
            return WrongCode()
        self._note(f"recovery code, {self._wrong_codes} wrong before")
        return None

    def keep(self) -> None:
        """A new slot of this machine; slots of machines that are gone stay as they are."""
        slotkeeping.renew_machine(self._folder, self._opened(), self._keys)
        self._record("slot added", "machine")

    def unlock(self, _envelope: Envelope) -> bytes:
        """The way in for ``open_store``, once it was opened (KeyUnavailableError)."""
        return self._opened()

    def _envelope(self) -> Envelope:
        return envelopes.read(self._folder)

    def _opened(self) -> bytes:
        if self._data_key is None:
            raise KeyUnavailableError("the store was not opened yet")
        return self._data_key

    def _open(self, way: Unlock) -> None:
        self._data_key = way(self._envelope())

    def _note(self, how: str) -> None:
        self._record("unsealed", how)

    def _record(self, act: str, detail: str) -> None:
        """Also the proof that the key opens the database itself (StoreError)."""
        store = open_store(self._folder, unlock=self.unlock, clock=self._clock)
        try:
            store.audit.record(WHO, act, detail=detail)
        finally:
            store.close()

    def _failures(self) -> int:
        return max((int(slot.facts["failures"]) for slot in self._phrases()), default=0)

    def _phrases(self) -> list[envelopes.Slot]:
        slots_left = self._envelope().of_kind("passphrase")
        return [slot for slot in slots_left if not slots.is_locked(slot)]

    def _refusal(self, seconds: float | None) -> Refusal:
        left = [slots.MOST_FAILURES - int(slot.facts["failures"]) for slot in self._phrases()]
        if not left:
            return LockedOut(expired=False)
        return WrongPassphrase(max(left)) if seconds is None else Resting(seconds)
