"""What a window is handed by the composition root: stations, lanes and the way to the exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.background import Lane
from kiosk.flow.station import Station
from kiosk.scanning.port import Scanner
from kiosk.settings import Settings


class SyncSummary(Protocol):
    """What a window reads of a sync run."""

    @property
    def reachable(self) -> bool: ...


@dataclass(slots=True)
class Services:
    """One running app. Each station's store belongs to the lane of the same line.

    ``synchronise`` runs once on the sync lane and gives a summary; ``call_help`` tells the
    exchange which page asked and says whether it was told.
    """

    settings: Settings
    station: Station
    store_lane: Lane
    press: Station
    press_lane: Lane
    synchronise: Callable[[], SyncSummary]
    call_help: Callable[[str], bool]
    sync_lane: Lane
    scanners: Sequence[Scanner] = ()
    close: Callable[[], None] = field(default=lambda: None)
