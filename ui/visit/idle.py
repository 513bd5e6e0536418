"""Nobody there? Touches and keys are noted, silence is warned of and then ends the visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk.session import IdlePolicy, Silence

_TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)
TICK_MS = 1000


class IdleWatch(QObject):
    """Emits ``warned(seconds left)`` each second of the grace time, then ``over`` once."""

    warned = Signal(int)
    over = Signal()

    def __init__(
        self, app: QApplication, policy: IdlePolicy, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(app)
        self._app, self._policy, self._clock = app, policy, clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watch from now on; starting again counts as a touch."""
        self.touch()
        self._app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Nobody is expected: an idle home page waits for ever, and no event is looked at."""
        self._timer.stop()
        self._app.removeEventFilter(self)

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()

    def look(self) -> None:
        """Judge the silence now."""
        now = self._clock()
        match self._policy.judge(self._last, now):
            case Silence.WARN:
                self.warned.emit(self._policy.left(self._last, now))
            case Silence.OVER:
                self.stop()
                self.over.emit()
            case Silence.ACTIVE:
                pass

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)
