"""The printers of this terminal: how they are now, what they printed last, and a test page.

A test page is nobody's paper: it is not in the ledger of those, but it is in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.records import AuditEntry
from printers.documents import document
from printers.notices import ProofPage
from printers.port import Doubtful, Medium, NotPrinted, Printer, PrinterStatus, PrintOutcome
from printers.sheets import most_of, on
from printers.typeset import DOTS

LAST = 5
"""Prints that are told."""
PRINT, TEST = "print", "print-test"
_WIDTHS = {Medium.ROLL_80: 80, Medium.ROLL_58: 58, Medium.A4: 210}


@dataclass(frozen=True, slots=True)
class Machine:
    """A printer as the settings name it, and what it answers now."""

    name: str
    destination: str
    medium: Medium
    status: PrinterStatus


def machines(station: Station) -> list[Machine]:
    """Every printer that is set up, each asked within its adapter's limit."""
    return [
        Machine(name, printer.destination, printer.medium, _asked(station, printer))
        for name, printer in _printers(station).items()
    ]


def _asked(station: Station, printer: Printer) -> PrinterStatus:
    """What it says of itself, an A4 printer also of the hardest sheet that it is to lay."""
    if printer.medium is Medium.A4:
        printer = on(printer, most_of(station.sheets.values()))
    return printer.status()


def last_prints(station: Station) -> Sequence[AuditEntry]:
    """The newest entries of the log that tell of a print."""
    room = station.store.audit
    found = [*room.find(act=PRINT, limit=LAST), *room.find(act=TEST, limit=LAST)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:LAST]


def proof_page(station: Station, printer: Printer) -> ProofPage:
    """The test page for a printer and its medium."""
    return ProofPage(
        site=station.site,
        printed=station.clock(),
        destination=printer.destination,
        width=_WIDTHS[printer.medium],
        dots=DOTS.get(printer.medium, 0),
    )


def print_proof(station: Station, name: str) -> PrintOutcome:
    """A test page from the printer of this name (KeyError for none, NotAllowedError)."""
    require(station.operator, Act.DECIDE_PRINT)
    printer = _printers(station)[name]
    page = document(proof_page(station, printer), printer.medium, text=station.receipt_text)
    outcome = printer.print(page, "test")
    station.audit(TEST, name, state_of(outcome))
    return outcome


def state_of(outcome: PrintOutcome) -> str:
    """An outcome as the log has it."""
    if isinstance(outcome, NotPrinted | Doubtful):
        return f"{type(outcome).__name__} {outcome.trouble.value}"
    return type(outcome).__name__


def _printers(station: Station) -> dict[str, Printer]:
    named = {"receipt": station.receipt_printer, "document": station.document_printer}
    return {name: printer for name, printer in named.items() if printer is not None}
