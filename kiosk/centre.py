"""A round with the centre, whoever asks for it: a window's lane, the command, a demonstration."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kiosk.enrolment import open_exchange, renew_when_due
from kiosk.flow import errands, health
from offline.exchange.device import mac_address
from offline.exchange.link import read_link
from offline.exchange.port import Exchange
from offline.store import bundle
from offline.store.port import Store
from offline.sync import Pulse, Summary, run_once
from offline.sync.weather import Weather

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.flow.station import Station
    from kiosk.settings import Settings
    from offline.exchange.joined import JoinedExchange
    from offline.store.sqlite import SqlStore

LONGEST: Final = 50.0
BETWEEN: Final = (0.2, 0.5, 1.0, 2.0, 4.0)


class Centre:
    """One lane's line to the centre, where the terminal is enrolled; for one thread at a time.

    Every round renews an enrolment that runs out, sends and hears, then does the counter's errands.
    ``also`` is another line of this terminal, which goes on with what was renewed.
    """

    def __init__(
        self,
        store: SqlStore,
        settings: Settings,
        station: Station,
        also: JoinedExchange | None = None,
    ) -> None:
        self._store, self._settings, self._station = store, settings, station
        self._also = also
        self._exchange = open_exchange(store, settings)

    def round(
        self, weather: Weather, *, probe: bool = False, asked: bool = False
    ) -> Summary | None:
        """What is due now; None where the terminal is not enrolled.

        ``asked``: somebody waits for what is new (tasks), so it is not left to the half hour.
        """
        exchange = self._renewed()
        if exchange is None:
            return None
        now, pulse = self._station.clock(), self._pulse()
        summary = run_once(self._store, exchange, now, probe=probe, pulse=pulse, weather=weather)
        errands.run_after(self._station, exchange, summary, everything=asked)
        return summary

    def everything(self, longest: float = LONGEST) -> Summary | None:
        """All there is, whatever backs off, within ``longest`` seconds; None if not enrolled."""
        exchange = self._renewed()
        if exchange is None:
            return None
        clock, pulse = self._station.clock, self._pulse()
        summary = exchange_now(self._store, exchange, clock, longest, pulse=pulse)
        errands.run_after(self._station, exchange, summary, everything=True)
        return summary

    def close(self) -> None:
        """Let go of the line."""
        if self._exchange is not None:
            self._exchange.close()

    def _renewed(self) -> Exchange | None:
        if renew_when_due(self._store, self._settings, self._station.clock()):
            link = read_link(self._store.notes)
            for line in (self._exchange, self._also):
                if line is not None and link is not None:
                    line.renewed(link)
        return self._exchange

    def _pulse(self) -> Pulse:
        return Pulse(facts=self._facts, diagnosis=self._diagnosis)

    def _facts(self) -> Mapping[str, str]:
        store, now = self._store, self._station.clock()
        trust = (health.keys(store, now), health.revoked(store, now))
        found = (health.disk(store.folder), health.clock(store, now), *trust)
        told = {finding.name: finding.level.value for finding in found}
        asked = self._exchange is not None and "mac" in self._exchange.policy()
        address = mac_address() if asked else ""
        return {**told, "mac": address} if address else told

    def _diagnosis(self) -> bytes:
        store = self._store
        return bundle.packed({**bundle.of_machine(store.folder), **bundle.of_store(store)})


def exchange_now(
    store: Store,
    exchange: Exchange,
    clock: Callable[[], datetime],
    longest: float = LONGEST,
    between: Sequence[float] = BETWEEN,
    pulse: Pulse | None = None,
) -> Summary:
    """Passes until nothing is pending, the exchange is unreachable, or the time is over (s).

    A form may be published and a conflict may pass while we wait; the pauses between passes grow
    to four seconds, and only the first pass asks for lists, so that a server is not pressed.
    """
    until, waiter = time.monotonic() + longest, threading.Event()
    total = run_once(store, exchange, clock(), ignore_backoff=True, deadline=longest, pulse=pulse)
    for number in range(10_000):
        left = until - time.monotonic()
        if not total.pending or total.ended_early or left <= 0:
            break
        waiter.wait(min(between[min(number, len(between) - 1)], left))
        left = max(until - time.monotonic(), 0.0)
        later = run_once(
            store, exchange, clock(), ignore_backoff=True, refresh=False, deadline=left, pulse=pulse
        )
        total = total.plus(later)
    return total
