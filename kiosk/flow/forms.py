"""A form from its first page to the submission: begin, resume, save, attach, finalise."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, cast

from kiosk.flow import agency, tasks
from kiosk.flow.lists import came_with, list_instances
from kiosk.flow.remember import known_of, remember
from kiosk.flow.sealing import Frozen, freeze
from kiosk.flow.station import Station
from kiosk.flow.visitfile import visit_instance
from kiosk.roles import Act, NotAllowedError, require
from offline import forms as engine
from offline.forms.api import IncompleteError
from offline.forms.entities import declared
from offline.forms.session import Session
from offline.identity import receipt_number
from offline.records import Attachment, Draft, Person, StoredForm, Submission
from offline.store.entity import Entity
from offline.store.photos import StrippedReader
from offline.store.port import ReceiptTakenError
from offline.sync import unresolved
from offline.sync.noted import note_entities, withdraw_entities
from printers.papers import local

RECEIPT_ENTROPY = 8
LAST_SAVED = "__last-saved"


@dataclass(slots=True)
class Work:
    """A form being filled: the engine's session and the draft it is saved as.

    ``known`` holds what was known of the person before: such an answer need not be asked again.
    """

    session: Session
    draft: Draft
    known: frozenset[str] = frozenset()

    @property
    def instance_id(self) -> str:
        """Minted with the draft; the idempotency key everywhere (DESIGN decision 5)."""
        return self.draft.instance_id


def begin(
    station: Station,
    form_id: str,
    person: Person | None,
    *,
    language: str = "",
    replaces: str = "",
) -> Work:
    """Open a form anew and save its draft at once (UnknownRecordError, FormError)."""
    require(station.operator, Act.FILL)
    stored = station.store.forms.get(form_id)
    instance_id = f"uuid:{uuid.UUID(bytes=station.entropy(16), version=4)}"
    session = engine.begin(
        station.form(stored),
        instance_id=instance_id,
        instances=_instances(station, stored, person),
        language=language,
        now=station.wall_clock,
        device=station.device,
        locate=station.locate,
    )
    draft = replace(
        _draft(station, stored, session, person), instance_id=instance_id, replaces=replaces
    )
    station.store.drafts.save(draft)
    return Work(session, draft, known_of(station, person))


def _draft(station: Station, form: StoredForm, session: Session, person: Person | None) -> Draft:
    now = station.clock()
    return Draft(
        instance_id=session.instance_id,
        form_id=form.form_id,
        form_version=form.version,
        title=form.title,
        person=person,
        operator=station.operator.id,
        state=session.save(),
        place="",
        started=now,
        saved=now,
    )


def resume(station: Station, instance_id: str, person: Person | None) -> Work:
    """Open a draft with the form version it began with; only for the person whose it is."""
    draft = station.store.drafts.get(instance_id)
    if draft.person and (person is None or person.subject != draft.person.subject):
        raise NotAllowedError(station.operator, Act.VIEW_PERSON)
    stored = station.store.forms.get(draft.form_id, draft.form_version)
    form, instances = station.form(stored), _instances(station, stored, person)
    session = engine.resume(
        form,
        draft.state,
        now=station.wall_clock,
        instances=instances,
        locate=station.locate,
    )
    return Work(session, draft, known_of(station, person))


def _instances(station: Station, stored: StoredForm, person: Person | None) -> dict[str, bytes]:
    """What the form may look up: the visit, this person's last submission of it, entity lists."""
    lists = list_instances(station, station.form(stored), stored.media)
    instances = {**lists, "visit": visit_instance(station, person)}
    last = last_saved(station, stored.form_id, person)
    return {**instances, LAST_SAVED: last} if last else instances


def last_saved(station: Station, form_id: str, person: Person | None) -> bytes:
    """The last submission of a form by the same person; of another person never."""
    if person is None:
        return b""
    room = station.store.submissions
    mine = [s for s in room.of(person.subject) if s.form_id == form_id]
    latest = max(mine, key=lambda s: s.finalised, default=None)
    return room.xml(latest.instance_id) if latest else b""


