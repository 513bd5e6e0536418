"""The IPP adapter before a real printer of another make: paper out, cancel, gone and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from printers.ipp import IppPrinter
from printers.papers import Certificate
from printers.port import Doubtful, NotPrinted, Printed, PrintOutcome, Sent, Trouble
from printers.samples import samples
from printers.typeset import typesetter
from tests.printers.ippeve import LIMITS, RealIppPrinter, until


@pytest.fixture(scope="module")
def page() -> bytes:
    paper = samples()["certificate"]
    assert isinstance(paper, Certificate)
    return typesetter().pdf(paper)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealIppPrinter]:
    with RealIppPrinter(tmp_path) as printer:
        yield printer


def test_a_page_lies_in_its_tray_byte_for_byte(real: RealIppPrinter, page: bytes) -> None:
    assert isinstance(real.adapter().print(page, "job-1"), Printed | Sent)
    assert real.papers == [page]


def test_without_paper_nothing_is_sent_and_with_paper_it_prints(
    real: RealIppPrinter, page: bytes
) -> None:
    real.paper(0)
    assert Trouble.PAPER_OUT in real.adapter().status().troubles
    refused = real.adapter().print(page, "job-1")
    assert isinstance(refused, NotPrinted)
    assert refused.trouble is Trouble.PAPER_OUT
    assert real.papers == []
    real.paper(250)
    assert isinstance(real.adapter().print(page, "job-1"), Printed | Sent)
    assert real.papers == [page]


def test_a_printer_gone_prints_nothing_and_prints_when_it_is_back(
    real: RealIppPrinter, page: bytes
) -> None:
    real.kill()
    assert not real.adapter().status().reachable
    gone = real.adapter().print(page, "job-1")
    assert isinstance(gone, NotPrinted)
    assert gone.trouble is Trouble.OFFLINE
    real.start()
    assert isinstance(real.adapter().print(page, "job-1"), Printed | Sent)
    assert real.papers == [page]


def test_a_job_that_takes_too_long_is_cancelled_and_doubtful(tmp_path: Path, page: bytes) -> None:
    with RealIppPrinter(tmp_path, seconds=2) as real:
        adapter = real.adapter(replace(LIMITS, job=0.5))
        assert isinstance(adapter.print(page, "job-1"), Doubtful)
        until(lambda: _state(adapter, 1) == [7])


def test_the_plug_pulled_while_printing_leaves_a_doubt(tmp_path: Path, page: bytes) -> None:
    outcomes: list[PrintOutcome] = []
    with RealIppPrinter(tmp_path, seconds=2) as real:
        adapter = real.adapter(replace(LIMITS, job=3))
        clerk = Thread(target=lambda: outcomes.append(adapter.print(page, "job-1")))
        clerk.start()
        until(lambda: real.taken == 1)
        real.kill()
        clerk.join(20)
    (outcome,) = outcomes
    assert isinstance(outcome, Doubtful)
    assert outcome.trouble is Trouble.OFFLINE


def _state(adapter: IppPrinter, job: int) -> object:
    return adapter._about_job(job, "job-1").get("job-state")
