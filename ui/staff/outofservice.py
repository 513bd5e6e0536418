"""A kiosk whose store is not open: out of service for residents, a door to the gate for staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk.background import Lane
from kiosk.session import IdlePolicy
from kiosk.settings import Settings
from offline.i18n import tr
from offline.store.waysin import Sealed
from printers.papers import local
from ui.desk.sealgate import SealGate
from ui.pages.closed import ClosedData, ClosedPage
from ui.shell import Shell, Site
from ui.staff.unsealing import Unsealing
from ui.theme import Screen, ThemeName, apply_theme, build_theme
from ui.visit.idle import IdleWatch
from ui.visit.keyboard import Keyboard

_SILENCE = timedelta(seconds=60)
"""A gate that nobody types at goes away, as at a kiosk in service."""


class OutOfService(QObject):
    """``done`` once the store is open; nothing else leads on from here."""

    done = Signal()

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        sealed: Sealed,
        screen: Screen,
        keyboard_folder: Path | None = None,
    ) -> None:
        super().__init__(app)
        self._app, self._settings, self._sealed = app, settings, sealed
        self._theme = build_theme(ThemeName(settings.theme), screen)
        site = Site(settings.town, settings.site_name)
        self.window = Shell(self._theme, site, lambda: local(_now()))
        self._keyboard = Keyboard(app, self.window, keyboard_folder)
        self._lane = Lane("unseal", self)
        self._unsealing: Unsealing | None = None
        self.gate: SealGate | None = None
        self._silence = IdleWatch(app, IdlePolicy(_SILENCE, timedelta(0)), _now)
        self._silence.over.connect(self.leave)
        self.window.knocked.connect(self.knock)
        self.window.resize(screen.width, screen.height)
        self._dress()

    @property
    def opened(self) -> bool:
        """Whether somebody opened the store."""
        return self._unsealing is not None and self._unsealing.opened

    def knock(self) -> None:
        """The gate, in the staff's dress, over the page."""
        if self.gate is not None:
            return
        theme = build_theme(ThemeName.STAFF_LIGHT, self._theme.screen)
        apply_theme(self._app, theme)
        self.gate = SealGate(theme, tr("回到暂停服务的页面"))
        self._unsealing = Unsealing(self.gate, self._sealed, self._lane, self._settings)
        self._unsealing.done.connect(self._finish)
        self.window.cover(self.gate)
        self._silence.start()

    def leave(self) -> None:
        """Back to the page; what was opened and not gone on with is closed again."""
        if self._lane.busy:
            self._silence.start()
            return
        self._silence.stop()
        self.gate, self._unsealing = None, None
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
        data = ClosedData(self._settings.help_phone, self._settings.terminal)
        self.window.show_aids(on=False)
        self.window.show_page(ClosedPage(self._theme, data))


def _now() -> datetime:
    return datetime.now(UTC)
