"""The recovery code on paper: printed past the ledger, for the ledger keeps what it prints.

Nothing of the code stays on this machine. So it goes only to a printer that is spoken to directly:
a file is a copy, and the system's print queue keeps its jobs for a day.
"""

from __future__ import annotations

from kiosk.flow.machines import state_of
from kiosk.flow.station import Station
from printers.documents import document
from printers.notices import RecoverySheet
from printers.port import NotPrinted, Printer, PrintOutcome, Trouble

ACT = "print-recovery"
_DIRECT = ("tcp", "usb", "serial", "ipp", "ipps")


def printer_of(station: Station) -> Printer | None:
    """The receipt printer, else the one for A4, that keeps no copy; None without one."""
    for printer in (station.receipt_printer, station.document_printer):
        if printer is not None and printer.destination.partition(":")[0] in _DIRECT:
            return printer
    return None


def print_sheet(station: Station, code: str) -> PrintOutcome:
    """Print it now; the log says that it was printed, and not what."""
    printer = printer_of(station)
    if printer is None:
        return NotPrinted(Trouble.OFFLINE)
    sheet = RecoverySheet(site=station.site, printed=station.clock(), code=code)
    page = document(sheet, printer.medium, text=station.receipt_text)
    outcome = printer.print(page, "recovery")
    station.audit(ACT, station.site.terminal, state_of(outcome))
    return outcome
