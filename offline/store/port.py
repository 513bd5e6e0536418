"""The Store port: everything the product remembers, in rooms of one concern each.

Calls block and are durable when they return. A store object belongs to one thread; another lane
takes its own with ``sibling()``. Errors are ``StoreError`` subclasses and carry facts, not words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol, Self

from offline.records import (
    NOBODY,
    Attachment,
    AuditEntry,
    Case,
    CaseState,
    Draft,
    IssuerKey,
    Operator,
    Parties,
    Person,
    PrintJob,
    PrintState,
    ServiceItem,
    StoredForm,
    Submission,
    SubmissionState,
)
from offline.store.account import Account
from offline.store.entity import Entities

RESTORED = "store.restored"
"""Name of the note that a restored, salvaged or moved store carries (an ISO time): before anything
is sent, the exchange is asked what it holds already, and the note is taken."""


MOVED = "store.moved"
"""Name of the note of a store whose unsent work moved to another terminal (an ISO time)."""


class StoreError(Exception):
    """Something about the store itself, not about what was asked of it."""


class NoStoreError(StoreError):
    """There is no store in this data folder yet."""


class LockedError(StoreError):
    """Another process writes to this store (its pid, if known)."""

    def __init__(self, pid: int | None = None) -> None:
        super().__init__("the store is being written to" + (f" by process {pid}" if pid else ""))
        self.pid = pid


class BusyError(StoreError):
    """Another connection held the database longer than the busy time-out."""


class KeyUnavailableError(StoreError):
    """No key slot could be opened here."""


class WrongSecretError(KeyUnavailableError):
    """A passphrase or recovery code that opens no slot."""


class PassphraseLockedError(KeyUnavailableError):
    """Too many wrong passphrases: ``seconds`` until the next try, None for until another way in."""

    def __init__(self, message: str = "", seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class DamagedError(StoreError):
    """The file fails its integrity check or is no store of ours."""


class SchemaError(StoreError):
    """The schema is not the one this program reads; names both numbers."""

    def __init__(self, found: int = 0, known: int = 0) -> None:
        super().__init__(f"the store has schema {found}, this program knows schema {known}")
        self.found, self.known = found, known


class NewerSchemaError(SchemaError):
    """Written by a newer program; names both schema numbers."""


class OlderSchemaError(SchemaError):
    """Not yet migrated: a reader cannot do it, a writer does it on opening."""


class MovedError(StoreError):
    """The unsent work of this store moved to another terminal, which sends it now."""


class FrozenError(StoreError):
    """Finalised bytes never change: the submission of this instance id exists already."""


class ReceiptTakenError(StoreError):
    """Another submission has this receipt number; mint a new one."""


class DiskFullError(StoreError):
    """The last write did not happen because the disk is full."""


class DiskError(StoreError):
    """The disk itself failed; what was asked was not acknowledged. Asking again is safe."""


class CipherError(DiskError):
    """SQLCipher stopped in the middle: after a failed read or write, or for want of memory."""


class UnknownRecordError(LookupError):
    """No record of that id."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The passphrase was right; without an exchange it works until ``expires``."""

    operator: Operator
    expires: datetime


@dataclass(frozen=True, slots=True)
class WrongPassphrase:
    """Not the passphrase, or no such operator; ``left`` tries until the account locks."""

    left: int


