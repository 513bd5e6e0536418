"""After handing in: a rating, and a call for help; both wait for the exchange without a network."""

from __future__ import annotations

from kiosk.flow import agency
from kiosk.flow.station import Station
from offline.exchange.port import Rating
from offline.sync import memory

LEVELS = range(1, 6)


def rate(station: Station, instance_id: str, level: int) -> None:
    """Keep a rating, 5 非常满意 … 1 非常不满意 (GB/T 39735); one a case, the last one counts."""
    if level not in LEVELS:
        raise ValueError(f"no rating level: {level}")
    at = station.clock().isoformat()
    memory.queue_rating(station.store.notes, Rating(instance_id, level, at))
    agency.audit(station, "rate", instance_id, str(level))


def call_help(station: Station, page: str) -> None:
    """Keep a call for help, with the page it came from and nothing of the person."""
    memory.queue_help(station.store.notes, page, station.clock())
    station.audit("help", "", page)
