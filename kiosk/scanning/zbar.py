"""The second reader, asked in a child process with a time limit. Its texts prove nothing.

Measured, it reads a percent or two that the first can't, and one text in fifteen is wrong: callers
keep only what a signature proves.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Final

from kiosk.scanning.charset import text_of
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Symbol

LIMIT: Final = 1.0
"""Seconds for one picture, the start of the child included."""

FROZEN_WORDS: Final = ("scan", "--zbar-child")

_FORMATS = {"QRCODE": "QRCode", "CODE128": "Code128", "CODE39": "Code39", "PDF417": "PDF417"}


def _command() -> list[str]:
    if getattr(sys, "frozen", False):  # a bundle has no interpreter to give -m to
        return [sys.executable, *FROZEN_WORDS]
    return [sys.executable, "-m", "kiosk.scanning.zbar_child"]


@dataclass
class ZbarChild:
    """A child that is started when first asked and again after it died; belongs to one thread."""

    command: list[str] = field(default_factory=_command)
    limit: float = LIMIT
    _child: subprocess.Popen[bytes] | None = None

    def read(self, pixels: Grey) -> list[Symbol]:
        """What zbar believes to see; nothing if it died, hung or isn't installed."""
        try:
            line = self._ask(pixels)
            told = json.loads(line)
            return [_symbol(kind, bytes.fromhex(octets)) for kind, octets in told]
        except (OSError, ValueError, TypeError):
            self.close()
            return []

    def close(self) -> None:
        """End the child, whatever it does."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        with child:  # closes the pipes and reaps it
            return

    def _ask(self, pixels: Grey) -> bytes:
        child = self._started()
        answers: list[bytes] = []
        talk = threading.Thread(target=_talk, args=(child, pixels, answers), daemon=True)
        talk.start()
        talk.join(self.limit)
        if talk.is_alive():
            child.kill()
            talk.join()
        return answers[0] if answers else b""

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child


def _talk(child: subprocess.Popen[bytes], pixels: Grey, answers: list[bytes]) -> None:
    """Ask and wait, in a thread of its own, so that the wait can be given up on every system."""
    if child.stdin is None or child.stdout is None:
        return
    height, width = pixels.shape
    try:
        child.stdin.write(f"{width} {height}\n".encode() + pixels.tobytes())
        child.stdin.flush()
        answers.append(child.stdout.readline())
    except OSError:
        return  # it died: no answer is the answer


def _symbol(kind: str, octets: bytes) -> Symbol:
    # zbar gives text as UTF-8, guessed from what it holds for Japanese or Latin.
    return Symbol(_FORMATS.get(kind, kind), text_of(octets, "", named=False), octets)
