"""Times as they lie in the store: UTC, microseconds, sortable as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """An aware time as ISO 8601 text of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The time that ``to_text`` wrote."""
    return datetime.fromisoformat(text)


def maybe_text(moment: datetime | None) -> str | None:
    """As ``to_text``, for a time that may be missing."""
    return None if moment is None else to_text(moment)


def maybe_time(text: str | None) -> datetime | None:
    """As ``from_text``, for a time that may be missing."""
    return None if text is None else from_text(text)
