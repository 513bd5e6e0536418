"""The Online half of the port over the service API."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import quote

from offline.exchange import counter_entries as entries
from offline.exchange.capability import Capability
from offline.exchange.online import (
    Appointment,
    Bill,
    Booking,
    Consent,
    Licence,
    NumberWanted,
    Payment,
    QueueNumber,
    Resolution,
    Slot,
    Task,
    TaskPage,
    TokenRefusal,
)
from offline.exchange.outcomes import ExchangeError, Unreachable
from offline.exchange.rest import Json, Rest, listed_in, read

ZIP: Final = "application/zip"


class Counter:
    """One server's counter; see ``offline.exchange.online.Online``."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def resolve(
        self, issuer: str, token: str, seen: datetime | None = None
    ) -> Resolution | TokenRefusal:
        told = {"issuer": issuer, "token": token}
        if seen is not None:
            told["seen"] = seen.isoformat()
        answer = self._ask(Capability.RESOLVE, "POST", "v1/codes/resolve", told)
        if answer.get("refused"):
            return read(entries.refusal, answer)
        return read(entries.resolution, answer)

    def licences(self, consent: Consent) -> Sequence[Licence]:
        told = {"consent": entries.told_consent(consent)}
        answer = self._ask(Capability.LICENCES, "POST", "v1/licences/query", told)
        return [read(entries.licence, entry) for entry in listed_in(answer, "licences")]

    def licence_document(self, licence_id: str, consent: Consent) -> bytes:
        """The document; anything that is no PDF is no answer."""
        self._rest.needs(Capability.LICENCES)
        path = f"v1/licences/{_part(licence_id)}/document"
        told = {"consent": entries.told_consent(consent)}
        body = self._rest.answer("POST", path, told).body
        if not body.startswith(b"%PDF-"):
            raise ExchangeError(Unreachable("no document"))
        return body

    def order(self, bill: Bill) -> Payment:
        told = {"instance_id": bill.instance_id, "title": bill.title, "amount": bill.amount}
        path = f"v1/payments/{_part(bill.order_id)}"
        return read(entries.payment, self._ask(Capability.PAYMENTS, "PUT", path, told))

    def payment(self, order_id: str) -> Payment:
        path = f"v1/payments/{_part(order_id)}"
        return read(entries.payment, self._ask(Capability.PAYMENTS, "GET", path))

    def close_order(self, order_id: str) -> Payment:
        path = f"v1/payments/{_part(order_id)}/closure"
        return read(entries.payment, self._ask(Capability.PAYMENTS, "POST", path))

    def take_number(self, wanted: NumberWanted) -> QueueNumber:
        told = {
            "group": wanted.group,
            "at": wanted.at.isoformat(),
            "appointment": wanted.appointment,
        }
        path = f"v1/queue-numbers/{_part(wanted.id)}"
        return read(entries.queue_number, self._ask(Capability.NUMBERS, "PUT", path, told))

    def number(self, number_id: str) -> QueueNumber:
        path = f"v1/queue-numbers/{_part(number_id)}"
        return read(entries.queue_number, self._ask(Capability.NUMBERS, "GET", path))

    def slots(self, item_id: str) -> Sequence[Slot]:
        path = f"v1/slots/{_part(item_id)}"
        answer = self._ask(Capability.APPOINTMENTS, "GET", path)
        return [read(entries.slot, entry) for entry in listed_in(answer, "slots")]

    def book(self, booking: Booking) -> Appointment:
        told = {"subject": booking.subject, "item_id": booking.item_id, "slot": booking.slot}
        path = f"v1/appointments/{_part(booking.id)}"
        return read(entries.appointment, self._ask(Capability.APPOINTMENTS, "PUT", path, told))

    def appointments(self, subject: str) -> Sequence[Appointment]:
        told = {"subject": subject}
        answer = self._ask(Capability.APPOINTMENTS, "POST", "v1/appointments/query", told)
        return [read(entries.appointment, entry) for entry in listed_in(answer, "appointments")]

    def cancel_appointment(self, appointment_id: str) -> Appointment:
        path = f"v1/appointments/{_part(appointment_id)}"
        return read(entries.appointment, self._ask(Capability.APPOINTMENTS, "DELETE", path))

    def tasks(self, cursor: str) -> TaskPage:
        self._rest.needs(Capability.TASKS)
        answer = self._rest.page("v1/tasks", cursor)
        tasks = tuple(read(entries.task, entry) for entry in listed_in(answer, "tasks"))
        return TaskPage(tasks, str(answer.get("cursor", cursor)), bool(answer.get("more")))

    def accept_task(self, task_id: str) -> Task:
        path = f"v1/tasks/{_part(task_id)}/acceptance"
        return read(entries.task, self._ask(Capability.TASKS, "PUT", path))

    def finish_task(self, task_id: str, instance_id: str) -> Task:
        path, told = f"v1/tasks/{_part(task_id)}/submission", {"instance_id": instance_id}
        return read(entries.task, self._ask(Capability.TASKS, "PUT", path, told))

    def archive(self, instance_id: str, package: bytes) -> str:
        """The receipt must be of these bytes; another one proves nothing."""
        self._rest.needs(Capability.ARCHIVES)
        path = f"v1/archives/{_part(instance_id)}"
        headers = {"Content-Type": ZIP}
        answer = self._rest.json("PUT", path, data=package, headers=headers)
        receipt = hashlib.sha256(package).hexdigest()
        if answer.get("sha256") != receipt:
            raise ExchangeError(Unreachable("no receipt"))
        return receipt

    def _ask(self, capability: Capability, method: str, path: str, body: object = None) -> Json:
        self._rest.needs(capability)
        return self._rest.json(method, path, body)


def _part(text: str) -> str:
    """One step of a path."""
    return quote(text, safe="")
