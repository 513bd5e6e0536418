"""Messages of the counter: codes, licences, money, queue numbers, appointments, tasks, archives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from kiosk.sandbox.models import Identifier, Message, ShortText

Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Fen = Annotated[int, Field(ge=1, le=10_000_000_00)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]


class TokenRequest(Message):
    """A person for whom an issuer makes an opaque code (``GSO1:…``)."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    id4: Annotated[str, StringConstraints(pattern="^[0-9]{3}[0-9X]$")]
    kind: Annotated[str, StringConstraints(pattern="^(person|enterprise)$")] = "person"
    ttl: Seconds = 300


class TokenText(Message):
    """The text of the code."""

    text: str


class ResolveRequest(Message):
    """An opaque code in its two parts; ``seen`` if it was scanned while nobody could be asked."""

    issuer: Annotated[str, StringConstraints(pattern="^[a-z0-9.-]{1,100}$")]
    token: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{1,256}$")]
    seen: AwareDatetime | None = None


class ResolveAnswer(Message):
    """Whose it is, or in ``refused`` why that is not said: unknown, expired, used, revoked."""

    refused: str = ""
    subject: str = ""
    name: str = ""
    id4: str = ""
    kind: str = "person"
    issuer: str = ""
    expires: datetime | None = None
    nonce: str = ""


class ConsentRequest(Message):
    """A person's consent to one use of their licences."""

    id: Identifier
    subject: Identifier
    purpose: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    operator: Identifier
    at: AwareDatetime


class LicencesRequest(Message):
    """Whose licences are asked for says the consent."""

    consent: ConsentRequest


class LicenceEntry(Message):
    """A licence; ``number`` is masked."""

    id: str
    kind: str
    name: str
    issuer: str
    number: str
    valid_from: date
    valid_until: date | None
    has_document: bool


class Licences(Message):
    """The licences of the person who consented."""

    licences: list[LicenceEntry]


class OrderRequest(Message):
    """A bill, in fen."""

    instance_id: Identifier
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    amount: Fen


class PaymentEntry(Message):
    """An order: ``pending``, ``paid`` or ``closed``."""

    order_id: str
    instance_id: str
    title: str
    amount: int
    state: str
    qr_text: str
    expires: datetime
    paid: datetime | None
    receipt: str


class NumberRequest(Message):
    """A queue number for a group of items; ``at`` is when it was taken at the terminal."""

    group: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    at: AwareDatetime
    appointment: ShortText = ""


class NumberEntry(Message):
    """A queue number: ``waiting``, ``called``, ``done`` or ``missed``."""

    id: str
    number: str
    group: str
    state: str
    ahead: int
    counter: str


class CallRequest(Message):
    """A counter that is free calls the next of a group."""

    group: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    counter: Annotated[str, StringConstraints(min_length=1, max_length=20)]


class SlotEntry(Message):
    """A time that can be booked."""

    id: str
    begins: datetime
    ends: datetime
    left: int


class Slots(Message):
    """The times of the next working days."""

    slots: list[SlotEntry]


class BookingRequest(Message):
    """A wish for a slot."""

    subject: Identifier
    item_id: Identifier
    slot: Identifier


class SubjectRequest(Message):
    """A person by pseudonym."""

    subject: Identifier


class AppointmentEntry(Message):
    """An appointment: ``booked``, ``arrived`` or ``cancelled``."""

    id: str
    item_id: str
    begins: datetime
    ends: datetime
    state: str


class Appointments(Message):
    """A person's appointments."""

    appointments: list[AppointmentEntry]


class TaskRequest(Message):
    """Work for a terminal, as the centre hands it out."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    form_id: Identifier
    due: AwareDatetime | None = None
    place: ShortText = ""
    words: ShortText = ""
    facts: dict[ShortText, ShortText] = Field(default_factory=dict, max_length=20)


class TaskEntry(Message):
    """A task: ``open``, ``accepted``, ``done`` or ``withdrawn``."""

    id: str
    title: str
    form_id: str
    state: str
    due: datetime | None
    place: str
    words: str
    facts: dict[str, str]
    instance_id: str


class Tasks(Message):
    """Tasks of this terminal new or changed since the cursor."""

    tasks: list[TaskEntry]
    cursor: str
    more: bool


class TaskSubmission(Message):
    """The submission that a task became."""

    instance_id: Identifier


class ArchiveReceipt(Message):
    """The digest of a package whose manifest was verified, and how many files it holds."""

    sha256: Sha256
    files: int
