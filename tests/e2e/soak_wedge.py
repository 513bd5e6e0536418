"""A thousand scans of 250 characters as a real X server's key events (XTEST), a person typing.

The kiosk's own input method is active in the focused field. The scanner is set to send a sentinel,
for on a busy machine ``xdotool`` is slower than any scanner. ``KIOSK_SOAK_SHARE`` makes it shorter.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.codes.base45 import ALPHABET
from tests.kiosk.scanning.wedge_window import SENTINEL

SHARE = float(os.environ.get("KIOSK_SOAK_SHARE", "1"))
SCANS = max(2, int(1000 * SHARE))
ENDS = ("\n", "\t", "\r\n")
BARE = 50  # every fiftieth scan has no terminator: its end is told by the silence after it
TYPED = "abcdefg"
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """An X server of our own with a window manager, and the environment that leads there."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        env = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_IM_MODULE": "qtvirtualkeyboard",
        }
        manager = ["matchbox-window-manager", "-use_titlebar", "no"]
        with subprocess.Popen(manager, env=env, stderr=subprocess.DEVNULL) as managing:
            try:
                yield env
            finally:
                managing.terminate()
                server.terminate()


def key_events(env: dict[str, str], text: str, delay: int) -> None:
    """As a keyboard's: ``delay`` milliseconds between two."""
    command = ["xdotool", "type", "--clearmodifiers", "--delay", str(delay), "--", text]
    subprocess.run(command, env=env, check=True, timeout=60)


def told(window: subprocess.Popen[str]) -> dict[str, Any]:
    assert window.stdout is not None
    found: dict[str, Any] = json.loads(window.stdout.readline())
    return found


def test_a_thousand_scans_on_a_real_display_arrive_whole() -> None:
    command = [sys.executable, "-m", "tests.kiosk.scanning.wedge_window"]
    pipe = subprocess.PIPE
    with (
        display() as env,
        subprocess.Popen(command, env=env, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as window,
    ):
        try:
            scan_all(env, window, random.Random(9))  # noqa: S311 — a seed, no secret
        finally:
            window.terminate()


def scan_all(env: dict[str, str], window: subprocess.Popen[str], chance: random.Random) -> None:
    assert told(window)["ready"] == "xcb"
    typed = ""
    for number in range(SCANS):
        letter = chance.choice(TYPED)
        key_events(env, letter, 80)
        typed += letter
        code = "GSC1:" + "".join(chance.choices(ALPHABET[:36], k=245))
        end = ENDS[number % len(ENDS)] if (number + 1) % BARE else ""
        key_events(env, SENTINEL + code + end, chance.choice([1, 2, 4]))
        assert told(window) == {"scan": code}, number
    assert window.stdin is not None
    window.stdin.write("?\n")
    window.stdin.flush()
    assert told(window) == {"field": typed}
