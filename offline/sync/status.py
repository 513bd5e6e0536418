"""How the queue stands, without a network: for the windows and ``kiosk sync --status``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from offline.records import AttachmentState, Submission, SubmissionState
from offline.store.port import Store
from offline.sync import memory, orders
from offline.sync.losses import Losses, losses
from offline.sync.plan import PHOTOS_WAIT
from offline.sync.summary import OPEN


@dataclass(frozen=True, slots=True)
class Status:
    """How the queue stands. ``oldest`` is the age in seconds of the oldest.

    ``sending`` are the receipts of what is under way, ``bytes_left`` what is still to go and
    ``seconds_left`` how long that takes at ``rate`` (bytes per second, as measured and smoothed;
    0: not known, None). ``photos_waiting`` have arrived but for photos that wait for the night.
    ``lost`` tells of a centre that lost what it held, for a month.
    ``clock_ahead`` is how many seconds the exchange's clock is ahead of ours, None if unknown.
    """

    enrolled: bool
    counts: Mapping[str, int]
    pending: int
    oldest: float
    next_due: datetime | None
    last_contact: datetime | None
    failures: int
    unreachable: str
    paused: str
    ratings: int
    help_calls: int
    sending: Sequence[str] = ()
    bytes_left: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    photos_waiting: int = 0
    clock_ahead: float | None = None
    conflicts: int = 0
    messages: Mapping[int, str] | None = None
    lost: Losses | None = None

    def to_json(self) -> dict[str, Any]:
        told = asdict(self)
        for name in ("next_due", "last_contact"):
            told[name] = told[name].isoformat() if told[name] else None
        if self.lost is not None:
            told["lost"]["at"] = self.lost.at.isoformat()
        return told


def status(store: Store, now: datetime) -> Status:
    """How the queue stands now."""
    notes, rows = store.notes, {state: store.submissions.list(state) for state in SubmissionState}
    waiting = [row for state in OPEN for row in rows[state]]
    dues = [row.due for row in waiting if row.due is not None]
    contact, ahead = notes.get(memory.CONTACT), notes.get(memory.CLOCK)
    link, rate, left = memory.link_state(notes), memory.rate(notes), _bytes_left(store, waiting)
    return Status(
        enrolled=bool(notes.get("exchange.url")),
        counts={state.value: len(found) for state, found in rows.items() if found},
        pending=len(waiting),
        oldest=max(((now - row.finalised).total_seconds() for row in waiting), default=0.0),
        next_due=min(dues, default=None),
        last_contact=None if contact is None else datetime.fromisoformat(contact),
        failures=link.failures,
        unreachable=link.cause,
        paused=memory.why_paused(notes),
        ratings=len(notes.names(memory.RATING)),
        help_calls=len(notes.names(memory.HELP)),
        sending=[row.receipt for row in rows[SubmissionState.SENDING]],
        bytes_left=left,
        rate=round(rate, 1),
        seconds_left=round(left / rate, 1) if rate else None,
        photos_waiting=sum(row.reason == PHOTOS_WAIT for row in waiting),
        clock_ahead=None if ahead is None else float(ahead),
        conflicts=sum(change.disputed for change in memory.changes(notes)),
        messages=orders.messages(notes),
        lost=losses(notes, now),
    )


def _bytes_left(store: Store, rows: Sequence[Submission]) -> int:
    """What still has to go up: texts that have not arrived, and attachments that have not."""
    texts = (len(store.submissions.xml(r.instance_id)) for r in rows if r.reason != PHOTOS_WAIT)
    files = (
        file.size for r in rows for file in r.attachments if file.state is AttachmentState.PENDING
    )
    return sum(texts) + sum(files)
