"""Lets operators in and locks after them: the gate joined to the accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk import staffwords, words
from kiosk.flow import accounts, recoverysheet
from kiosk.guard import Guard, Standing
from kiosk.roles import Act
from kiosk.session import IdlePolicy
from offline.i18n import tr
from offline.identity import mask_name
from offline.records import Operator
from offline.store.account import Account
from offline.store.port import Unlocked, UnlockOutcome
from printers.port import Doubtful, NotPrinted, PrintOutcome
from ui.desk.data import Line
from ui.desk.events import BeginAccount, CodeNoted, PrintCode, Recover, Unlock
from ui.desk.gate import Entry, Gate
from ui.services import Services
from ui.visit.idle import IdleWatch

_LOOK_MS = 10_000

T = TypeVar("T")
Then = Callable[[], None]
Failed = Callable[[BaseException], None]


class Workplace(Protocol):
    """What lies behind the lock."""

    def hand_over(self, then: Then, failed: Failed) -> None:
        """Put the open case aside and forget the person, for somebody else comes."""
        ...

    def covered(self) -> None:
        """The lock closes over it: numbers that were revealed are masked again."""
        ...


class Porter(QObject):
    """``opened`` follows each unlocking, ``locked`` each locking.

    ``away`` are the words of a way back for a gate that stands among residents: nobody may make
    the first account there. ``closed`` are the centre's words while it keeps this terminal shut.
    """

    opened = Signal()
    locked = Signal()

    def __init__(
        self,
        app: QApplication,
        services: Services,
        gate: Gate,
        place: Workplace,
        entrance: Act,
        away: str = "",
    ) -> None:
        super().__init__(gate)
        self._app, self._services, self._gate, self._place = app, services, gate, place
        self._entrance, self._away = entrance, away
        self._entering: Operator | None = None
        self.closed = ""
        self.guard = Guard()
        gate.told.connect(self.handle)
        clock = services.station.clock
        idle = timedelta(seconds=services.settings.lock_after)
        self._idle = IdleWatch(app, IdlePolicy(idle, timedelta(0)), clock)
        self._idle.over.connect(self.lock)
        self._hours = QTimer(self)
        self._hours.setInterval(_LOOK_MS)
        self._hours.timeout.connect(self.look)

    @property
    def is_open(self) -> bool:
        """Whether somebody is at work."""
        return self.guard.standing is Standing.OPEN

    def open(self) -> None:
        """Begin the day at the gate; the demonstration's account is let in at once."""
        operator, secret = self._services.ready
        if operator:
            self._try(Unlock(operator, secret))
        self._ask()

    def close(self) -> None:
        """Stop watching."""
        self._idle.stop()
        self._hours.stop()

    def handle(self, event: object) -> None:
        """What was typed at the gate."""
        match event:
            case Unlock():
                self._try(event)
            case BeginAccount() if not self._away:
                self._begin(event)
            case Recover():
                self._recover(event)
            case PrintCode(code=code) if code:
                self._print(code)
            case CodeNoted():
                self._enter()

    def lock(self) -> None:
        """Cover the work; whoever unlocks next finds it, or it is put aside for somebody else."""
        if not self.is_open:
            return
        self.guard = self.guard.lock()
        self.close()
        self._place.covered()
        self._app.clipboard().clear()
        for window in self._app.topLevelWidgets():
            if window is not self._gate.window() and window.isVisible():
                window.close()
        self.locked.emit()
        self._run(lambda: self._services.station.audit("lock"), lambda _none: None)
        self._ask()

    def look(self) -> None:
        """Unlocked too long ago: unlock anew."""
        hours = timedelta(hours=self._services.settings.unlock_hours)
        if self.guard.is_over(hours, self._services.station.clock()):
            self.lock()

    def _ask(self) -> None:
        station = self._services.station

        def task() -> tuple[bool, Sequence[Account]]:
            return accounts.is_new(station), accounts.who(station, self._entrance)

        self._run(task, self._show)

    def _show(self, found: tuple[bool, Sequence[Account]]) -> None:
        if self.is_open or self._entering is not None:
            return
        new, who = found
        behind = self.guard.operator
        entry = Entry(
            names=tuple(_name(account) for account in who),
            locked=behind.id if behind else "",
            first=new and not self._away,
            away=self._away,
        )
        ready = self._services.ready[1]
        hint = tr("演示用的账号，口令是 {secret}", secret=ready) if ready else ""
        if self.closed:
            hint = tr("上级平台暂停了这台机器：{words}", words=self.closed)
        if self._away and not who:
            hint = tr("还没有能进来的账号。请运维人员用 kiosk store operators 加一个。")
        self._gate.show_entry(replace(entry, hint=hint))

    def _try(self, event: Unlock) -> None:
        station = self._services.station
        self._run(
            lambda: accounts.unlock(station, event.operator, event.passphrase, self._entrance),
            self._judged,
        )

    def _judged(self, outcome: UnlockOutcome) -> None:
        if isinstance(outcome, Unlocked):
            self._let_in(outcome.operator)
        else:
            self._gate.refuse(staffwords.unlocking(outcome))

    def _begin(self, event: BeginAccount) -> None:
        operator = Operator(event.number, event.name, "it")
        services = self._services

        def task() -> str:
            return accounts.begin(services.station, operator, event.passphrase, services.recovery)

        def done(code: str) -> None:
            self._entering = operator
            printable = recoverysheet.printer_of(services.press) is not None
            self._gate.show_code(code, printable=printable)

        self._run(task, done)

    def _print(self, code: str) -> None:
        services = self._services

        def told(outcome: PrintOutcome) -> None:
            if isinstance(outcome, NotPrinted | Doubtful):
                self._gate.refuse(words.trouble(outcome.trouble))
            else:
                self._gate.form().tell(tr("打好了。对着屏幕核一遍，再锁进柜子"))

        services.press_lane.run(
            lambda: recoverysheet.print_sheet(services.press, code), told, self._refused_print
        )

    def _refused_print(self, error: BaseException) -> None:
        self._gate.refuse(words.sentence(error))

    def _recover(self, event: Recover) -> None:
        station, recovery = self._services.station, self._services.recovery
        self._run(
            lambda: accounts.recover(
                station, event.operator, event.code, event.passphrase, recovery
            ),
            self._let_in,
        )

    def _let_in(self, operator: Operator) -> None:
        """Somebody else's work is put aside before this one begins; unsaved, nobody enters."""
        if self.is_open or self._entering is not None:
            return  # Enter was pressed twice
        self._entering = operator
        if self.guard.hands_over_to(operator):
            self._place.hand_over(self._enter, self._refused)
        else:
            self._enter()

    def _enter(self) -> None:
        operator, self._entering = self._entering, None
        if operator is None:
            return
        services = self._services
        self.guard = self.guard.unlock(operator, services.station.clock())
        services.station.operator = operator
        services.station.device = {**services.station.device, "username": operator.id}
        change = partial(setattr, services.press, "operator", operator)
        services.press_lane.run(change, lambda _none: None, self._refused)
        self._gate.show_entry(Entry())
        self._idle.start()
        self._hours.start()
        self.opened.emit()

    def _refused(self, error: BaseException) -> None:
        self._entering = None
        self._gate.refuse(words.sentence(error))

    def _run(self, task: Callable[[], T], then: Callable[[T], None]) -> None:
        self._services.store_lane.run(task, then, self._refused)


def _name(account: Account) -> Line:
    operator = account.operator
    state, tone = (tr("锁住了"), "err") if account.locked else (staffwords.role(operator.role), "")
    name = f"{mask_name(operator.name)} {operator.id}"
    return Line("operator", operator.id, name, state=state, tone=tone, icon="person")


def title_of(operator: Operator) -> str:
    """李* · 综窗, for the top bar."""
    return f"{mask_name(operator.name)} · {staffwords.role(operator.role)}"
