"""A visit driven through the real widgets: presses, keys and pen strokes, nothing behind them.

A script is a generator that yields conditions; the event loop runs until one holds, then the
script goes on. So nothing here waits, and a page that never comes is a failure with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.pages.base import Page
from ui.visit.kiosk import Kiosk

Condition = Callable[[], bool]
Script = Generator[Condition, None, None]
POLL_MS = 10
LIMIT = 30.0
"""Seconds after which a condition that does not hold is a failure."""


class RehearsalError(Exception):
    """What should have happened did not."""


class Rehearsal(QObject):
    """Plays scripts on a kiosk. ``step_done(name, ok, ms, detail)`` follows every step."""

    step_done = Signal(str, bool, int, str)
    finished = Signal(bool)

    def __init__(self, kiosk: Kiosk, pictures: Path) -> None:
        super().__init__(kiosk)
        self.kiosk, self._pictures = kiosk, pictures
        self._script: Script | None = None
        self._condition: Condition = lambda: True
        self._since = monotonic()
        self._step = "begin"
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    def play(self, script: Script, count: int = 0) -> None:
        """Begin a script; pictures are numbered from ``count`` + 1."""
        self._script, self._count = script, count
        self._timer.start()

    def _poll(self) -> None:
        try:
            held = self._condition()
        except (RehearsalError, OSError, LookupError) as error:
            self._end(f"{type(error).__name__}: {error}")
            return
        if held:
            self._advance()
        elif monotonic() - self._since > LIMIT:
            self._end(f"waited {LIMIT:.0f} s, shows {type(self.page).__name__}")

    def _advance(self) -> None:
        if self._script is None:
            return
        try:
            self._condition = next(self._script)
            self._since = monotonic()
        except StopIteration:
            self._timer.stop()
            self.finished.emit(True)
        except (RehearsalError, OSError, LookupError, ValueError) as error:
            self._end(f"{type(error).__name__}: {error}")

    def _end(self, why: str) -> None:
        self._timer.stop()
        self.shot("failed")
        self.step_done.emit(self._step, False, 0, why)
        self.finished.emit(False)

    # For scripts

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.kiosk.shell.page

    def showing(self, kind: type[Page] | tuple[type[Page], ...]) -> Condition:
        """Whether a kind of page is shown and takes presses."""
        return lambda: isinstance(self.page, kind) and not self.kiosk.stage.working

    def left(self, page: Page | None) -> Condition:
        """Whether another page is shown and takes presses."""
        return lambda: self.page is not page and not self.kiosk.stage.working

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and tell its end."""
        self._step, begun = name, monotonic()
        yield
        self.step_done.emit(name, True, round((monotonic() - begun) * 1000), "")

    def shot(self, name: str) -> None:
        """A picture of the window as a person sees it."""
        self._count += 1
        QApplication.sendPostedEvents()  # a layout asked for is done before a person looks
        path = self._pictures / f"{self._count:02}-{name}.png"
        self.kiosk.shell.grab().save(str(path))

    def press(self, words: str) -> None:
        """Press the button of the page that says these words."""
        press(self._button(words))

    def _button(self, words: str) -> QAbstractButton:
        page = self.page
        found = list[QAbstractButton](page.findChildren(QAbstractButton)) if page else []
        for button in found:
            if words in (button.text() or button.accessibleName()) and button.isVisible():
                return button
        said = [button.text() for button in found]
        raise RehearsalError(f"no button says {words}: {said}")


def press(widget: QWidget) -> None:
    """Touch a widget in its middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def expect(holds: bool, what: str) -> None:
    """Fail with these words unless it holds."""
    if not holds:
        raise RehearsalError(what)
