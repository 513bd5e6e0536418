"""A process that dies of SIGKILL at a chosen write to its store."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from offline.store.database import Database


def in_a_process_that_dies(work: Callable[[], object]) -> None:
    """Do it in a fork that is killed at the latest when it is done; waits for its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def die_after(writes: int) -> None:
    """SIGKILL to this process before its next write once it made so many."""
    write: Any = Database._write
    left = [writes]

    def counted(database: Database, work: Any) -> Any:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return write(database, work)

    setattr(Database, "_write", counted)  # noqa: B010 — of this dying process alone
