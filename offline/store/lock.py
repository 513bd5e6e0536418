"""One writer a store: a kernel lock that dies with its holder."""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from pathlib import Path

from offline.store.port import LockedError

PATIENCE = 5.0
"""Seconds to wait for a lock whose holder is dead."""
PAUSE = 0.01

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
            _take(self._handle)
        except LockedError:
            os.close(self._handle)
            raise
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


def _take(handle: int) -> None:
    """Lock, or LockedError; a holder that died just now may have a fork that has not run yet."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = _pid_in(handle)
            if _is_alive(pid) or time.monotonic() > until:
                raise LockedError(pid) from None
            threading.Event().wait(PAUSE)
        else:
            return


def _is_alive(pid: int | None) -> bool:
    """Whether a process has this id, as far as one may tell; an unknown holder lives."""
    if pid is None:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _pid_in(handle: int) -> int | None:
    text = os.pread(handle, 20, 0)
    return int(text) if text.isdigit() else None


def _forget_all() -> None:
    for held in list(_held):
        held.forget()


os.register_at_fork(after_in_child=_forget_all)
