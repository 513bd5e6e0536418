"""What the sync lane does at the centre's counter beside submissions, each where it is offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.flow import archive, booking, hall, payments, tasks
from kiosk.flow.station import Station
from offline.exchange.port import Capability, Exchange, ExchangeError, Refused, Unsupported
from offline.sync import Summary

HEARD = "errands.heard"
EVERY = timedelta(minutes=30)
PACKAGES = 5


def run(station: Station, exchange: Exchange, *, everything: bool = False) -> list[str]:
    """Do what waits, and every half hour ask what is new; what the centre refused, in its words.

    Nothing waiting and nothing due costs no request: an idle day must stay cheap. Raises
    ExchangeError when the centre cannot be reached.
    """
    steps = _steps(station, exchange, listening=everything or _due(station))
    refused: list[str] = []
    if not steps:
        return refused
    offered = exchange.capabilities()
    for capability, step in steps:
        if capability not in offered:
            continue
        try:
            step()
        except ExchangeError as error:
            if not isinstance(error.outcome, Refused | Unsupported):
                raise
            refused.append(str(error.outcome))
    return refused


def run_after(station: Station, exchange: Exchange, summary: Summary, *, everything: bool) -> None:
    """Errands after a round that went well; a line lost meanwhile is the next round's matter."""
    if summary.unreachable or summary.paused:
        return
    try:
        summary.problems += run(station, exchange, everything=everything)
    except ExchangeError as error:
        summary.problems.append(str(error.outcome))


def _steps(
    station: Station, exchange: Exchange, *, listening: bool
) -> list[tuple[Capability, Callable[[], object]]]:
    notes, steps = station.store.notes, list[tuple[Capability, Callable[[], object]]]()
    if payments.unsettled(station):
        steps.append((Capability.PAYMENTS, lambda: payments.reconcile(station, exchange)))
    if notes.names(hall.WAITING):
        steps.append((Capability.NUMBERS, lambda: hall.make_good(station, exchange)))
    if any(one.doubtful for one in booking.mine(station)):
        steps.append((Capability.APPOINTMENTS, lambda: booking.settle(station, exchange)))
    if notes.names(tasks.SAID):
        steps.append((Capability.TASKS, lambda: tasks.tell(station, exchange)))
    if listening:
        payments.forget(station)
        booking.forget(station)
        steps.append((Capability.TASKS, lambda: tasks.hear(station, exchange)))
        steps += [
            (Capability.ARCHIVES, lambda one=one: archive.hand_in(station, exchange, one))  # type: ignore[misc]
            for one in archive.due(station)[:PACKAGES]
        ]
        notes.put(HEARD, station.clock().isoformat())
    return steps


def _due(station: Station) -> bool:
    text = station.store.notes.get(HEARD)
    since = None if text is None else station.clock() - datetime.fromisoformat(text)
    return since is None or not timedelta() <= since < EVERY
