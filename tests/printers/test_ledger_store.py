"""The ledger's rules on the encrypted store, across a restart."""

from __future__ import annotations

from pathlib import Path

from kiosk import app
from offline.records import PrintState
from printers import ledger
from printers.ledger import Order
from printers.port import NotPrinted, Trouble
from tests.fakes.printer import FakePrinter
from tests.printers.paper_samples import NOW

ORDER = Order("slip", "uuid:1", "fake:tray", "station", NOW)


def render(copy: int) -> bytes:
    return f"paper {copy}".encode()


def test_a_job_waits_through_a_restart_and_goes_out_under_its_own_id(tmp_path: Path) -> None:
    printer = FakePrinter(outcomes=[NotPrinted(Trouble.PAPER_OUT)])
    store = app.open_store(tmp_path)
    first = ledger.print_paper(store.prints, printer, ORDER, render)
    store.close()
    store = app.open_store(tmp_path)
    assert ledger.recover(store.prints) == []
    again = ledger.print_paper(store.prints, printer, ORDER, render)
    store.close()
    assert (first.state, again.state) == (PrintState.QUEUED, PrintState.CONFIRMED)
    assert printer.names == [first.id, first.id]
    assert printer.papers == [b"paper 1"]


def test_what_was_being_sent_when_the_program_ended_is_doubtful_and_its_reprint_says_so(
    tmp_path: Path,
) -> None:
    store = app.open_store(tmp_path)
    job = ledger.prepare(store.prints, ORDER, render)
    store.prints.move(job.id, PrintState.SENDING)
    store.close()
    store = app.open_store(tmp_path)
    assert [found.id for found in ledger.recover(store.prints)] == [job.id]
    printer = FakePrinter()
    second = ledger.print_paper(store.prints, printer, ORDER, render)
    states = [found.state for found in store.prints.of("uuid:1", "slip")]
    store.close()
    assert (second.copy, second.repeats) == (2, job.id)
    assert printer.papers == [b"paper 2"]
    assert states == [PrintState.REPRINT, PrintState.CONFIRMED]
