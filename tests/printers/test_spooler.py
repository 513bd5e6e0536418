"""The Windows spooler's adapter before a spooler in memory: one job, followed, never sent twice."""

from __future__ import annotations

import pytest

from printers.commands import receipt_bytes
from printers.destinations import UnknownDestinationError, opened
from printers.port import Doubtful, Medium, NotPrinted, Sent, Trouble
from printers.spooler import SpoolerPrinter, SpoolLimits
from tests.printers.escpos_jobs import marked
from tests.printers.win_spool import FakeSpool

DOCUMENT = receipt_bytes(marked(3)) * 3
LIMITS = SpoolLimits(job=0.2, poll=0.01)
PRINTING, PAPER_OUT, DELETED = 0x10, 0x40, 0x104


def printer(spool: FakeSpool, name: str = "小票") -> SpoolerPrinter:
    return SpoolerPrinter(name, Medium.ROLL_80, spool, LIMITS)


def test_a_document_is_spooled_raw_once_and_seen_to_leave_the_queue() -> None:
    spool = FakeSpool(looks=[PRINTING, PRINTING])
    assert isinstance(printer(spool).print(DOCUMENT, "job-1"), Sent)
    assert (spool.papers, spool.titles, spool.handles) == ([DOCUMENT], ["job-1"], set())


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(0x10, Trouble.PAPER_OUT), (0x80, Trouble.OFFLINE), (0x400000, Trouble.COVER_OPEN)],
)
def test_a_printer_in_trouble_gets_no_job(status: int, trouble: Trouble) -> None:
    spool = FakeSpool(status=status)
    assert printer(spool).status().troubles == {trouble}
    outcome = printer(spool).print(DOCUMENT, "job-1")
    assert isinstance(outcome, NotPrinted)
    assert (outcome.trouble, spool.titles, spool.handles) == (trouble, [], set())


def test_paper_that_ends_under_a_job_is_a_doubt_and_the_job_is_taken_back() -> None:
    spool = FakeSpool(looks=[PAPER_OUT] * 1000)
    outcome = printer(spool).print(DOCUMENT, "job-1")
    assert isinstance(outcome, Doubtful)
    assert (outcome.trouble, spool.deleted) == (Trouble.PAPER_OUT, [1])


def test_a_job_that_somebody_deleted_is_a_doubt() -> None:
    assert isinstance(printer(FakeSpool(looks=[DELETED])).print(DOCUMENT, "j"), Doubtful)


def test_a_spooler_that_breaks_while_it_is_given_the_bytes_is_a_doubt() -> None:
    spool = FakeSpool(breaks_after=5000)
    assert isinstance(printer(spool).print(DOCUMENT, "j"), Doubtful)
    assert spool.papers == []


def test_a_name_that_windows_does_not_know_has_printed_nothing() -> None:
    stranger = printer(FakeSpool(), "别的")
    assert not stranger.status().reachable
    assert isinstance(stranger.print(DOCUMENT, "j"), NotPrinted)


@pytest.mark.parametrize(
    "text", ["", "fax:1", "tcp://", "tcp://h:99999", "serial:/dev/x?rate=7", "win:这里没有"]
)
def test_a_destination_that_means_nothing_here_is_told(text: str) -> None:
    with pytest.raises(UnknownDestinationError):
        opened(text, Medium.ROLL_80)


@pytest.mark.parametrize(
    "text",
    [
        "serial:/dev/ttyS0?rate=9600&flow=rtscts",
        "usb:/dev/usb/lp0",
        "tcp://h:9100",
        "file:/tmp/x",
        "cups:q",
    ],
)
def test_a_destination_is_told_as_it_was_written(text: str) -> None:
    assert opened(text, Medium.ROLL_80).destination == text
