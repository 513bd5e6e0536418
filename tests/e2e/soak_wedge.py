"""A thousand scans of 250 characters as a real X server's key events (XTEST), a person typing.

The kiosk's own input method is active in the focused field, whose every change is told: what isn't
the person's letter fails at once. Once with a sentinel, once told by speed alone, which wants a
machine that is not busy. ``KIOSK_SOAK_SHARE`` makes it shorter.
"""

from __future__ import annotations

import json
import os
import random
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.codes.base45 import ALPHABET
from tests.kiosk.scanning.xkeys import XKeyboard

SHARE = float(os.environ.get("KIOSK_SOAK_SHARE", "1"))
SCANS = max(2, int(1000 * SHARE))
ENDS = ("\r", "\t", "\r\n")
BARE = 50  # every fiftieth scan has no terminator: its end is told by the silence after it
TYPED = "abcdefg"
LIMIT = 60.0  # seconds in which the window must have said something
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


class Window:
    """What the process with the window says, line by line."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._asked, self._said = process.stdin, process.stdout
        self._read = b""

    def told(self) -> dict[str, object]:
        while b"\n" not in self._read:
            assert select.select([self._said], [], [], LIMIT)[0], "the window says nothing"
            data = os.read(self._said.fileno(), 65536)
            assert data, "the window is gone"
            self._read += data
        line, _, self._read = self._read.partition(b"\n")
        found: dict[str, object] = json.loads(line)
        return found

    def ask(self) -> dict[str, object]:
        self._asked.write(b"?\n")
        self._asked.flush()
        return self.told()


@pytest.mark.parametrize("sentinel", ["~", ""])
def test_a_thousand_scans_on_a_real_display_arrive_whole(sentinel: str) -> None:
    command = [sys.executable, "-m", "tests.kiosk.scanning.wedge_window", sentinel]
    pipe = subprocess.PIPE
    with (
        display() as env,
        subprocess.Popen(command, env=env, cwd=ROOT, stdin=pipe, stdout=pipe) as process,
    ):
        try:
            with closing(XKeyboard(env["DISPLAY"])) as keyboard:
                scan_all(keyboard, Window(process), sentinel)
        finally:
            process.terminate()


def scan_all(keyboard: XKeyboard, window: Window, sentinel: str) -> None:
    """Nothing but the person's letters and the scans, in their order."""
    chance = random.Random(9)  # noqa: S311 — a seed, no secret
    assert window.told() == {"ready": "xcb"}
    typed = ""
    for number in range(SCANS):
        letter = chance.choice(TYPED)
        keyboard.strike(letter, 0, 90)
        typed += letter
        code = "GSC1:" + "".join(chance.choices(ALPHABET[:36], k=245))
        end = ENDS[number % len(ENDS)] if (number + 1) % BARE else ""
        before = chance.choice([45, 90] if sentinel else [1, 45])
        keyboard.strike(sentinel + code + end, chance.choice([1, 1, 1, 1, 4]), before)
        assert window.told() == {"field": typed}, number
        assert window.told() == {"scan": code}, number
    assert window.ask() == {"holds": typed, "focused": True}
