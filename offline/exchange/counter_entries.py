"""Entries of the counter's answers → records (KeyError, ValueError … for what does not fit)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from offline.exchange.online import (
    Appointment,
    Consent,
    Licence,
    NumberState,
    Payment,
    PaymentState,
    QueueNumber,
    Resolution,
    Slot,
    Task,
    TokenRefusal,
)
from offline.exchange.rest import time_of
from offline.records import Person

Entry = Mapping[str, Any]


def resolution(entry: Entry) -> Resolution:
    """The person of an opaque code."""
    person = Person(
        subject=str(entry["subject"]),
        name=str(entry["name"]),
        id4=str(entry["id4"]),
        kind=str(entry["kind"]),
        issuer=str(entry["issuer"]),
        verified=True,
    )
    nonce = str(entry["nonce"])
    bytes.fromhex(nonce)
    return Resolution(person, time_of(entry["expires"]), nonce)


def refusal(entry: Entry) -> TokenRefusal:
    """Why not."""
    return TokenRefusal(entry["refused"])


def told_consent(consent: Consent) -> dict[str, str]:
    """A consent as the API takes it."""
    return {
        "id": consent.id,
        "subject": consent.subject,
        "purpose": consent.purpose,
        "operator": consent.operator,
        "at": consent.at.isoformat(),
    }


def licence(entry: Entry) -> Licence:
    """A licence."""
    until = entry.get("valid_until")
    return Licence(
        id=str(entry["id"]),
        kind=str(entry["kind"]),
        name=str(entry["name"]),
        issuer=str(entry["issuer"]),
        number=str(entry["number"]),
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_until=date.fromisoformat(until) if until else None,
        has_document=bool(entry.get("has_document", False)),
    )


def payment(entry: Entry) -> Payment:
    """An order."""
    return Payment(
        order_id=str(entry["order_id"]),
        instance_id=str(entry["instance_id"]),
        title=str(entry["title"]),
        amount=int(entry["amount"]),
        state=PaymentState(entry["state"]),
        qr_text=str(entry.get("qr_text") or ""),
        expires=_time(entry.get("expires")),
        paid=_time(entry.get("paid")),
        receipt=str(entry.get("receipt") or ""),
    )


def queue_number(entry: Entry) -> QueueNumber:
    """A queue number."""
    return QueueNumber(
        id=str(entry["id"]),
        number=str(entry["number"]),
        group=str(entry["group"]),
        state=NumberState(entry["state"]),
        ahead=int(entry.get("ahead", 0)),
        counter=str(entry.get("counter") or ""),
    )


def slot(entry: Entry) -> Slot:
    """A slot."""
    begins, ends = time_of(entry["begins"]), time_of(entry["ends"])
    return Slot(str(entry["id"]), begins, ends, int(entry["left"]))


def appointment(entry: Entry) -> Appointment:
    """An appointment."""
    return Appointment(
        id=str(entry["id"]),
        item_id=str(entry["item_id"]),
        begins=time_of(entry["begins"]),
        ends=time_of(entry["ends"]),
        state=str(entry["state"]),
    )


def task(entry: Entry) -> Task:
    """A task."""
    return Task(
        id=str(entry["id"]),
        title=str(entry["title"]),
        form_id=str(entry["form_id"]),
        state=str(entry["state"]),
        due=_time(entry.get("due")),
        place=str(entry.get("place") or ""),
        words=str(entry.get("words") or ""),
        facts={str(name): str(value) for name, value in entry.get("facts", {}).items()},
        instance_id=str(entry.get("instance_id") or ""),
    )


def _time(text: Any) -> datetime | None:
    return time_of(text) if text else None
