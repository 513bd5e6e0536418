"""What stands before the windows: a gate whose tries run on a lane, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk import words
from kiosk.background import Lane
from kiosk.settings import Settings
from offline.i18n import tr
from printers.papers import local
from ui.desk.data import Station
from ui.desk.gatehouse import Gatehouse
from ui.theme import Screen, Theme, ThemeName, apply_theme, build_theme

T = TypeVar("T")


class GateWork(QObject):
    """A gate joined to what is tried there.

    ``done`` follows the person's last press; ``opened`` says whether the way is free.
    """

    done = Signal()

    def __init__(self, gate: Gatehouse, lane: Lane, settings: Settings) -> None:
        super().__init__(gate)
        self.gate, self._lane = gate, lane
        self.opened, self._busy = False, False
        gate.told.connect(self.handle)
        gate.show_station(_standing(settings))

    def handle(self, event: object) -> None:
        """What was typed or pressed at the gate."""

    def explain(self, error: BaseException) -> str:
        """What went wrong and what to do."""
        return words.sentence(error)

    def end(self) -> None:
        """The way is free."""
        self.opened = True
        self.done.emit()

    def run(self, task: Callable[[], T], then: Callable[[T], None], meanwhile: str = "") -> None:
        """Try something on the lane; what is pressed meanwhile counts for nothing."""
        if self._busy:
            return
        self._set_busy(meanwhile, busy=True)

        def finish(result: T) -> None:
            self._set_busy(busy=False)
            then(result)

        def fail(error: BaseException) -> None:
            self._set_busy(busy=False)
            self.gate.refuse(self.explain(error))

        self._lane.run(task, finish, fail)

    def _set_busy(self, meanwhile: str = "", *, busy: bool) -> None:
        self._busy = busy
        self.gate.show_busy(meanwhile, busy=busy)


MakeWork = Callable[[Theme, str, Lane], GateWork]
"""A gate with its work, from the theme, the words of its way out, and the lane."""


class GateDesk(QObject):
    """The gate alone on a staff member's screen."""

    done = Signal()

    def __init__(self, app: QApplication, screen: Screen, make: MakeWork) -> None:
        super().__init__(app)
        theme = build_theme(ThemeName.STAFF_LIGHT, screen)
        apply_theme(app, theme)
        self._lane = Lane("gate", self)
        self._work = make(theme, tr("退出"), self._lane)
        self._work.done.connect(self.done)
        self.window = self._work.gate
        self.window.resize(screen.width, screen.height)

    @property
    def opened(self) -> bool:
        """Whether the way is free."""
        return self._work.opened

    def close(self) -> None:
        """What is being tried ends first."""
        self._lane.stop()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()


def _standing(settings: Settings) -> Station:
    clock = f"{local(datetime.now(UTC)):%H:%M}"
    return Station(f"{settings.town}{settings.site_name}", settings.terminal, "", clock)
