"""One exchange with the centre: send what is due, then hear what it knows. No threads, no sleep."""

from __future__ import annotations

import time
from datetime import datetime
from random import Random

from offline.exchange.port import Exchange, ExchangeError
from offline.store.port import MOVED, Store
from offline.sync import memory, orders, plan
from offline.sync.course import Run, StopRun, unanswered
from offline.sync.deliver import deliver
from offline.sync.hear import hear
from offline.sync.lists import look_before_sending
from offline.sync.plan import SENDABLE
from offline.sync.pulse import Pulse
from offline.sync.restored import ask_what_is_held
from offline.sync.summary import Summary, pending_count
from offline.sync.unresolved import resolved
from offline.sync.weather import Weather


def run_once(
    store: Store,
    exchange: Exchange,
    now: datetime,
    *,
    ignore_backoff: bool = False,
    probe: bool = False,
    refresh: bool = True,
    deadline: float = 50.0,
    rng: Random | None = None,
    pulse: Pulse | None = None,
    weather: Weather | None = None,
) -> Summary:
    """Exchange once. Blocks at most about ``deadline`` seconds; every outcome is durable.

    ``ignore_backoff`` is a person's wish: what is backing off is tried, and everything refreshed
    unless ``refresh`` says that this was done a moment ago.
    ``pulse`` gives what the heartbeat tells about this terminal beside its queue.
    ``weather`` tells what the link is like: a person's wish sends photos over a metered one too.
    ``probe`` asks whether the exchange is there even if nothing is due: somebody is at the screen.
    """
    chance, until = rng or Random(), time.monotonic() + deadline  # noqa: S311 — jitter, no secret
    run = Run(store, exchange, now, chance, until, pulse or Pulse())
    if weather is not None and not ignore_backoff:
        run.weather = weather
    run.summary.taken_up = store.submissions.take_up(now)
    asked = store.notes.take(memory.ASKED) is not None
    ignore_backoff = ignore_backoff or asked
    if ignore_backoff or _may_talk(run):
        try:
            _talk(run, ignore_backoff=ignore_backoff, probe=probe, refresh=refresh)
        except StopRun:
            pass
        except ExchangeError as error:
            unanswered(run, error.outcome)
    run.summary.pending = pending_count(store)
    ahead = exchange.clock_offset
    if ahead is not None:
        store.notes.put(memory.CLOCK, f"{ahead:.0f}")
    run.summary.messages = list(orders.messages(store.notes).values())
    run.summary.locked, run.summary.leave = orders.locked(store.notes), orders.leaving(store.notes)
    return run.summary


def _may_talk(run: Run) -> bool:
    """Back-off of the link and of the pause hold for every trigger but a person's."""
    link, pause = memory.link_state(run.store.notes), memory.pause_state(run.store.notes)
    if memory.is_held(run.store.notes):
        run.summary.paused = memory.HELD_HERE
        return False
    if link.due is not None and run.now < link.due and not run.weather.woken:
        run.summary.unreachable = link.cause
        return False
    if pause is not None and run.now < pause.due:
        run.summary.paused = f"{pause.status} {pause.message}".strip()
        return False
    return True


def _talk(run: Run, *, ignore_backoff: bool, probe: bool, refresh: bool) -> None:
    notes = run.store.notes
    if notes.get(memory.BELONGS) is None:
        notes.put(memory.BELONGS, run.now.isoformat())
    healed = memory.link_state(notes).failures > 0
    if healed or probe:
        run.exchange.probe()
        memory.link_works(notes, run.now)
    if notes.get(MOVED) is None:
        ask_what_is_held(run)
        rows = [row for state in SENDABLE for row in run.store.submissions.list(state)]
        photos = run.weather.photos_at is None
        due = plan.due(rows, run.now, ignore_backoff=ignore_backoff, healed=healed, photos=photos)
        due = resolved(run, due)
        look_before_sending(run, due)
        deliver(run, due)
    else:
        run.summary.paused = memory.MOVED_AWAY
    told, everything = run.summary, ignore_backoff and refresh
    if hear(
        run.store,
        run.exchange,
        run.now,
        told,
        run.spent,
        everything=everything,
        pulse=run.pulse,
    ):
        memory.unpause(notes)
        memory.link_works(notes, run.now)
    elif told.accepted:
        memory.link_works(notes, run.now)
    orders.carry_out(run)
