"""A printer with every bad manner, a program that dies, a person who looks into the tray."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from offline.records import PrintJob, PrintState
from printers import ledger
from printers.commands import receipt_bytes
from printers.escpos import Limits, TcpPrinter
from printers.ledger import Order
from printers.port import Medium, PrinterStatus, PrintOutcome
from tests.printers.escpos_jobs import marked, number_of
from tests.printers.ledger_book import Book
from tests.printers.paper_samples import NOW
from tests.printers.tcp_printer import (
    ALL_WELL,
    COVER_OPEN,
    PAPER_OUT,
    Manners,
    TcpReceiptPrinter,
)

LENGTH = len(receipt_bytes(marked(0)))
LIMITS = Limits(connect=1, answer=0.05, stall=0.1, done=0.1, silent_done=0.03)
COPIES = 1000
STRAY = dict.fromkeys(ALL_WELL, 0xFF)


class ProgramDiedError(BaseException):
    """Stands for the kill of the process while it was printing."""


class MortalPrinter:
    """The real adapter in a program that dies before or after the bytes went."""

    def __init__(self, printer: TcpPrinter, chance: Random) -> None:
        self._printer, self._chance = printer, chance
        self.medium: Medium = printer.medium
        self.destination: str = printer.destination
        self.sent = 0

    def status(self) -> PrinterStatus:
        return self._printer.status()

    def print(self, document: bytes, name: str) -> PrintOutcome:
        fate = self._chance.random()
        if fate < 0.05:
            raise ProgramDiedError
        self.sent += 1
        outcome = self._printer.print(document, name)
        if fate < 0.1:
            raise ProgramDiedError
        return outcome


def manners(chance: Random) -> Manners:
    place = chance.randrange(1, LENGTH)
    kinds = (
        Manners(),
        Manners(),
        Manners(answers=False, done=None),
        Manners(done=0x0C),
        Manners(done=None),
        Manners(status=PAPER_OUT),
        Manners(status=COVER_OPEN),
        Manners(status=STRAY),
        Manners(reset_after=place),
        Manners(stall_after=place),
        Manners(reset_after=place, answers=False, done=None),
        Manners(close_at_once=True),
    )
    return chance.choice(kinds)


class Desk:
    """The kiosk and the person before it; ``run`` prints one order until its paper is in hand."""

    def __init__(self, seed: int, device: TcpReceiptPrinter) -> None:
        self.chance, self.device, self.book = Random(seed), device, Book()  # noqa: S311 — no secret
        real = TcpPrinter("127.0.0.1", device.port, limits=LIMITS)
        self.printer = MortalPrinter(real, self.chance)
        self.faults = 0

    def run(self, number: int) -> None:
        order = Order("slip", f"uuid:{number}", self.printer.destination, "station", NOW)
        while not self._in_hand(order):
            self.faults += 1
            self.device.behave(manners(self.chance))
            self._print(order, number)

    def _print(self, order: Order, number: int) -> None:
        def render(copy: int) -> bytes:
            return receipt_bytes(marked(number * COPIES + copy))

        try:
            job = ledger.print_paper(self.book, self.printer, order, render)
        except ProgramDiedError:
            (job,) = ledger.recover(self.book)
        self.device.wait_for(self.printer.sent)
        self._look(job)

    def _look(self, job: PrintJob) -> None:
        """The person looks; jobs known unprinted or already settled need nobody."""
        lies_there = self._mark(job) in {number_of(paper) for paper in self.device.papers}
        if job.state in {PrintState.SENT, PrintState.DOUBTFUL} and lies_there:
            ledger.confirm(self.book, job.id)
        elif job.state is PrintState.SENT:
            ledger.doubt(self.book, job.id)

    def _in_hand(self, order: Order) -> bool:
        states = {job.state for job in self.book.of(order.reference)}
        return PrintState.CONFIRMED in states

    @staticmethod
    def _mark(job: PrintJob) -> int:
        return int(job.reference.removeprefix("uuid:")) * COPIES + job.copy


def prove(desk: Desk, orders: int) -> None:
    came_out = [number_of(paper) for paper in (*desk.device.papers, *desk.device.halves)]
    twice = [number for number, count in Counter(came_out).items() if count > 1]
    assert twice == [], "a copy came out twice without 补打"
    whole = {number_of(paper) for paper in desk.device.papers}
    claimed = {Desk._mark(job) for job in desk.book.in_state(PrintState.CONFIRMED)}
    assert claimed <= whole, "a paper was claimed that is not in the tray"
    assert {number // COPIES for number in claimed} == set(range(orders)), "a paper was lost"
    copies = [job for job in desk.book.jobs.values() if job.copy > 1]
    assert all(job.repeats for job in copies)


@pytest.mark.parametrize("seed", [1, 2])
def test_under_random_faults_nothing_is_doubled_claimed_or_lost(seed: int) -> None:
    with TcpReceiptPrinter() as device:
        desk = Desk(seed, device)
        for number in range(12):
            desk.run(number)
        prove(desk, 12)
    assert desk.faults > 20


def test_the_proof_notices_a_copy_that_came_out_twice() -> None:
    with TcpReceiptPrinter() as device:
        desk = Desk(4, device)
        desk.run(0)
        device.papers.append(replace(device.papers[0]))
        with pytest.raises(AssertionError, match="twice"):
            prove(desk, 1)
