"""Paying at the terminal (非税支付): one order a submission, kept before it is asked for.

The order's id is minted and durable here before the centre hears of it, and it is the idempotency
key there: whatever is cut or killed in between, asking again finds the same order. What cannot be
asked now stands as 待核实 and is asked about until it is known.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from kiosk.flow import agency
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.exchange.online import Bill, Payment, PaymentState
from offline.exchange.port import Capability, Exchange, ExchangeError, FormMissing, Unreachable
from offline.records import Submission
from offline.store.port import Notes, UnknownRecordError
from printers.dues import Due, DueState

NOTE = "payment:"


class PayState(StrEnum):
    """How an order stands here; ``doubtful`` (待核实) until the centre can be asked."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Order:
    """An order as this terminal knows it; ``qr_text`` is for the payer's phone, amount in fen.

    ``expires`` is the centre's time to pay by, as ISO 8601, "" where it named none.
    """

    order_id: str
    instance_id: str
    title: str
    amount: int
    state: PayState = PayState.DOUBTFUL
    qr_text: str = ""
    receipt: str = ""
    expires: str = ""

    @property
    def over(self) -> bool:
        """Whether its end is known: nobody need ask again."""
        return self.state in (PayState.PAID, PayState.CLOSED)


def due(station: Station, submission: Submission) -> Due | None:
    """What a submission costs by the catalogue, and whether it is paid; None where nothing is."""
    order = live(station, submission.instance_id)
    if order is None:
        item = station.store.catalogue.of_form(submission.form_id)
        return Due(item.fee) if item and item.fee else None
    if order.state is PayState.PAID:
        return Due(order.amount, DueState.PAID, order.receipt)
    # without a code that was shown nobody can have paid
    return Due(order.amount, DueState.DOUBTFUL if order.qr_text else DueState.UNPAID)


def offered(exchange: Exchange | None) -> bool:
    """Whether the centre takes payments, as far as it can be asked now."""
    try:
        return exchange is not None and Capability.PAYMENTS in exchange.capabilities()
    except ExchangeError:
        return False


def pay(station: Station, exchange: Exchange, instance_id: str, title: str, amount: int) -> Order:
    """The order to pay a submission by: the one that is open, paid or in doubt, or a new one."""
    require(station.operator, Act.SUBMIT)
    order = live(station, instance_id)
    if order is None:
        order = Order(station.entropy(16).hex(), instance_id, title, amount)
        _keep(station.store.notes, order)
        agency.audit(station, "pay", instance_id, order.order_id)
    return order if order.state is PayState.PAID else _asked_for(station, exchange, order)


def look(station: Station, exchange: Exchange, order_id: str) -> Order:
    """How an order stands now (KeyError for none of ours)."""
    order = _kept(station.store.notes, order_id)
    if order.over:
        return order
    try:
        return _settled(station, order, exchange.online().payment(order_id))
    except ExchangeError as error:
        if isinstance(error.outcome, FormMissing):  # it never arrived, so nobody can have paid it
            return _moved(station, order, PayState.CLOSED)
        return _moved(station, order, PayState.DOUBTFUL)


def give_up(station: Station, exchange: Exchange, order_id: str) -> Order:
    """Close an order; one that was paid meanwhile stays paid."""
    require(station.operator, Act.SUBMIT)
    order = _kept(station.store.notes, order_id)
    try:
        return _settled(station, order, exchange.online().close_order(order_id))
    except ExchangeError as error:
        if isinstance(error.outcome, Unreachable):
            return _moved(station, order, PayState.DOUBTFUL)
        return look(station, exchange, order_id)


def reconcile(station: Station, exchange: Exchange) -> list[Order]:
    """Ask about every order whose end is not known; after a crash, and whenever there is a line."""
    return [look(station, exchange, order.order_id) for order in unsettled(station)]


def unsettled(station: Station) -> list[Order]:
    """The orders whose end is not known."""
    return [order for order in orders(station) if not order.over]


def orders(station: Station) -> list[Order]:
    """All orders of this terminal."""
    notes = station.store.notes
    return [_kept(notes, name.removeprefix(NOTE)) for name in notes.names(NOTE)]


def forget(station: Station) -> int:
    """Drop orders that are over and whose submission was forgotten on time; how many."""
    old = [order for order in orders(station) if order.over and not _here(station, order)]
    for order in old:
        station.store.notes.take(NOTE + order.order_id)
    return len(old)


def _here(station: Station, order: Order) -> bool:
    try:
        station.store.submissions.get(order.instance_id)
    except UnknownRecordError:
        return False
    return True


def live(station: Station, instance_id: str) -> Order | None:
    """A submission's order that is open, in doubt or paid; a closed one is nobody's any more."""
    own = (order for order in orders(station) if order.instance_id == instance_id)
    return next((order for order in own if order.state is not PayState.CLOSED), None)


def _asked_for(station: Station, exchange: Exchange, order: Order) -> Order:
    bill = Bill(order.order_id, order.instance_id, order.title, order.amount)
    try:
        found = exchange.online().order(bill)
    except ExchangeError as error:
        if isinstance(error.outcome, Unreachable):
            return _moved(station, order, PayState.DOUBTFUL)
        _moved(station, order, PayState.CLOSED)
        raise
    if found.order_id != order.order_id:  # the centre has one from before a restored store
        _moved(station, order, PayState.CLOSED)
        order = Order(found.order_id, order.instance_id, order.title, order.amount)
    return _settled(station, order, found)


def _settled(station: Station, order: Order, found: Payment) -> Order:
    state = {
        PaymentState.PENDING: PayState.PENDING,
        PaymentState.PAID: PayState.PAID,
        PaymentState.CLOSED: PayState.CLOSED,
    }[found.state]
    fresh = Order(
        order.order_id,
        order.instance_id,
        order.title,
        order.amount,
        qr_text=found.qr_text,
        receipt=found.receipt,
        expires=found.expires.isoformat() if found.expires else "",
        state=order.state,
    )
    return _moved(station, fresh, state)


def _moved(station: Station, order: Order, state: PayState) -> Order:
    """Keep how it stands; another lane may have heard meanwhile that it is paid, and so it is."""
    moved = Order(**{**asdict(order), "state": state})
    with station.store.transaction():
        text = station.store.notes.get(NOTE + order.order_id)
        before = _read(text) if text else order
        if before.state is PayState.PAID:
            return before
        if state is not before.state:
            agency.audit(station, f"pay-{state.value}", order.instance_id, order.order_id)
        _keep(station.store.notes, moved)
    return moved


def _keep(notes: Notes, order: Order) -> None:
    notes.put(NOTE + order.order_id, json.dumps(asdict(order), ensure_ascii=False))


def _kept(notes: Notes, order_id: str) -> Order:
    text = notes.get(NOTE + order_id)
    if text is None:
        raise KeyError(order_id)
    return _read(text)


def _read(text: str) -> Order:
    told = json.loads(text)
    return Order(**{**told, "state": PayState(told["state"])})
