"""Receipt printers at a serial port and at a USB node: asked without waiting, never sent twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from printers.commands import receipt_bytes
from printers.escpos import Limits, SerialPrinter, UsbPrinter
from printers.port import Doubtful, NotPrinted, Printed, Sent, Trouble
from tests.printers.escpos_jobs import marked, number_of
from tests.printers.pty_printer import PtyPrinter
from tests.printers.tcp_printer import ALL_WELL, COVER_OPEN, PAPER_LOW, PAPER_OUT, Manners

DOCUMENT = receipt_bytes(marked(7))
LIMITS = Limits(answer=0.2, stall=0.3, done=1, silent_done=0.1)


def serial(device: PtyPrinter) -> SerialPrinter:
    return SerialPrinter(device.path, 115200, limits=LIMITS)


def test_a_serial_printer_prints_and_says_so() -> None:
    with PtyPrinter() as device:
        assert isinstance(serial(device).print(DOCUMENT, "j"), Printed)
        assert [number_of(paper) for paper in device.papers] == [7]
        assert device.papers[0].cut


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (PAPER_OUT, Trouble.PAPER_OUT),
        (COVER_OPEN, Trouble.COVER_OPEN),
        (ALL_WELL | {3: 0x1A}, Trouble.CUTTER),
        (ALL_WELL | {1: 0x1A}, Trouble.OFFLINE),
    ],
)
def test_a_serial_printer_in_trouble_gets_no_byte(status: dict[int, int], trouble: Trouble) -> None:
    with PtyPrinter(Manners(status=status)) as device:
        assert trouble in serial(device).status().troubles
        outcome = serial(device).print(DOCUMENT, "j")
        assert device.papers == []
    assert isinstance(outcome, NotPrinted)
    assert outcome.trouble is trouble


def test_paper_near_its_end_is_told_and_no_obstacle() -> None:
    with PtyPrinter(Manners(status=PAPER_LOW)) as device:
        assert serial(device).status().troubles == {Trouble.PAPER_LOW}
        assert isinstance(serial(device).print(DOCUMENT, "j"), Printed)


def test_a_serial_printer_that_never_answers_is_no_obstacle() -> None:
    with PtyPrinter(Manners(answers=False, done=None)) as device:
        status = serial(device).status()
        assert (status.reachable, status.troubles) == (True, frozenset())
        assert isinstance(serial(device).print(DOCUMENT, "j"), Sent)


def test_a_serial_printer_that_stalls_leaves_a_doubt_and_no_rest_to_come_out_later() -> None:
    long = receipt_bytes(marked(7)) * 40
    with PtyPrinter(Manners(answers=False, done=None, stall_after=1000)) as device:
        outcome = serial(device).print(long, "j")
    assert isinstance(outcome, Doubtful)


def test_a_port_that_is_not_there_has_certainly_printed_nothing(tmp_path: Path) -> None:
    for printer in (SerialPrinter(tmp_path / "ttyS9"), UsbPrinter(tmp_path / "lp9")):
        assert not printer.status().reachable
        assert isinstance(printer.print(DOCUMENT, "j"), NotPrinted)


def test_a_plain_file_is_no_serial_port(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert isinstance(SerialPrinter(plain).print(DOCUMENT, "j"), NotPrinted)
    assert plain.read_bytes() == b""


def test_a_usb_node_is_spoken_to_in_both_directions() -> None:
    with PtyPrinter() as device:
        printer = UsbPrinter(device.path, limits=LIMITS)
        assert printer.status().reachable
        assert isinstance(printer.print(DOCUMENT, "j"), Printed)
        assert [number_of(paper) for paper in device.papers] == [7]
