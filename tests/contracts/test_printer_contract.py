"""What every Printer keeps to, the one in memory and the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from printers.commands import receipt_bytes
from printers.escpos import Limits, SerialPrinter, TcpPrinter
from printers.files import FilePrinter
from printers.port import Medium, NotPrinted, Printed, Printer, Sent, Trouble
from printers.spooler import SpoolerPrinter
from tests.fakes.printer import FakePrinter
from tests.printers.escpos_jobs import marked
from tests.printers.pty_printer import PtyPrinter
from tests.printers.tcp_printer import TcpReceiptPrinter
from tests.printers.win_spool import FakeSpool

DOCUMENT = receipt_bytes(marked(1))
LIMITS = Limits(connect=1, answer=0.5, stall=1, done=2, silent_done=0.1)
Tray = Callable[[], int]


@pytest.fixture(params=["memory", "file", "pdf", "tcp", "serial", "win"])
def working(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Printer, Tray]]:
    """A printer in order, and how many papers lie in its tray."""
    with ExitStack() as stack:
        yield _make(request.param, tmp_path, stack)


def _make(kind: str, folder: Path, stack: ExitStack) -> tuple[Printer, Tray]:
    if kind == "memory":
        fake = FakePrinter()
        return fake, lambda: len(fake.papers)
    if kind == "tcp":
        device = stack.enter_context(TcpReceiptPrinter())
        printer = TcpPrinter("127.0.0.1", device.port, limits=LIMITS)
        return printer, lambda: len(device.papers) + len(device.halves)
    if kind == "serial":
        port = stack.enter_context(PtyPrinter())
        return SerialPrinter(port.path, limits=LIMITS), lambda: len(port.papers)
    if kind == "win":
        spool = FakeSpool()
        return SpoolerPrinter("小票", Medium.ROLL_80, spool), lambda: len(spool.papers)
    target = folder / "paper.out"
    medium = Medium.A4 if kind == "pdf" else Medium.ROLL_80
    return FilePrinter(target, medium, kind), lambda: int(target.exists())


@pytest.fixture(params=["memory", "file", "tcp", "serial", "win"])
def absent(request: pytest.FixtureRequest, tmp_path: Path) -> Printer:
    """A printer that can't be reached at all."""
    if request.param == "memory":
        return FakePrinter(outcomes=[NotPrinted(Trouble.OFFLINE)])
    if request.param == "file":
        return FilePrinter(tmp_path / "no such folder" / "paper", Medium.ROLL_80)
    if request.param == "serial":
        return SerialPrinter(tmp_path / "ttyS9")
    if request.param == "win":
        return SpoolerPrinter("小票", Medium.ROLL_80, FakeSpool(known=frozenset()))
    with TcpReceiptPrinter() as gone:
        port = gone.port
    return TcpPrinter("127.0.0.1", port, limits=LIMITS)


def test_what_is_said_to_be_printed_lies_in_the_tray(working: tuple[Printer, Tray]) -> None:
    printer, tray = working
    assert isinstance(printer.print(DOCUMENT, "job-1"), Printed | Sent)
    assert tray() == 1


def test_asking_how_it_is_prints_nothing(working: tuple[Printer, Tray]) -> None:
    printer, tray = working
    status = printer.status()
    assert (status.reachable, status.troubles) == (True, frozenset())
    assert tray() == 0


def test_a_destination_names_the_way_it_was_written(working: tuple[Printer, Tray]) -> None:
    printer, _ = working
    scheme, _, rest = printer.destination.partition(":")
    assert scheme in {"fake", "file", "pdf", "tcp", "serial", "win"}
    assert rest


def test_an_absent_printer_has_certainly_printed_nothing(absent: Printer) -> None:
    assert isinstance(absent.print(DOCUMENT, "job-1"), NotPrinted)
