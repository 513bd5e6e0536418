"""What is asked of the centre while a person waits: codes, licences, money, numbers; and tasks.

The second half of the Exchange port. Every method blocks, retries nothing and raises
``ExchangeError``; one that the server does not offer raises it with ``Unsupported``. Ids are minted
here and are idempotency keys: the same question again changes nothing at the centre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from offline.records import Person


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whose opaque code it is (no more than a visit needs), until when, and its nonce in hex."""

    person: Person
    expires: datetime
    nonce: str


class TokenRefusal(StrEnum):
    """Why the centre does not say whose opaque code it is."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Consent:
    """A person agreed, here and now, to one use of their licences (个人信息保护法 § 14)."""

    id: str
    subject: str
    purpose: str
    operator: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Licence:
    """An electronic licence (电子证照) as its issuer holds it; ``number`` is masked there."""

    id: str
    kind: str
    name: str
    issuer: str
    number: str
    valid_from: date
    valid_until: date | None = None
    has_document: bool = False

    def valid_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class PaymentState(StrEnum):
    """How an order stands at the centre."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid for a submission, in fen. One submission has at most one open order."""

    order_id: str
    instance_id: str
    title: str
    amount: int


@dataclass(frozen=True, slots=True)
class Payment:
    """An order (缴款单) as the centre holds it; ``qr_text`` is what the payer's phone scans."""

    order_id: str
    instance_id: str
    title: str
    amount: int
    state: PaymentState
    qr_text: str = ""
    expires: datetime | None = None
    paid: datetime | None = None
    receipt: str = ""


class NumberState(StrEnum):
    """How a queue number stands."""

    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """A number to take (取号) for a group of items; ``at`` is when, if it was taken offline."""

    id: str
    group: str
    at: datetime
    appointment: str = ""


@dataclass(frozen=True, slots=True)
class QueueNumber:
    """A number in the hall's queue; ``ahead`` waits before it, ``counter`` calls it."""

    id: str
    number: str
    group: str
    state: NumberState
    ahead: int = 0
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked for an item, and how many places are left."""

    id: str
    begins: datetime
    ends: datetime
    left: int


@dataclass(frozen=True, slots=True)
class Booking:
    """A wish for a slot, for a subject known by pseudonym."""

    id: str
    subject: str
    item_id: str
    slot: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked time (预约); ``state`` is ``booked``, ``arrived`` or ``cancelled``."""

    id: str
    item_id: str
    begins: datetime
    ends: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Task:
    """Work for a grid worker: which form to fill, where, by when.

    ``state`` is ``open``, ``accepted``, ``done`` or ``withdrawn``; ``facts`` prefill the form.
    """

    id: str
    title: str
    form_id: str
    state: str
    due: datetime | None = None
    place: str = ""
    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    instance_id: str = ""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Tasks of this terminal new or changed since a cursor."""

    tasks: tuple[Task, ...]
    cursor: str
    more: bool = False


class Online(Protocol):
    """The centre's counter."""

    def resolve(
        self, issuer: str, token: str, seen: datetime | None = None
    ) -> Resolution | TokenRefusal:
        """Whose opaque code it is. The same terminal may ask again while it lives.

        ``seen`` (aware) is when it was scanned, if that was while the centre could not be asked:
        whether it had expired is judged by that.
        """
        ...

    def licences(self, consent: Consent) -> Sequence[Licence]:
        """The licences of a consenting person; the consent is recorded at the centre too."""
        ...

    def licence_document(self, licence_id: str, consent: Consent) -> bytes:
        """A licence's document (PDF)."""
        ...

    def order(self, bill: Bill) -> Payment:
        """The order for a bill: a new one, or the one that this submission has already."""
        ...

    def payment(self, order_id: str) -> Payment:
        """How an order stands."""
        ...

    def close_order(self, order_id: str) -> Payment:
        """Close an order that nobody paid; a paid one stays paid."""
        ...

    def take_number(self, wanted: NumberWanted) -> QueueNumber:
        """A queue number; the same id again is the same number."""
        ...

    def number(self, number_id: str) -> QueueNumber:
        """How a number stands."""
        ...

    def slots(self, item_id: str) -> Sequence[Slot]:
        """Times that can be booked."""
        ...

    def book(self, booking: Booking) -> Appointment:
        """Book a slot (Refused with 409's words if it is full)."""
        ...

    def appointments(self, subject: str) -> Sequence[Appointment]:
        """A person's appointments from today on."""
        ...

    def cancel_appointment(self, appointment_id: str) -> Appointment:
        """Give a slot back."""
        ...

    def tasks(self, cursor: str) -> TaskPage:
        """Tasks by delta, ``cursor`` "" for all."""
        ...

    def accept_task(self, task_id: str) -> Task:
        """Say that somebody here does it."""
        ...

    def finish_task(self, task_id: str, instance_id: str) -> Task:
        """Say which submission it became."""
        ...

    def archive(self, instance_id: str, package: bytes) -> str:
        """Hand in an archive package (zip); the SHA-256 that the centre verified."""
        ...
