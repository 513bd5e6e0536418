"""The staff's way into a kiosk: the gate over the home page, and the supervisor's window behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget

from kiosk.roles import Act
from kiosk.session import IdlePolicy
from offline.i18n import tr
from printers.papers import local
from ui.desk.data import Station
from ui.desk.dossier import Decide
from ui.desk.events import CloseOffice, Lock
from ui.desk.gate import Entry, Gate
from ui.desk.office import OfficeWindow
from ui.services import Services
from ui.shell import Shell
from ui.staff import machine
from ui.staff.office import Office
from ui.staff.porter import Failed, Porter, Then, title_of
from ui.syncing import AGAIN
from ui.theme import ThemeName, apply_theme, build_theme
from ui.visit.idle import IdleWatch

_GATE_SILENCE = timedelta(seconds=60)
"""A gate that nobody types at goes away."""


class BackDoor(QObject):
    """``may_open`` says whether the home page stands there idle; ``left`` shows it anew.

    The door is there for one entrance: whoever leaves, or is away for as long as locks a desk,
    leaves nothing behind, and the terminal acts under its own name again.
    """

    def __init__(
        self,
        app: QApplication,
        shell: Shell,
        services: Services,
        may_open: Callable[[], bool],
        left: Callable[[], None],
    ) -> None:
        super().__init__(shell)
        self._app, self._shell, self._services = app, shell, services
        self._may_open, self._home = may_open, left
        self._resident, self._device = services.station.operator, services.station.device
        self._frame: QStackedWidget | None = None
        self._leaving = False
        clock = services.station.clock
        self._silence = IdleWatch(app, IdlePolicy(_GATE_SILENCE, timedelta(0)), clock)
        self._silence.over.connect(self.leave)
        shell.knocked.connect(self.open)

    @property
    def is_open(self) -> bool:
        """Whether somebody of the staff stands at the gate or behind it."""
        return self._frame is not None

    def open(self) -> None:
        """Show the gate, unless a visit is open."""
        if self.is_open or not self._may_open():
            return
        theme = build_theme(ThemeName.STAFF_LIGHT, self._shell.theme.screen)
        apply_theme(self._app, theme)
        self._frame = QStackedWidget()
        self.gate, self.window = Gate(theme), OfficeWindow(theme, at_kiosk=True)
        for page in (self.gate, self.window):
            self._frame.addWidget(page)
        self.office = Office(self.window, self._services)
        away = tr("回首页")
        self.porter = Porter(self._app, self._services, self.gate, self, Act.ENTER_KIOSK, away)
        self._join()
        self.gate.show_station(self._standing())
        self.gate.show_entry(Entry(away=away))
        self._shell.cover(self._frame)
        self.porter.open()
        self._silence.start()

    def hand_over(self, then: Then, failed: Failed) -> None:
        """Nobody's work lies behind this gate."""
        del failed
        then()

    def covered(self) -> None:
        """Nothing is shown in full here."""

    def leave(self) -> None:
        """Back to the home page: what is under way ends under its operator, then all is let go."""
        if not self.is_open or self._leaving:
            return
        if self.porter.is_open:
            self.porter.lock()  # tells the log, and then comes here again
        else:
            self._let_go()

    def _join(self) -> None:
        self.gate.told.connect(self._handle)
        self.window.said.connect(self._handle)
        self.porter.opened.connect(self._opened)
        queued = Qt.ConnectionType.QueuedConnection
        self.porter.locked.connect(self._let_go, queued)
        cannot = tr("这里不能更正。请在窗口另办一件，再把这件关掉。")
        self.office.correct.connect(lambda _one: self.window.notify(cannot, "warn"))

    def _handle(self, event: object) -> None:
        match event:
            case CloseOffice() | Lock():
                self.leave()
            case Decide(kind=machine.MACHINE, deed=machine.RESTART):
                self._app.exit(AGAIN)
            case Decide(kind=machine.MACHINE, deed=machine.QUIT):
                self._app.quit()

    def _opened(self) -> None:
        if self._frame is None:
            return
        self._silence.stop()
        self.window.show_station(self._standing())
        self.office.open()
        self._frame.setCurrentWidget(self.window)

    def _let_go(self) -> None:
        """Both lanes first: what they still do for the staff has to be theirs in the log."""
        if self._frame is None or self._leaving:
            return
        self._leaving = True
        self._silence.stop()
        self._frame.setCurrentWidget(self.gate)
        services = self._services
        done = self._gone
        own = partial(setattr, services.press, "operator", self._resident)
        services.store_lane.run(
            lambda: None, lambda _none: services.press_lane.run(own, done, done), done
        )

    def _gone(self, _result: object) -> None:
        self.porter.close()
        station = self._services.station
        station.operator, station.device = self._resident, self._device
        self._shell.cover(None)
        self._frame, self._leaving = None, False
        self._home()

    def _standing(self) -> Station:
        settings, station = self._services.settings, self._services.station
        who = title_of(station.operator) if self.porter.is_open else ""
        site = f"{settings.town}{settings.site_name}"
        return Station(site, settings.terminal, who, f"{local(station.clock()):%H:%M}")
