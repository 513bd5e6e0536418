"""What the link is like now, and how fast it was: plain rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

NEWEST: Final = 0.3
"""How much the newest measurement counts; the rest is what was measured before."""
ENOUGH: Final = 4096
"""Bytes below which a measurement tells of the round trip and not of the link."""


@dataclass(frozen=True, slots=True)
class Weather:
    """``photos_at`` is when photos may travel (None: now): over a metered link text goes first.
    ``woken`` says that the network changed: what waits for the link is tried at once.
    """

    photos_at: datetime | None = None
    woken: bool = False


def photos_at(now: datetime, begins: time, ends: time) -> datetime | None:
    """When the night's window opens next; None where it is open. All in the same zone."""
    at = now.timetz().replace(tzinfo=None)
    is_open = begins <= at < ends if begins <= ends else at >= begins or at < ends
    if is_open:
        return None
    opening = datetime.combine(now.date(), begins, now.tzinfo)
    return opening if opening > now else opening + timedelta(days=1)


def smoothed(before: float, size: int, seconds: float) -> float:
    """Bytes per second, after ``size`` bytes went in that time; 0 where nothing is known."""
    if size < ENOUGH or seconds <= 0:
        return before
    measured = size / seconds
    return measured if not before else before + NEWEST * (measured - before)