@dataclass(frozen=True, slots=True)
class Resting:
    """Too soon after a failure: ``seconds`` until the next try."""

    seconds: float


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Five failures, or expired: only a new passphrase set by another operator helps."""

    expired: bool


UnlockOutcome = Unlocked | WrongPassphrase | Resting | LockedOut


class Shelf(Protocol):
    """What was computed from something stored, under a key that names everything it came from.

    It can always be computed again: where it cannot be kept now, ``put`` keeps nothing.
    """

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, value: bytes) -> None: ...


class Forms(Protocol):
    """Form versions and their media. Versions that a draft began with are kept."""

    def put(self, form: StoredForm) -> None: ...
    def get(self, form_id: str, version: str | None = None) -> StoredForm:
        """The version asked for, else the newest put (UnknownRecordError)."""
        ...

    def hashes(self) -> Mapping[tuple[str, str], str]:
        """(form id, version) → hash of what is stored."""
        ...

    def shelf(self, form_id: str, version: str) -> Shelf:
        """Where the compiled form of a version is kept; it goes when the version goes."""
        ...


class Drafts(Protocol):
    """Unfinished forms with their attachments."""

    def save(self, draft: Draft) -> None: ...
    def get(self, instance_id: str) -> Draft: ...
    def of(self, subject: str) -> Sequence[Draft]: ...
    def all(self) -> Sequence[Draft]: ...
    def discard(self, instance_id: str) -> None: ...


class Attachments(Protocol):
    """Bytes inside the encrypted store, in pieces; belong to a draft, then to its submission."""

    def add(self, instance_id: str, name: str, media_type: str, source: BinaryIO) -> Attachment: ...
    def of(self, instance_id: str) -> Sequence[Attachment]: ...
    def open(self, instance_id: str, name: str) -> BinaryIO: ...
    def remove(self, instance_id: str, name: str) -> None: ...


class Submissions(Protocol):
    """What was handed in, and the outbox: the queue is the table."""

    def finalise(
        self, draft: Draft, xml: bytes, receipt: str, names: Sequence[str], now: datetime
    ) -> Submission:
        """In one transaction: submission row, outbox row, attachment rows of ``names``, no draft.

        Finalising the same instance again returns what is there.
        """
        ...

    def get(self, instance_id: str) -> Submission: ...
    def by_receipt(self, receipt: str) -> Submission: ...
    def xml(self, instance_id: str) -> bytes: ...
    def list(self, state: SubmissionState | None = None) -> Sequence[Submission]: ...
    def of(self, subject: str) -> Sequence[Submission]: ...

    def find(
        self,
        words: str = "",
        *,
        state: SubmissionState | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> Sequence[Submission]:
        """Newest first: whom all words fit (part of the 登记号 or name, last four of the ID, or
        anything ``People.find`` knows the person by), finalised from ``since`` before ``until``.
        """
        ...

    def claim(self, instance_id: str, now: datetime) -> Submission:
        """Mark sending, durably, before the network is touched."""
        ...

    def settle(
        self,
        instance_id: str,
        then: SubmissionState,
        now: datetime,
        *,
        due: datetime | None = None,
        reason: str = "",
    ) -> Submission:
        """Record an outcome: accepted, waiting or quarantined; attempts are counted.

        What is accepted is not settled again (NotDrawnError).
        """
        ...

    def take_back(self, instance_id: str, reason: str, now: datetime) -> Submission:
        """An accepted one that the exchange lost → waiting with all its files, due now."""
        ...

    def take_up(self, now: datetime) -> int:
        """Rows left in sending by a sender that died → waiting, due now; how many."""
        ...

    def withdraw(self, instance_id: str, now: datetime) -> Submission: ...
    def resend(self, instance_id: str, now: datetime) -> Submission: ...
    def close(self, instance_id: str, reason: str, now: datetime) -> Submission:
        """A person gives a refused one up, with the reason kept beside the server's words."""
        ...

    def mark_attachment_sent(self, instance_id: str, name: str) -> None: ...


