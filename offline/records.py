"""The records of the product and the only moves their states may make.

Pure data: no Qt, no database, no network. Times are aware ``datetime`` in UTC. Texts of the
exchange (reasons, deadlines) are carried as given; sentences are made in ``kiosk.words``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar


class SubmissionState(StrEnum):
    """Where a submission stands between the resident's finger and the exchange."""

    DRAFT = "draft"
    FINALISED = "finalised"
    SENDING = "sending"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    CLOSED = "closed"


class AttachmentState(StrEnum):
    """Whether the exchange is known to hold an attachment's bytes."""

    PENDING = "pending"
    SENT = "sent"


class PrintState(StrEnum):
    """Where a print job stands between the ledger and the paper."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"
    REPRINT = "reprint"
    CANCELLED = "cancelled"


class CaseState(StrEnum):
    """What the exchange says about a case (办件); the words are the field's own."""

    RECEIVED = "已收件"
    COLLECTING = "材料调取中"
    ACCEPTED = "受理"
    RETURNED = "退回补正"
    DONE = "办结"
    REFUSED = "不予受理"


S = TypeVar("S", SubmissionState, PrintState)

_S = SubmissionState
_P = PrintState

SUBMISSION_MOVES: Mapping[SubmissionState, frozenset[SubmissionState]] = MappingProxyType(
    {
        _S.DRAFT: frozenset({_S.FINALISED, _S.CLOSED}),
        _S.FINALISED: frozenset({_S.SENDING, _S.CLOSED}),
        _S.SENDING: frozenset({_S.ACCEPTED, _S.WAITING, _S.QUARANTINED}),
        _S.WAITING: frozenset({_S.SENDING, _S.QUARANTINED}),
        _S.QUARANTINED: frozenset({_S.WAITING, _S.CLOSED}),
        _S.ACCEPTED: frozenset({_S.WAITING}),
        _S.CLOSED: frozenset(),
    }
)

PRINT_MOVES: Mapping[PrintState, frozenset[PrintState]] = MappingProxyType(
    {
        _P.QUEUED: frozenset({_P.SENDING, _P.CANCELLED}),
        _P.SENDING: frozenset({_P.SENT, _P.QUEUED, _P.DOUBTFUL}),
        _P.SENT: frozenset({_P.CONFIRMED, _P.DOUBTFUL}),
        _P.DOUBTFUL: frozenset({_P.CONFIRMED, _P.REPRINT}),
        _P.CONFIRMED: frozenset(),
        _P.REPRINT: frozenset(),
        _P.CANCELLED: frozenset(),
    }
)


class NotDrawnError(Exception):
    """A move between states that the state chart does not draw: a bug, never a person's fault."""

    def __init__(self, now: StrEnum, then: StrEnum) -> None:
        super().__init__(f"{now.value} → {then.value} is not in the state chart")
        self.now, self.then = now, then


def check_submission_move(now: SubmissionState, then: SubmissionState) -> None:
    """Refuse a move of a submission that is not drawn (NotDrawnError)."""
    if then not in SUBMISSION_MOVES[now]:
        raise NotDrawnError(now, then)


def check_print_move(now: PrintState, then: PrintState) -> None:
    """Refuse a move of a print job that is not drawn (NotDrawnError)."""
    if then not in PRINT_MOVES[now]:
        raise NotDrawnError(now, then)


@dataclass(frozen=True, slots=True)
class Person:
    """Whose visit it is, as far as the scanned code or the typed ID told.

    ``subject`` is the issuer's pseudonym, or ``id:<sha256 of the ID>`` for a typed ID. ``id4`` are
    the last four characters of the ID; ``id_number`` is known only if typed or read from a card.
    """

    subject: str
    name: str
    id4: str
    kind: str = "person"
    issuer: str = ""
    id_number: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """Who acts: the station itself (a resident's own visit), a member of staff, or ``cli``."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class StoredForm:
    """One version of a form as it lies in the store: XForm XML and its media by file name."""

    form_id: str
    version: str
    title: str
    hash: str
    xml: bytes
    media: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished form: ``state`` from ``FormSession.save``, ``place`` the page's path."""

    instance_id: str
    form_id: str
    form_version: str
    title: str
    person: Person | None
    operator: str
    state: bytes
    place: str
    started: datetime
    saved: datetime
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a draft or submission. ``sha256`` is lower-case hex, ``size`` bytes."""

    name: str
    sha256: str
    size: int
    media_type: str
    state: AttachmentState = AttachmentState.PENDING


@dataclass(frozen=True, slots=True)
class Submission:
    """What a person handed in. Its bytes never change after finalising.

    ``receipt`` is the local 登记号. ``reason`` holds the exchange's words when quarantined.
    ``due`` is when the next attempt may start, ``attempts`` how many were made.
    """

    instance_id: str
    receipt: str
    form_id: str
    form_version: str
    title: str
    person: Person | None
    operator: str
    state: SubmissionState
    finalised: datetime
    attachments: tuple[Attachment, ...] = ()
    replaces: str = ""
    attempts: int = 0
    due: datetime | None = None
    reason: str = ""
    settled: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A submission as the exchange handles it. ``number`` is the acceptance number (受理号)."""

    instance_id: str
    state: CaseState
    number: str = ""
    department: str = ""
    reason: str = ""
    deadline: date | None = None
    accepted: datetime | None = None
    updated: datetime | None = None
    has_certificate: bool = False


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A paper in the ledger. ``copy`` counts from 1; a reprint (补打) names the job it repeats.

    ``kind`` is ``slip``, ``delivery``, ``acceptance`` or ``certificate``; ``reference`` the
    submission's instance id; ``document`` the bytes that went or will go to the printer.
    """

    id: str
    kind: str
    reference: str
    destination: str
    copy: int
    state: PrintState
    created: datetime
    document: bytes = b""
    repeats: str = ""
    operator: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A pinned public key that service codes are verified with; ``public`` is PEM (SPKI)."""

    issuer: str
    issuer_name: str
    key_id: str
    algorithm: str
    public: str
    not_before: datetime
    not_after: datetime
    max_age: int = 0


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A service item (事项) of the catalogue. ``icon`` names a file of ``resources/icons``.

    ``fee`` is what an accepted case costs, in fen; 0 for nothing.
    """

    id: str
    name: str
    department: str
    form_id: str
    group: str
    icon: str = "document"
    summary: str = ""
    guide: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    offline: str = "yes"
    prints: str = "receipt"
    english: str = ""
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Parties:
    """Who acts for whom (代办), as pseudonyms; both empty where nobody acts for another."""

    principal: str = ""
    agent: str = ""


NOBODY = Parties()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain; ``subject`` is a pseudonym or an id, never a name."""

    number: int
    at: datetime
    operator: str
    act: str
    subject: str
    detail: str
    digest: str
    parties: Parties = NOBODY
