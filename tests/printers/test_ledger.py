from __future__ import annotations

from dataclasses import replace

import pytest

from offline.records import NotDrawnError, PrintState
from printers import ledger
from printers.ledger import InFlightError, Order, TooManyCopiesError
from printers.port import Doubtful, NotPrinted, Printed, Sent, Trouble
from tests.fakes.printer import FakePrinter
from tests.printers.ledger_book import Book
from tests.printers.paper_samples import NOW

ORDER = Order("slip", "uuid:1", "fake:tray", "station", NOW)
OUT = NotPrinted(Trouble.PAPER_OUT, "said before the first byte")
CUT = Doubtful(Trouble.OFFLINE, "after 400 bytes")


def render(copy: int) -> bytes:
    return f"paper {copy}".encode()


def test_a_printer_that_says_it_printed_settles_the_job() -> None:
    book, printer = Book(), FakePrinter()
    job = ledger.print_paper(book, printer, ORDER, render)
    assert (job.state, job.copy, job.document) == (PrintState.CONFIRMED, 1, b"paper 1")
    states = [state for _, state in book.moves]
    assert states == [PrintState.SENDING, PrintState.SENT, PrintState.CONFIRMED]


def test_sent_is_not_printed_until_a_person_says_so() -> None:
    book, printer = Book(), FakePrinter(outcomes=[Sent()])
    job = ledger.print_paper(book, printer, ORDER, render)
    assert job.state is PrintState.SENT
    assert ledger.confirm(book, job.id).state is PrintState.CONFIRMED
    assert ledger.confirm(book, job.id).state is PrintState.CONFIRMED


def test_a_job_known_unprinted_is_tried_again_under_its_own_id() -> None:
    book, printer = Book(), FakePrinter(outcomes=[OUT, OUT])
    first = ledger.print_paper(book, printer, ORDER, render)
    assert (first.state, ledger.trouble_of(first)) == (PrintState.QUEUED, "paper-out")
    again = ledger.print_paper(book, printer, ORDER, render)
    third = ledger.print_paper(book, printer, ORDER, render)
    assert {first.id, again.id, third.id} == set(printer.names) == set(book.jobs)
    assert printer.papers == [b"paper 1"]
    assert third.state is PrintState.CONFIRMED


def test_after_a_doubtful_print_another_is_a_marked_reprint_that_names_the_first() -> None:
    book, printer = Book(), FakePrinter(outcomes=[CUT])
    first = ledger.print_paper(book, printer, ORDER, render)
    assert first.state is PrintState.DOUBTFUL
    second = ledger.print_paper(book, printer, ORDER, render)
    assert (second.copy, second.repeats, second.document) == (2, first.id, b"paper 2")
    assert book.get(first.id).state is PrintState.REPRINT


def test_a_confirmed_paper_stays_confirmed_when_another_copy_is_wanted() -> None:
    book, printer = Book(), FakePrinter()
    first = ledger.print_paper(book, printer, ORDER, render)
    second = ledger.print_paper(book, printer, ORDER, render)
    assert book.get(first.id).state is PrintState.CONFIRMED
    assert printer.papers == [b"paper 1", b"paper 2"]
    assert second.repeats == first.id


def test_a_job_being_sent_when_the_program_died_is_doubtful_and_never_sent_again() -> None:
    book, printer = Book(), FakePrinter()
    job = ledger.prepare(book, ORDER, render)
    book.move(job.id, PrintState.SENDING)
    with pytest.raises(InFlightError):
        ledger.prepare(book, ORDER, render)
    assert [found.id for found in ledger.recover(book)] == [job.id]
    assert ledger.print_once(book, printer, job).state is PrintState.DOUBTFUL
    assert printer.papers == []
    assert ledger.print_paper(book, printer, ORDER, render).copy == 2


def test_a_queued_job_goes_to_another_printer_as_a_new_one_with_the_same_copy() -> None:
    book = Book()
    first = ledger.print_paper(book, FakePrinter(outcomes=[OUT]), ORDER, render)
    other = replace(ORDER, destination="fake:other")
    second = ledger.print_paper(book, FakePrinter(destination="fake:other"), other, render)
    assert book.get(first.id).state is PrintState.CANCELLED
    assert (second.copy, second.state) == (1, PrintState.CONFIRMED)


def test_papers_of_other_kinds_and_submissions_count_for_themselves() -> None:
    book, printer = Book(), FakePrinter()
    ledger.print_paper(book, printer, ORDER, render)
    assert ledger.print_paper(book, printer, replace(ORDER, kind="delivery"), render).copy == 1
    assert ledger.print_paper(book, printer, replace(ORDER, reference="uuid:2"), render).copy == 1


def test_no_more_copies_than_the_limit() -> None:
    book, printer = Book(), FakePrinter(outcomes=[Printed(), CUT])
    order = replace(ORDER, limit=2)
    ledger.print_paper(book, printer, order, render)
    doubtful = ledger.print_paper(book, printer, order, render)
    with pytest.raises(TooManyCopiesError):
        ledger.print_paper(book, printer, order, render)
    assert book.get(doubtful.id).state is PrintState.DOUBTFUL


def test_a_cancelled_job_is_never_sent_and_a_printed_one_cannot_be_cancelled() -> None:
    book, printer = Book(), FakePrinter()
    job = ledger.prepare(book, ORDER, render)
    ledger.cancel(book, job.id)
    assert ledger.print_once(book, printer, job).state is PrintState.CANCELLED
    done = ledger.print_paper(book, printer, ORDER, render)
    with pytest.raises(NotDrawnError):
        ledger.cancel(book, done.id)


def test_a_person_says_that_nothing_came_out() -> None:
    book, printer = Book(), FakePrinter(outcomes=[Sent()])
    job = ledger.print_paper(book, printer, ORDER, render)
    assert ledger.doubt(book, job.id).state is PrintState.DOUBTFUL
    assert ledger.print_paper(book, printer, ORDER, render).copy == 2


def test_what_would_be_printed_is_foreseen_and_nothing_is_written() -> None:
    book, printer = Book(), FakePrinter(outcomes=[Sent(), OUT])
    assert ledger.foreseen(book, ORDER, render) == (1, b"paper 1")
    first = ledger.print_paper(book, printer, ORDER, render)
    moved = list(book.moves)
    assert ledger.foreseen(book, ORDER, render) == (2, b"paper 2")
    assert (book.moves, list(book.jobs)) == (moved, [first.id])
    ledger.print_paper(book, printer, ORDER, render)
    assert ledger.foreseen(book, ORDER, lambda _copy: b"made anew") == (2, b"paper 2")
    with pytest.raises(TooManyCopiesError):
        ledger.foreseen(book, replace(ORDER, destination="other", limit=1), render)
