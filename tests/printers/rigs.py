"""Printers of three kinds that misbehave at random, each with a tray that can be looked into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

from printers.commands import receipt_bytes
from printers.escpos import Limits, TcpPrinter
from printers.ipp import IppPrinter
from printers.ipp_wire import Operation
from printers.port import Printer
from tests.printers.cups import RealCups
from tests.printers.cut_wire import Cut, CutWire, Moment
from tests.printers.escpos_jobs import marked, number_of
from tests.printers.ippeve import LIMITS, RealIppPrinter, until
from tests.printers.pdf_jobs import marked_pdf, numbers_of
from tests.printers.tcp_printer import (
    ALL_WELL,
    COVER_OPEN,
    PAPER_OUT,
    Manners,
    TcpReceiptPrinter,
)

LENGTH = len(receipt_bytes(marked(0)))
HASTY = Limits(connect=1, answer=0.05, stall=0.1, done=0.1, silent_done=0.03)
STRAY = dict.fromkeys(ALL_WELL, 0xFF)
SHORT = replace(LIMITS, job=1.0)
MOMENTS: tuple[Moment, ...] = ("before", "during", "after")


class Rig(Protocol):
    """A printer, its bad manners and its tray."""

    @property
    def printer(self) -> Printer: ...
    def document(self, number: int) -> bytes: ...
    def misbehave(self, chance: Random) -> None:
        """Be well again, and then perhaps meet one trouble in the next print."""
        ...

    def settle(self, sent: int) -> None:
        """Until nothing of what was sent (so many prints) can come out any more."""
        ...

    def whole(self) -> list[int]:
        """The numbers of the papers in the tray."""
        ...

    def halves(self) -> list[int]:
        """The numbers of papers of which only a part came out."""
        ...


@dataclass
class TcpRig:
    """The receipt printer written for the tests: it stalls, cuts the line, lies."""

    device: TcpReceiptPrinter

    @property
    def printer(self) -> Printer:
        return TcpPrinter("127.0.0.1", self.device.port, limits=HASTY)

    def document(self, number: int) -> bytes:
        return receipt_bytes(marked(number))

    def misbehave(self, chance: Random) -> None:
        self.device.behave(_manners(chance))

    def settle(self, sent: int) -> None:
        self.device.wait_for(sent)

    def whole(self) -> list[int]:
        return [number_of(paper) for paper in self.device.papers]

    def halves(self) -> list[int]:
        return [number_of(paper) for paper in self.device.halves]


@dataclass
class IppRig:
    """ippeveprinter, asked directly over a wire that is cut."""

    device: RealIppPrinter
    wire: CutWire
    up: bool = field(default=True, init=False)

    @property
    def printer(self) -> Printer:
        return IppPrinter(f"ipp://localhost:{self.wire.port}/ipp/print", limits=SHORT)

    def document(self, number: int) -> bytes:
        return marked_pdf(number)

    def misbehave(self, chance: Random) -> None:
        self._recover()
        cut = partial(Cut, chance.choice([Operation.CREATE_JOB, Operation.SEND_DOCUMENT]))
        match chance.randrange(6):
            case 0:
                self.device.paper(0)
            case 1:
                self._plug_out()
            case 2:
                self.wire.cut = cut(chance.choice(MOMENTS), self._plug_out)
            case 3:
                self.wire.cut = cut(chance.choice(MOMENTS), _nothing)
            case _:
                pass

    def settle(self, sent: int) -> None:  # noqa: ARG002 — the rig's
        self._recover()
        until(lambda: self.device.adapter().status().reachable)

    def whole(self) -> list[int]:
        return numbers_of(self.device.papers)[0]

    def halves(self) -> list[int]:
        return numbers_of(self.device.papers)[1]

    def _recover(self) -> None:
        self.wire.cut = None
        if not self.up:
            self.device.start()
            self.up = True
        self.device.paper(250)

    def _plug_out(self) -> None:
        self.device.kill()
        self.up = False


@dataclass
class CupsRig:
    """A CUPS queue: it is killed at every phase, its printer too, and answers get lost."""

    cups: RealCups
    up: bool = field(default=True, init=False)

    @property
    def printer(self) -> Printer:
        return self.cups.adapter(SHORT)

    def document(self, number: int) -> bytes:
        return marked_pdf(number)

    def misbehave(self, chance: Random) -> None:
        self._recover()
        given = [Operation.CREATE_JOB, Operation.SEND_DOCUMENT, Operation.GET_JOB_ATTRIBUTES]
        cut = partial(Cut, chance.choice(given))
        match chance.randrange(8):
            case 0:
                self.cups.printer.paper(0)
            case 1:
                self._plug_out()
            case 2:
                self.wire.cut = cut("before", self._plug_out, resume=True)
            case 3 | 4:
                self.wire.cut = cut(chance.choice(MOMENTS), self.cups.restart)
            case 5:
                self.wire.cut = cut(chance.choice(MOMENTS), self.cups.kill)
            case 6:
                self.wire.cut = cut(chance.choice(MOMENTS), _nothing)
            case _:
                pass

    @property
    def wire(self) -> CutWire:
        return self.cups.wire

    def settle(self, sent: int) -> None:  # noqa: ARG002 — the rig's
        self._recover()
        until(self.cups.idle)

    def whole(self) -> list[int]:
        return numbers_of(self.cups.printer.papers)[0]

    def halves(self) -> list[int]:
        return numbers_of(self.cups.printer.papers)[1]

    def _recover(self) -> None:
        self.wire.cut = None
        if not self.up:
            self.cups.printer.start()
            self.up = True
        self.cups.printer.paper(250)
        if not self.cups.running:
            self.cups.start()
        self.cups.enable()

    def _plug_out(self) -> None:
        self.cups.printer.kill()
        self.up = False


@contextmanager
def real_rigs(folder: Path) -> Iterator[tuple[IppRig, CupsRig]]:
    """A printer asked directly, and another behind a CUPS of its own."""
    places = [folder / name for name in ("direct", "queue")]
    for place in places:
        place.mkdir()
    with (
        RealIppPrinter(places[0]) as direct,
        CutWire(direct.port) as wire,
        RealIppPrinter(places[1]) as behind,
        RealCups(behind) as cups,
    ):
        yield IppRig(direct, wire), CupsRig(cups)


def _nothing() -> None:
    """The line breaks, nothing else."""


def _manners(chance: Random) -> Manners:
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
