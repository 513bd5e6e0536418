"""The last time seen: a clock set back or far ahead is noticed and expires nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from offline.store.clock import from_text, to_text
from offline.store.port import Notes

SEEN = "clock.last-seen"
SLACK = timedelta(minutes=2)
"""Clocks are corrected by so much every day."""
AHEAD = timedelta(days=60)
"""A terminal may well have been off for a month."""
STEP = timedelta(minutes=1)
"""The note is written at most this often."""


class ClockFault(StrEnum):
    """What is wrong with the clock."""

    BACK = "set back"
    AHEAD = "far ahead"


def look(notes: Notes, now: datetime) -> ClockFault | None:
    """Compare the clock with the last time seen, and remember it if it is believable."""
    seen = last_seen(notes)
    if seen is not None:
        if now < seen - SLACK:
            return ClockFault.BACK
        if now > seen + AHEAD:
            return ClockFault.AHEAD
    if seen is None or now >= seen + STEP:
        notes.put(SEEN, to_text(now))
    return None


def confirm(notes: Notes, true_time: datetime) -> None:
    """A time that is surely right (the exchange's, or a person's word) ends a fault."""
    notes.put(SEEN, to_text(true_time))


def last_seen(notes: Notes) -> datetime | None:
    """The newest believable time; None in a new store."""
    seen = notes.get(SEEN)
    return None if seen is None else from_text(seen)


def for_expiry(notes: Notes, now: datetime) -> datetime:
    """The time to judge validity by: never before the last time seen.

    With the clock set back an expired code stays expired.
    """
    seen = last_seen(notes)
    return now if seen is None else max(now, seen)
