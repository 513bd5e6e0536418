"""Frames decoded on a thread of their own, the newest only: what comes too fast is forgotten.

A frame lives in memory for as long as it is looked at, and is written nowhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import monotonic

from kiosk.scanning.hints import Hint, hint_of
from kiosk.scanning.picture import Grey

Frame = Callable[[], Grey | None]
"""Gives a frame's pixels on the decoding thread, None if they can't be had."""

Read = Callable[[Grey], Sequence[str]]
Found = Callable[[str], None]
Hinted = Callable[[Hint], None]

_GONE = 2.0  # seconds out of sight, after which the same code counts anew
_PATIENCE = 1.0  # seconds without a code before a person is told what to do, and between hints


class NewestOnly:
    """One thread between ``start`` and ``stop``; ``found`` and ``hinted`` are called on it."""

    def __init__(self, read: Read, found: Found, hinted: Hinted) -> None:
        self._read, self._found, self._hinted = read, found, hinted
        self._waiting = threading.Condition()
        self._frame: Frame | None = None
        self._running = False
        self._thread: threading.Thread | None = None
        self._seen: dict[str, float] = {}
        self._quiet_since = 0.0

    def start(self) -> None:
        """Begin to decode what ``put`` brings."""
        self._running, self._quiet_since = True, monotonic()
        self._seen.clear()
        self._thread = threading.Thread(target=self._work, name="camera", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the frame being looked at, which is forgotten as well."""
        with self._waiting:
            self._running, self._frame = False, None
            self._waiting.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def put(self, frame: Frame) -> None:
        """A newer frame; the one still waiting is dropped."""
        with self._waiting:
            if self._running:
                self._frame = frame
                self._waiting.notify()

    def _work(self) -> None:
        while (frame := self._next()) is not None:
            pixels = frame()
            if pixels is not None:
                self._look(pixels)

    def _next(self) -> Frame | None:
        with self._waiting:
            self._waiting.wait_for(lambda: self._frame is not None or not self._running)
            frame, self._frame = self._frame, None
            return frame

    def _look(self, pixels: Grey) -> None:
        texts, now = self._read(pixels), monotonic()
        for text in texts:
            if now - self._seen.get(text, -_GONE) >= _GONE and self._running:
                self._found(text)
            self._seen[text] = now
        self._seen = {text: at for text, at in self._seen.items() if now - at < _GONE}
        if texts:
            self._quiet_since = now
        elif now - self._quiet_since >= _PATIENCE:
            self._help(pixels, now)

    def _help(self, pixels: Grey, now: float) -> None:
        hint = hint_of(pixels)
        if hint is not None and self._running:
            self._quiet_since = now
            self._hinted(hint)
