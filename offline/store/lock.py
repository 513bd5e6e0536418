"""One writer a store: a kernel lock that dies with its holder."""

from __future__ import annotations

import os
import sys
import threading
import time
import weakref
from pathlib import Path

from offline.store.kernel_lock import FLAGS, is_alive, try_lock
from offline.store.port import LockedError

PATIENCE = 5.0
"""Seconds to wait for a lock whose holder is dead."""
PAUSE = 0.01

_held: weakref.WeakSet[WriterLock] = weakref.WeakSet()


class WriterLock:
    """The kernel's lock on the store's lock file, shared by the siblings of one process.

    It is freed when the process dies, SIGKILL included. The descriptor is closed on exec and in a
    forked child, so no child keeps it. Raises LockedError with the holder's
    pid.
    """

    def __init__(self, path: Path) -> None:
        self._guard = threading.Lock()
        self._users = 1
        self._handle = os.open(path, FLAGS, 0o600)
        try:
            _take(self._handle)
        except LockedError:
            os.close(self._handle)
            raise
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, str(os.getpid()).encode())
        _held.add(self)

    def share(self) -> WriterLock:
        """Count one more user; each calls ``release`` once."""
        with self._guard:
            self._users += 1
        return self

    def release(self) -> None:
        with self._guard:
            self._users -= 1
            if self._users == 0:
                self._close()

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def forget(self) -> None:
        """In a forked child: let go of the parent's lock without freeing it."""
        self._close()


def _take(handle: int) -> None:
    """Lock, or LockedError; a holder that died just now may have a fork that has not run yet."""
    until = time.monotonic() + PATIENCE
    while not try_lock(handle):
        pid = _pid_in(handle)
        if is_alive(pid) or time.monotonic() > until:
            raise LockedError(pid)
        threading.Event().wait(PAUSE)


def _pid_in(handle: int) -> int | None:
    os.lseek(handle, 0, os.SEEK_SET)
    text = os.read(handle, 20)
    return int(text) if text.isdigit() else None


def _forget_all() -> None:
    for held in list(_held):
        held.forget()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget_all)
