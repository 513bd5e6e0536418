"""The background exchange as the window sees it: a timer, one run at a time, its outcome."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from offline.sync.summary import Summary
from ui.network import Network
from ui.services import Impulse, Services

AGAIN: Final = 75
"""Exit code of a window that ended to begin anew (EX_TEMPFAIL of sysexits.h)."""


class Synchroniser(QObject):
    """Runs the sync lane every so often and when asked; never two runs at once.

    ``finished(summary)`` follows each run, ``failed(error)`` a fault of the store or settings.
    ``leaving`` follows every run while the centre wants the program to end (to begin anew or erase
    what is here): who shows the window ends it when nobody is in the middle of something.
    ``locked`` follows every run with the centre's words while it keeps this terminal closed, and
    once with none when it is open again.
    """

    finished = Signal(object)
    failed = Signal(object)
    leaving = Signal()
    locked = Signal(str)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._again = False
        self._asked = False
        self._running = False
        self.online = False
        self._locked = ""
        self._network = Network(self)
        self._network.changed.connect(self._woken)
        self._timer = QTimer(self)
        self._timer.setInterval(round(services.settings.sync_every * 1000))
        self._timer.timeout.connect(self.now)

    def start(self) -> None:
        """Exchange now and from then on by the clock."""
        self._timer.start()
        self.now(probe=True)

    def stop(self) -> None:
        """No further runs; one under way ends by itself."""
        self._timer.stop()
        self._network.close()
        self._again = self._asked = False

    def now(self, *, probe: bool = False, woken: bool = False, asked: bool = False) -> None:
        """Exchange as soon as the lane is free; ``probe`` where somebody is at the screen.

        ``asked`` where they pressed for it: new tasks are asked for too, after a run under way.
        """
        if self._running:
            self._again, self._asked = True, self._asked or asked
            return
        self._running, self._asked = True, False
        impulse = Impulse(probe or asked, woken, self._network.metered, asked)
        self._services.sync_lane.run(
            partial(self._services.synchronise, impulse), self._done, self._failed
        )

    def _woken(self) -> None:
        """The network changed: what waits for it is tried at once."""
        if self._timer.isActive():
            self.now(woken=True)

    def _done(self, summary: Summary | None) -> None:
        self._running = False
        self.online = summary is not None and not (summary.unreachable or summary.paused)
        self.finished.emit(summary)
        if summary is not None and (summary.locked or self._locked):
            self._locked = summary.locked
            self.locked.emit(summary.locked)
        if summary is not None and summary.leave:
            self.leaving.emit()
        self._follow()

    def _failed(self, error: BaseException) -> None:
        self._running = False
        self.failed.emit(error)
        self._follow()

    def _follow(self) -> None:
        """A wish that came during a run is granted after it."""
        if self._again and self._timer.isActive():
            self._again = False
            self.now(asked=self._asked)
