"""A store that this machine does not open, at the start: the gate joined to the ways in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk import staffwords, words
from kiosk.background import Lane
from kiosk.settings import Settings
from offline.i18n import tr
from offline.store.waysin import Refusal, Sealed
from printers.papers import local
from ui.desk.data import Station
from ui.desk.events import CloseOffice
from ui.desk.sealgate import GoOn, SealGate, Unseal
from ui.theme import Screen, ThemeName, apply_theme, build_theme

T = TypeVar("T")


class Unsealing(QObject):
    """``done`` follows the person's last press; ``opened`` says whether the store is open.

    What is tried runs on a lane of its own, one try at a time.
    """

    done = Signal()

    def __init__(self, gate: SealGate, sealed: Sealed, lane: Lane, settings: Settings) -> None:
        super().__init__(gate)
        self._gate, self._sealed, self._lane = gate, sealed, lane
        self.opened, self._busy = False, False
        gate.told.connect(self.handle)
        gate.show_station(_standing(settings))
        gate.show_ways(sealed.ways())

    def handle(self, event: object) -> None:
        """What was typed or pressed at the gate."""
        sealed = self._sealed
        match event:
            case Unseal(secret=secret, code=True):
                self._run(lambda: sealed.by_recovery(secret), self._judged)
            case Unseal(secret=secret):
                self._run(lambda: sealed.by_passphrase(secret), self._judged)
            case GoOn(keep=True):
                self._run(sealed.keep, lambda _none: self._end())
            case GoOn():
                self._end()
            case CloseOffice():
                self.done.emit()

    def _judged(self, refusal: Refusal | None) -> None:
        if refusal is None:
            self._gate.show_opened()
        else:
            self._gate.refuse(staffwords.unsealing(refusal, self._sealed.ways()))

    def _end(self) -> None:
        self.opened = True
        self.done.emit()

    def _run(self, task: Callable[[], T], then: Callable[[T], None]) -> None:
        if self._busy:
            return
        self._set_busy(busy=True)

        def finish(result: T) -> None:
            self._set_busy(busy=False)
            then(result)

        def fail(error: BaseException) -> None:
            self._set_busy(busy=False)
            self._gate.refuse(words.sentence(error))

        self._lane.run(task, finish, fail)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._gate.show_busy(busy=busy)


class SealedDesk(QObject):
    """The gate alone on a staff member's screen."""

    done = Signal()

    def __init__(
        self, app: QApplication, settings: Settings, sealed: Sealed, screen: Screen
    ) -> None:
        super().__init__(app)
        theme = build_theme(ThemeName.STAFF_LIGHT, screen)
        apply_theme(app, theme)
        self.window = SealGate(theme, tr("退出"))
        self.window.resize(screen.width, screen.height)
        self._lane = Lane("unseal", self)
        self._unsealing = Unsealing(self.window, sealed, self._lane, settings)
        self._unsealing.done.connect(self.done)

    @property
    def opened(self) -> bool:
        """Whether somebody opened the store."""
        return self._unsealing.opened

    def close(self) -> None:
        """What is being tried ends first."""
        self._lane.stop()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()


def _standing(settings: Settings) -> Station:
    clock = f"{local(datetime.now(UTC)):%H:%M}"
    return Station(f"{settings.town}{settings.site_name}", settings.terminal, "", clock)
