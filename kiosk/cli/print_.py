"""``kiosk print KIND ID --to DEST``: a paper of a submission, by the ledger."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from kiosk.cli import BAD_ENVIRONMENT, BAD_INPUT, BAD_USAGE, OK, Commands, proof
from kiosk.words import trouble as trouble_sentence
from offline.i18n import tr
from offline.records import PrintJob, PrintState
from printers.ledger import trouble_of
from printers.port import Medium, Trouble
from printers.refusals import REFUSALS, refusal
from printers.typeset import TemplateError
from resources.fonts import MissingFontsError

if TYPE_CHECKING:
    from kiosk.flow.station import Station


_NOTICES = ("combined", "rectification", "patrol")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("print", help="print a slip, receipt, certificate or notice")
    kinds = ["slip", "receipt", "application", "certificate", *_NOTICES]
    parser.add_argument("kind", nargs="?", choices=kinds)
    parser.add_argument("id", nargs="?", metavar="ID", help="instance id or 登记号")
    parser.add_argument("--test", action="store_true", help="a test page instead of a paper")
    parser.add_argument("--width", type=int, choices=[58, 80], help="the test page's roll in mm")
    parser.add_argument(
        "--to",
        metavar="DEST",
        help="file:F, pdf:F, tcp://host:9100, usb:F, serial:F, ipp://host/path, cups:QUEUE or "
        "win:NAME (else the settings')",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print once; JSON of the job on stdout, and on stderr what a person must know."""
    if not args.test and not (args.kind and args.id):
        print(tr("请写要打哪种单子和登记号，或用 --test 打印测试页。"), file=sys.stderr)
        return BAD_USAGE
    try:
        if args.test:
            return proof.run(args)
        job = _print(args)
    except REFUSALS as error:
        print(refusal(error), file=sys.stderr)
        machine = isinstance(error, TemplateError | MissingFontsError)
        return BAD_ENVIRONMENT if machine else BAD_INPUT
    print(json.dumps(_facts(job), ensure_ascii=False))
    return _told(job)


def _print(args: argparse.Namespace) -> PrintJob:
    from kiosk import app  # noqa: PLC0415 — loads the store, only when run
    from kiosk.flow import papers  # noqa: PLC0415 — the typesetter, only when run

    folder = app.data_folder(args)
    settings = app.load_settings(folder)
    store = app.open_store(folder)
    try:
        station = app.station(store, settings)
        if args.to and args.kind in {"application", "certificate"}:
            station.document_printer = app.open_printer(args.to, Medium.A4)
        elif args.to:
            station.receipt_printer = app.open_printer(args.to, app.roll_of(settings))
        papers.recover_prints(station)
        return _by_kind(args.kind, station, args.id)
    finally:
        store.close()


def _by_kind(kind: str, station: Station, reference: str) -> PrintJob:
    from kiosk.flow import papers  # noqa: PLC0415 — the typesetter, only when run

    match kind:
        case "slip":
            return papers.print_slip(station, reference)
        case "receipt":
            return papers.print_receipt(station, reference)
        case "application":
            return papers.print_application(station, reference)
        case _ if kind in _NOTICES:
            return papers.print_notice(station, papers.PaperKind(kind), reference)
        case _:
            return papers.print_certificate(station, reference)


def _facts(job: PrintJob) -> dict[str, object]:
    return {
        "job": job.id,
        "kind": job.kind,
        "instance_id": job.reference,
        "copy": job.copy,
        "state": job.state.value,
        "destination": job.destination,
    }


def _told(job: PrintJob) -> int:
    """Exit code 3 with a sentence where the paper is not known to be on its way."""
    if job.state is PrintState.QUEUED:
        print(trouble_sentence(Trouble(trouble_of(job) or Trouble.UNKNOWN)), file=sys.stderr)
        return BAD_ENVIRONMENT
    if job.state is PrintState.DOUBTFUL:
        print(tr("不知道打出来没有，请看一眼出纸口，没有就补打。"), file=sys.stderr)
        return BAD_ENVIRONMENT
    return OK
