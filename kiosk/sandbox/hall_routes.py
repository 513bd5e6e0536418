"""The hall over HTTP: queue numbers and appointments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from kiosk.sandbox import counter_models as models
from kiosk.sandbox.access import Here, Terminal
from kiosk.sandbox.hall import TakenError
from kiosk.sandbox.service import FAULTS

router = APIRouter(tags=["Hall"], responses=FAULTS)
Id = Annotated[str, Path(min_length=1, max_length=200)]


@router.put("/v1/queue-numbers/{number_id}")
def take_number(
    number_id: Id, asked: models.NumberRequest, here: Here, terminal: Terminal
) -> models.NumberEntry:
    """A queue number (取号); with an appointment it checks in. The same id is the same number."""
    try:
        found = here.hall.take(terminal, number_id, asked)
    except TakenError as error:
        raise HTTPException(409, "Another number, or no such appointment.") from error
    return models.NumberEntry.model_validate(found)


@router.get("/v1/queue-numbers/{number_id}")
def number(number_id: Id, here: Here, terminal: Terminal) -> models.NumberEntry:
    """How a number stands."""
    found = here.hall.number(terminal, number_id)
    if found is None:
        raise HTTPException(404, "There is no such number.")
    return models.NumberEntry.model_validate(found)


@router.post("/v1/queue-calls", tags=["Training"])
def call_next(asked: models.CallRequest, here: Here) -> models.NumberEntry:
    """A counter calls who waits longest."""
    found = here.hall.call_next(asked.group, asked.counter)
    if found is None:
        raise HTTPException(404, "Nobody waits.")
    return models.NumberEntry.model_validate(found)


@router.get("/v1/slots/{item_id}")
def slots(item_id: Id, here: Here, terminal: Terminal) -> models.Slots:
    """The times that can be booked for an item."""
    del item_id, terminal
    return models.Slots.model_validate({"slots": here.hall.slots()})


@router.put("/v1/appointments/{booking_id}")
def book(
    booking_id: Id, asked: models.BookingRequest, here: Here, terminal: Terminal
) -> models.AppointmentEntry:
    """Book a slot; the same id is the same appointment."""
    try:
        found = here.hall.book(terminal, booking_id, asked)
    except TakenError as error:
        raise HTTPException(409, "This time is taken.") from error
    return models.AppointmentEntry.model_validate(found)


@router.post("/v1/appointments/query")
def appointments(
    asked: models.SubjectRequest, here: Here, terminal: Terminal
) -> models.Appointments:
    """A person's appointments from today on; whose, is not in the address."""
    del terminal
    found = here.hall.appointments(asked.subject)
    return models.Appointments.model_validate({"appointments": found})


@router.delete("/v1/appointments/{booking_id}")
def cancel(booking_id: Id, here: Here, terminal: Terminal) -> models.AppointmentEntry:
    """Give a slot back."""
    del terminal
    found = here.hall.cancel(booking_id)
    if found is None:
        raise HTTPException(404, "There is no such appointment.")
    return models.AppointmentEntry.model_validate(found)
