"""The supervisor's window joined to the use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from kiosk import words
from kiosk.flow import accounts, forms, health, office, payments
from kiosk.flow import machines as printers
from kiosk.flow.previews import Preview
from kiosk.flow.station import Station
from kiosk.flow.telling import Telling, telling
from kiosk.roles import Act, NotAllowedError, may
from offline.i18n import tr
from offline.records import AuditEntry, Operator, PrintJob, PrintState
from printers.port import PrintOutcome
from ui.desk.dossier import Decide
from ui.desk.events import NewCase
from ui.desk.logpage import AskLog, LogData
from ui.desk.office import OfficeWindow, Page
from ui.services import Services
from ui.staff import deeds, machine, matters, printing, till
from ui.staff.previewing import Previewing

T = TypeVar("T")


class Office(QObject):
    """``changed`` says that submissions are others now; ``correct`` names one to be corrected."""

    changed = Signal()
    correct = Signal(str)
    counted = Signal(int)

    def __init__(self, view: OfficeWindow, services: Services) -> None:
        super().__init__(view)
        self._view, self._services = view, services
        self.previewing = Previewing(view.theme, view, services, self._fault)
        view.said.connect(self.handle)
        self.changed.connect(self.read)

    def open(self) -> None:
        """Show what waits now."""
        self.previewing.forget()
        self._view.notify("")
        self.read()
        self._read_printers()
        self._view.open_page("refused")

    def read(self) -> None:
        """Read everything anew; whoever may not decide sees it all the same."""
        station, rules = self._services.station, self._services.kept
        settings, at_kiosk = self._services.settings, self._view.at_kiosk

        def task() -> tuple[list[Page], int]:
            now = station.clock()
            trust = (health.keys(station.store, now), health.revoked(station.store, now))
            own = machine.page(settings, station.operator, at_kiosk=at_kiosk, trust=trust)
            waiting = office.waiting(station)
            names = matters.names_of(list(station.store.operators.all()))
            found = matters.pages(waiting, station.operator, names, station.clock())
            return [*found, _kept(station, rules), own], waiting.count

        def done(found: tuple[list[Page], int]) -> None:
            self._view.show_pages(found[0])
            self.counted.emit(found[1])

        self._run(task, done)

    def _read_printers(self) -> None:
        """Ask the printers, on their own lane: one that never answers holds up nobody."""
        press, operator = self._services.press, self._services.station.operator

        def task() -> Page:
            return printing.page(printers.machines(press), printers.last_prints(press), operator)

        self._services.press_lane.run(task, lambda page: self._view.show_pages([page]), self._fault)

    def handle(self, event: object) -> None:
        """What the supervisor did."""
        match event:
            case AskLog():
                self._log(event)
            case Decide(kind=deeds.PRINT):
                self._print(event)
            case Decide(kind=deeds.PRINTER):
                self._test(event.id)
            case Decide(kind=deeds.PAYMENT):
                self._payment(event)
            case Decide(kind=deeds.REFUSED, deed="correct", id=instance_id):
                self.correct.emit(instance_id)
            case Decide(kind=deeds.CONFLICT):
                self._resolve(event)
            case Decide():
                self._decide(event)

    def _log(self, event: AskLog) -> None:
        station = self._services.press
        operator = self._services.station.operator
        if not may(operator, Act.READ_LOG):
            told = words.sentence(NotAllowedError(operator, Act.READ_LOG))
            self._view.log.show_log(LogData(state=(told, "warn")))
            return

        def task() -> LogData:
            day = None
            if event.days:
                day = station.wall_clock().date() - timedelta(days=event.days - 1)
            log = office.log(station, event.operator, event.act, day)
            return matters.log_data(log, matters.names_of(list(station.store.operators.all())))

        self._services.press_lane.run(task, self._view.log.show_log, self._fault)

    def _print(self, event: Decide) -> None:
        press, lane = self._services.press, self._services.press_lane
        if event.deed == "out":
            lane.run(lambda: office.came_out(press, event.id), self._printed, self._fault)
            return

        def go(seen: Preview) -> None:
            again = partial(office.print_again, press, event.id, seen)
            lane.run(again, self._printed, self._fault)

        self.previewing.look(lambda station: office.preview_again(station, event.id), go)

    def _printed(self, job: PrintJob) -> None:
        tone = "ok" if job.state in {PrintState.CONFIRMED, PrintState.SENT} else "warn"
        self._told(words.print_state(job.state), tone)

    def _test(self, name: str) -> None:
        press = self._services.press

        def done(outcome: PrintOutcome) -> None:
            self._view.notify(*printing.told(outcome))
            self._read_printers()

        self._services.press_lane.run(lambda: printers.print_proof(press, name), done, self._fault)

    def _payment(self, event: Decide) -> None:
        """Ask the centre about an order, or close it; either way what it says is what is so."""
        station, exchange = self._services.station, self._services.asking
        if exchange is None:
            self._view.notify(tr("还没接上县里，现在收不了费。"), "warn")
            return
        act = payments.look if event.deed == "ask" else payments.give_up
        self._run(
            lambda: act(station, exchange, event.id),
            lambda order: self._told(*till.told_of(order)),
        )

    def _decide(self, event: Decide) -> None:
        acts = _acts(event)
        act = acts.get((event.kind, event.deed)) or acts.get((event.kind, ""))
        if act is not None:
            task, told = act
            self._run(task_of(task, self._services.station), lambda _done: self._told(told, "ok"))

    def _resolve(self, event: Decide) -> None:
        station = self._services.station

        def task() -> Telling:
            match event.deed:
                case "mine":
                    decided = office.keep_mine(station, event.id)
                case "theirs":
                    decided = office.take_theirs(station, event.id)
                case _:
                    decided = office.merge(station, event.id, event.words)
            return telling(station, decided)

        def done(left: Telling) -> None:
            door = (tr("去填"), NewCase(left.form_id)) if left.form_id else None
            self._view.notify(matters.told_of(left), "warn" if left.values else "ok", door)
            self.changed.emit()

        self._run(task, done)

    def _told(self, sentence: str, tone: str) -> None:
        self._view.notify(sentence, tone)
        self.changed.emit()

    def _run(self, task: Callable[[], T], then: Callable[[T], None]) -> None:
        self._services.store_lane.run(task, then, self._fault)

    def _fault(self, error: BaseException) -> None:
        self._view.notify(words.sentence(error), "err")


Task = Callable[[Station], object]


def task_of(act: Task, station: Station) -> Callable[[], object]:
    """An act on a station, for a lane."""
    return lambda: act(station)


def _acts(event: Decide) -> Mapping[tuple[str, str], tuple[Task, str]]:
    """Kind and deed → what is done and what is said of it."""
    one, given = event.id, event.words
    return {
        (deeds.REFUSED, "resend"): (lambda at: office.resend(at, one), tr("会再送一次")),
        (deeds.REFUSED, "close"): (lambda at: office.close(at, one, given[0]), tr("关掉了")),
        (deeds.UNSENT, "withdraw"): (lambda at: forms.withdraw(at, one), tr("撤回了，不再上传")),
        (deeds.MESSAGE, "confirm"): (
            lambda at: office.confirm_message(at, int(one)),
            tr("记下了，已经看过"),
        ),
        (deeds.ACCOUNT, "release"): (lambda at: accounts.release(at, one), tr("解锁了")),
        (deeds.ACCOUNT, "remove"): (lambda at: accounts.remove(at, one), tr("停用了")),
        (deeds.ACCOUNT, "passphrase"): (
            lambda at: accounts.give_passphrase(at, one, given[0]),
            tr("设好了，把新口令当面告诉本人"),
        ),
        (deeds.NEW_ACCOUNT, ""): (
            lambda at: accounts.add(at, Operator(given[0], given[1], event.deed), given[2]),
            tr("账号建好了"),
        ),
    }


def _kept(station: Station, rules: Mapping[str, int]) -> Page:
    purges: list[AuditEntry] = []
    if may(station.operator, Act.READ_LOG):
        purges = list(office.purges(station))
    return matters.kept_page(rules, purges)
