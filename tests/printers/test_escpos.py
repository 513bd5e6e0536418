from __future__ import annotations

from pathlib import Path

import pytest

from printers.bitmap import Bitmap
from printers.commands import receipt_bytes
from printers.escpos import Limits, TcpPrinter
from printers.files import FilePrinter
from printers.port import Doubtful, Medium, NotPrinted, Printed, PrintOutcome, Sent, Trouble
from tests.printers.escpos_jobs import marked, number_of
from tests.printers.tcp_printer import (
    ALL_WELL,
    COVER_OPEN,
    PAPER_LOW,
    PAPER_OUT,
    Manners,
    TcpReceiptPrinter,
)

LIMITS = Limits(connect=1, answer=0.5, stall=0.5, done=2, silent_done=0.1)
DOCUMENT = receipt_bytes(marked(7))
LONG = receipt_bytes(Bitmap(576, 60_000, bytes(72 * 60_000)))


def outcome_with(manners: Manners, document: bytes = DOCUMENT) -> tuple[PrintOutcome, list[int]]:
    with TcpReceiptPrinter(manners) as device:
        outcome = TcpPrinter("127.0.0.1", device.port, limits=LIMITS).print(document, "j")
    return outcome, [number_of(paper) for paper in device.papers]


def test_a_printer_that_says_it_is_done_has_printed() -> None:
    outcome, papers = outcome_with(Manners())
    assert isinstance(outcome, Printed)
    assert papers == [7]


def test_a_silent_printer_is_no_obstacle_but_nothing_is_claimed() -> None:
    outcome, papers = outcome_with(Manners(answers=False, done=None))
    assert isinstance(outcome, Sent)
    assert papers == [7]


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (PAPER_OUT, Trouble.PAPER_OUT),
        (COVER_OPEN, Trouble.COVER_OPEN),
        (ALL_WELL | {3: 0x1A}, Trouble.CUTTER),
        (ALL_WELL | {1: 0x1A}, Trouble.OFFLINE),
    ],
)
def test_a_trouble_said_beforehand_keeps_every_byte_back(
    status: dict[int, int], trouble: Trouble
) -> None:
    outcome, papers = outcome_with(Manners(status=status))
    assert isinstance(outcome, NotPrinted)
    assert (outcome.trouble, papers) == (trouble, [])


def test_little_paper_is_told_and_does_not_stop() -> None:
    with TcpReceiptPrinter(Manners(status=PAPER_LOW)) as device:
        printer = TcpPrinter("127.0.0.1", device.port, limits=LIMITS)
        assert printer.status().troubles == {Trouble.PAPER_LOW}
        assert isinstance(printer.print(DOCUMENT, "j"), Printed)


def test_stray_bytes_in_place_of_status_are_taken_for_silence() -> None:
    outcome, papers = outcome_with(Manners(status=dict.fromkeys(range(1, 5), 0xFF)))
    assert isinstance(outcome, Printed)
    assert papers == [7]


def test_a_roll_that_ends_while_printing_is_doubtful() -> None:
    outcome, _ = outcome_with(Manners(done=0x0C))
    assert outcome == Doubtful(Trouble.PAPER_OUT, "the roll ended while printing")


def test_a_line_cut_in_the_middle_is_doubtful() -> None:
    outcome, papers = outcome_with(Manners(reset_after=400))
    assert isinstance(outcome, Doubtful)
    assert papers == []


def test_a_printer_that_takes_no_more_bytes_is_doubtful_and_given_up_in_time() -> None:
    outcome, papers = outcome_with(Manners(stall_after=400), LONG)
    assert isinstance(outcome, Doubtful)
    assert papers == []


def test_a_printer_that_talked_and_fell_silent_is_doubtful() -> None:
    with TcpReceiptPrinter(Manners(stall_after=400)) as device:
        limits = Limits(connect=1, answer=0.2, stall=0.5, done=0.3)
        outcome = TcpPrinter("127.0.0.1", device.port, limits=limits).print(DOCUMENT, "j")
    assert isinstance(outcome, Doubtful)


def test_a_printer_that_hangs_up_at_once_has_printed_nothing() -> None:
    outcome, papers = outcome_with(Manners(close_at_once=True))
    assert isinstance(outcome, NotPrinted)
    assert papers == []


def test_an_address_of_version_six_is_written_in_brackets() -> None:
    assert TcpPrinter("fe80::1").destination == "tcp://[fe80::1]:9100"


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "slip.bin"
    target.write_bytes(b"before")
    assert isinstance(FilePrinter(target, Medium.ROLL_80).print(DOCUMENT, "j"), Printed)
    assert target.read_bytes() == DOCUMENT
    assert [path.name for path in tmp_path.iterdir()] == ["slip.bin"]


def test_a_device_node_takes_the_bytes_and_claims_nothing() -> None:
    assert isinstance(FilePrinter(Path("/dev/null"), Medium.ROLL_80).print(DOCUMENT, "j"), Sent)


def test_a_full_device_has_printed_nothing() -> None:
    outcome = FilePrinter(Path("/dev/full"), Medium.ROLL_80).print(DOCUMENT, "j")
    assert isinstance(outcome, NotPrinted)


def test_a_folder_is_no_printer(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path, Medium.ROLL_80)
    assert not printer.status().reachable
    assert isinstance(printer.print(DOCUMENT, "j"), NotPrinted)
