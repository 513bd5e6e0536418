"""No image of this process's memory on the disk: names and keys stand in it."""

from __future__ import annotations

import ctypes
import sys

_SET_DUMPABLE = 4
"""``PR_SET_DUMPABLE`` of linux/prctl.h."""


def forbid() -> None:
    """No core file for this process (``prctl``) nor for those it starts (``RLIMIT_CORE``)."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 — there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
