"""``kiosk sync``: exchange with the centre now, or say how the queue stands. JSON on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from kiosk import app, centrewords, words
from kiosk.cli import BAD_ENVIRONMENT, BAD_INPUT, OK, Commands
from kiosk.flow.search import midnight
from offline.i18n import tr
from offline.store.port import MOVED, MovedError, Store
from offline.sync import memory, send_again_since, status


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("sync", help="exchange with the centre now")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--once", action="store_true", help="now, ignoring back-off (the default)")
    which.add_argument("--status", action="store_true", help="how the queue stands; no network")
    which.add_argument("--pause", action="store_true", help="send nothing until --resume")
    which.add_argument("--resume", action="store_true", help="let it go on")
    which.add_argument(
        "--again-since",
        metavar="DATE",
        help="queue what was accepted since then anew: the server came back from an old backup",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One exchange or the status; exit 3 if the exchange cannot be reached or denies."""
    folder = app.data_folder(args)
    if args.status:
        return _print_status(app.open_store(folder, writer=False))
    store = app.open_store(folder, writer=True)
    if args.again_since is not None:
        return _again(store, args.again_since)
    if args.pause or args.resume:
        return _hold(store, pause=args.pause)
    try:
        summary = app.synchronise_once(store, app.load_settings(folder))
        if summary is None:
            print(tr("这台机器还没有登记到交换平台。请先运行 kiosk enrol。"), file=sys.stderr)
            return BAD_ENVIRONMENT
        moved = store.notes.get(MOVED)
    finally:
        store.close()
    print(json.dumps(summary.to_json(), ensure_ascii=False))
    if moved is not None:
        print(words.sentence(MovedError(moved)), file=sys.stderr)
    return BAD_ENVIRONMENT if summary.unreachable or summary.paused else OK


def _hold(store: Store, *, pause: bool) -> int:
    """A person's pause begins or ends."""
    if pause:
        memory.hold(store.notes, app.now())
    else:
        memory.release(store.notes)
    store.audit.record(app.CLI.id, "sync-pause" if pause else "sync-resume")
    return _print_status(store)


def _again(store: Store, text: str) -> int:
    """Queue anew what was accepted since that day; for a server that nobody can ask."""
    try:
        since = midnight(date.fromisoformat(text))
    except ValueError:
        store.close()
        print(tr("日期要写成 2026-11-22 这样：{text}", text=text), file=sys.stderr)
        return BAD_INPUT
    with store.transaction():
        found = send_again_since(store, since, app.now())
        store.audit.record(app.CLI.id, "sync-again", detail=text)
    told = centrewords.losses(found)
    if told:
        print(told, file=sys.stderr)
    return _print_status(store)


def _print_status(store: Store) -> int:
    try:
        print(json.dumps(status(store, app.now()).to_json(), ensure_ascii=False))
    finally:
        store.close()
    return OK
