"""``kiosk store slots …`` and ``rotate-key``: the ways to the data key."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk import app
from kiosk.cli import BAD_INPUT, OK, Commands
from kiosk.cli.store_care import add_way_in, read_secret, way_in
from kiosk.cli.store_verbs import print_json, verb
from offline.store import envelope, keystore, slotkeeping, slots
from offline.store.unlocking import Unlock

SHORTEST = 8
"""Characters a passphrase has at least."""


def add(verbs: Commands[argparse.ArgumentParser]) -> None:
    """Register the verbs."""
    add_way_in(verb(verbs, "rotate-key", "renew this machine's wrapping key", run_rotate))
    parser = verbs.add_parser("slots", help="the ways to the data key")
    kinds = parser.add_subparsers(dest="slot_verb", required=True, metavar="VERB")
    verb(kinds, "list", "the slots, without any secret", run_list)
    passphrase = verb(kinds, "add-passphrase", "a passphrase from standard input", run_passphrase)
    passphrase.add_argument("--label", default="passphrase")
    verb(kinds, "add-recovery", "a new recovery code, shown once", run_recovery)
    removal = verb(kinds, "remove", "remove a slot", run_remove)
    removal.add_argument("slot")


def run_list(args: argparse.Namespace) -> int:
    """Readable without opening the store."""
    for slot in envelope.read(app.data_folder(args)).slots:
        where = slot.facts.get("where", "")
        locked = slots.is_locked(slot)
        print_json({"id": slot.id, "kind": slot.kind, "where": where, "locked": locked})
    return OK


def run_rotate(args: argparse.Namespace) -> int:
    """New slot first, old ones removed afterwards: killed between, both open.

    By passphrase or recovery code where this machine's key is gone.
    """
    folder, act = app.data_folder(args), "key rotated"
    data_key = _data_key(folder, act, way_in(args))
    slot = slotkeeping.renew_machine(folder, data_key, keystore.default())
    print_json({"slot": slot.id, "where": slot.facts["where"]})
    return OK


def run_passphrase(args: argparse.Namespace) -> int:
    """Exit code 1 for one that is too short."""
    passphrase = read_secret()
    if len(passphrase) < SHORTEST:
        print_json({"error": "passphrase too short", "shortest": SHORTEST})
        return BAD_INPUT
    folder = app.data_folder(args)
    slot = slotkeeping.add_passphrase(
        folder, _data_key(folder, "slot added"), passphrase, args.label
    )
    print_json({"slot": slot.id})
    return OK


def run_recovery(args: argparse.Namespace) -> int:
    """The code is printed and kept nowhere."""
    folder = app.data_folder(args)
    print_json({"recovery": slotkeeping.add_recovery(folder, _data_key(folder, "slot added"))})
    return OK


def run_remove(args: argparse.Namespace) -> int:
    """Never the last one."""
    folder = app.data_folder(args)
    _data_key(folder, "slot removed")
    slotkeeping.remove(folder, args.slot, keystore.default())
    print_json({"removed": args.slot})
    return OK


def _data_key(folder: Path, act: str, unlock: Unlock | None = None) -> bytes:
    store = app.open_store(folder, writer=True, unlock=unlock)
    try:
        store.audit.record(app.CLI.id, act)
        return store.data_key
    finally:
        store.close()
