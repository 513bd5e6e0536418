from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.ipp import IppLimits, IppPrinter, cups_queue
from printers.ipp_wire import WireError, parse
from printers.port import Doubtful, NotPrinted, Printed, PrintOutcome, Sent, Trouble
from tests.printers.ipp_server import (
    ABORTED,
    GET_JOBS,
    GET_PRINTER,
    PRINT_JOB,
    PROCESSING,
    IppManners,
    IppServer,
)

LIMITS = IppLimits(connect=1, answer=2, job=5, poll=0.01)
SHORT = IppLimits(connect=1, answer=2, job=0.1, poll=0.01)
DOCUMENT = b"%PDF-1.7 a page"


def outcome_with(manners: IppManners, limits: IppLimits = LIMITS) -> tuple[PrintOutcome, IppServer]:
    with IppServer(manners) as server:
        return IppPrinter(server.uri, limits=limits).print(DOCUMENT, "job-1"), server


def test_a_job_followed_to_its_success_is_printed() -> None:
    outcome, server = outcome_with(IppManners())
    assert outcome == Printed("job-completed-successfully")
    assert [(job.name, job.document) for job in server.tray.jobs] == [("job-1", DOCUMENT)]


def test_completed_without_a_reason_proves_only_that_it_was_sent() -> None:
    outcome, _ = outcome_with(IppManners(job_reason="none"))
    assert isinstance(outcome, Sent)


def test_an_aborted_job_is_doubtful() -> None:
    outcome, _ = outcome_with(IppManners(job_states=(ABORTED,), job_reason="aborted-by-system"))
    assert outcome == Doubtful(Trouble.UNKNOWN, "aborted-by-system")


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("media-empty-error", Trouble.PAPER_OUT),
        ("media-needed", Trouble.PAPER_OUT),
        ("door-open-warning", Trouble.COVER_OPEN),
        ("offline-report", Trouble.OFFLINE),
        ("media-jam", Trouble.UNKNOWN),
    ],
)
def test_a_trouble_told_beforehand_keeps_the_job_back(reason: str, trouble: Trouble) -> None:
    outcome, server = outcome_with(IppManners(reasons=(reason,)))
    assert outcome == NotPrinted(trouble, reason)
    assert server.tray.jobs == []


@pytest.mark.parametrize(
    "manners",
    [IppManners(state=5), IppManners(accepting=False), IppManners(formats=("image/urf",))],
)
def test_a_stopped_closed_or_unfit_printer_gets_no_job(manners: IppManners) -> None:
    outcome, server = outcome_with(manners)
    assert isinstance(outcome, NotPrinted)
    assert server.tray.jobs == []


def test_a_refused_job_is_certainly_not_printed() -> None:
    outcome, _ = outcome_with(IppManners(refuse_status=0x0400))
    assert outcome == NotPrinted(Trouble.UNKNOWN, "IPP status 0x0400")


def test_a_lost_answer_is_found_again_by_our_own_name_and_not_sent_twice() -> None:
    outcome, server = outcome_with(IppManners(lose_answer_of=PRINT_JOB))
    assert isinstance(outcome, Printed)
    assert len(server.tray.jobs) == 1


def test_a_submission_that_nobody_knows_of_is_doubtful() -> None:
    outcome, server = outcome_with(IppManners(drop_before=PRINT_JOB))
    assert isinstance(outcome, Doubtful)
    assert server.tray.jobs == []


def test_a_printer_gone_after_the_submission_is_doubtful() -> None:
    class Gone(IppServer):
        def _obey(self, operation: int, given: dict[str, list[bytes]], document: bytes) -> bytes:
            done = super()._obey(operation, given, document)
            if operation == PRINT_JOB:
                self.manners.drop_before = GET_JOBS
            return done

    with Gone(IppManners(lose_answer_of=PRINT_JOB)) as server:
        outcome = IppPrinter(server.uri, limits=LIMITS).print(DOCUMENT, "job-1")
    assert outcome == Doubtful(Trouble.OFFLINE, "ConnectionError while submitting")


def test_a_job_that_does_not_end_is_cancelled_and_doubtful() -> None:
    outcome, server = outcome_with(IppManners(job_states=(PROCESSING,)), SHORT)
    assert isinstance(outcome, Doubtful)
    assert server.tray.cancelled == [1]


def test_paper_that_ends_under_way_is_named() -> None:
    class Empties(IppServer):
        def _obey(self, operation: int, given: dict[str, list[bytes]], document: bytes) -> bytes:
            if operation == PRINT_JOB:
                self.manners.reasons = ("media-empty-error",)
            return super()._obey(operation, given, document)

    with Empties(IppManners(job_states=(PROCESSING,))) as server:
        outcome = IppPrinter(server.uri, limits=SHORT).print(DOCUMENT, "job-1")
    assert outcome == Doubtful(Trouble.PAPER_OUT, "not finished in time")


def test_little_paper_is_told_and_does_not_stop() -> None:
    with IppServer(IppManners(reasons=("media-low-warning",))) as server:
        printer = IppPrinter(server.uri, limits=LIMITS)
        assert printer.status().troubles == {Trouble.PAPER_LOW}
        assert isinstance(printer.print(DOCUMENT, "job-1"), Printed)


def test_a_printer_that_does_not_answer_is_unreachable() -> None:
    with IppServer(IppManners(drop_before=GET_PRINTER)) as server:
        printer = IppPrinter(server.uri, limits=LIMITS)
        assert not printer.status().reachable
        assert isinstance(printer.print(DOCUMENT, "job-1"), NotPrinted)


def test_a_queue_is_asked_at_this_machine_or_at_the_server_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CUPS_SERVER", raising=False)
    assert cups_queue("二楼").uri == "ipp://localhost:631/printers/%E4%BA%8C%E6%A5%BC"
    assert cups_queue("二楼").destination == "cups:二楼"
    monkeypatch.setenv("CUPS_SERVER", "print.example:8631")
    assert cups_queue("hall").uri == "ipp://print.example:8631/printers/hall"


@given(st.binary(max_size=200))
def test_no_answer_breaks_the_reader(answer: bytes) -> None:
    try:
        parse(answer)
    except WireError:
        return
