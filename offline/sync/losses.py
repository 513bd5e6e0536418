"""A centre that was restored from an old backup: what it held and lost goes up once more.

Accepted is not for ever: the centre's disk may fail, and its backup is older than what it
acknowledged. The bytes are frozen here and the instance id is the key, so sending them again gives
one row whatever the centre still has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from offline.exchange.port import Exchange
from offline.records import NOBODY, Submission, SubmissionState
from offline.store.port import MOVED, Notes, Store
from offline.sync import memory
from offline.sync.orders import TELLER
from offline.sync.summary import Summary

LOST_THERE: Final = "lost at the exchange"
BY_ORDER: Final = "sent again by order"
NEWEST: Final = 3
"""Of what was checked before: a backup always lacks the newest."""
TOLD_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Losses:
    """When it was noticed, how many go up ``again``, and how many are ``gone``: lost there, and
    forgotten here on time, so that only the centre's own papers can tell of them.
    """

    at: datetime
    again: int
    gone: int


def losses(notes: Notes, now: datetime) -> Losses | None:
    """The last losses, told for a month; None if there were none."""
    text = notes.get(memory.LOST)
    if text is None:
        return None
    told = json.loads(text)
    found = Losses(datetime.fromisoformat(told["at"]), told["again"], told["gone"])
    return found if now - found.at < TOLD_FOR else None


def look_for_losses(
    store: Store, exchange: Exchange, now: datetime, summary: Summary, spent: Callable[[], bool]
) -> None:
    """Ask whether the newest accepted ones are still held; if one is not, ask about all of them.

    Counted since this terminal belongs to this exchange (ExchangeError).
    """
    since = store.notes.get(memory.BELONGS)
    if since is None or store.notes.get(MOVED) is not None:
        return
    rows = _accepted(store, datetime.fromisoformat(since))
    asked = _doubtful(rows, store.notes.get(memory.CHECKED))
    if asked and _missing(exchange, asked) and not spent():
        _take_back(store, exchange, rows, now, summary, datetime.fromisoformat(since))
    if not spent():
        store.notes.put(memory.CHECKED, now.isoformat())


def send_again_since(store: Store, since: datetime, now: datetime) -> Losses:
    """A person's order for a server that cannot be asked what it holds (OpenRosa alone)."""
    rows = _accepted(store, since)
    gone = _forgotten(store, since)
    return _again(store, rows, gone, now, BY_ORDER)


def _accepted(store: Store, since: datetime) -> list[Submission]:
    """Accepted since then, oldest first."""
    rows = store.submissions.list(SubmissionState.ACCEPTED)
    known = [(row.settled, row) for row in rows if row.settled is not None]
    return [row for at, row in sorted(known, key=lambda one: one[0]) if at >= since]


def _doubtful(rows: Sequence[Submission], checked: str | None) -> list[str]:
    """All that was not asked about yet, and the newest of what was."""
    until = None if checked is None else datetime.fromisoformat(checked)
    known = [r for r in rows if until is not None and r.settled is not None and r.settled <= until]
    return [row.instance_id for row in [*known[-NEWEST:], *rows[len(known) :]]]


def _missing(exchange: Exchange, instance_ids: Iterable[str]) -> set[str]:
    asked = list(instance_ids)
    return set(asked) - exchange.held(asked) if asked else set()


def _take_back(
    store: Store,
    exchange: Exchange,
    rows: Sequence[Submission],
    now: datetime,
    summary: Summary,
    since: datetime,
) -> None:
    missing = _missing(exchange, (row.instance_id for row in rows))
    gone = _missing(exchange, _forgotten(store, since))
    lost = [row for row in rows if row.instance_id in missing]
    found = _again(store, lost, gone, now, LOST_THERE)
    with store.transaction():
        for name in memory.CURSORS:
            store.notes.take(name)
        for name in store.notes.names(memory.LIST):
            store.notes.take(name)
    summary.lost += found.again
    summary.gone += found.gone


def _again(
    store: Store, rows: Sequence[Submission], gone: Iterable[str], now: datetime, reason: str
) -> Losses:
    """In one step: each waits and is due, the log names each, and the supervisor is told."""
    names = sorted(gone)
    found = Losses(now, len(rows), len(names))
    with store.transaction():
        for row in rows:
            store.submissions.take_back(row.instance_id, reason, now)
            parties = store.audit.parties(row.instance_id) or NOBODY
            store.audit.record(TELLER, "sync", row.instance_id, reason, parties)
        for name in names:
            store.audit.record(TELLER, "sync", name, "gone")
        if found.again or found.gone:
            told = {"at": now.isoformat(), "again": found.again, "gone": found.gone}
            store.notes.put(memory.LOST, json.dumps(told))
    return found


def _forgotten(store: Store, since: datetime) -> set[str]:
    """What was accepted since then and was forgotten here on time, as the log has it."""
    told = store.audit.find(operator=TELLER, act="sync", since=since, limit=1_000_000)
    accepted = {one.subject for one in told if one.detail == SubmissionState.ACCEPTED.value}
    reported = {one.subject for one in told if one.detail == "gone"}
    return accepted - reported - {row.instance_id for row in store.submissions.list()}
