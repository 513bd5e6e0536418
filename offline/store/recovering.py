"""The recovery code of an open store: made anew, and known again."""

from __future__ import annotations

from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import slotkeeping
from offline.store.port import KeyUnavailableError
from offline.store.unlocking import by_recovery


class RecoveryCode:
    """The slot that a printed code opens. 160 random bits need no counting of failures."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._folder, self._key = folder, data_key

    def renew(self) -> str:
        """A new code in place of the one before; shown once, kept nowhere."""
        return slotkeeping.add_recovery(self._folder, self._key)

    def opens(self, code: str) -> bool:
        """Whether the code opens this very store."""
        try:
            return by_recovery(code)(envelopes.read(self._folder)) == self._key
        except KeyUnavailableError:
            return False
