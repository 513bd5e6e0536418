"""A keyboard scanner read below the desktop: Linux evdev, grabbed, so that nothing else sees it.

Neither a field nor an input method gets a key of it. Events are read as the kernel writes them
(``struct input_event``, linux/input.h); the key codes are those of linux/input-event-codes.h for
the US layout, which scanners use unless told otherwise.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

EVENT = struct.Struct("@llHHi")
"""Seconds, microseconds, type, code, value."""

KEY = 1
_DROPPED = (0, 3)  # SYN_DROPPED: keys were lost because nobody read them in time
_DOWN = 1
_SHIFTS = frozenset({42, 54})
_ENDS = frozenset({28, 96, 15})  # Enter, the keypad's Enter, Tab
_LONGEST = 8192

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_PLAIN = MappingProxyType({at + i: k for at, keys, _ in _ROWS for i, k in enumerate(keys)})
_SHIFTED = MappingProxyType({at + i: k for at, _, keys in _ROWS for i, k in enumerate(keys)})


@dataclass
class Keys:
    """Kernel events become texts, one a terminator; what is no character is passed over."""

    _octets: bytes = b""
    _text: str = ""
    _shifts: frozenset[int] = frozenset()
    _lost: bool = False

    def feed(self, octets: bytes) -> Iterator[str]:
        """The texts that these octets complete; events may be cut anywhere."""
        self._octets += octets
        whole = len(self._octets) - len(self._octets) % EVENT.size
        events, self._octets = self._octets[:whole], self._octets[whole:]
        for _, _, kind, code, value in EVENT.iter_unpack(events):
            self._lost = self._lost or (kind, code) == _DROPPED
            if kind == KEY and (text := self._key(code, value)):
                yield text

    def _key(self, code: int, value: int) -> str:
        """A text if this key ends one. ``value`` is 0 up, 1 down, 2 repeated by the kernel."""
        if code in _SHIFTS:
            self._shifts = self._shifts | {code} if value else self._shifts - {code}
        elif value == _DOWN and code in _ENDS:
            text, self._text = self._text, ""
            whole, self._lost = not self._lost, False
            return text if whole else ""
        elif value == _DOWN and len(self._text) < _LONGEST:
            self._text += (_SHIFTED if self._shifts else _PLAIN).get(code, "")
        return ""
