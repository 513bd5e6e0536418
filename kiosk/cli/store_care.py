"""``kiosk store verify|backup|restore|salvage``: whether it is whole, and what to do if not."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from kiosk import app
from kiosk.cli import BAD_ENVIRONMENT, OK, Commands
from kiosk.cli.store_verbs import print_json, verb
from offline.store import care, restoring
from offline.store.unlocking import (
    Unlock,
    by_counted_passphrase,
    by_passphrase,
    by_recovery,
)


def add(verbs: Commands[argparse.ArgumentParser]) -> None:
    """Register the verbs."""
    add_way_in(verb(verbs, "verify", "every page, link, log entry and file", run_verify))
    backup = verb(verbs, "backup", "a copy in one file, under its own key", run_backup)
    backup.add_argument("file", type=Path)
    restore = verb(verbs, "restore", "make the store of an empty folder from a backup", run_restore)
    restore.add_argument("file", type=Path)
    add_way_in(restore)
    salvage = verb(verbs, "salvage", "what is readable of a damaged store", run_salvage)
    salvage.add_argument("--into", type=Path, required=True, help="data folder of the new store")
    add_way_in(salvage)


def add_way_in(parser: argparse.ArgumentParser) -> None:
    """Options to open by another slot than this machine's; the secret comes from standard input."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--recovery", action="store_true", help="recovery code on standard input")
    ways.add_argument("--passphrase", action="store_true", help="passphrase on standard input")


def way_in(args: argparse.Namespace) -> Unlock:
    """The way in to the store of the data folder that the options name; wrong ones count."""
    if args.passphrase:
        return by_counted_passphrase(app.data_folder(args), read_secret(), app.now())
    return _uncounted(args)


def _uncounted(args: argparse.Namespace) -> Unlock:
    """The way in to a backup, which nobody's tries can be written into."""
    if args.recovery:
        return by_recovery(read_secret())
    if args.passphrase:
        return by_passphrase(read_secret())
    return care.this_machine()


def read_secret() -> str:
    """One line of standard input: never an argument, which other users could see."""
    return sys.stdin.readline().strip()


def run_verify(args: argparse.Namespace) -> int:
    """Exit code 3 if anything is wrong."""
    problems = care.verify(app.data_folder(args), way_in(args))
    print_json({"whole": not problems, "problems": [asdict(each) for each in problems]})
    return BAD_ENVIRONMENT if problems else OK


def run_backup(args: argparse.Namespace) -> int:
    """Beside a running app; says which slots open the file."""
    store = app.open_store(app.data_folder(args), writer=False)
    try:
        envelope = restoring.back_up(store, args.file)
    finally:
        store.close()
    slots = [slot.id for slot in envelope.slots]
    elsewhere = any(slot.kind != "machine" for slot in envelope.slots)
    print_json({"file": str(args.file), "slots": slots, "opens_elsewhere": elsewhere})
    return OK


def run_restore(args: argparse.Namespace) -> int:
    """Into a data folder without a store."""
    care.restore(args.file, app.data_folder(args), _uncounted(args))
    print_json({"restored": str(app.data_folder(args))})
    return OK


def run_salvage(args: argparse.Namespace) -> int:
    """Exit code 0 even if rows were lost: the report says which."""
    report = care.salvage(app.data_folder(args), args.into, way_in(args))
    print_json(asdict(report))
    return OK
