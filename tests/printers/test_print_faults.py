"""A printer with every bad manner, a program that dies, a person who looks into the tray."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from offline.records import PrintJob, PrintState
from printers import ledger
from printers.ledger import Order
from printers.port import Medium, Printer, PrinterStatus, PrintOutcome
from tests.printers.ledger_book import Book
from tests.printers.paper_samples import NOW
from tests.printers.rigs import Rig, TcpRig, real_rigs
from tests.printers.tcp_printer import TcpReceiptPrinter

COPIES = 1000


class ProgramDiedError(BaseException):
    """Stands for the kill of the process while it was printing."""


class MortalPrinter:
    """The real adapter in a program that dies before or after the bytes went."""

    def __init__(self, printer: Printer, chance: Random) -> None:
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


class Desk:
    """The kiosk and the person before it; ``run`` prints one order until its paper is in hand."""

    def __init__(self, seed: int, *rigs: Rig) -> None:
        self.chance, self.rigs, self.book = Random(seed), rigs, Book()  # noqa: S311 — no secret
        self.printers = [MortalPrinter(rig.printer, self.chance) for rig in rigs]
        self.faults = 0

    def run(self, number: int) -> None:
        turn = number % len(self.rigs)
        rig, printer = self.rigs[turn], self.printers[turn]
        order = Order("slip", f"uuid:{number}", printer.destination, "station", NOW)
        while not self._in_hand(order):
            self.faults += 1
            rig.misbehave(self.chance)
            self._print(order, number, rig, printer)

    def _print(self, order: Order, number: int, rig: Rig, printer: MortalPrinter) -> None:
        def render(copy: int) -> bytes:
            return rig.document(number * COPIES + copy)

        try:
            job = ledger.print_paper(self.book, printer, order, render)
        except ProgramDiedError:
            (job,) = ledger.recover(self.book)
        rig.settle(printer.sent)
        self._look(job, rig)

    def _look(self, job: PrintJob, rig: Rig) -> None:
        """The person looks; jobs known unprinted or already settled need nobody."""
        lies_there = self.mark(job) in rig.whole()
        if job.state in {PrintState.SENT, PrintState.DOUBTFUL} and lies_there:
            ledger.confirm(self.book, job.id)
        elif job.state is PrintState.SENT:
            ledger.doubt(self.book, job.id)

    def _in_hand(self, order: Order) -> bool:
        states = {job.state for job in self.book.of(order.reference)}
        return PrintState.CONFIRMED in states

    @staticmethod
    def mark(job: PrintJob) -> int:
        return int(job.reference.removeprefix("uuid:")) * COPIES + job.copy


def prove(desk: Desk, orders: int) -> None:
    whole = [number for rig in desk.rigs for number in rig.whole()]
    came_out = [*whole, *(number for rig in desk.rigs for number in rig.halves())]
    twice = [number for number, count in Counter(came_out).items() if count > 1]
    assert twice == [], "a copy came out twice without 补打"
    claimed = {desk.mark(job) for job in desk.book.in_state(PrintState.CONFIRMED)}
    assert claimed <= set(whole), "a paper was claimed that is not in the tray"
    assert {number // COPIES for number in claimed} == set(range(orders)), "a paper was lost"
    copies = [job for job in desk.book.jobs.values() if job.copy > 1]
    assert all(job.repeats for job in copies)


@pytest.mark.parametrize("seed", [1, 2])
def test_under_random_faults_nothing_is_doubled_claimed_or_lost(seed: int) -> None:
    with TcpReceiptPrinter() as device:
        desk = Desk(seed, TcpRig(device))
        for number in range(12):
            desk.run(number)
        prove(desk, 12)
    assert desk.faults > 20


def test_the_same_with_real_ipp_and_cups_whose_processes_are_killed(tmp_path: Path) -> None:
    with TcpReceiptPrinter() as device, real_rigs(tmp_path) as (ipp, cups):
        desk = Desk(5, TcpRig(device), ipp, cups)
        for number in range(6):
            desk.run(number)
        prove(desk, 6)


def test_the_proof_notices_a_copy_that_came_out_twice() -> None:
    with TcpReceiptPrinter() as device:
        desk = Desk(4, TcpRig(device))
        desk.run(0)
        device.papers.append(replace(device.papers[0]))
        with pytest.raises(AssertionError, match="twice"):
            prove(desk, 1)
