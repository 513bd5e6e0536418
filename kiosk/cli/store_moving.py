"""``kiosk store export|import|purge``: unsent work moves house; what is over its time goes."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk import app
from kiosk.cli import BAD_ENVIRONMENT, OK, Commands
from kiosk.cli.store_care import read_secret
from kiosk.cli.store_verbs import print_json, verb
from offline.store import moving, retention, timewatch


def add(verbs: Commands[argparse.ArgumentParser]) -> None:
    """Register the verbs."""
    export = verb(verbs, "export", "unsent work for another terminal, encrypted", run_export)
    export.add_argument("file", type=Path, nargs="?")
    export.add_argument("--undo", action="store_true", help="the file never went anywhere")
    taking = verb(verbs, "import", "take such work in; the code on standard input", run_import)
    taking.add_argument("file", type=Path)
    verb(verbs, "purge", "forget what is over its time", run_purge)


def run_export(args: argparse.Namespace) -> int:
    """The transfer code is printed once and kept nowhere."""
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        if args.undo:
            moving.take_back(store)
            print_json({"moved": False})
        else:
            file = args.file or Path("kiosk-export.tar")
            print_json({"file": str(file), "code": moving.move_out(store, file)})
    finally:
        store.close()
    return OK


def run_import(args: argparse.Namespace) -> int:
    """What is here already stays as it is."""
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        print_json({"taken_in": moving.move_in(store, args.file, read_secret())})
    finally:
        store.close()
    return OK


def run_purge(args: argparse.Namespace) -> int:
    """Nothing is forgotten while the clock is not believable (exit code 3)."""
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        now = app.now()
        fault = timewatch.look(store.notes, now)
        if fault is not None:
            print_json({"purged": None, "clock": fault.value})
            return BAD_ENVIRONMENT
        print_json({"purged": dict(retention.purge(store, retention.Retention(), now))})
    finally:
        store.close()
    return OK
