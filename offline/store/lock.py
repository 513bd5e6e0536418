"""One writer a store: a kernel lock that dies with its holder."""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from pathlib import Path

from offline.store.port import LockedError

_held: weakref.WeakSet[WriterLock] = weakref.WeakSet()


class WriterLock:
    """``flock`` on the store's lock file, shared by the siblings of one process.

    The kernel frees it when the process dies, SIGKILL included. The descriptor is closed on exec
    (O_CLOEXEC) and in a forked child, so no child keeps it. Raises LockedError with the holder's
    pid.
    """

    def __init__(self, path: Path) -> None:
        self._guard = threading.Lock()
        self._users = 1
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = _pid_in(self._handle)
            os.close(self._handle)
            raise LockedError(pid) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, str(os.getpid()).encode(), 0)
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


def _pid_in(handle: int) -> int | None:
    text = os.pread(handle, 20, 0)
    return int(text) if text.isdigit() else None


def _forget_all() -> None:
    for held in list(_held):
        held.forget()


os.register_at_fork(after_in_child=_forget_all)