class Cases(Protocol):
    """What the exchange said about cases, and documents it issued for them."""

    def put(self, case: Case) -> None: ...
    def get(self, instance_id: str) -> Case | None: ...
    def find(
        self,
        words: str = "",
        *,
        state: CaseState | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> Sequence[Case]:
        """Newest news first: whom all words fit (part of the 受理号, or what
        ``Submissions.find`` knows the submission by), heard of from ``since`` before ``until``.
        """
        ...

    def put_certificate(self, instance_id: str, document: bytes) -> None: ...
    def certificate(self, instance_id: str) -> bytes | None: ...


class Prints(Protocol):
    """The print ledger (fulfils ``printers.ledger.PrintLedger``)."""

    def add(self, job: PrintJob) -> None: ...
    def move(self, job_id: str, then: PrintState, detail: str = "") -> PrintJob: ...
    def get(self, job_id: str) -> PrintJob: ...
    def of(self, reference: str, kind: str | None = None) -> Sequence[PrintJob]: ...
    def in_state(self, state: PrintState) -> Sequence[PrintJob]: ...


class Trust(Protocol):
    """Pinned issuer keys and the nonces already used."""

    def put_keys(self, keys: Sequence[IssuerKey], now: datetime) -> None:
        """Pin this list, heard at ``now``, in place of the one before."""
        ...

    def keys(self) -> Sequence[IssuerKey]: ...
    def heard(self) -> datetime | None:
        """When the list was last heard: its age is shown, it is never dropped for it."""
        ...

    def use_nonce(self, issuer: str, nonce: str, expires: datetime) -> bool:
        """Record a nonce; False if it was used before (replay)."""
        ...


class Catalogue(Protocol):
    """The service items as last heard from the exchange."""

    def replace(self, items: Sequence[ServiceItem]) -> None: ...
    def items(self) -> Sequence[ServiceItem]: ...
    def of_form(self, form_id: str) -> ServiceItem | None:
        """The first item that is done by this form; without reading the thousands of others."""
        ...


class Audit(Protocol):
    """The hash chain of acts."""

    def record(
        self,
        operator: str,
        act: str,
        subject: str = "",
        detail: str = "",
        parties: Parties = NOBODY,
    ) -> None: ...
    def parties(self, subject: str) -> Parties | None:
        """Who acts for whom, as the newest entry about this subject says.

        None if there is none that could say it: entries from before schema 6 could not.
        """
        ...

    def head(self) -> tuple[int, str]:
        """Number and digest of the newest entry; (0, the start's digest) for none."""
        ...

    def entries(self, after: int = 0) -> Iterator[AuditEntry]: ...
    def find(
        self,
        *,
        operator: str = "",
        act: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 200,
    ) -> Sequence[AuditEntry]:
        """Newest first; "" and None for whatever, from ``since`` before ``until``."""
        ...

    def named(self) -> tuple[Sequence[str], Sequence[str]]:
        """The operators and the acts that occur, each sorted."""
        ...

    def broken_at(self) -> int | None:
        """Number of the first entry that does not follow from the one before; None if whole."""
        ...


class Notes(Protocol):
    """Small facts by name: cursors, tokens, terminal id, last time seen, pending ratings."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...
    def take(self, name: str) -> str | None: ...
    def names(self, prefix: str) -> Sequence[str]: ...


class People(Protocol):
    """Residents met before, found by part of a name, pinyin, initials or last four."""

    def put(self, person: Person, phone: str = "") -> None: ...
    def find(self, words: str, limit: int = 20) -> Sequence[Person]: ...
    def remembered(self, subject: str) -> Mapping[str, str]:
        """Shared answers of this person (name → value) for prefilling the next form."""
        ...

    def remember(self, subject: str, answers: Mapping[str, str]) -> None: ...


class Operators(Protocol):
    """Local accounts. Unlocking works without a network."""

    def put(self, operator: Operator) -> None: ...
    def all(self) -> Sequence[Operator]: ...
    def accounts(self) -> Sequence[Account]:
        """All, with how their passphrases stand; without any secret."""
        ...

    def remove(self, operator_id: str) -> None: ...
    def clear_failures(self, operator_id: str) -> None:
        """The failures are forgotten, the passphrase stays (UnknownRecordError)."""
        ...

    def set_passphrase(self, operator_id: str, passphrase: str, expires: datetime) -> None:
        """A new passphrase, failures forgotten (UnknownRecordError)."""
        ...

    def unlock(self, operator_id: str, passphrase: str, now: datetime) -> UnlockOutcome:
        """Try a passphrase; a failure is counted durably before it is looked at."""
        ...


class Store(Protocol):
    """One SQLCipher file. Rooms share its connection and its transactions."""

    @property
    def forms(self) -> Forms: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def prints(self) -> Prints: ...
    @property
    def trust(self) -> Trust: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def people(self) -> People: ...
    @property
    def operators(self) -> Operators: ...
    @property
    def entities(self) -> Entities: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Several calls of several rooms as one durable step, or none of them."""
        ...

    def sibling(self) -> Self:
        """Another connection to the same store, for another thread of this process."""
        ...

    def close(self) -> None: ...
