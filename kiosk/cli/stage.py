"""Qt and its screen, made once for every window of a start; and the life of a window."""

from __future__ import annotations

import signal
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kiosk.settings import Profile, Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.theme import Screen

DESKTOP_BARS = 40
_BREATH_MS = 300


class Stage:
    """``keyboard_folder`` is where the keyboard on the screen learns, None without one."""

    qt: QApplication
    keyboard_folder: Path | None

    def __init__(self, settings: Settings) -> None:
        from ui.theme import make_application  # noqa: PLC0415 — Qt, only with a window
        from ui.visit import keyboard  # noqa: PLC0415

        kiosk = settings.profile is Profile.KIOSK
        self.keyboard_folder = keyboard.prepare() if kiosk else None
        self.qt = make_application()

    def screen(self, settings: Settings, *, beside: bool = False) -> Screen:
        """The whole screen; with ``beside`` what the coach and the desktop's bars leave of it."""
        from ui.theme import Screen  # noqa: PLC0415 — Qt, only with a window
        from ui.visit.coach import WIDTH  # noqa: PLC0415

        size = self.qt.primaryScreen().availableSize()
        width, height = size.width(), size.height()
        if beside:
            width, height = width - WIDTH, height - DESKTOP_BARS
        return Screen(width, height, settings.screen_inches)

    def live(self, window: QWidget, *, whole: bool) -> int:
        """Show a window, on the ``whole`` screen or not, until it or the system ends it."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415 — Qt, only with a window

        told = listen_for_the_end()
        breathe = QTimer()  # lets Python see signals while Qt waits
        breathe.start(_BREATH_MS)
        # Not from the handler itself: it may run within an event filter, where quitting hangs.
        breathe.timeout.connect(lambda: self.qt.quit() if told.is_set() else None)
        if whole:
            window.showFullScreen()
        else:
            window.show()
        return self.qt.exec()


def listen_for_the_end() -> Event:
    """Set when the system or a person at the console asks the program to end."""
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    return told
