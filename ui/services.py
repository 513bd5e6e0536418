"""What a window is handed by the composition root: stations, lanes and the way to the exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.background import Lane
from kiosk.flow.accounts import Recovery
from kiosk.flow.station import Station
from kiosk.scanning.idcard import CardReader
from kiosk.scanning.port import Scanner
from kiosk.settings import Settings
from offline.exchange.port import Exchange
from offline.sync.summary import Summary


@dataclass(slots=True)
class Impulse:
    """What the window knows when it asks for a run: ``probe`` that somebody is at the screen,
    ``woken`` that the network changed, ``metered`` that its bytes are paid for, ``asked`` that
    somebody pressed for it: then what is new at the centre's counter is asked for at once.
    """

    probe: bool = False
    woken: bool = False
    metered: bool = False
    asked: bool = False


@dataclass(slots=True)
class Services:
    """One running app. Each station's store belongs to the lane of the same line.

    ``synchronise(impulse)`` runs once on the sync lane, None where the terminal is not enrolled;
    with ``probe`` it asks whether the exchange is there even if nothing is due. ``ready`` is the
    account of the demonstration and its passphrase: it is let in at once, and told at the lock.
    ``kept`` are the days that each class of data is kept. ``asking`` is the line to the centre for
    what a person waits for at the screen: licences, orders, numbers. It belongs to the store lane
    and is None where the terminal is not enrolled.
    """

    settings: Settings
    station: Station
    store_lane: Lane
    press: Station
    press_lane: Lane
    synchronise: Callable[[Impulse], Summary | None]
    sync_lane: Lane
    recovery: Recovery
    scanners: Sequence[Scanner] = ()
    card_reader: CardReader | None = None
    ready: tuple[str, str] = ("", "")
    kept: Mapping[str, int] = field(default_factory=dict)
    asking: Exchange | None = None
    close: Callable[[], None] = field(default=lambda: None)
