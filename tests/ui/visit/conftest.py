from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.stations import Clock
from tests.windows import Terminal


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal(tmp_path: Path, clock: Clock, qapp: QApplication) -> Iterator[Terminal]:
    """A kiosk in a real window, enrolled nowhere: a visit without a network."""
    made = Terminal(tmp_path, clock, qapp)
    yield made
    made.close()


@pytest.fixture(params=["1080x1920", "1280x800"])
def screen(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A display of its own with a window manager: its name and its size."""
    reading, writing = os.pipe()
    size: str = request.param
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(
        ["matchbox-window-manager", "-use_titlebar", "no"],
        env={**os.environ, "DISPLAY": name},
        stderr=subprocess.DEVNULL,
    )
    yield name, size
    for process in (manager, server):
        process.terminate()
        process.wait(20)
