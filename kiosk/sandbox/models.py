"""The service API's messages, as its OpenAPI document describes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from offline.records import CaseState

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
CommandNumber = Annotated[str, StringConstraints(pattern="^[0-9]{1,18}$")]
SigningRequest = Annotated[str, StringConstraints(max_length=4000)]
ShortText = Annotated[str, StringConstraints(max_length=200)]


class Message(BaseModel):
    """A JSON object of the API; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Fault(Message):
    """Why a request was not answered."""

    message: str


class Capabilities(Message):
    """What this exchange offers, at ``/.well-known/kiosk-exchange``.

    ``openrosa`` is the path of the OpenRosa server below the root, ``time`` the server's clock,
    ``asks`` what terminals should tell with their heartbeats (``mac``).
    """

    name: str
    version: str
    openrosa: str
    openapi: str
    capabilities: list[str]
    asks: list[str]
    time: datetime


class EnrolmentRequest(Message):
    """A one-time code, the name that the terminal would like to bear, and its signing request.

    The request (PKCS#10, PEM) is of a key made on the terminal, P-256 or Ed25519; without one the
    terminal gets no certificate and cannot renew.
    """

    code: Identifier
    terminal: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,32}$")] = ""
    request: SigningRequest = ""


class RenewalRequest(Message):
    """A signing request of the key that was enrolled."""

    request: SigningRequest


class CodeRequest(Message):
    """A terminal to be, by name; empty lets the terminal choose."""

    terminal: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,32}$")] = ""


class CodeAnswer(Message):
    """A code that enrols one terminal, once, today."""

    code: str


class Enrolment(Message):
    """The terminal's name, token and certificate (PEM), and where its OpenRosa server lies.

    ``signer`` is the public key (PEM) of the lists that this exchange signs.
    """

    terminal: str
    token: str
    openrosa: str
    certificate: str
    expires: datetime
    signer: str


class IssuerKeyEntry(Message):
    """A public key (PEM, SPKI) that service codes are verified with; ``max_age`` in seconds."""

    issuer: str
    issuer_name: str
    key_id: str
    algorithm: str
    public: str
    not_before: datetime
    not_after: datetime
    max_age: int


class IssuerKeys(Message):
    """The trust list."""

    keys: list[IssuerKeyEntry]


class ServiceItemEntry(Message):
    """A service item (事项) of the catalogue."""

    id: str
    name: str
    department: str
    form_id: str
    group: str
    icon: str
    summary: str
    guide: list[str]
    materials: list[str]
    offline: str
    prints: str
    english: str
    fee: int = 0


class CatalogueAnswer(Message):
    """All service items."""

    items: list[ServiceItemEntry]


class CatalogueChanges(Message):
    """Items new or changed since the cursor, and the ids of those that are no more."""

    items: list[ServiceItemEntry]
    gone: list[str]
    cursor: str
    more: bool


class RevocationRequest(Message):
    """What an issuer takes back: ``kid:…``, ``sub:…`` or ``cti:…``."""

    issuer: Identifier
    what: Annotated[str, StringConstraints(pattern=r"^(kid|sub|cti):", max_length=200)]


class Revocations(Message):
    """Entries of six octets each, one after the other in base64, revoked since the cursor."""

    entries: str
    cursor: str
    more: bool


class CaseEntry(Message):
    """A case (办件) of a submission of this terminal."""

    instance_id: str
    state: CaseState
    number: str
    department: str
    reason: str
    deadline: date | None
    accepted: datetime | None
    updated: datetime | None
    has_certificate: bool


class Cases(Message):
    """Cases changed since the cursor; ``more`` says that another page waits now."""

    cases: list[CaseEntry]
    cursor: str
    more: bool


class CaseDecision(Message):
    """What an official decides about a case; who sends it back or refuses it says why."""

    state: CaseState
    reason: ShortText = ""


class HeldQuestion(Message):
    """Instance ids to look for."""

    instance_ids: Annotated[list[Identifier], Field(max_length=1000)]


class HeldAnswer(Message):
    """Those of them that are here whole."""

    held: list[str]


class RatingRequest(Message):
    """GB/T 39735 levels: 5 非常满意 … 1 非常不满意."""

    level: Annotated[int, Field(ge=1, le=5)]
    at: AwareDatetime


class HelpCall(Message):
    """A person at the terminal asked for help; ``page`` is the page's name, no more."""

    page: ShortText


class Heartbeat(Message):
    """How a terminal is; ``queue`` counts submissions not yet delivered."""

    terminal: Annotated[str, StringConstraints(max_length=32)]
    version: ShortText
    queue: Annotated[int, Field(ge=0, le=10_000_000)]
    facts: Annotated[dict[ShortText, ShortText], Field(max_length=100)] = {}
    audit_number: Annotated[int, Field(ge=0, le=2**62)] = 0
    audit_digest: Annotated[str, StringConstraints(pattern="^([0-9a-f]{64})?$")] = ""
    heard: Annotated[int, Field(ge=0, le=2**62)] = 0
    done: Annotated[dict[CommandNumber, ShortText], Field(max_length=100)] = {}


class CommandRequest(Message):
    """What an official wants a terminal to do: an act with its facts, and words for people."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    act: Annotated[str, StringConstraints(pattern="^[a-z-]{1,20}$")] = "say"
    facts: Annotated[dict[ShortText, ShortText], Field(max_length=20)] = {}


class CommandEntry(Message):
    """A command; it is told again until the terminal says that it heard this number."""

    number: int
    words: str
    act: str
    facts: dict[str, str]


class Commands(Message):
    """What the centre wants of the terminal."""

    commands: list[CommandEntry]


class Done(Message):
    """It is done, or was before."""

    ok: bool = True


class HealthAnswer(Message):
    """That the exchange is up, its clock, and how much it holds."""

    ok: bool
    time: datetime
    submissions: int


class ReceivedFileEntry(Message):
    """An attachment that the sandbox holds; SHA-256 in hex."""

    name: str
    sha256: str


class ReceivedEntry(Message):
    """A submission that the sandbox holds."""

    instance_id: str
    form_id: str
    received_at: datetime
    attachments: list[ReceivedFileEntry]


class FormState(Message):
    """``closing`` leaves the formList and still takes submissions; ``closed`` takes none."""

    state: Annotated[str, StringConstraints(pattern="^(open|closing|closed)$")]
