"""Keys struck at a real X server (XTEST): the server itself keeps the time between two of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

_NAMED = {"\r": 0xFF0D, "\n": 0xFF8D, "\t": 0xFF09}  # Return, Enter of the number pad, Tab
_SHIFT = 0xFFE1
_UNSHIFTED, _SHIFTED = 0, 1


class XKeyboard:
    """A keyboard plugged into the display named; letters of its layout (Latin-1) only."""

    def __init__(self, display: str) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        opened = self._x.XOpenDisplay(display.encode())
        if not opened:
            raise OSError(f"no display {display}")
        self._display = ctypes.c_void_p(opened)

    def strike(self, text: str, gap: int, before: int) -> None:
        """The first key goes down after ``before`` milliseconds, each further one ``gap`` later.

        Returns when the last one is up.
        """
        for number, letter in enumerate(text):
            wait = gap if number else before
            for keysym, down in self._moves(letter):
                code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(keysym))
                self._test.XTestFakeKeyEvent(self._display, code, int(down), ctypes.c_ulong(wait))
                wait = 0
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        """Let go of the display."""
        self._x.XCloseDisplay(self._display)

    def _moves(self, letter: str) -> Iterator[tuple[int, bool]]:
        """What goes down and up for one letter, Shift with it as many scanners do."""
        keysym = _NAMED.get(letter, ord(letter))
        shifted = self._column(keysym) == _SHIFTED
        if shifted:
            yield _SHIFT, True
        yield keysym, True
        yield keysym, False
        if shifted:
            yield _SHIFT, False

    def _column(self, keysym: int) -> int:
        """Where the letter stands on its key: below, or above with Shift (LookupError)."""
        code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(keysym))
        for column in (_UNSHIFTED, _SHIFTED):
            there = self._x.XkbKeycodeToKeysym(self._display, code, 0, column)
            if code and there == keysym:
                return column
        raise LookupError(f"no key for {keysym:#x}")
