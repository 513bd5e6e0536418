"""The supervisor's work: what the exchange refused, doubtful prints, conflicts, the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kiosk.flow import agency, papers, payments
from kiosk.flow.papers import PaperKind
from kiosk.flow.payments import Order
from kiosk.flow.previews import Preview, preview, print_previewed
from kiosk.flow.progress import Progress, progress_of
from kiosk.flow.search import midnight
from kiosk.flow.station import Station
from kiosk.roles import Act, NotAllowedError, may, require
from offline.records import AuditEntry, Operator, PrintJob, PrintState, Submission, SubmissionState
from offline.store.account import Account
from offline.store.port import UnknownRecordError
from offline.sync import Losses, losses, orders
from offline.sync import conflicts as disputes
from offline.sync.conflicts import Conflict, Decided

MOST = 300
"""Entries of the log shown at once."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A print nobody knows the outcome of, and what it was of if that is still here."""

    job: PrintJob
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An order whose end is not known, and what it is for if that is still here."""

    order: Order
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person at this terminal."""

    refused: Sequence[Progress] = ()
    unsent: Sequence[Progress] = ()
    doubts: Sequence[Doubt] = ()
    conflicts: Sequence[Conflict] = ()
    owed: Sequence[Owed] = ()
    messages: Mapping[int, str] = field(default_factory=dict)
    accounts: Sequence[Account] = ()
    lost: Losses | None = None

    @property
    def count(self) -> int:
        """How many decisions."""
        return len(self.refused) + len(self.doubts) + len(self.conflicts) + len(self.messages)


@dataclass(frozen=True, slots=True)
class Log:
    """Entries newest first, what there is to filter by, and whether the chain is whole.

    ``broken`` is the number of the first entry that does not follow, None for a whole chain.
    """

    entries: Sequence[AuditEntry]
    operators: Sequence[str]
    acts: Sequence[str]
    count: int
    broken: int | None


def waiting(station: Station) -> Waiting:
    """Everything that waits, as far as the operator's role may see it."""
    room, operator = station.store.submissions, station.operator
    unsent = [*room.list(SubmissionState.FINALISED), *room.list(SubmissionState.WAITING)]
    return Waiting(
        refused=[progress_of(station, one) for one in room.list(SubmissionState.QUARANTINED)],
        unsent=[progress_of(station, one) for one in unsent],
        doubts=[_doubt(station, j) for j in station.store.prints.in_state(PrintState.DOUBTFUL)],
        conflicts=disputes.conflicts(station.store),
        owed=[Owed(one, _seen(station, one.instance_id)) for one in payments.unsettled(station)],
        messages=orders.messages(station.store.notes),
        accounts=station.store.operators.accounts() if may(operator, Act.ACCOUNTS) else (),
        lost=losses(station.store.notes, station.clock()),
    )


def resend(station: Station, instance_id: str) -> Submission:
    """The same bytes again, at once (NotDrawnError unless it was refused)."""
    require(station.operator, Act.RESEND)
    submission = station.store.submissions.resend(instance_id, station.clock())
    agency.audit(station, "resend", instance_id)
    return submission


def close(station: Station, instance_id: str, reason: str) -> Submission:
    """Give a refused one up, for a reason that stays with it (NotDrawnError)."""
    require(station.operator, Act.CLOSE)
    with station.store.transaction():
        submission = station.store.submissions.close(instance_id, reason, station.clock())
        agency.audit(station, "close", instance_id)
    return submission


def confirm_message(station: Station, number: int) -> None:
    """Somebody of the staff has read what the centre says."""
    require(station.operator, Act.VIEW_PERSON)
    with station.store.transaction():
        orders.confirm(station.store.notes, number)
        station.audit("message-read", detail=str(number))


def came_out(station: Station, job_id: str) -> PrintJob:
    """The paper is there."""
    _require_deciding(station, job_id)
    return papers.decide(station, job_id, came_out=True)


def preview_again(station: Station, job_id: str) -> Preview:
    """The 补打 that ``print_again`` would print (PaperError, TooManyCopiesError)."""
    _require_deciding(station, job_id)
    job = station.store.prints.get(job_id)
    return preview(station, PaperKind(job.kind), job.reference)


def print_again(station: Station, job_id: str, seen: Preview) -> PrintJob:
    """Nothing or not all came out: a 补打 of the same paper, as it was looked at.

    Where a stronger receipt is true by now, that takes the place of the doubtful one.
    """
    _require_deciding(station, job_id)
    doubtful = papers.decide(station, job_id, came_out=False)
    job = print_previewed(station, seen)
    if job.kind != doubtful.kind:
        station.store.prints.move(job_id, PrintState.REPRINT)
    return job


def may_decide_print(operator: Operator, job: PrintJob) -> bool:
    """Whoever printed it decides; of another's job only who may REPRINT."""
    own = job.operator == operator.id
    return may(operator, Act.DECIDE_PRINT) and (own or may(operator, Act.REPRINT))


def _require_deciding(station: Station, job_id: str) -> None:
    if not may_decide_print(station.operator, station.store.prints.get(job_id)):
        raise NotAllowedError(station.operator, Act.REPRINT)


def keep_mine(station: Station, entity_id: str) -> Decided:
    """What was changed here stays."""
    require(station.operator, Act.RESOLVE)
    return disputes.keep_mine(station.store, entity_id, station.operator.id)


def take_theirs(station: Station, entity_id: str) -> Decided:
    """What the exchange has is so."""
    require(station.operator, Act.RESOLVE)
    return disputes.take_theirs(station.store, entity_id, station.operator.id)


def merge(station: Station, entity_id: str, mine: Sequence[str]) -> Decided:
    """The fields named are as ours, all others as the exchange has them (UnknownRecordError)."""
    require(station.operator, Act.RESOLVE)
    disputed = next(
        (c for c in disputes.conflicts(station.store) if c.entity.id == entity_id), None
    )
    fields = disputed.fields if disputed else ()
    ours = {each.name: each.mine for each in fields if each.name in mine}
    return disputes.merge(station.store, entity_id, ours, station.operator.id)


def log(station: Station, operator: str = "", act: str = "", since: date | None = None) -> Log:
    """The log from a day on, by operator and act, with the state of its whole chain."""
    require(station.operator, Act.READ_LOG)
    room = station.store.audit
    operators, acts = room.named()
    return Log(
        entries=room.find(
            operator=operator, act=act, since=midnight(since) if since else None, limit=MOST
        ),
        operators=operators,
        acts=acts,
        count=room.head()[0],
        broken=room.broken_at(),
    )


def purges(station: Station) -> Sequence[AuditEntry]:
    """What was forgotten on time, newest first."""
    require(station.operator, Act.READ_LOG)
    return station.store.audit.find(act="purged", limit=MOST)


def _doubt(station: Station, job: PrintJob) -> Doubt:
    return Doubt(job, _seen(station, job.reference))


def _seen(station: Station, reference: str) -> Progress | None:
    try:
        return progress_of(station, papers.find(station, reference))
    except UnknownRecordError:
        return None
