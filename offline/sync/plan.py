"""What is due, and what an answer does: plain functions of rows, time and chance. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, assert_never

from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    FormMissing,
    Refused,
    SendOutcome,
    Unreachable,
)
from offline.records import Submission, SubmissionState

FIRST_PAUSE: Final = 5.0
SHORT_CAP: Final = 45.0
PATIENT_TRIES: Final = 100
LONG_CAP: Final = 1800.0
DENIED_PAUSE: Final = 300.0
CONFLICT_TRIES: Final = 10
PHOTOS_WAIT: Final = "photos wait for the night"
"""Reason of a submission whose text has arrived over a metered link, and its photos not yet."""
A_DAY: Final = timedelta(days=1)

SENDABLE: Final = (SubmissionState.FINALISED, SubmissionState.WAITING)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Since when and how often a submission was answered 404 or 409; kept between runs."""

    kind: str
    since: datetime
    tries: int

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "since": self.since.isoformat()})

    @classmethod
    def from_json(cls, text: str | None) -> Trouble | None:
        """None for what is not there."""
        if text is None:
            return None
        found = json.loads(text)
        return cls(found["kind"], datetime.fromisoformat(found["since"]), int(found["tries"]))


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an outcome does to a submission: its next state, and when it may be tried again."""

    then: SubmissionState
    reason: str = ""
    due: datetime | None = None
    trouble: Trouble | None = None


def due(
    rows: Sequence[Submission],
    now: datetime,
    *,
    ignore_backoff: bool = False,
    healed: bool = False,
    photos: bool = True,
) -> list[Submission]:
    """What may be sent now, in order: what was tried least, then what waits longest.

    So a submission that always fails comes after all the others. ``healed`` makes due what waited
    for the link alone, ``photos`` what waited to leave the metered link.
    """
    chosen = [
        row
        for row in rows
        if row.state in SENDABLE
        and (ignore_backoff or _is_due(row, now, healed=healed, photos=photos))
    ]
    return sorted(chosen, key=lambda row: (row.attempts, row.finalised))


def _is_due(row: Submission, now: datetime, *, healed: bool, photos: bool) -> bool:
    if row.reason == PHOTOS_WAIT:
        return photos
    return row.due is None or row.due <= now or (healed and _for_link(row))


def _for_link(row: Submission) -> bool:
    return row.reason.startswith("unreachable")


def backoff(attempts: int, chance: Random) -> float:
    """Seconds to wait after so many attempts: doubling, half of it by chance.

    It stays under a minute for the first hundred tries, so that a healed network is used at once,
    and goes to half an hour for what never works.
    """
    if attempts > PATIENT_TRIES:
        pause = min(SHORT_CAP * 2.0 ** min(attempts - PATIENT_TRIES, 10), LONG_CAP)
    else:
        pause = min(FIRST_PAUSE * 2.0 ** min(attempts - 1, 10), SHORT_CAP)
    return float(pause * (0.5 + chance.random() / 2))


def settlement(
    outcome: SendOutcome, row: Submission, now: datetime, chance: Random, trouble: Trouble | None
) -> Settlement:
    """What an answer does (docs: What an answer does). ``row`` is as claimed, its try counted."""
    match outcome:
        case Accepted():
            return Settlement(SubmissionState.ACCEPTED)
        case Refused():
            return Settlement(SubmissionState.QUARANTINED, _words(outcome.status, outcome.message))
        case Unreachable():
            pause = max(backoff(max(row.attempts, 1), chance), outcome.retry_after or 0.0)
            return _wait(f"unreachable {outcome.cause}", now, pause)
        case Denied():
            return _wait(_words(outcome.status, outcome.message), now, DENIED_PAUSE)
        case FormMissing():
            return _doubted("404", outcome.message, row, now, chance, trouble)
        case Conflict():
            return _doubted("409", outcome.message, row, now, chance, trouble)
    assert_never(outcome)


def _doubted(
    kind: str,
    message: str,
    row: Submission,
    now: datetime,
    chance: Random,
    before: Trouble | None,
) -> Settlement:
    """404 and 409 may pass: forms come back, servers race. After a day a person decides."""
    known = before if before is not None and before.kind == kind else Trouble(kind, now, 0)
    trouble = Trouble(kind, known.since, known.tries + 1)
    tried = kind == "404" or trouble.tries >= CONFLICT_TRIES
    if tried and now - trouble.since >= A_DAY:
        return Settlement(SubmissionState.QUARANTINED, _words(int(kind), message))
    pause = max(backoff(max(row.attempts, 1), chance), min(60.0 * trouble.tries, LONG_CAP))
    waiting = _wait(
        _words(int(kind), message), now, backoff(1, chance) if _early(trouble) else pause
    )
    return Settlement(waiting.then, waiting.reason, waiting.due, trouble)


def _early(trouble: Trouble) -> bool:
    """The first 409 is most often a race that is over in a moment."""
    return trouble.kind == "409" and trouble.tries <= 2  # noqa: PLR2004 — two quick tries


def _wait(reason: str, now: datetime, pause: float) -> Settlement:
    return Settlement(SubmissionState.WAITING, reason, now + timedelta(seconds=pause))


def _words(status: int, message: str) -> str:
    return f"{status} {message}".strip()
