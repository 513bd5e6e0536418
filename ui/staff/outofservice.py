"""A kiosk that can't serve yet: out of service for residents, a door to the gate for staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk.background import Lane
from kiosk.session import IdlePolicy
from kiosk.settings import Settings
from offline.i18n import tr
from printers.papers import local
from ui.pages.closed import ClosedData, ClosedPage
from ui.shell import Shell, Site
from ui.staff.gatework import GateWork, MakeWork
from ui.theme import Screen, ThemeName, apply_theme, build_theme
from ui.visit.idle import IdleWatch
from ui.visit.keyboard import Keyboard

_SILENCE = timedelta(seconds=60)
"""A gate that nobody types at goes away, as at a kiosk in service."""


class OutOfService(QObject):
    """``done`` once the way is free; nothing else leads on from here. ``why`` is told residents."""

    done = Signal()

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        screen: Screen,
        make: MakeWork,
        why: str = "",
        keyboard_folder: Path | None = None,
    ) -> None:
        super().__init__(app)
        self._app, self._make = app, make
        self._data = ClosedData(settings.help_phone, settings.terminal, why)
        self._theme = build_theme(ThemeName(settings.theme), screen)
        site = Site(settings.town, settings.site_name)
        self.window = Shell(self._theme, site, lambda: local(_now()))
        self._keyboard = Keyboard(app, self.window, keyboard_folder)
        self._lane = Lane("gate", self)
        self._work: GateWork | None = None
        self._silence = IdleWatch(app, IdlePolicy(_SILENCE, timedelta(0)), _now)
        self._silence.over.connect(self.leave)
        self.window.knocked.connect(self.knock)
        self.window.resize(screen.width, screen.height)
        self._dress()

    @property
    def opened(self) -> bool:
        """Whether the way is free."""
        return self._work is not None and self._work.opened

    def knock(self) -> None:
        """The gate, in the staff's dress, over the page."""
        if self._work is not None:
            return
        theme = build_theme(ThemeName.STAFF_LIGHT, self._theme.screen)
        apply_theme(self._app, theme)
        self._work = self._make(theme, tr("回到暂停服务的页面"), self._lane)
        self._work.done.connect(self._finish)
        self.window.cover(self._work.gate)
        self._silence.start()

    def leave(self) -> None:
        """Back to the page; what was opened and not gone on with is closed again."""
        if self._lane.busy:
            self._silence.start()
            return
        self._silence.stop()
        self._work = None
        self.window.cover(None)
        self._keyboard.forget()
        self._dress()

    def close(self) -> None:
        """What is being tried ends first."""
        self._silence.stop()
        self._lane.stop()
        self._keyboard.forget()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()

    def _finish(self) -> None:
        if self.opened:
            self.done.emit()
        else:
            self.leave()

    def _dress(self) -> None:
        apply_theme(self._app, self._theme)
        self.window.show_aids(on=False)
        self.window.show_page(ClosedPage(self._theme, self._data))


def _now() -> datetime:
    return datetime.now(UTC)
