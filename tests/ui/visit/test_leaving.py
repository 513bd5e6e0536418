"""The program ends when the system asks it to, in the middle of anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

ROOT = Path(__file__).resolve().parents[3]
_ENDS_IN_S = 60
_SHOWN_IN_S = 60


def test_a_kiosk_with_its_keyboard_ends_when_it_is_told_to(
    screen: tuple[str, str], tmp_path: Path
) -> None:
    name, _size = screen
    known = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    known.pop("QT_IM_MODULE", None)
    program = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--profile", "kiosk", "--data", str(tmp_path / "d")],
        cwd=ROOT,
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    _wait_until_it_listens(program)
    program.send_signal(signal.SIGTERM)
    said, _none = program.communicate(timeout=_ENDS_IN_S)
    assert program.returncode == 0, said
    assert "Traceback" not in said


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
