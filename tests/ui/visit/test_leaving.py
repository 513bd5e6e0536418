"""The program ends when the system asks it to, in the middle of anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest

from kiosk.cli import BAD_ENVIRONMENT
from offline.store.keyfiles import FileKeyStore
from offline.store.sqlite import open_store

ROOT = Path(__file__).resolve().parents[3]
_ENDS_IN_S = 60
_SHOWN_IN_S = 60


def test_a_kiosk_with_its_keyboard_ends_when_it_is_told_to(
    screen: tuple[str, str], tmp_path: Path
) -> None:
    program = _started(screen[0], tmp_path, "kiosk")
    _wait_until_it_listens(program)
    program.send_signal(signal.SIGTERM)
    said, _none = program.communicate(timeout=_ENDS_IN_S)
    assert program.returncode == 0, said
    assert "Traceback" not in said


@pytest.mark.parametrize("profile", ["kiosk", "window"])
def test_a_start_without_its_key_waits_for_a_person_and_ends_when_it_is_told_to(
    screen: tuple[str, str], tmp_path: Path, profile: str
) -> None:
    open_store(tmp_path / "d", keys=FileKeyStore(tmp_path / "a key that is gone")).close()
    program = _started(screen[0], tmp_path, profile)
    _wait_until_it_listens(program)
    program.send_signal(signal.SIGTERM)
    said, _none = program.communicate(timeout=_ENDS_IN_S)
    assert program.returncode == BAD_ENVIRONMENT, said
    assert "等人在窗口里输口令或恢复码" in said
    assert "Traceback" not in said


def _started(display: str, home: Path, profile: str) -> subprocess.Popen[str]:
    known = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(home)}
    known.pop("QT_IM_MODULE", None)
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--profile", profile, "--data", str(home / "d")],
        cwd=ROOT,
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_until_it_listens(program: subprocess.Popen[str]) -> None:
    until, pause = time.monotonic() + _SHOWN_IN_S, Event()
    while not _catches(program.pid, signal.SIGTERM):
        assert program.poll() is None, program.communicate()[0]
        assert time.monotonic() < until
        pause.wait(0.2)


def _catches(process: int, number: int) -> bool:
    """Whether a process has a handler for a signal (proc(5), SigCgt)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(mask, 16) >> (number - 1) & 1)
