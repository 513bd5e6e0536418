"""A Store in memory that keeps every promise of the port but durability and secrecy."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import BinaryIO, Self

from offline.identity import tidy
from offline.records import (
    NOBODY,
    SUBMISSION_MOVES,
    Attachment,
    AttachmentState,
    AuditEntry,
    Case,
    CaseState,
    Draft,
    IssuerKey,
    NotDrawnError,
    Operator,
    Parties,
    Person,
    PrintJob,
    PrintState,
    ServiceItem,
    StoredForm,
    Submission,
    SubmissionState,
    check_print_move,
    check_submission_move,
)
from offline.store import timewatch
from offline.store.account import Account
from offline.store.audit import START, sealed
from offline.store.clock import Clock, system_clock, to_text
from offline.store.entity import Entity, EntityLink
from offline.store.port import (
    FrozenError,
    LockedOut,
    ReceiptTakenError,
    Resting,
    Shelf,
    UnknownRecordError,
    Unlocked,
    UnlockOutcome,
    WrongPassphrase,
)
from offline.store.searchkeys import of_person, ranges
from offline.store.slots import MOST_FAILURES, pause_after
from tests.fakes.entities import FakeEntities, fits

_S = SubmissionState


@dataclass
class FakeLock:
    """A passphrase in clear: a fake keeps no secrets."""

    passphrase: str
    expires: datetime
    failures: int = 0
    tried: datetime | None = None


@dataclass
class Memory:
    """Everything the rooms remember; siblings share one."""

    clock: Clock = system_clock
    forms: list[StoredForm] = field(default_factory=list)
    compiled: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    files: dict[str, dict[str, tuple[Attachment, bytes]]] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    xml: dict[str, bytes] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    certificates: dict[str, bytes] = field(default_factory=dict)
    jobs: dict[str, PrintJob] = field(default_factory=dict)
    keys: list[IssuerKey] = field(default_factory=list)
    heard: datetime | None = None
    nonces: set[tuple[str, str]] = field(default_factory=set)
    items: list[ServiceItem] = field(default_factory=list)
    log: list[AuditEntry] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    people: dict[str, tuple[Person, str]] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    operators: dict[str, Operator] = field(default_factory=dict)
    locks: dict[str, FakeLock] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    links: list[EntityLink] = field(default_factory=list)

    def submission(self, instance_id: str) -> Submission:
        if instance_id not in self.submissions:
            raise UnknownRecordError(instance_id)
        files = self.files.get(instance_id, {})
        return replace(
            self.submissions[instance_id], attachments=tuple(file for file, _ in files.values())
        )


class _Room:
    def __init__(self, memory: Memory) -> None:
        self._m = memory


class FakeShelf:
    def __init__(self, memory: Memory, form: tuple[str, str]) -> None:
        self._m, self._form = memory, form

    def get(self, key: str) -> bytes | None:
        kept = self._m.compiled.get(self._form)
        return kept[1] if kept and kept[0] == key else None

    def put(self, key: str, value: bytes) -> None:
        if any((form.form_id, form.version) == self._form for form in self._m.forms):
            self._m.compiled[self._form] = (key, value)


class FakeForms(_Room):
    def put(self, form: StoredForm) -> None:
        same = (form.form_id, form.version)
        self._m.forms = [old for old in self._m.forms if (old.form_id, old.version) != same]
        self._m.forms.append(form)
        self._m.compiled.pop(same, None)

    def get(self, form_id: str, version: str | None = None) -> StoredForm:
        for form in reversed(self._m.forms):
            if form.form_id == form_id and version in (None, form.version):
                return form
        raise UnknownRecordError(form_id)

    def shelf(self, form_id: str, version: str) -> Shelf:
        return FakeShelf(self._m, (form_id, version))

    def hashes(self) -> Mapping[tuple[str, str], str]:
        return {(form.form_id, form.version): form.hash for form in self._m.forms}


class FakeDrafts(_Room):
    def save(self, draft: Draft) -> None:
        if draft.instance_id in self._m.submissions:
            raise FrozenError(draft.instance_id)
        old = self._m.drafts.get(draft.instance_id)
        self._m.drafts[draft.instance_id] = replace(draft, started=old.started) if old else draft

    def get(self, instance_id: str) -> Draft:
        if instance_id not in self._m.drafts:
            raise UnknownRecordError(instance_id)
        return self._m.drafts[instance_id]

    def of(self, subject: str) -> Sequence[Draft]:
        drafts = self._m.drafts.values()
        return [each for each in drafts if each.person and each.person.subject == subject]

    def all(self) -> Sequence[Draft]:
        return list(self._m.drafts.values())

    def discard(self, instance_id: str) -> None:
        self._m.drafts.pop(instance_id, None)
        if instance_id not in self._m.submissions:
            self._m.files.pop(instance_id, None)


class FakeAttachments(_Room):
    def add(self, instance_id: str, name: str, media_type: str, source: BinaryIO) -> Attachment:
        self._refuse_frozen(instance_id)
        content = source.read()
        digest = hashlib.sha256(content).hexdigest()
        file = Attachment(name, digest, len(content), media_type)
        files = self._m.files.setdefault(instance_id, {})
        files.pop(name, None)
        files[name] = (file, content)
        return file

    def of(self, instance_id: str) -> Sequence[Attachment]:
        return tuple(file for file, _ in self._m.files.get(instance_id, {}).values())

    def open(self, instance_id: str, name: str) -> BinaryIO:
        files = self._m.files.get(instance_id, {})
        if name not in files:
            raise UnknownRecordError(name)
        return io.BytesIO(files[name][1])

    def remove(self, instance_id: str, name: str) -> None:
        self._refuse_frozen(instance_id)
        self._m.files.get(instance_id, {}).pop(name, None)

    def _refuse_frozen(self, instance_id: str) -> None:
        if instance_id in self._m.submissions:
            raise FrozenError(instance_id)


class FakeSubmissions(_Room):
    def finalise(
        self, draft: Draft, xml: bytes, receipt: str, names: Sequence[str], now: datetime
    ) -> Submission:
        if draft.instance_id not in self._m.submissions:
            self._finalise(draft, xml, receipt, names, now)
        return self.get(draft.instance_id)

    def _finalise(
        self, draft: Draft, xml: bytes, receipt: str, names: Sequence[str], now: datetime
    ) -> None:
        files = self._m.files.get(draft.instance_id, {})
        if set(names) - set(files):
            raise UnknownRecordError(str(names))
        if any(each.receipt == receipt for each in self._m.submissions.values()):
            raise ReceiptTakenError(receipt)
        self._m.files[draft.instance_id] = {n: f for n, f in files.items() if n in names}
        self._m.submissions[draft.instance_id] = Submission(
            draft.instance_id,
            receipt,
            draft.form_id,
            draft.form_version,
            draft.title,
            draft.person,
            draft.operator,
            _S.FINALISED,
            now,
            replaces=draft.replaces,
            due=now,
        )
        self._m.xml[draft.instance_id] = xml
        self._m.drafts.pop(draft.instance_id, None)
        old = self._m.submissions.get(draft.replaces)
        if old and _S.CLOSED in SUBMISSION_MOVES[old.state]:
            closed = replace(old, state=_S.CLOSED, due=None, settled=now)
            self._m.submissions[draft.replaces] = closed

    def get(self, instance_id: str) -> Submission:
        return self._m.submission(instance_id)

    def by_receipt(self, receipt: str) -> Submission:
        for each in self.list():
            if each.receipt == receipt:
                return each
        raise UnknownRecordError(receipt)

    def xml(self, instance_id: str) -> bytes:
        self.get(instance_id)
        return self._m.xml[instance_id]

    def list(self, state: SubmissionState | None = None) -> Sequence[Submission]:
        found = [self.get(instance_id) for instance_id in self._m.submissions]
        return [each for each in found if state in (None, each.state)]

    def of(self, subject: str) -> Sequence[Submission]:
        return [each for each in self.list() if each.person and each.person.subject == subject]

    def find(
        self,
        words: str = "",
        *,
        state: SubmissionState | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> Sequence[Submission]:
        fitting = [
            each
            for each in reversed(self.list(state))
            if (since is None or each.finalised >= since)
            and (until is None or each.finalised < until)
            and all(self.knows(each, word) for word in words.split())
        ]
        return fitting[:limit]

    def knows(self, each: Submission, word: str) -> bool:
        plain = tidy(word)
        if len(plain) >= 4 and plain in each.receipt.replace("-", ""):
            return True
        if each.person is None:
            return False
        people = FakePeople(self._m).find(word, 1000)
        known = each.person.subject in {person.subject for person in people}
        return known or word in each.person.name or plain == each.person.id4

    def claim(self, instance_id: str, now: datetime) -> Submission:
        return self._move(instance_id, _S.SENDING, now)

    def settle(
        self,
        instance_id: str,
        then: SubmissionState,
        now: datetime,
        *,
        due: datetime | None = None,
        reason: str = "",
    ) -> Submission:
        if self.get(instance_id).state is _S.ACCEPTED:
            raise NotDrawnError(_S.ACCEPTED, then)
        return self._move(instance_id, then, now, due, reason, tried=1)

    def take_back(self, instance_id: str, reason: str, now: datetime) -> Submission:
        before = self.get(instance_id)
        if before.state is not _S.ACCEPTED:
            raise NotDrawnError(before.state, _S.WAITING)
        files = self._m.files.get(instance_id, {})
        for name, (file, content) in files.items():
            files[name] = (replace(file, state=AttachmentState.PENDING), content)
        return self._move(instance_id, _S.WAITING, now, now, reason)

    def take_up(self, now: datetime) -> int:
        left = self.list(_S.SENDING)
        for each in left:
            self._move(each.instance_id, _S.WAITING, now, now, "interrupted")
        return len(left)

    def withdraw(self, instance_id: str, now: datetime) -> Submission:
        return self._move(instance_id, _S.CLOSED, now)

    def resend(self, instance_id: str, now: datetime) -> Submission:
        return self._move(instance_id, _S.WAITING, now, now)

    def close(self, instance_id: str, reason: str, now: datetime) -> Submission:
        before = self._m.submission(instance_id)
        if before.state is not _S.QUARANTINED:
            raise NotDrawnError(before.state, _S.CLOSED)
        told = " / ".join(part for part in (before.reason, reason) if part)
        return self._move(instance_id, _S.CLOSED, now, reason=told)

    def mark_attachment_sent(self, instance_id: str, name: str) -> None:
        files = self._m.files.get(instance_id, {})
        if name not in files:
            raise UnknownRecordError(name)
        file, content = files[name]
        files[name] = (replace(file, state=AttachmentState.SENT), content)

    def _move(
        self,
        instance_id: str,
        then: SubmissionState,
        now: datetime,
        due: datetime | None = None,
        reason: str = "",
        tried: int = 0,
    ) -> Submission:
        before = self.get(instance_id)
        check_submission_move(before.state, then)
        self._m.submissions[instance_id] = replace(
            before,
            state=then,
            attempts=before.attempts + tried,
            due=due,
            reason=reason,
            settled=now,
        )
        return self.get(instance_id)


class FakeCases(_Room):
    def put(self, case: Case) -> None:
        self._m.cases.pop(case.instance_id, None)
        self._m.cases[case.instance_id] = case

    def get(self, instance_id: str) -> Case | None:
        return self._m.cases.get(instance_id)

    def find(
        self,
        words: str = "",
        *,
        state: CaseState | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> Sequence[Case]:
        fitting = [
            each
            for each in reversed(self._m.cases.values())
            if state in (None, each.state)
            and (since is None or (each.updated is not None and each.updated >= since))
            and (until is None or (each.updated is not None and each.updated < until))
            and all(self._fits(each, word) for word in words.split())
        ]
        oldest = datetime.min.replace(tzinfo=UTC)
        fitting.sort(key=lambda each: each.updated or oldest, reverse=True)
        return fitting[:limit]

    def _fits(self, each: Case, word: str) -> bool:
        plain = tidy(word)
        if len(plain) >= 4 and plain in each.number.replace("-", ""):
            return True
        known = each.instance_id in self._m.submissions
        submissions = FakeSubmissions(self._m)
        return known and submissions.knows(submissions.get(each.instance_id), word)

    def put_certificate(self, instance_id: str, document: bytes) -> None:
        self._m.certificates[instance_id] = document

    def certificate(self, instance_id: str) -> bytes | None:
        return self._m.certificates.get(instance_id)


class FakePrints(_Room):
    def add(self, job: PrintJob) -> None:
        self._m.jobs.setdefault(job.id, job)

    def move(self, job_id: str, then: PrintState, detail: str = "") -> PrintJob:
        job = self.get(job_id)
        check_print_move(job.state, then)
        self._m.jobs[job_id] = replace(job, state=then, detail=detail)
        return self._m.jobs[job_id]

    def get(self, job_id: str) -> PrintJob:
        if job_id not in self._m.jobs:
            raise UnknownRecordError(job_id)
        return self._m.jobs[job_id]

    def of(self, reference: str, kind: str | None = None) -> Sequence[PrintJob]:
        jobs = self._m.jobs.values()
        return [job for job in jobs if job.reference == reference and kind in (None, job.kind)]

    def in_state(self, state: PrintState) -> Sequence[PrintJob]:
        return [job for job in self._m.jobs.values() if job.state is state]


class FakeTrust(_Room):
    def put_keys(self, keys: Sequence[IssuerKey], now: datetime) -> None:
        self._m.keys = sorted(keys, key=lambda key: (key.issuer, key.key_id))
        self._m.heard = now

    def keys(self) -> Sequence[IssuerKey]:
        return list(self._m.keys)

    def heard(self) -> datetime | None:
        return self._m.heard

    def use_nonce(self, issuer: str, nonce: str, expires: datetime) -> bool:  # noqa: ARG002 — the port's
        fresh = (issuer, nonce) not in self._m.nonces
        self._m.nonces.add((issuer, nonce))
        return fresh


class FakeCatalogue(_Room):
    def replace(self, items: Sequence[ServiceItem]) -> None:
        self._m.items = list(items)

    def items(self) -> Sequence[ServiceItem]:
        return list(self._m.items)

    def of_form(self, form_id: str) -> ServiceItem | None:
        return next((item for item in self._m.items if item.form_id == form_id), None)


class FakeAudit(_Room):
    def record(
        self,
        operator: str,
        act: str,
        subject: str = "",
        detail: str = "",
        parties: Parties = NOBODY,
    ) -> None:
        number, before = self.head()
        at = self._m.clock().astimezone(UTC)
        words = (to_text(at), operator, act, subject, detail)
        digest = sealed(before, number + 1, words, parties)
        self._m.log.append(
            AuditEntry(number + 1, at, operator, act, subject, detail, digest, parties)
        )

    def parties(self, subject: str) -> Parties | None:
        about = (each.parties for each in reversed(self._m.log) if each.subject == subject)
        return next(about, None)

    def entries(self, after: int = 0) -> Iterator[AuditEntry]:
        return iter(self._m.log[after:])

    def find(
        self,
        *,
        operator: str = "",
        act: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 200,
    ) -> Sequence[AuditEntry]:
        found = [
            entry
            for entry in reversed(self._m.log)
            if operator in {"", entry.operator}
            and act in {"", entry.act}
            and (since is None or entry.at >= since)
            and (until is None or entry.at < until)
        ]
        return found[:limit]

    def named(self) -> tuple[Sequence[str], Sequence[str]]:
        log = self._m.log
        return sorted({entry.operator for entry in log}), sorted({entry.act for entry in log})

    def head(self) -> tuple[int, str]:
        return (self._m.log[-1].number, self._m.log[-1].digest) if self._m.log else (0, START)

    def broken_at(self) -> int | None:
        return None


class FakeNotes(_Room):
    def get(self, name: str) -> str | None:
        return self._m.notes.get(name)

    def put(self, name: str, value: str) -> None:
        self._m.notes[name] = value

    def take(self, name: str) -> str | None:
        return self._m.notes.pop(name, None)

    def names(self, prefix: str) -> Sequence[str]:
        return sorted(name for name in self._m.notes if name.startswith(prefix))


class FakePeople(_Room):
    def put(self, person: Person, phone: str = "") -> None:
        old, old_phone = self._m.people.get(person.subject, (person, phone))
        kept = replace(person, id_number=person.id_number or old.id_number)
        self._m.people[person.subject] = (kept, phone or old_phone)

    def find(self, words: str, limit: int = 20) -> Sequence[Person]:
        wanted = [found for word in words.split() if (found := ranges(word))]
        people = self._m.people.values()
        fitting = [p for p, phone in people if wanted and fits(of_person(p, phone), wanted)]
        return fitting[:limit]

    def remembered(self, subject: str) -> Mapping[str, str]:
        return dict(self._m.answers.get(subject, {}))

    def remember(self, subject: str, answers: Mapping[str, str]) -> None:
        self._m.answers.setdefault(subject, {}).update(answers)


class FakeOperators(_Room):
    def put(self, operator: Operator) -> None:
        self._m.operators[operator.id] = operator

    def all(self) -> Sequence[Operator]:
        return [self._m.operators[key] for key in sorted(self._m.operators)]

    def accounts(self) -> Sequence[Account]:
        return [self._account(operator) for operator in self.all()]

    def _account(self, operator: Operator) -> Account:
        lock = self._m.locks.get(operator.id)
        if lock is None:
            return Account(operator)
        return Account(operator, lock.expires, lock.failures, lock.failures >= MOST_FAILURES)

    def clear_failures(self, operator_id: str) -> None:
        if operator_id not in self._m.operators:
            raise UnknownRecordError(operator_id)
        if lock := self._m.locks.get(operator_id):
            lock.failures, lock.tried = 0, None

    def remove(self, operator_id: str) -> None:
        self._m.operators.pop(operator_id, None)
        self._m.locks.pop(operator_id, None)

    def set_passphrase(self, operator_id: str, passphrase: str, expires: datetime) -> None:
        if operator_id not in self._m.operators:
            raise UnknownRecordError(operator_id)
        self._m.locks[operator_id] = FakeLock(passphrase, expires)

    def unlock(self, operator_id: str, passphrase: str, now: datetime) -> UnlockOutcome:
        lock = self._m.locks.get(operator_id)
        if lock is None:
            return WrongPassphrase(MOST_FAILURES)
        believable = timewatch.for_expiry(FakeNotes(self._m), now)
        if lock.failures >= MOST_FAILURES or believable > lock.expires:
            return LockedOut(expired=lock.failures < MOST_FAILURES)
        elapsed = (now - lock.tried).total_seconds() if lock.tried else 0.0
        if (wait := pause_after(lock.failures, elapsed)) > 0:
            lock.tried = min(now, lock.tried or now)
            return Resting(wait)
        if passphrase != lock.passphrase:
            lock.failures, lock.tried = lock.failures + 1, now
            return WrongPassphrase(MOST_FAILURES - lock.failures)
        lock.failures, lock.tried = 0, None
        return Unlocked(self._m.operators[operator_id], lock.expires)


class FakeStore:
    """A whole Store; ``memory`` may be looked into by tests."""

    def __init__(self, clock: Clock = system_clock, memory: Memory | None = None) -> None:
        self.memory = memory or Memory(clock)
        self.forms = FakeForms(self.memory)
        self.drafts = FakeDrafts(self.memory)
        self.attachments = FakeAttachments(self.memory)
        self.submissions = FakeSubmissions(self.memory)
        self.cases = FakeCases(self.memory)
        self.prints = FakePrints(self.memory)
        self.trust = FakeTrust(self.memory)
        self.catalogue = FakeCatalogue(self.memory)
        self.audit = FakeAudit(self.memory)
        self.notes = FakeNotes(self.memory)
        self.people = FakePeople(self.memory)
        self.operators = FakeOperators(self.memory)
        self.entities = FakeEntities(self.memory)

    def transaction(self) -> AbstractContextManager[None]:
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        before = deepcopy(vars(self.memory))
        try:
            yield
        except BaseException:
            vars(self.memory).update(before)
            raise

    def sibling(self) -> Self:
        return type(self)(self.memory.clock, self.memory)

    def close(self) -> None:
        """Nothing to let go of."""
