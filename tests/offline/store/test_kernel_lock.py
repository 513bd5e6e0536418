"""The lock's branch for Windows, with the one call of that system by a fake over ``flock``."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from offline.store import kernel_lock, lock
from offline.store.lock import WriterLock
from offline.store.port import LockedError

PID_ROOM = 20


class FakeMsvcrt(ModuleType):
    """Refuses as the C library there does: PermissionError at once."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.places: list[int] = []

    def locking(self, handle: int, mode: int, count: int) -> None:
        assert (mode, count) == (self.LK_NBLCK, 1)
        self.places.append(os.lseek(handle, 0, os.SEEK_CUR))
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError from error


@pytest.fixture
def msvcrt(monkeypatch: pytest.MonkeyPatch) -> FakeMsvcrt:
    fake = FakeMsvcrt()
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", "win32")
        there.setattr(os, "O_BINARY", 0, raising=False)
        there.setattr(os, "O_NOINHERIT", os.O_CLOEXEC, raising=False)
        there.setitem(sys.modules, "msvcrt", fake)
        spec = importlib.util.spec_from_file_location("windows_lock", kernel_lock.__file__)
        assert spec is not None
        assert spec.loader is not None
        windows = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(windows)
    for name in ("FLAGS", "try_lock", "is_alive"):
        monkeypatch.setattr(lock, name, getattr(windows, name))
    return fake


def test_a_second_writer_is_told_who_writes_and_the_first_one_frees_it(
    msvcrt: FakeMsvcrt, tmp_path: Path
) -> None:
    first = WriterLock(tmp_path / "store.lock")
    with pytest.raises(LockedError) as refused:
        WriterLock(tmp_path / "store.lock")
    assert refused.value.pid == os.getpid()
    first.release()
    WriterLock(tmp_path / "store.lock").release()
    assert min(msvcrt.places) > PID_ROOM


def test_a_longer_id_of_an_earlier_holder_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "store.lock").write_bytes(b"9" * PID_ROOM)
    WriterLock(tmp_path / "store.lock").release()
    assert (tmp_path / "store.lock").read_text() == str(os.getpid())
