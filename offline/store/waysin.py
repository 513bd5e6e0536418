"""Opening a store that this machine's key does not open any more: the other ways, and what follows.

The machine's key is gone after a new mainboard, a cleared TPM, a lost key file, or where a data
folder was carried to another machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from offline.store.port import LockedOut, Resting, WrongPassphrase


@dataclass(frozen=True, slots=True)
class WaysIn:
    """Which slots there are beside the machine's; ``locked``: the passphrases failed five times."""

    passphrase: bool
    recovery: bool
    locked: bool = False


@dataclass(frozen=True, slots=True)
class WrongCode:
    """Not the recovery code. 160 random bits need no counting."""


Refusal = WrongPassphrase | Resting | LockedOut | WrongCode


class Sealed(Protocol):
    """A store before it is open. Calls block: a passphrase costs 0.2 s."""

    def ways(self) -> WaysIn:
        """What may be tried."""
        ...

    def by_passphrase(self, passphrase: str) -> Refusal | None:
        """None once it is open, which is in its log (StoreError if the store itself fails)."""
        ...

    def by_recovery(self, code: str) -> Refusal | None:
        """As ``by_passphrase``."""
        ...

    def keep(self) -> None:
        """Give this machine a key anew, so that the next start needs nobody.

        Raises KeyUnavailableError where nothing takes a key, or the store was not opened.
        """
        ...
