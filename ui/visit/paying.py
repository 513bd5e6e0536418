"""缴费: an order for an accepted case, its code for a phone, and asking until its end is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer

from kiosk.flow import payments
from kiosk.flow.payments import Order, PayState
from kiosk.flow.progress import Progress
from kiosk.flow.station import Station
from kiosk.words import sentence
from offline.exchange.port import Exchange
from offline.i18n import tr
from printers.dues import yuan
from ui.pages.busy import BusyData, BusyPage, NoticeData, NoticePage
from ui.pages.code import CodeData, PaymentLeft, PaymentLooked, PaymentPage
from ui.pages.guide import Sentence
from ui.syncing import Synchroniser
from ui.visit.endings import moment
from ui.visit.stage import Stage

ASK_MS = 3000
"""How often the centre is asked while somebody pays."""


class Paying:
    """One payment at a time. Paid is only what the centre said is paid; asking again is safe."""

    def __init__(self, stage: Stage, synchroniser: Synchroniser) -> None:
        self._stage, self._sync = stage, synchroniser
        self._order: Order | None = None
        self._then: Callable[[], None] = lambda: None
        self._asking = self._asked = False
        self._timer = QTimer(stage)
        self._timer.setInterval(ASK_MS)
        self._timer.timeout.connect(self._ask)
        stage.on(PaymentLooked, lambda _event: self._go())
        stage.on(PaymentLeft, lambda _event: self._not_now())

    def begin(self, progress: Progress, then: Callable[[], None], *, asked: bool = False) -> None:
        """Let a due be paid, then go on; where it can't be paid now, go on at once.

        ``asked`` says that the person wants to pay: then it is told why they can't.
        """
        exchange, due = self._exchange(), progress.due
        self._then, self._asked = then, asked
        if exchange is None or due is None:
            self._cannot()
            return
        instance_id, item, amount = progress.submission.instance_id, progress.item, due.amount

        def task(station: Station) -> Order | None:
            if not payments.offered(exchange):
                return None
            return payments.pay(station, exchange, instance_id, item, amount)

        data = BusyData(tr("正在开缴费单"), tr("请等一等，马上就好。"))
        self._stage.show(lambda theme: BusyPage(theme, data))
        self._stage.store(task, self._opened, self._failed)

    def forget(self) -> None:
        """The person left; the order's end is asked for without them."""
        self._timer.stop()
        self._order = None

    def _exchange(self) -> Exchange | None:
        return self._stage.services.asking if self._sync.online else None

    def _opened(self, order: Order | None) -> None:
        if order is None or (order.state is PayState.DOUBTFUL and not order.qr_text):
            self._cannot()
        else:
            self._show(order)

    def _failed(self, error: BaseException) -> None:
        """The centre refuses an order: no reason to hold up the papers."""
        self._cannot(sentence(error))

    def _cannot(self, why: str = "") -> None:
        if not self._asked:
            self._end()
            return
        self.forget()
        told = tr("没有扣钱，办件也不耽误。请到窗口缴，或等有网再来。")
        data = NoticeData(tr("现在缴不了费"), why + told, "yuan")
        self._stage.show(lambda theme: NoticePage(theme, data), self._end)

    def _end(self) -> None:
        self.forget()
        self._then()

    def _show(self, order: Order) -> None:
        """How it stands now; built anew from what is known whenever the page is drawn again."""
        self._order = order
        self._stage.show(lambda theme: PaymentPage(theme, payment_data(self._order or order)))
        if order.state in (PayState.PENDING, PayState.DOUBTFUL):
            self._timer.start()
        else:
            self._timer.stop()

    def _ask(self) -> None:
        """Ask in the background, one question at a time; the page takes presses meanwhile."""
        order, exchange = self._order, self._stage.services.asking
        if order is None or exchange is None or self._asking:
            return
        self._asking = True

        def task(station: Station) -> Order | None:
            try:
                return payments.look(station, exchange, order.order_id)
            finally:
                self._asking = False

        self._stage.beside(task, self._heard)

    def _heard(self, order: Order | None) -> None:
        before = self._order
        if order is None or before is None or order.order_id != before.order_id or order == before:
            return
        self._order = order
        if isinstance(self._stage.shell.page, PaymentPage):
            self._show(order)

    def _go(self) -> None:
        """The green button: look now, take a new code, or go on when it is paid."""
        order, exchange = self._order, self._stage.services.asking
        if order is None or exchange is None or order.state is PayState.PAID:
            self._end()
        elif order.state is PayState.CLOSED:
            self._do(
                lambda at: payments.pay(at, exchange, order.instance_id, order.title, order.amount)
            )
        else:
            self._do(lambda at: payments.look(at, exchange, order.order_id))

    def _not_now(self) -> None:
        """Later: an order that can still be paid is closed; what was paid meanwhile is paid."""
        order, exchange = self._order, self._stage.services.asking
        if order is None or exchange is None or order.state is not PayState.PENDING:
            self._end()
            return
        data = BusyData(tr("正在取消缴费单"), tr("请等一等，马上就好。"))
        self._stage.show(lambda theme: BusyPage(theme, data))
        self._do(lambda at: payments.give_up(at, exchange, order.order_id), leaving=True)

    def _do(self, act: Callable[[Station], Order], *, leaving: bool = False) -> None:
        self._timer.stop()

        def done(order: Order) -> None:
            if leaving and order.state is not PayState.PAID:
                self._end()
            else:
                self._show(order)

        self._stage.store(act, done, self._failed)


