"""A full disk: said by name, nothing acknowledged lost, and work goes on once there is room."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offline.store import envelope as envelopes
from offline.store.port import DiskError, DiskFullError
from offline.store.sqlite import SqlStore, open_store
from offline.store.verifying import verify
from tests.fakes.store_samples import NOON, draft, handed_in, keys

SMALL = 2 * 1024 * 1024


def can_mount() -> bool:
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return os.geteuid() == 0 and subprocess.run(probe, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real small file system where this process may mount one, else a plain folder."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = can_mount()
    if mounted:
        size = f"size={SMALL}"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(place)], check=True)
    yield place
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def fill_up(store: SqlStore, attempt: Callable[[int], None]) -> int:
    """Until the disk is full; how many attempts were acknowledged."""
    store.database.run(f"PRAGMA max_page_count = {SMALL // 4096}")
    for number in range(10_000):
        try:
            attempt(number)
        except (DiskFullError, DiskError):
            return number
    raise AssertionError("the disk never filled")


def test_a_full_disk_keeps_every_acknowledged_submission(small_disk: Path, tmp_path: Path) -> None:
    store = open_store(small_disk / "data", keys=keys(tmp_path))

    def attempt(number: int) -> None:
        store.attachments.add(f"uuid:{number}", "a", "image/jpeg", io.BytesIO(os.urandom(50_000)))
        store.submissions.finalise(draft(f"uuid:{number}"), b"<d/>", f"LW-{number}", ["a"], NOON)

    done = fill_up(store, attempt)
    assert done > 3
    assert len(store.submissions.list()) == done
    store.close()
    with closing(open_store(small_disk / "data", keys=keys(tmp_path))) as again:
        assert len(again.submissions.list()) == done
        key = again.data_key
    assert verify(small_disk / "data", envelopes.read(small_disk / "data"), key) == []


def test_room_made_lets_work_go_on(small_disk: Path, tmp_path: Path) -> None:
    filler = small_disk / "other"
    filler.write_bytes(bytes(SMALL // 4))
    with closing(open_store(small_disk / "data", keys=keys(tmp_path))) as store:

        def attempt(number: int) -> None:
            source = io.BytesIO(os.urandom(100_000))
            store.attachments.add("uuid:big", f"{number}", "image/jpeg", source)

        assert fill_up(store, attempt) > 1
        with pytest.raises((DiskFullError, DiskError)):
            attempt(10_001)
        filler.unlink()
        store.database.run("PRAGMA max_page_count = 100000")
        handed_in(store)
        assert len(store.submissions.list()) == 1
