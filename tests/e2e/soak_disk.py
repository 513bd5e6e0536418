"""Kill the store while its disk is full or fails, and count what was acknowledged and is lost.

``make soak`` or ``python -m tests.e2e.soak_disk full|errors [KILLS]``. ``full`` mounts a small
tmpfs (root); ``errors`` starts itself under libfiu (Debian: fiu-utils), which makes three
system calls of a thousand fail in the child.
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

EXPECTED: tuple[type[Exception], ...] = (StoreError, OSError, MemoryError)
"""SQLCipher answers some failing calls with "out of memory"."""
DISK = 24 * 1024 * 1024
ROOM = 1024 * 1024
"""The most bytes that are free when a child begins."""
LIVES = 10
"""Children on one disk, before a new and empty one."""
PROBABILITY = 0.003
FAILING = b"posix/io/*"


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
        for line in one_life(ground, life, rng.random() * LONG, Trial(expected=EXPECTED)):
            heard.take(line)
            tally.count(line)
        ballast.unlink()
        tally.kills += 1
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


def on_a_failing_disk(place: Path, kills: int) -> Tally:
    """Under libfiu: reads, writes, syncs, opens and renames of the child fail at random."""
    return soak(place, kills, seed=2, longest=LONG, trial=Trial(_let_fail, EXPECTED))


def _let_fail() -> None:
    library = ctypes.CDLL("libfiu.so.0")
    enable = library.fiu_enable_random
    enable.argtypes = (
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_uint,
        ctypes.c_float,
    )
    enable(FAILING, 1, errno.EIO, 0, PROBABILITY)


TRIALS: dict[str, Callable[[Path, int], Tally]] = {
    "full": on_a_full_disk,
    "errors": on_a_failing_disk,
}


def run(trial: str, kills: int) -> int:
    """In a process of its own, under libfiu if need be; its exit code."""
    command = [sys.executable, "-m", "tests.e2e.soak_disk", trial, str(kills), "here"]
    if trial == "errors":
        command = ["fiu-run", "-x", "-f", "", *command]
    return subprocess.run(command, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize("trial", TRIALS)
def test_kills_on_a_bad_disk_lose_nothing(trial: str) -> None:
    assert run(trial, MANY) == 0


def main() -> int:
    """Print the tally; exit code 1 if anything was lost, doubled or damaged, or nothing failed."""
    trial, *rest = sys.argv[1:]
    kills = int(rest[0]) if rest else MANY
    if rest[1:] != ["here"]:
        return run(trial, kills)
    with tempfile.TemporaryDirectory() as place:
        tally = TRIALS[trial](Path(place), kills)
    os.write(1, f"{trial}: {tally}\n".encode())
    return 0 if tally.good and tally.faults else 1


if __name__ == "__main__":
    sys.exit(main())
