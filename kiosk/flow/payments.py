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
from offline.exchange.port import Exchange, ExchangeError, FormMissing, Unreachable
from offline.store.port import Notes

NOTE = "payment:"


class PayState(StrEnum):
    """How an order stands here; ``doubtful`` (待核实) until the centre can be asked."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Order:
    """An order as this terminal knows it; ``qr_text`` is for the payer's phone, amount in fen."""

    order_id: str
    instance_id: str
    title: str
    amount: int
    state: PayState = PayState.DOUBTFUL
    qr_text: str = ""
    receipt: str = ""


def pay(station: Station, exchange: Exchange, instance_id: str, title: str, amount: int) -> Order:
    """The order to pay a submission by: the one that is open, paid or in doubt, or a new one."""
    require(station.operator, Act.SUBMIT)
    live = [o for o in orders(station) if o.instance_id == instance_id]
    order = next((o for o in live if o.state is not PayState.CLOSED), None)
    if order is None:
        order = Order(station.entropy(16).hex(), instance_id, title, amount)
        _keep(station.store.notes, order)
        agency.audit(station, "pay", instance_id, order.order_id)
    return order if order.state is PayState.PAID else _asked_for(station, exchange, order)


def look(station: Station, exchange: Exchange, order_id: str) -> Order:
    """How an order stands now (KeyError for none of ours)."""
    order = _kept(station.store.notes, order_id)
    if order.state in (PayState.PAID, PayState.CLOSED):
        return order
    try:
        return _settled(station, order, exchange.online().payment(order_id))
    except ExchangeError as error:
        if isinstance(error.outcome, FormMissing):  # it never arrived, so nobody can have paid it
            return _moved(station, order, PayState.CLOSED)
        return _moved(station, order, PayState.DOUBTFUL)


def give_up(station: Station, exchange: Exchange, order_id: str) -> Order:
    """Close an order; one that was paid meanwhile stays paid."""
    order = _kept(station.store.notes, order_id)
    try:
        return _settled(station, order, exchange.online().close_order(order_id))
    except ExchangeError:
        return look(station, exchange, order_id)


def reconcile(station: Station, exchange: Exchange) -> list[Order]:
    """Ask about every order whose end is not known; after a crash, and whenever there is a line."""
    known = (PayState.PAID, PayState.CLOSED)
    return [
        look(station, exchange, order.order_id)
        for order in orders(station)
        if order.state not in known
    ]


def orders(station: Station) -> list[Order]:
    """All orders of this terminal."""
    notes = station.store.notes
    return [_kept(notes, name.removeprefix(NOTE)) for name in notes.names(NOTE)]


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
        state=order.state,
    )
    return _moved(station, fresh, state)


def _moved(station: Station, order: Order, state: PayState) -> Order:
    moved = Order(**{**asdict(order), "state": state})
    with station.store.transaction():
        if state is not order.state:
            agency.audit(station, f"pay-{state.value}", order.instance_id, order.order_id)
        _keep(station.store.notes, moved)
    return moved


def _keep(notes: Notes, order: Order) -> None:
    notes.put(NOTE + order.order_id, json.dumps(asdict(order), ensure_ascii=False))


def _kept(notes: Notes, order_id: str) -> Order:
    text = notes.get(NOTE + order_id)
    if text is None:
        raise KeyError(order_id)
    told = json.loads(text)
    return Order(**{**told, "state": PayState(told["state"])})
