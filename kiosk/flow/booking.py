"""Appointments (预约): a time of the hall for an item, kept here from the wish on.

The booking's id is minted and durable before the centre hears of it, so that asking again after a
cut is the same booking. What could not be asked stands as asked and is found out later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.flow.papers import NoPrinterError
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.exchange.online import Booking, Slot
from offline.exchange.port import Capability, Exchange, ExchangeError, FormMissing, Unreachable
from offline.records import Person, ServiceItem
from printers.documents import document
from printers.notices import AppointmentSlip
from printers.papers import local
from printers.port import Printed, Sent

KEPT = "booking:"
OFFERED = "booking.offered"
PREFIX = "GSB1:"
CANCELLED = "cancelled"
_CODE = re.compile(r"GSB1:([0-9a-f]{32})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment as this terminal knows it; ``doubtful`` until the centre confirmed it."""

    id: str
    subject: str
    item_id: str
    item: str
    slot: str
    begins: datetime
    ends: datetime
    doubtful: bool = False

    @property
    def number(self) -> str:
        """What is said at the window: the first eight characters."""
        return self.id[:8].upper()


def appointment_of(text: str) -> str:
    """The appointment's id by the text of a slip's QR, "" for another text.

    All in capitals or small letters is what a scanner sends under Caps Lock.
    """
    found = _CODE.fullmatch(text.strip())
    return found[1].lower() if found else ""


def offered(station: Station, exchange: Exchange | None) -> bool:
    """Whether the hall takes appointments; without a line, whether it did when last asked."""
    notes = station.store.notes
    try:
        if exchange is not None:
            found = Capability.APPOINTMENTS in exchange.capabilities()
            notes.put(OFFERED, "yes" if found else "no")
    except ExchangeError:
        pass
    return notes.get(OFFERED) == "yes"


def free(exchange: Exchange, item_id: str) -> Sequence[Slot]:
    """Times with a place left, the earliest first (ExchangeError)."""
    slots = exchange.online().slots(item_id)
    return sorted((one for one in slots if one.left > 0), key=lambda one: one.begins)


def book(
    station: Station, exchange: Exchange, person: Person, item: ServiceItem, slot: Slot
) -> Booked:
    """Book a time; the same wish again is the same booking. In doubt where the line was cut.

    Raises ExchangeError where the centre refuses it: somebody took the last place.
    """
    require(station.operator, Act.FILL)
    asked = (one for one in mine(station, person.subject) if one.doubtful)
    wish = next((one for one in asked if (one.item_id, one.slot) == (item.id, slot.id)), None)
    if wish is None:
        name = station.entropy(16).hex()
        wish = Booked(
            name, person.subject, item.id, item.name, slot.id, slot.begins, slot.ends, doubtful=True
        )
        with station.store.transaction():
            station.audit("book", person.subject, f"{wish.id} {item.id}")
            _keep(station, wish)
    try:
        exchange.online().book(Booking(wish.id, wish.subject, wish.item_id, wish.slot))
    except ExchangeError as error:
        if isinstance(error.outcome, Unreachable):
            return wish
        station.store.notes.take(KEPT + wish.id)
        raise
    return _sure(station, wish)


def cancel(station: Station, exchange: Exchange, booked: Booked) -> None:
    """Give the time back (ExchangeError); one that the centre does not know is gone already."""
    require(station.operator, Act.FILL)
    try:
        exchange.online().cancel_appointment(booked.id)
    except ExchangeError as error:
        if not isinstance(error.outcome, FormMissing):
            raise
    with station.store.transaction():
        station.audit("cancel-booking", booked.subject, booked.id)
        station.store.notes.take(KEPT + booked.id)


def mine(station: Station, subject: str = "") -> list[Booked]:
    """The appointments made here from today on, the next first; of all people without a subject."""
    notes, today = station.store.notes, station.wall_clock().date()
    found = [_read(notes.get(name) or "{}") for name in notes.names(KEPT)]
    own = [one for one in found if subject in {"", one.subject}]
    coming = [one for one in own if local(one.begins).date() >= today]
    return sorted(coming, key=lambda one: one.begins)


def settle(station: Station, exchange: Exchange) -> int:
    """Find out what became of bookings that were cut (ExchangeError); how many."""
    doubtful = [one for one in mine(station) if one.doubtful]
    for one in doubtful:
        states = {a.id: a.state for a in exchange.online().appointments(one.subject)}
        if states.get(one.id, CANCELLED) == CANCELLED:
            station.store.notes.take(KEPT + one.id)
        else:
            _sure(station, one)
    return len(doubtful)


def forget(station: Station) -> None:
    """What is past is nobody's business."""
    notes, before = station.store.notes, station.clock() - timedelta(days=1)
    for name in notes.names(KEPT):
        if _read(notes.get(name) or "{}").ends < before:
            notes.take(name)


def print_slip(station: Station, booked: Booked, *, elder: bool = False) -> bool:
    """预约单; whether it went to the printer (NoPrinterError). Like a number it proves nothing."""
    require(station.operator, Act.PRINT)
    printer = station.receipt_printer
    if printer is None:
        raise NoPrinterError
    slip = AppointmentSlip(
        site=station.site,
        printed=station.clock(),
        number=booked.number,
        code=PREFIX + booked.id,
        service=booked.item,
        begins=booked.begins,
        ends=booked.ends,
    )
    made = document(slip, printer.medium, elder=elder, text=station.receipt_text)
    return isinstance(printer.print(made, f"booking-{booked.id}"), Printed | Sent)


def _sure(station: Station, wish: Booked) -> Booked:
    sure = Booked(wish.id, wish.subject, wish.item_id, wish.item, wish.slot, wish.begins, wish.ends)
    _keep(station, sure)
    return sure


def _keep(station: Station, one: Booked) -> None:
    told = {
        "id": one.id,
        "subject": one.subject,
        "item_id": one.item_id,
        "item": one.item,
        "slot": one.slot,
        "begins": one.begins.isoformat(),
        "ends": one.ends.isoformat(),
        "doubtful": one.doubtful,
    }
    station.store.notes.put(KEPT + one.id, json.dumps(told, ensure_ascii=False))


def _read(text: str) -> Booked:
    told = json.loads(text)
    times = {name: datetime.fromisoformat(told[name]) for name in ("begins", "ends")}
    return Booked(**{**told, **times})
