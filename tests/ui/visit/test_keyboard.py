"""The keyboard on the screen, in a real window: a name is chosen, nothing covered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


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


def test_a_name_is_typed_chosen_and_nothing_is_covered(screen: tuple[str, str]) -> None:
    name, size = screen
    theme, mode = ("standard", "portrait") if size == "1080x1920" else ("elder", "compact")
    known = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
    known.pop("QT_IM_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.visit.keyboard_child", theme, mode],
        cwd=ROOT,
        env=known,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ".qml" not in done.stderr
    seen = json.loads(done.stdout)
    assert seen["offered"] > 5
    assert seen["uncovered"]
    assert seen["room"] == 0
    assert seen["chosen"] == "王"
    assert seen["after"] == "王·"
    assert seen["gone"]
