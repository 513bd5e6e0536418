"""What the engine keeps between runs, as notes: link, pause, troubles, queued ratings and calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from offline.exchange.port import Rating
from offline.store.port import MOVED, Notes
from offline.sync.changes import Change
from offline.sync.plan import Trouble, backoff

LINK: Final = "sync.link"
PAUSED: Final = "sync.paused"
CONTACT: Final = "sync.contact"
REFRESHED: Final = "sync.refreshed"
HEARD: Final = "sync.heard"
BRISK: Final = "sync.brisk"
CURSOR: Final = "sync.cursor"
TROUBLE: Final = "sync.trouble:"
RATING: Final = "rating:"
HELP: Final = "help:"
WANTED: Final = "sync.certificate:"
BEAT: Final = "sync.beat"
COMMAND: Final = "command:"
DONE: Final = "command.done:"
ASKED: Final = "sync.asked"
STALE: Final = "sync.stale"
BELONGS: Final = "sync.belongs"
LOST: Final = "sync.lost"
CHECKED: Final = "sync.checked"
RATE: Final = "sync.rate"
CLOCK: Final = "sync.clock"
HELD: Final = "sync.held"
HEARD_COMMAND: Final = "sync.command"
REVOKED: Final = "revocations"
REVOKED_CURSOR: Final = "sync.revocations"
REVOKED_HEARD: Final = "sync.revocations.heard"
ITEMS_CURSOR: Final = "sync.items"
LIST: Final = "sync.list:"
CHANGE: Final = "entity:"
LINK_CAP: Final = 30.0
CURSORS: Final = (CURSOR, REVOKED_CURSOR, ITEMS_CURSOR)
FORGOTTEN: Final = (
    *(LINK, PAUSED, CONTACT, REFRESHED, HEARD, BRISK, *CURSORS),
    *(ASKED, STALE, BEAT, HEARD_COMMAND, REVOKED, REVOKED_HEARD, BELONGS, LOST, CHECKED),
)
MOVED_AWAY: Final = "moved to another terminal"
HELD_HERE: Final = "held by a person"


@dataclass(frozen=True, slots=True)
class LinkState:
    """How often in a row the exchange could not be reached, why, and when to try again."""

    failures: int = 0
    cause: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The exchange denied this terminal: since when, with which status and words."""

    since: datetime
    status: int
    message: str
    due: datetime


def link_state(notes: Notes) -> LinkState:
    """The link as the last run left it."""
    text = notes.get(LINK)
    if text is None:
        return LinkState()
    found = json.loads(text)
    return LinkState(found["failures"], found["cause"], datetime.fromisoformat(found["due"]))


def link_failed(
    notes: Notes, cause: str, now: datetime, chance: Random, wait: float | None = None
) -> None:
    """Count a failure of the link and say when to try again (``wait`` if the server asked)."""
    failures = link_state(notes).failures + 1
    pause = max(min(backoff(failures, chance), LINK_CAP), wait or 0.0)
    until = (now + timedelta(seconds=pause)).isoformat()
    notes.put(LINK, json.dumps({"failures": failures, "cause": cause, "due": until}))


def link_works(notes: Notes, now: datetime) -> None:
    """The exchange answered: forget failures, remember when."""
    if notes.get(LINK) is not None:
        notes.take(LINK)
    notes.put(CONTACT, now.isoformat())


def wake(notes: Notes) -> None:
    """The network changed: what waits for the link waits no longer, failures stay known."""
    text = notes.get(LINK)
    if text is not None:
        found = json.loads(text)
        notes.put(LINK, json.dumps({**found, "due": "1970-01-01T00:00:00+00:00"}))


def pause_state(notes: Notes) -> Pause | None:
    """Why the queue is paused, None if it is not."""
    text = notes.get(PAUSED)
    if text is None:
        return None
    found = json.loads(text)
    return Pause(
        datetime.fromisoformat(found["since"]),
        found["status"],
        found["message"],
        datetime.fromisoformat(found["due"]),
    )


def pause_queue(notes: Notes, status: int, message: str, now: datetime, until: datetime) -> None:
    """Pause; a pause that goes on keeps its beginning."""
    before = pause_state(notes)
    since = now if before is None else before.since
    told = {"since": since.isoformat(), "status": status, "message": message}
    notes.put(PAUSED, json.dumps({**told, "due": until.isoformat()}, ensure_ascii=False))


def forget_exchange(notes: Notes) -> None:
    """Another exchange: cursors, pause and link state of the old one mean nothing there."""
    for name in FORGOTTEN:
        notes.take(name)
    for prefix in (COMMAND, DONE, LIST):
        for name in notes.names(prefix):
            notes.take(name)


def why_paused(notes: Notes) -> str:
    """Why nothing is sent, as it is told: the work moved away, or the exchange's denial."""
    if notes.get(MOVED) is not None:
        return MOVED_AWAY
    if is_held(notes):
        return HELD_HERE
    pause = pause_state(notes)
    return "" if pause is None else f"{pause.status} {pause.message}".strip()


def hold(notes: Notes, now: datetime) -> None:
    """A person wants nothing to be sent for now: the link is needed, or costs too much."""
    notes.put(HELD, now.isoformat())


def release(notes: Notes) -> None:
    """A person lets it go on."""
    notes.take(HELD)


def is_held(notes: Notes) -> bool:
    """Whether a person stopped the exchange."""
    return notes.get(HELD) is not None


def rate(notes: Notes) -> float:
    """Bytes per second of this link, smoothed; 0 where nothing was measured."""
    return float(notes.get(RATE) or 0.0)


def unpause(notes: Notes) -> None:
    """The exchange let us in again; costs no write where nothing was paused."""
    if notes.get(PAUSED) is not None:
        notes.take(PAUSED)


def trouble_of(notes: Notes, instance_id: str) -> Trouble | None:
    """404s and 409s of a submission so far."""
    return Trouble.from_json(notes.get(TROUBLE + instance_id))


def keep_trouble(notes: Notes, instance_id: str, trouble: Trouble | None) -> None:
    """Remember them, or forget them."""
    if trouble is None:
        notes.take(TROUBLE + instance_id)
    else:
        notes.put(TROUBLE + instance_id, trouble.to_json())


def queue_rating(notes: Notes, rating: Rating) -> None:
    """Keep a rating until the exchange has it; one a case, the last one given counts."""
    notes.put(RATING + rating.instance_id, json.dumps({"level": rating.level, "at": rating.at}))


def queued_ratings(notes: Notes) -> list[Rating]:
    """Ratings that the exchange does not have yet."""
    found = []
    for name in notes.names(RATING):
        told = json.loads(notes.get(name) or "{}")
        found.append(Rating(name.removeprefix(RATING), int(told["level"]), str(told["at"])))
    return found


def queue_help(notes: Notes, page: str, now: datetime) -> None:
    """Keep a call for help until the exchange has it."""
    notes.put(f"{HELP}{now.isoformat()}", page)


def change_of(notes: Notes, entity_id: str) -> Change | None:
    """What was changed here of an entity and is not heard back yet."""
    text = notes.get(CHANGE + entity_id)
    return None if text is None else Change.from_json(text)


def keep_change(notes: Notes, entity_id: str, change: Change | None) -> None:
    """Remember it, or forget it."""
    if change is None:
        notes.take(CHANGE + entity_id)
    else:
        notes.put(CHANGE + entity_id, change.to_json())


def changes(notes: Notes) -> list[Change]:
    """All that was changed here and is not heard back yet."""
    found = [change_of(notes, name.removeprefix(CHANGE)) for name in notes.names(CHANGE)]
    return [change for change in found if change is not None]
