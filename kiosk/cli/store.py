"""``kiosk store``: the local store, its key slots, its operators. JSON on standard output."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from kiosk import app
from kiosk.cli import (
    OK,
    Commands,
    store_bundle,
    store_care,
    store_moving,
    store_operators,
    store_slots,
)
from kiosk.cli.store_verbs import print_json, verb
from offline.records import Submission, SubmissionState
from offline.store import envelope, stats


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command and its verbs."""
    parser = commands.add_parser("store", help="the local encrypted store")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb(verbs, "init", "make the store of this data folder", run_init)
    listing = verb(verbs, "list", "a JSON line a submission", run_list)
    listing.add_argument("--state", choices=[state.value for state in SubmissionState])
    verb(verbs, "stats", "counts and sizes", run_stats)
    store_care.add(verbs)
    store_bundle.add(verbs)
    store_slots.add(verbs)
    store_moving.add(verbs)
    store_operators.add(verbs)


def run_init(args: argparse.Namespace) -> int:
    """Make the store, or open it if it is there."""
    folder = app.data_folder(args)
    app.open_store(folder, writer=True).close()
    found = envelope.read(folder)
    slots = [{"id": slot.id, "kind": slot.kind} for slot in found.slots]
    print_json({"store": found.store, "slots": slots})
    return OK


def run_list(args: argparse.Namespace) -> int:
    """The submissions, beside a running app."""
    state = SubmissionState(args.state) if args.state else None
    store = app.open_store(app.data_folder(args), writer=False)
    try:
        for each in store.submissions.list(state):
            print_json(_line(each))
    finally:
        store.close()
    return OK


def run_stats(args: argparse.Namespace) -> int:
    """Counts by state and table; no names."""
    folder = app.data_folder(args)
    store = app.open_store(folder, writer=False)
    try:
        found = asdict(stats.count(store.database, folder))
    finally:
        store.close()
    oldest = found["oldest_unsent"]
    print_json({**found, "oldest_unsent": oldest.isoformat() if oldest else None})
    return OK


def _line(submission: Submission) -> dict[str, Any]:
    return {
        "instance_id": submission.instance_id,
        "receipt": submission.receipt,
        "form_id": submission.form_id,
        "state": submission.state.value,
        "attachments": [
            {"name": file.name, "sha256": file.sha256, "state": file.state.value}
            for file in submission.attachments
        ],
    }
