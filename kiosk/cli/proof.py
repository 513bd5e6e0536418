"""``kiosk print --test [--to DEST] [--width 58|80]``: a page that shows how a printer prints."""

from __future__ import annotations

import argparse
import json
import sys

from kiosk.cli import BAD_ENVIRONMENT, BAD_INPUT, OK
from kiosk.words import trouble
from offline.i18n import tr
from printers.port import Doubtful, Medium, NotPrinted, PrintOutcome

_ROLLS = {58: Medium.ROLL_58, 80: Medium.ROLL_80}


def run(args: argparse.Namespace) -> int:
    """Print the test page on every printer of the settings, or on the one named."""
    from kiosk import app  # noqa: PLC0415 — loads the store, only when run
    from kiosk.flow import machines  # noqa: PLC0415 — the typesetter, only when run

    folder = app.data_folder(args)
    settings = app.load_settings(folder)
    store = app.open_store(folder)
    try:
        station = app.station(store, settings)
        if args.to:
            roll = _ROLLS.get(args.width) or app.roll_of(settings)
            station.receipt_printer = app.open_printer(args.to, roll)
            station.document_printer = None
        found = machines.machines(station)
        if not found:
            print(tr("还没有装打印机，请用 --to 说明打到哪里。"), file=sys.stderr)
            return BAD_INPUT
        return max(
            _told(one.destination, one.medium, machines.print_proof(station, one.name))
            for one in found
        )
    finally:
        store.close()


def _told(destination: str, medium: Medium, outcome: PrintOutcome) -> int:
    state = type(outcome).__name__.lower()
    facts = {"kind": "test", "destination": destination, "paper": medium.value, "state": state}
    print(json.dumps(facts, ensure_ascii=False))
    if isinstance(outcome, NotPrinted | Doubtful):
        print(trouble(outcome.trouble), file=sys.stderr)
        return BAD_ENVIRONMENT
    return OK
