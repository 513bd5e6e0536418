"""Sending what is due: claim, send, settle. Durable before the network, durable after it."""

from __future__ import annotations

import io
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, Final, cast

from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    ExchangeError,
    FormMissing,
    Parcel,
    ParcelFile,
    Refused,
    SendOutcome,
    Unreachable,
    UnreadableFileError,
)
from offline.records import NOBODY, Attachment, AttachmentState, Submission, SubmissionState
from offline.store.port import DamagedError, MovedError
from offline.sync import memory, plan
from offline.sync.course import Run, StopRun, unanswered
from offline.sync.orders import TELLER
from offline.sync.weather import smoothed

SERVER_BUSY: Final = ("status 429", "status 503")
SERVER_FAULTS: Final = 3
CLAIMED_AT_ONCE: Final = 8
HELD_IN_MEMORY: Final = 256 * 1024

_S = SubmissionState
_DECIDED = (_S.ACCEPTED, _S.QUARANTINED)


def deliver(run: Run, rows: Sequence[Submission]) -> None:
    """Send these, several at a time; ends early with StopRun if the link or the door is closed."""
    queue, began = deque(rows), time.monotonic()
    try:
        _send_all(run, queue)
    finally:
        _measure(run, time.monotonic() - began)


def _measure(run: Run, seconds: float) -> None:
    """How fast this link is, for the time that is left to be told."""
    before = memory.rate(run.store.notes)
    rate = smoothed(before, run.moved, seconds)
    if rate != before:
        run.store.notes.put(memory.RATE, f"{rate:.1f}")


def _send_all(run: Run, queue: deque[Submission]) -> None:
    while queue and not run.spent():
        claimed: dict[str, tuple[Submission, list[str]]] = {}
        for wave in run.exchange.send_all(_parcels(run, queue, claimed)):
            with run.store.transaction():
                for parcel, outcome in wave:
                    row, sent = claimed.pop(parcel.instance_id)
                    _settle(run, row, sent, outcome, parcel)
        queue.extendleft(reversed(_give_back(run, [row for row, _ in claimed.values()])))
        if run.over:
            raise StopRun
        if run.doubt is not None:
            _ask_whose_fault(run)


def _parcels(
    run: Run, queue: deque[Submission], claimed: dict[str, tuple[Submission, list[str]]]
) -> Iterator[Parcel]:
    """Parcels as there is room for them; none any more once there is doubt."""
    while queue and run.may_send():
        rows = _claimed(run, queue)
        claimed.update({row.instance_id: (row, []) for row in rows})
        for row in rows:
            if not run.may_send():
                return
            try:
                parcel = _parcel(run, row, claimed[row.instance_id][1].append)
            except UnreadableFileError as error:
                with run.store.transaction():
                    _settle(run, row, [], Refused(0, str(error)), None)
                del claimed[row.instance_id]
            else:
                yield parcel


def _claimed(run: Run, queue: deque[Submission]) -> list[Submission]:
    """The next few, claimed; none once the work moved to another terminal while we sent."""
    size = min(CLAIMED_AT_ONCE, len(queue))
    try:
        with run.store.transaction():
            return [
                run.store.submissions.claim(queue.popleft().instance_id, run.now)
                for _ in range(size)
            ]
    except MovedError:
        run.over = True
        run.summary.paused = memory.MOVED_AWAY
        return []


def _give_back(run: Run, rows: Sequence[Submission]) -> list[Submission]:
    """What was claimed and not sent, because there was doubt, waits and is due."""
    with run.store.transaction():
        return [
            run.store.submissions.settle(row.instance_id, _S.WAITING, run.now, due=run.now)
            for row in rows
        ]


def _parcel(run: Run, row: Submission, on_sent: Callable[[str], None]) -> Parcel:
    """A parcel whose small files are in memory; big ones stream out of the store."""
    pending = [a for a in row.attachments if a.state is AttachmentState.PENDING]
    later = bool(pending) and run.weather.photos_at is not None
    if later:
        pending = []
    big = sum(attachment.size for attachment in pending) > HELD_IN_MEMORY
    return Parcel(
        instance_id=row.instance_id,
        form_id=row.form_id,
        xml=run.store.submissions.xml(row.instance_id),
        files=tuple(_file(run, row.instance_id, a, streamed=big) for a in pending),
        on_sent=on_sent,
        give_up=run.until,
        here=big,
        more=later,
    )


class _Stored(io.RawIOBase):
    """A stream out of the store that tells damage in the exchange's words."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except DamagedError as error:
            raise UnreadableFileError("an attachment is damaged") from error

    def close(self) -> None:
        self._stream.close()
        super().close()


def _file(run: Run, instance_id: str, attachment: Attachment, *, streamed: bool) -> ParcelFile:
    def opening() -> BinaryIO:
        stored = _Stored(run.store.attachments.open(instance_id, attachment.name))
        return cast("BinaryIO", stored)

    if not streamed:
        with opening() as stream:
            opening = cast("Callable[[], BinaryIO]", partial(io.BytesIO, stream.read()))
    return ParcelFile(
        attachment.name, attachment.media_type, attachment.size, attachment.sha256, opening
    )


def _settle(
    run: Run, row: Submission, sent: Sequence[str], outcome: SendOutcome, parcel: Parcel | None
) -> None:
    notes, instance_id = run.store.notes, row.instance_id
    for name in sent:
        run.store.submissions.mark_attachment_sent(instance_id, name)
    trouble = memory.trouble_of(notes, instance_id)
    settled = plan.settlement(outcome, row, run.now, run.chance, trouble)
    if isinstance(outcome, Accepted) and parcel is not None:
        run.moved += len(parcel.xml) + sum(file.size for file in parcel.files)
        if parcel.more:
            settled = plan.Settlement(_S.WAITING, plan.PHOTOS_WAIT, run.weather.photos_at)
    if trouble is not None or settled.trouble is not None:
        memory.keep_trouble(notes, instance_id, settled.trouble)
    run.store.submissions.settle(
        instance_id, settled.then, run.now, due=settled.due, reason=settled.reason
    )
    if settled.then in _DECIDED:
        _log(run, instance_id, settled.then)
    run.summary.tried += 1
    run.summary.accepted += settled.then is _S.ACCEPTED
    run.summary.waiting += settled.then is _S.WAITING
    run.summary.quarantined += settled.then is _S.QUARANTINED
    _consequence(run, outcome)


def _log(run: Run, instance_id: str, then: SubmissionState) -> None:
    """What the exchange decided, under the parties of the case; a failed try decides nothing."""
    audit = run.store.audit
    audit.record(TELLER, "sync", instance_id, then.value, audit.parties(instance_id) or NOBODY)


def _consequence(run: Run, outcome: SendOutcome) -> None:
    """What an outcome means for the others: nothing, unless it is about the link or about us."""
    match outcome:
        case Accepted() | Refused() | Conflict() | FormMissing():
            run.faults = 0
            memory.unpause(run.store.notes)
        case Denied():
            run.over = True
            unanswered(run, outcome)
        case Unreachable():
            run.faults += 1
            run.doubt = outcome
            run.summary.cut_off = True
            if outcome.cause in SERVER_BUSY or run.faults >= SERVER_FAULTS:
                run.over = True
                unanswered(run, outcome)


def _ask_whose_fault(run: Run) -> None:
    """One submission's trouble or the link's? A probe tells, so that one blocks nobody."""
    run.doubt = None
    if run.spent():
        raise StopRun
    try:
        run.exchange.probe()
    except ExchangeError as error:
        unanswered(run, error.outcome)
        raise StopRun from error
