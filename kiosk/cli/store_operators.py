"""``kiosk store operators …``: local accounts. A passphrase comes from standard input."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import timedelta

from kiosk import app
from kiosk.cli import BAD_INPUT, OK, Commands
from kiosk.cli.store_care import read_secret
from kiosk.cli.store_slots import SHORTEST
from kiosk.cli.store_verbs import print_json, verb
from offline.records import Operator

ROLES = ("station", "window", "grid", "supervisor", "it")


def add(verbs: Commands[argparse.ArgumentParser]) -> None:
    """Register the verbs."""
    parser = verbs.add_parser("operators", help="local accounts")
    kinds = parser.add_subparsers(dest="operator_verb", required=True, metavar="VERB")
    verb(kinds, "list", "a JSON line an operator", run_list)
    new = verb(kinds, "add", "add an operator or change name and role", run_add)
    new.add_argument("id")
    new.add_argument("name")
    new.add_argument("--role", choices=ROLES, required=True)
    secret = verb(kinds, "passphrase", "set a passphrase from standard input", run_passphrase)
    secret.add_argument("id")
    secret.add_argument("--days", type=int, default=90, help="how long it works offline")
    verb(kinds, "release", "forget the failures of a locked account", run_release).add_argument(
        "id"
    )
    verb(kinds, "remove", "remove an operator", run_remove).add_argument("id")


def run_list(args: argparse.Namespace) -> int:
    """The accounts, without any secret."""
    store = app.open_store(app.data_folder(args), writer=False)
    try:
        for account in store.operators.accounts():
            until = account.expires.isoformat(timespec="seconds") if account.expires else None
            print_json({**asdict(account.operator), "expires": until, "locked": account.locked})
    finally:
        store.close()
    return OK


def run_add(args: argparse.Namespace) -> int:
    """Its own entry in the log."""
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        with store.transaction():
            store.operators.put(Operator(args.id, args.name, args.role))
            store.audit.record(app.CLI.id, "operator put", args.id, args.role)
    finally:
        store.close()
    print_json({"operator": args.id, "role": args.role})
    return OK


def run_passphrase(args: argparse.Namespace) -> int:
    """Exit code 1 for one that is too short or an unknown operator."""
    passphrase = read_secret()
    if len(passphrase) < SHORTEST:
        print_json({"error": "passphrase too short", "shortest": SHORTEST})
        return BAD_INPUT
    expires = app.now() + timedelta(days=args.days)
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        store.operators.set_passphrase(args.id, passphrase, expires)
    finally:
        store.close()
    print_json({"operator": args.id, "expires": expires.isoformat(timespec="seconds")})
    return OK


def run_release(args: argparse.Namespace) -> int:
    """The passphrase stays as it is (exit code 1 for an unknown operator)."""
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        with store.transaction():
            store.operators.clear_failures(args.id)
            store.audit.record(app.CLI.id, "operator released", args.id)
    finally:
        store.close()
    print_json({"released": args.id})
    return OK


def run_remove(args: argparse.Namespace) -> int:
    """What the account did stays in the log."""
    store = app.open_store(app.data_folder(args), writer=True)
    try:
        with store.transaction():
            store.operators.remove(args.id)
            store.audit.record(app.CLI.id, "operator removed", args.id)
    finally:
        store.close()
    print_json({"removed": args.id})
    return OK
