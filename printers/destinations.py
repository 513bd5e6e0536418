"""Which adapter a destination means, as settings and ``--to`` write it."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

from printers.escpos import PORT, SerialPrinter, TcpPrinter, UsbPrinter
from printers.files import FilePrinter
from printers.ipp import IppPrinter, cups_queue
from printers.lines import RATES, Flow
from printers.port import Medium, Printer
from printers.spooler import SpoolerPrinter

WAYS = (
    "file:F, pdf:F, tcp://host:9100, usb:/dev/usb/lp0, "
    "serial:/dev/ttyS0?rate=19200&flow=none|xonxoff|rtscts, ipp://…, cups:QUEUE, win:NAME"
)
_FLOWS = {"none", "xonxoff", "rtscts"}


class UnknownDestinationError(ValueError):
    """A destination that names no way to print known here; the text is the destination."""


def opened(destination: str, medium: Medium) -> Printer:
    """The adapter for a destination (UnknownDestinationError); nothing is sent yet."""
    scheme, _, rest = destination.partition(":")
    match scheme:
        case "file" | "pdf" if rest:
            return FilePrinter(Path(rest), Medium.A4 if scheme == "pdf" else medium, scheme)
        case "usb" if rest:
            return UsbPrinter(Path(rest), medium)
        case "serial" if rest:
            return _serial(destination, medium)
        case "tcp" if rest.startswith("//"):
            return _tcp(destination, medium)
        case "ipp" | "ipps" if rest.startswith("//"):
            return IppPrinter(destination)
        case "cups" if rest:
            return cups_queue(rest)
        case "win" if rest:
            return _windows(rest, medium)
        case _:
            raise UnknownDestinationError(destination)


def _tcp(destination: str, medium: Medium) -> Printer:
    try:
        address = urlsplit(destination)
        host, port = address.hostname, address.port
    except ValueError as error:
        raise UnknownDestinationError(destination) from error
    if not host:
        raise UnknownDestinationError(destination)
    return TcpPrinter(host, port or PORT, medium)


def _serial(destination: str, medium: Medium) -> Printer:
    parts = urlsplit(destination)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    rate, flow = asked.pop("rate", "19200"), asked.pop("flow", "none")
    if asked or flow not in _FLOWS or rate not in map(str, RATES) or not parts.path:
        raise UnknownDestinationError(destination)
    return SerialPrinter(Path(parts.path), int(rate), cast("Flow", flow), medium)


def _windows(name: str, medium: Medium) -> Printer:
    from printers.winspool import SystemSpool  # noqa: PLC0415 — its library is only there

    try:
        return SpoolerPrinter(name, medium, SystemSpool())
    except OSError as error:
        raise UnknownDestinationError(name) from error
