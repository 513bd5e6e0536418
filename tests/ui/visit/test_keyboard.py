"""The keyboard on the screen, in a real window: a name is chosen, nothing covered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


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
