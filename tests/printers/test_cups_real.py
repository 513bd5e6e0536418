"""The IPP adapter before a real CUPS: no paper, printer gone and back, cupsd killed at any time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from printers.ipp_wire import Operation
from printers.port import Doubtful, NotPrinted, Printed, PrintOutcome, Sent, Trouble
from tests.printers.cups import RealCups
from tests.printers.cut_wire import Cut, Moment
from tests.printers.ippeve import LIMITS, RealIppPrinter, until
from tests.printers.pdf_jobs import marked_pdf

PAGE = marked_pdf(1)
HASTY = replace(LIMITS, job=3)


@pytest.fixture
def cups(tmp_path: Path) -> Iterator[RealCups]:
    with RealIppPrinter(tmp_path) as printer, RealCups(printer) as cups:
        yield cups


def test_a_page_goes_through_the_queue_byte_for_byte(cups: RealCups) -> None:
    assert isinstance(cups.adapter().print(PAGE, "job-1"), Printed | Sent)
    assert cups.printer.papers == [PAGE]


def test_the_device_behind_the_queue_says_that_its_tray_is_empty(cups: RealCups) -> None:
    cups.printer.paper(0)
    refused = cups.adapter().print(PAGE, "job-1")
    assert isinstance(refused, NotPrinted)
    assert refused.trouble is Trouble.PAPER_OUT
    assert Trouble.PAPER_OUT in cups.adapter().status().troubles
    cups.printer.paper(250)
    assert isinstance(cups.adapter().print(PAGE, "job-1"), Printed | Sent)
    assert cups.printer.papers == [PAGE]


def test_paper_that_ends_under_a_job_leaves_a_doubt_and_the_filled_queue_prints_again(
    cups: RealCups,
) -> None:
    cups.wire.cut = Cut(
        Operation.SEND_DOCUMENT, "before", lambda: cups.printer.paper(0), resume=True
    )
    outcome = cups.adapter(HASTY).print(PAGE, "job-1")
    assert isinstance(outcome, Doubtful)
    assert outcome.trouble is Trouble.PAPER_OUT
    cups.printer.paper(250)
    until(cups.idle)
    assert isinstance(cups.adapter().print(marked_pdf(2), "job-2"), Printed | Sent)
    assert sorted(cups.printer.papers)[-1:] == [marked_pdf(2)]
    assert cups.printer.papers.count(PAGE) <= 1


def test_a_printer_gone_prints_nothing_and_prints_when_it_is_back(cups: RealCups) -> None:
    cups.printer.kill()
    outcome = cups.adapter(HASTY).print(PAGE, "job-1")
    assert isinstance(outcome, NotPrinted)
    assert outcome.trouble is Trouble.OFFLINE
    cups.printer.start()
    assert isinstance(cups.adapter().print(PAGE, "job-1"), Printed | Sent)
    assert cups.printer.papers == [PAGE]


def test_a_printer_gone_under_a_job_leaves_a_doubt_and_nothing_comes_out_later(
    cups: RealCups,
) -> None:
    cups.wire.cut = Cut(Operation.SEND_DOCUMENT, "before", cups.printer.kill, resume=True)
    assert isinstance(cups.adapter(HASTY).print(PAGE, "job-1"), Doubtful)
    until(cups.idle)
    cups.printer.start()
    cups.enable()
    assert isinstance(cups.adapter().print(marked_pdf(2), "job-2"), Printed | Sent)
    assert cups.printer.papers == [marked_pdf(2)]


def test_a_stopped_cups_prints_nothing_and_prints_when_it_is_back(cups: RealCups) -> None:
    cups.kill()
    assert not cups.adapter().status().reachable
    assert isinstance(cups.adapter().print(PAGE, "job-1"), NotPrinted)
    cups.start()
    assert isinstance(cups.adapter().print(PAGE, "job-1"), Printed | Sent)
    assert cups.printer.papers == [PAGE]


@pytest.mark.parametrize("moment", ["before", "during", "after"])
@pytest.mark.parametrize("operation", [Operation.CREATE_JOB, Operation.SEND_DOCUMENT])
def test_cups_killed_while_it_is_given_a_job(
    cups: RealCups, operation: Operation, moment: Moment
) -> None:
    cups.wire.cut = Cut(operation, moment, cups.restart)
    outcome = cups.adapter(HASTY).print(PAGE, "job-1")
    if operation is Operation.CREATE_JOB:
        assert isinstance(outcome, NotPrinted)
    else:
        assert isinstance(outcome, Doubtful)
    until(cups.idle)
    assert len(cups.printer.papers) <= (operation is Operation.SEND_DOCUMENT)


def test_cups_killed_while_the_job_is_followed_leaves_a_doubt_and_one_paper_at_most(
    tmp_path: Path,
) -> None:
    outcomes: list[PrintOutcome] = []
    with RealIppPrinter(tmp_path, seconds=1) as printer, RealCups(printer) as cups:
        adapter = cups.adapter(replace(LIMITS, job=6))
        clerk = Thread(target=lambda: outcomes.append(adapter.print(PAGE, "job-1")))
        clerk.start()
        until(lambda: printer.taken == 1)
        cups.restart()
        clerk.join(20)
        until(cups.idle)
        assert len(printer.papers) <= 1
    (outcome,) = outcomes
    assert isinstance(outcome, Doubtful)


def test_a_lost_answer_is_followed_by_the_number_the_job_already_has(cups: RealCups) -> None:
    cups.wire.cut = Cut(Operation.SEND_DOCUMENT, "after", lambda: None)
    outcome = cups.adapter().print(PAGE, "job-1")
    assert isinstance(outcome, Sent | Doubtful)
    until(cups.idle)
    assert cups.printer.papers in ([], [PAGE])