def payment_data(order: Order) -> CodeData:
    """What the page of an order shows; the code only while nothing is in doubt."""
    title, text, tag, state, go, back = _words(order.state)
    pending = order.state is PayState.PENDING
    facts = [(tr("办什么"), order.title)]
    if pending and order.expires:
        until = moment(datetime.fromisoformat(order.expires))
        facts.append((tr("付款截止"), until))
    if order.receipt:
        facts.append((tr("票号"), order.receipt))
    notes = {
        PayState.PENDING: Sentence(tr("付好以后<b>屏幕会自己变</b>，不用再按。"), "info", "info"),
        PayState.DOUBTFUL: Sentence(tr("付过的不会丢，也不会再收一次。"), "clock", "warn"),
    }
    return CodeData(
        title=title,
        text=text,
        label=tr("收到") if order.state is PayState.PAID else tr("要缴"),
        value=yuan(order.amount),
        facts=tuple(facts),
        code=order.qr_text if pending else "",
        caption=tr("用手机扫这个码"),
        tag=tag,
        state=state,
        note=notes.get(order.state),
        go=go,
        back=back,
    )


def _words(state: PayState) -> tuple[str, str, str, str, str, str]:
    """Title, what to do, tag and its tone, the green button, the way back."""
    match state:
        case PayState.PENDING:
            return (
                tr("请用手机缴费"),
                tr("打开手机上付钱的应用，扫这个码。"),
                tr("等您付钱"),
                "warn",
                tr("我付好了"),
                tr("以后再缴"),
            )
        case PayState.DOUBTFUL:
            return (
                tr("正在核实"),
                tr("网断了，付没付还不知道。请先不要再付。"),
                tr("待核实"),
                "warn",
                tr("再查一次"),
                tr("先拿回执"),
            )
        case PayState.CLOSED:
            return (
                tr("这个付款码过期了"),
                tr("没有扣钱。换一个新码再付，或者以后再缴。"),
                tr("没有扣钱"),
                "",
                tr("换一个新码"),
                tr("以后再缴"),
            )
        case PayState.PAID:
            return (
                tr("缴好了"),
                tr("钱已经收到，回执上会写明。"),
                tr("已缴"),
                "ok",
                tr("去拿回执"),
                "",
            )
