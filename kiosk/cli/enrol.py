"""``kiosk enrol``: make this terminal known to its centre. A password comes on standard input."""

from __future__ import annotations

import argparse
import getpass
import json
import re
import sys
from typing import Final

from kiosk import app, centrewords
from kiosk.cli import BAD_ENVIRONMENT, OK, Commands
from kiosk.settings import Settings
from offline.exchange.link import Link
from offline.exchange.port import ExchangeError
from offline.store.port import Store

_SECRET: Final = re.compile(r"(/(?:key|test)/).*")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("enrol", help="enrol this terminal at an exchange")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--server", metavar="URL", help="an exchange with the service API")
    where.add_argument("--openrosa", metavar="URL", help="a server with OpenRosa alone")
    parser.add_argument("--code", default="", help="the one-time code (with --server)")
    parser.add_argument("--user", default="", help="user name (with --openrosa)")
    parser.set_defaults(run=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """Enrol and remember; nothing changes if the exchange does not agree."""
    if args.server and not args.code:
        args.parser.error("--server needs --code")
    folder = app.data_folder(args)
    settings = app.load_settings(folder)
    store = app.open_store(folder, writer=True)
    try:
        link = _ask(args, settings, store)
    except ExchangeError as error:
        print(centrewords.enrolling(error.outcome), file=sys.stderr)
        return BAD_ENVIRONMENT
    finally:
        store.close()
    print(
        json.dumps(
            {
                "enrolled": True,
                "kind": link.kind.value,
                "url": shown(link),
                "terminal": link.terminal,
                "certificate": bool(link.certificate),
                "expires": link.expires or None,
            }
        )
    )
    return OK


def _ask(args: argparse.Namespace, settings: Settings, store: Store) -> Link:
    if args.server:
        return app.enrol_at(store, args.server, args.code, settings)
    password = _password() if args.user else ""
    return app.use_openrosa_at(store, args.openrosa, args.user, password, settings)


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("")
    return sys.stdin.readline().rstrip("\r\n")


def shown(link: Link) -> str:
    """The address without a token that is part of its path (ODK Central's app users and drafts)."""
    return _SECRET.sub(r"\1…", link.url)
