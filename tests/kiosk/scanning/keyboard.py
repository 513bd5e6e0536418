"""A keyboard, and a scanner that plays one: key events at the window, as a platform sends them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

PERSON, SCANNER = 80, 4  # milliseconds between two keys
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_NAMED = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter, "\t": Qt.Key.Key_Tab}


class Keyboard:
    """Keys bear the platform's time stamps, so a test needn't wait as long as a person does."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._clock = 1000

    def type(self, text: str) -> None:
        """As a person: slowly, letter by letter."""
        for letter in text:
            self._clock += PERSON
            self.strike(letter)

    def scan(self, text: str, end: str = "\r", *, shifts: bool = True) -> None:
        """As a scanner does it; some press Shift for a capital letter, some don't."""
        self._clock += PERSON
        self.strike(text + end, shifts=shifts)

    def strike(self, text: str, *, shifts: bool = True) -> None:
        for letter in text:
            self._clock += SCANNER
            shifted = shifts and (letter.isupper() or letter in '$%*+:~!"')
            if shifted:
                self._send(QEvent.Type.KeyPress, Qt.Key.Key_Shift, "", _SHIFT)
            key = _NAMED.get(letter) or Qt.Key(ord(letter.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._send(kind, key, letter, _SHIFT if shifted else _NONE)
            if shifted:
                self._send(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, "", _NONE)

    def hold(self, letter: str, times: int) -> None:
        """A key held down: one press, then what the platform repeats every 30 ms."""
        for again in range(times):
            self._clock += 30
            self._send(QEvent.Type.KeyPress, Qt.Key(ord(letter.upper())), letter, _NONE, again > 0)

    def repeat(self, letter: str) -> None:
        """The same key within the millisecond of its release, which Qt takes for a held one."""
        self._send(QEvent.Type.KeyPress, Qt.Key(ord(letter.upper())), letter, _NONE, repeats=True)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Through the platform's whole path, shortcuts included."""
        self._clock += PERSON
        QTest.keyClick(self._window.windowHandle(), key, modifiers)

    def scan_through_platform(self, text: str) -> None:
        """A scan along the same path."""
        for letter in text + "\r":
            key = _NAMED.get(letter)
            if key is None:
                # The stubs leave out that a character may be given.
                QTest.keyClick(self._window.windowHandle(), letter)  # type: ignore[call-overload]
            else:
                QTest.keyClick(self._window.windowHandle(), key)

    def _send(
        self,
        kind: QEvent.Type,
        key: Qt.Key,
        text: str,
        modifiers: Qt.KeyboardModifier,
        repeats: bool = False,
    ) -> None:
        event = QKeyEvent(kind, key, modifiers, text, repeats)
        event.setTimestamp(self._clock)
        QCoreApplication.sendEvent(self._window.windowHandle(), event)
