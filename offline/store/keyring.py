"""The kernel's keyring of this user: a machine key that was unsealed once is not unsealed again.

Asking a TPM or systemd-creds costs 40 ms and more at each start. The kernel keeps a secret out of
swap and core dumps, gives it to no other user, and forgets it at its time-out and with the boot
(keyrings(7), keyctl(2)). Decision 17 says what that changes for whom. Everything here may fail
quietly: a container or kernel without keyrings unseals each time.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from offline.store.keystore import KeyStore

KEEP = 12 * 3600
"""Seconds after its last use that the kernel keeps a key."""
USER, PROCESS = -4, -2
"""The keyring of the user, and that of this process (keyrings(7)); keys in it may be read."""
_LINK, _SEARCH, _READ, _TIMEOUT, _INVALIDATE = 8, 10, 11, 15, 21
_NUMBERS = {"x86_64": (248, 250), "aarch64": (217, 219), "loongarch64": (217, 219)}
"""Numbers of add_key and keyctl where this program runs (syscalls(2))."""
_LONGEST = 64
_TYPE = b"user"

Keyctl = Callable[..., int]


class Memory(Protocol):
    """Keeps a secret by name for a while, if it can; never raises."""

    def read(self, name: str) -> bytes | None:
        """What is kept, None for nothing."""
        ...

    def keep(self, name: str, secret: bytes) -> None:
        """For a while."""
        ...

    def forget(self, name: str) -> None:
        """At once."""
        ...


class UserKeyring:
    """Keys of type ``user``, readable by who possesses them: processes of this user."""

    def __init__(self) -> None:
        self._add, self._keyctl = _calls()
        self._keyctl(_LINK, USER, PROCESS)  # else its keys could be found, but not read

    def read(self, name: str) -> bytes | None:
        """None if it is not there, timed out, or nothing is kept here at all."""
        serial = self._find(name)
        if serial < 0:
            return None
        room = ctypes.create_string_buffer(_LONGEST)
        length = self._keyctl(_READ, serial, room, ctypes.c_size_t(_LONGEST))
        if not 0 < length <= _LONGEST:
            return None
        self._keyctl(_TIMEOUT, serial, KEEP)
        return room.raw[:length]

    def keep(self, name: str, secret: bytes) -> None:
        """With a time-out, or not at all."""
        size = ctypes.c_size_t(len(secret))
        serial = self._add(_TYPE, _described(name), secret, size, USER)
        if serial > 0 and self._keyctl(_TIMEOUT, serial, KEEP) < 0:
            self._keyctl(_INVALIDATE, serial)

    def forget(self, name: str) -> None:
        """At once, for every process."""
        serial = self._find(name)
        if serial > 0:
            self._keyctl(_INVALIDATE, serial)

    def _find(self, name: str) -> int:
        return self._keyctl(_SEARCH, USER, _TYPE, _described(name), 0)


class RememberedKeyStore:
    """What seals, behind what remembers: only what it gave itself is kept."""

    def __init__(self, sealing: KeyStore, memory: Memory) -> None:
        self._sealing, self._memory = sealing, memory

    @property
    def kind(self) -> str:
        """As of who seals."""
        return self._sealing.kind

    def put(self, name: str, secret: bytes) -> None:
        self._memory.forget(name)
        self._sealing.put(name, secret)

    def get(self, name: str) -> bytes:
        known = self._memory.read(name)
        if known is not None:
            return known
        secret = self._sealing.get(name)
        self._memory.keep(name, secret)
        return secret

    def remove(self, name: str) -> None:
        self._memory.forget(name)
        self._sealing.remove(name)


def _described(name: str) -> bytes:
    return f"kiosk:{name}".encode()


def _calls() -> tuple[Keyctl, Keyctl]:
    numbers = _NUMBERS.get(platform.machine())
    if sys.platform != "linux" or numbers is None:
        return _nothing, _nothing
    try:
        system = ctypes.CDLL(None, use_errno=True).syscall
    except (OSError, AttributeError):
        return _nothing, _nothing
    system.restype = ctypes.c_long
    add, keyctl = (ctypes.c_long(number) for number in numbers)
    return (lambda *words: int(system(add, *words))), (lambda *words: int(system(keyctl, *words)))


def _nothing(*_words: object) -> int:
    return -1
