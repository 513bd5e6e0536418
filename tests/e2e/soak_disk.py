"""Kill the store while its disk is full or fails, and count what was acknowledged and is lost.

``make soak`` or ``python -m tests.e2e.soak_disk TRIAL [KILLS]``. ``full`` mounts a small tmpfs
(root); the others start themselves under libfiu (packaging/soak-packages.txt), which makes system
calls of the child fail: ``errors`` three of a thousand of any kind, the rest one kind each.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from offline.store.port import StoreError
from tests.e2e.soak_store import (
    LONG,
    MANY,
    Ground,
    Heard,
    Tally,
    Trial,
    check,
    check_backup,
    one_life,
    soak,
)

EXPECTED: tuple[type[Exception], ...] = (StoreError, OSError)
DISK = 24 * 1024 * 1024
ROOM = 1024 * 1024
"""The most bytes that are free when a child begins."""
LIVES = 10
"""Children on one disk, before a new and empty one."""
WRITES = ("posix/io/rw/pwrite", "posix/io/rw/write", "posix/io/rw/ftruncate")
CHANGES = (*WRITES, "posix/io/sync/*", "posix/io/dir/rename", "posix/io/dir/unlink")


@dataclass(frozen=True)
class Failing:
    """Which system calls fail, how, how often, and how many children must live through it."""

    calls: tuple[str, ...]
    number: int
    probability: float
    kills: int = 200


FAILING = {
    "errors": Failing(("posix/io/*",), errno.EIO, 0.003, MANY),
    "syncs": Failing(("posix/io/sync/*",), errno.EIO, 0.1),
    "short": Failing(("posix/io/rw/pwrite/reduce", "posix/io/rw/pread/reduce"), 0, 0.2),
    "no room": Failing(WRITES, errno.ENOSPC, 0.05),
    "read only": Failing(CHANGES, errno.EROFS, 0.05),
}


def on_a_full_disk(place: Path, kills: int, seed: int = 1) -> Tally:
    """Each child begins with little room or none; what it was promised is there all the same."""
    tally = Tally()
    for first in range(0, kills, LIVES):
        with _small_disk(place) as disk:
            _lives(Ground(disk), tally, seed * 100_000 + first, min(LIVES, kills - first))
    return tally


def _lives(ground: Ground, tally: Tally, seed: int, count: int) -> None:
    heard, ballast = Heard(), ground.place / "ballast"
    rng = random.Random(seed)  # noqa: S311 — a repeatable run
    for life in range(seed, seed + count):
        free = shutil.disk_usage(ground.place).free
        ballast.write_bytes(bytes(max(0, free - rng.randrange(ROOM))))
        lines = one_life(ground, life, rng.random() * LONG, Trial(expected=EXPECTED))
        for line in lines:
            heard.take(line)
        tally.take(lines)
        ballast.unlink()
    check(ground, heard, tally)
    check_backup(ground, heard, tally)


@contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    disk = place / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def on_a_failing_disk(name: str, place: Path, kills: int) -> Tally:
    """Under libfiu: what the store reads, writes and syncs fails at random in the child."""
    trial = Trial(partial(_let_fail, FAILING[name]), EXPECTED)
    return soak(place, kills, seed=2, longest=LONG, trial=trial)


def _let_fail(failing: Failing) -> None:
    library = ctypes.CDLL("libfiu.so.0")
    enable = library.fiu_enable_random
    enable.argtypes = (
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_uint,
        ctypes.c_float,
    )
    for calls in failing.calls:
        enable(calls.encode(), 1, failing.number, 0, failing.probability)


TRIALS: dict[str, Callable[[Path, int], Tally]] = {
    "full": on_a_full_disk,
    **{name: partial(on_a_failing_disk, name) for name in FAILING},
}


def run(trial: str, kills: int) -> int:
    """In a process of its own, under libfiu if need be; its exit code."""
    command = [sys.executable, "-m", "tests.e2e.soak_disk", trial, str(kills), "here"]
    if trial in FAILING:
        command = ["fiu-run", "-x", "-f", "", *command]
    return subprocess.run(command, check=False).returncode


def is_good(trial: str, tally: Tally) -> bool:
    """Nothing lost, doubled or damaged, nor called damage; and there was something to bear."""
    bore = bool(tally.faults) or trial == "short"
    return tally.good and bore and not tally.faults["DamagedError"]


@pytest.mark.slow
@pytest.mark.parametrize("trial", TRIALS)
def test_kills_on_a_bad_disk_lose_nothing(trial: str) -> None:
    assert run(trial, FAILING[trial].kills if trial in FAILING else MANY) == 0


def main() -> int:
    """Print the tally; exit code 1 if anything was lost, doubled or damaged, or nothing failed."""
    trial, *rest = sys.argv[1:]
    kills = int(rest[0]) if rest else MANY
    if rest[1:] != ["here"]:
        return run(trial, kills)
    with tempfile.TemporaryDirectory() as place:
        tally = TRIALS[trial](Path(place), kills)
    os.write(1, f"{trial}: {tally}\n".encode())
    return 0 if is_good(trial, tally) else 1


if __name__ == "__main__":
    sys.exit(main())
