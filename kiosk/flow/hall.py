"""Queue numbers (取号): at once from the hall's queue, or a provisional one that is made good."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.exchange.online import NumberWanted, QueueNumber
from offline.exchange.port import Capability, Exchange, ExchangeError, Refused, Unreachable
from offline.i18n import mark, tr
from printers.documents import document
from printers.notices import QueueNumber as NumberSlip
from printers.port import Printed, Sent

GENERAL = mark("综合窗口")
"""The counter that takes whatever is brought (一窗受理)."""
OFFERED = "number.offered"
WAITING = "number:"
COUNT = "number.count"
STALE = timedelta(hours=12)


class NoAppointmentError(Exception):
    """The hall keeps no such appointment, or its person was checked in elsewhere."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the person takes along. ``number`` is provisional until the hall gave its own."""

    id: str
    number: str
    group: str
    at: datetime
    ahead: int = 0
    provisional: bool = False


def offered(station: Station, exchange: Exchange | None) -> bool:
    """Whether the hall gives numbers; without a line, whether it did when last asked."""
    notes = station.store.notes
    try:
        if exchange is not None:
            found = Capability.NUMBERS in exchange.capabilities()
            notes.put(OFFERED, "yes" if found else "no")
    except ExchangeError as error:
        if not isinstance(error.outcome, Unreachable):
            raise
    return notes.get(OFFERED) == "yes"


def take_number(
    station: Station, exchange: Exchange | None, group: str, appointment: str = ""
) -> Ticket:
    """A number for a group of items; without a line a provisional one that keeps its place.

    An appointment's number has the appointment's id, so asking again is the same number.
    """
    require(station.operator, Act.FILL)
    number_id = appointment or station.entropy(16).hex()
    wanted = NumberWanted(number_id, group, station.clock(), appointment)
    station.audit("take-number", detail=group)
    try:
        if exchange is not None:
            return _ticket(wanted, exchange.online().take_number(wanted))
    except ExchangeError as error:
        if not isinstance(error.outcome, Unreachable):
            raise
    told = {"group": group, "at": wanted.at.isoformat(), "appointment": appointment}
    with station.store.transaction():
        number = _next_local(station)
        station.store.notes.put(WAITING + wanted.id, json.dumps(told, ensure_ascii=False))
    return Ticket(wanted.id, number, group, wanted.at, provisional=True)


def check_in(station: Station, exchange: Exchange | None, appointment: str) -> Ticket:
    """Whoever booked is here: their number (NoAppointmentError, ExchangeError)."""
    try:
        return take_number(station, exchange, GENERAL, appointment)
    except ExchangeError as error:
        if isinstance(error.outcome, Refused):
            told = tr("县里没有这个预约，或者已经取消、在别处报到了。请按“取号”，或到窗口问一问")
            raise NoAppointmentError(told) from error
        raise


def print_number(station: Station, ticket: Ticket, *, elder: bool = False) -> bool:
    """The number's slip; whether it went to the printer. It proves nothing, so no ledger counts it.

    Without a printer nothing is printed.
    """
    require(station.operator, Act.PRINT)
    printer = station.receipt_printer
    if printer is None:
        return False
    slip = NumberSlip(
        site=station.site,
        printed=station.clock(),
        number=ticket.number,
        service=ticket.group,
        taken=ticket.at,
        ahead=None if ticket.provisional else ticket.ahead,
        offline=ticket.provisional,
    )
    made = document(slip, printer.medium, elder=elder, text=station.receipt_text)
    return isinstance(printer.print(made, f"number-{ticket.id}"), Printed | Sent)


def make_good(station: Station, exchange: Exchange) -> list[Ticket]:
    """Hand in numbers taken without a line (ExchangeError); yesterday's are dropped."""
    found: list[Ticket] = []
    notes = station.store.notes
    for name in notes.names(WAITING):
        told = json.loads(notes.get(name) or "{}")
        wanted = NumberWanted(
            name.removeprefix(WAITING),
            told["group"],
            datetime.fromisoformat(told["at"]),
            told["appointment"],
        )
        if station.clock() - wanted.at < STALE:
            try:
                found.append(_ticket(wanted, exchange.online().take_number(wanted)))
            except ExchangeError as error:
                if isinstance(error.outcome, Unreachable):
                    raise
        notes.take(name)
    return found


def _ticket(wanted: NumberWanted, found: QueueNumber) -> Ticket:
    return Ticket(found.id, found.number, found.group, wanted.at, found.ahead)


def _next_local(station: Station) -> str:
    """A provisional number: this terminal's own, counted anew every day."""
    today = station.wall_clock().date().isoformat()
    day, _, count = (station.store.notes.get(COUNT) or "").partition(" ")
    number = int(count) + 1 if day == today else 1
    station.store.notes.put(COUNT, f"{today} {number}")
    return f"L{number:03d}"
