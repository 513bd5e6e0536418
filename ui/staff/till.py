"""The till of a staff window: an order on the screen for a phone, and asking until it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kiosk import words
from kiosk.flow import payments, progress
from kiosk.flow.payments import Order, PayState
from kiosk.flow.station import Station
from offline.exchange.port import Exchange
from offline.i18n import tr
from printers.dues import yuan
from ui.desk.dossier import Decide, Dossier
from ui.services import Services

T = TypeVar("T")
PAY, ASK, DROP = "pay", "pay-ask", "pay-drop"
ASK_MS = 3000


class Till(QObject):
    """``told(words, tone)`` is for the window; ``changed(instance_id)`` asks to read it anew."""

    told = Signal(str, str)
    changed = Signal(str)

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._order: Order | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(ASK_MS)
        self._timer.timeout.connect(self._poll)

    def handle(self, event: Decide) -> bool:
        """A deed of money, if it is one."""
        instance_id, exchange = event.id, self._services.asking
        if event.deed not in (PAY, ASK, DROP):
            return False
        if exchange is None:
            self.told.emit(tr("还没接上县里，现在收不了费。"), "warn")
        elif event.deed == PAY:
            self._run(lambda at: _pay(at, exchange, instance_id), self._opened)
        else:
            act = payments.look if event.deed == ASK else payments.give_up
            self._run(lambda at: _each(at, exchange, instance_id, act), self._opened)
        return True

    def rest(self) -> None:
        """Somebody else works here now; the sync lane goes on asking."""
        self._timer.stop()
        self._order = None

    def _opened(self, order: Order | None) -> None:
        self.rest()
        if order is None:
            self.told.emit(tr("没有要核对的缴费单。"), "")
            return
        self._order = None if order.over else order
        if self._order is not None:
            self._timer.start()
        self.told.emit(*told_of(order))
        self.changed.emit(order.instance_id)

    def _poll(self) -> None:
        order, exchange = self._order, self._services.asking
        if order is None or exchange is None or self._asking:
            return
        self._asking = True

        def task(station: Station) -> Order:
            try:
                return payments.look(station, exchange, order.order_id)
            finally:
                self._asking = False

        self._run(task, self._heard)

    def _heard(self, order: Order) -> None:
        before = self._order
        if before is None or before.order_id != order.order_id or before == order:
            return
        self._order = order
        if order.over:
            self.rest()
        self.told.emit(*told_of(order))
        if self._shown() == order.instance_id:
            self.changed.emit(order.instance_id)

    def _shown(self) -> str:
        """The matter that is open in front."""
        found = list[Dossier](self._window.findChildren(Dossier))
        return next((one.matter.id for one in found if one.isVisible() and one.matter.id), "")

    def _run(self, task: Callable[[Station], T], then: Callable[[T], None]) -> None:
        station = self._services.station
        self._services.store_lane.run(
            lambda: task(station), then, lambda e: self.told.emit(words.sentence(e), "err")
        )


def told_of(order: Order) -> tuple[str, str]:
    """How an order stands, and the tone of it."""
    amount = yuan(order.amount)
    match order.state:
        case PayState.PENDING:
            return tr("请居民用手机扫缴费码，要缴 {amount}", amount=amount), "info"
        case PayState.PAID:
            return tr("收到 {amount}，票号 {number}", amount=amount, number=order.receipt), "ok"
        case PayState.DOUBTFUL:
            return tr("县里连不上，付没付还不知道。有网后自动核对，请先不要再收。"), "warn"
        case PayState.CLOSED:
            return tr("缴费单关了，没有扣钱"), ""


def _pay(station: Station, exchange: Exchange, instance_id: str) -> Order | None:
    seen = progress.progress_of(station, station.store.submissions.get(instance_id))
    if seen.due is None:
        return None
    return payments.pay(station, exchange, instance_id, seen.item, seen.due.amount)


def _each(
    station: Station,
    exchange: Exchange,
    instance_id: str,
    act: Callable[[Station, Exchange, str], Order],
) -> Order | None:
    """Do it with the submission's order, if it has one that is not closed."""
    order = payments.live(station, instance_id)
    return None if order is None else act(station, exchange, order.order_id)
