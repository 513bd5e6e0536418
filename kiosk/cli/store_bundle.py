"""``kiosk store bundle``: one file for support, without a word about any person."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from kiosk import app
from kiosk.cli import OK, Commands, doctor
from kiosk.cli.store_verbs import print_json, verb
from offline.store import bundle
from offline.store.port import StoreError


def add(verbs: Commands[argparse.ArgumentParser]) -> None:
    """Register the verb."""
    bundling = verb(verbs, "bundle", "a zip for support: counts, acts, doctor; no names", run)
    bundling.add_argument("file", type=Path, metavar="OUT.zip")


def run(args: argparse.Namespace) -> int:
    """Beside a running app, and of a store that does not open too."""
    folder = app.data_folder(args)
    members = {
        "doctor.json": bundle.to_json([asdict(each) for each in doctor.examine(folder)]),
        **bundle.of_machine(folder),
        **_of_store(folder),
    }
    bundle.write(args.file, members)
    print_json({"file": str(args.file), "holds": sorted(members)})
    return OK


def _of_store(folder: Path) -> dict[str, str]:
    try:
        store = app.open_store(folder, writer=False)
    except StoreError as error:
        return {"store.json": bundle.to_json({"opens": False, "error": type(error).__name__})}
    try:
        return bundle.of_store(store)
    finally:
        store.close()