def save(station: Station, work: Work, place: str = "") -> None:
    """Write the draft as it is now; ``place`` is the page to come back to."""
    station.store.drafts.save(snapshot(station, work, place))


def snapshot(station: Station, work: Work, place: str = "") -> Draft:
    """The draft as it is now, touching no store: for the thread that owns the session."""
    work.draft = replace(
        work.draft,
        state=work.session.save(),
        place=place or work.draft.place,
        saved=station.clock(),
    )
    return work.draft


KEEP_EXIF = "keep-exif"


def attach(
    station: Station, work: Work, path: str, name: str, media_type: str, source: BinaryIO
) -> Attachment:
    """Put a file into the store, answer its question with the name, and save the draft.

    A picture's position and device are taken off unless the question's appearance says
    ``keep-exif``.
    """
    question = work.session.question(path)
    if media_type.startswith("image/") and KEEP_EXIF not in question.appearance.split():
        source = cast("BinaryIO", StrippedReader(source))
    added = station.store.attachments.add(work.instance_id, name, media_type, source)
    work.session.answer(path, name)
    save(station, work)
    if question.value and question.value != name:
        station.store.attachments.remove(work.instance_id, question.value)
    return added


def pictures(station: Station, instance_id: str) -> dict[str, bytes]:
    """The pictures of a draft by name, to be shown again."""
    room = station.store.attachments
    found: dict[str, bytes] = {}
    for one in room.of(instance_id):
        if one.media_type.startswith("image/"):
            with room.open(instance_id, one.name) as source:
                found[one.name] = source.read()
    return found


def finalise(station: Station, work: Work) -> Submission:
    """Hand the form in: one transaction, durable when this returns (IncompleteError)."""
    require(station.operator, Act.SUBMIT)
    problems = work.session.problems()
    if problems:
        raise IncompleteError(problems)
    now = station.clock()
    finished = work.session.finish(log=True)
    # Who hands it in answers for it, whoever began the draft.
    work.draft = replace(
        work.draft, state=work.session.save(), saved=now, operator=station.operator.id
    )
    with station.store.transaction():
        for name, data in finished.files.items():
            station.store.attachments.add(work.instance_id, name, "text/csv", BytesIO(data))
        frozen = freeze(station, work.session.form, work.instance_id, finished)
        submission = _numbered(station, work.draft, frozen, now)
        _note_entities(station, work, finished.xml, now)
        remember(station, work.draft.person, work.session)
        agency.submitted(station, submission, finished.xml)
        tasks.handed_in(station, work.instance_id)
        if submission.person is not None:
            unresolved.hold(station.store.notes, submission.person.subject, submission.instance_id)
    return submission


def _note_entities(station: Station, work: Work, xml: bytes, now: datetime) -> None:
    """What the form says of entities is seen in the lists of the next form already."""
    draft = work.draft

    def came(dataset: str) -> dict[str, Entity]:
        media = station.store.forms.get(draft.form_id, draft.form_version).media
        return came_with(dataset, media.get(f"{dataset}.csv", b""))

    entities = declared(work.session.form, xml)
    note_entities(station.store, draft.instance_id, entities, now, came)


def _numbered(station: Station, draft: Draft, frozen: Frozen, now: datetime) -> Submission:
    """Finalise under a fresh 登记号; the one in 2**50 that is taken is drawn again."""
    entropy = station.entropy(RECEIPT_ENTROPY)
    receipt = receipt_number(station.site.code, local(now).date(), entropy)
    room = station.store.submissions
    try:
        return room.finalise(draft, frozen.xml, receipt, frozen.attachments, now)
    except ReceiptTakenError:
        return _numbered(station, draft, frozen, now)


def withdraw(station: Station, instance_id: str) -> Submission:
    """Close a submission that was not sent yet, at its person's wish."""
    require(station.operator, Act.WITHDRAW)
    with station.store.transaction():
        submission = station.store.submissions.withdraw(instance_id, station.clock())
        withdraw_entities(station.store, instance_id)
        agency.audit(station, "withdraw", instance_id)
    return submission
