"""``kiosk sync``: exchange with the centre now, or say how the queue stands. JSON on stdout."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final

from kiosk import app
from kiosk.cli import BAD_ENVIRONMENT, OK, Commands
from kiosk.words import sentence
from offline.exchange.port import Exchange
from offline.i18n import tr
from offline.store.port import MOVED, MovedError, Store
from offline.sync import Summary, memory, run_once, status

LONGEST: Final = 50.0
BETWEEN: Final = (0.2, 0.5, 1.0, 2.0, 4.0)


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("sync", help="exchange with the centre now")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--once", action="store_true", help="now, ignoring back-off (the default)")
    which.add_argument("--status", action="store_true", help="how the queue stands; no network")
    which.add_argument("--pause", action="store_true", help="send nothing until --resume")
    which.add_argument("--resume", action="store_true", help="let it go on")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One exchange or the status; exit 3 if the exchange cannot be reached or denies."""
    folder = app.data_folder(args)
    if args.status:
        return _print_status(app.open_store(folder, writer=False))
    store = app.open_store(folder, writer=True)
    if args.pause or args.resume:
        return _hold(store, pause=args.pause)
    try:
        exchange = app.open_exchange(store, app.load_settings(folder))
        if exchange is None:
            print(tr("这台机器还没有登记到交换平台。请先运行 kiosk enrol。"), file=sys.stderr)
            return BAD_ENVIRONMENT
        summary = exchange_now(store, exchange)
        moved = store.notes.get(MOVED)
    finally:
        store.close()
    print(json.dumps(summary.to_json(), ensure_ascii=False))
    if moved is not None:
        print(sentence(MovedError(moved)), file=sys.stderr)
    return BAD_ENVIRONMENT if summary.unreachable or summary.paused else OK


def exchange_now(
    store: Store,
    exchange: Exchange,
    longest: float = LONGEST,
    between: Sequence[float] = BETWEEN,
) -> Summary:
    """Passes until nothing is pending, the exchange is unreachable, or the time is over (s).

    A form may be published and a conflict may pass while we wait; the pauses between passes grow
    to four seconds, and only the first pass asks for lists, so that a server is not pressed.
    """
    until, waiter = time.monotonic() + longest, threading.Event()
    total = run_once(store, exchange, app.now(), ignore_backoff=True, deadline=longest)
    for number in range(10_000):
        left = until - time.monotonic()
        if not total.pending or total.ended_early or left <= 0:
            break
        waiter.wait(min(between[min(number, len(between) - 1)], left))
        left = max(until - time.monotonic(), 0.0)
        later = run_once(
            store, exchange, app.now(), ignore_backoff=True, refresh=False, deadline=left
        )
        total = total.plus(later)
    return total


def _hold(store: Store, *, pause: bool) -> int:
    """A person's pause begins or ends."""
    if pause:
        memory.hold(store.notes, app.now())
    else:
        memory.release(store.notes)
    store.audit.record(app.CLI.id, "sync-pause" if pause else "sync-resume")
    return _print_status(store)


def _print_status(store: Store) -> int:
    try:
        print(json.dumps(status(store, app.now()).to_json(), ensure_ascii=False))
    finally:
        store.close()
    return OK
