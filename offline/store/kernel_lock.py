"""The kernel's lock on an open file, by the means of each system; its holder's death frees it.

The branch for Windows is type-checked only: it has not run there.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    FLAGS = os.O_RDWR | os.O_CREAT | os.O_BINARY | os.O_NOINHERIT
    """How the file is opened, so that no other program inherits it."""
    _FAR = 1 << 30
    """A locked byte is unreadable for others there; this one lies behind the holder's id."""

    def try_lock(handle: int) -> bool:
        """Lock the file for its opener alone; False if another has it."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def is_alive(pid: int | None) -> bool:  # noqa: ARG001 — the same port
        """Who holds it lives: nothing is forked there. ``os.kill`` would end the process."""
        return True

else:
    import fcntl

    FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    """How the file is opened, so that no other program inherits it."""

    def try_lock(handle: int) -> bool:
        """Lock the file for its opener alone; False if another has it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def is_alive(pid: int | None) -> bool:
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
