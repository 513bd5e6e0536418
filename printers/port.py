"""The Printer port: bytes out, and what is truly known of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """What keeps a printer from printing."""

    PAPER_OUT = "paper-out"
    PAPER_LOW = "paper-low"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter"
    PAPER_SIZE = "paper-size"
    NO_DUPLEX = "no-duplex"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Medium(StrEnum):
    """What a printer takes."""

    ROLL_80 = "80mm"
    ROLL_58 = "58mm"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Printed:
    """The device itself said that the paper came out."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """All bytes were taken; nothing more is known."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Certainly nothing came out: not connected, refused, known paper out before the first byte."""

    trouble: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Some bytes went and then the line was lost or the device complained: a person must look."""

    trouble: Trouble
    detail: str = ""


HARMLESS = frozenset({Trouble.PAPER_LOW, Trouble.NO_DUPLEX})
"""What is told and keeps nothing from being printed."""

PrintOutcome = Printed | Sent | NotPrinted | Doubtful


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the device answers, without blocking longer than the adapter's limit (seconds)."""

    reachable: bool
    troubles: frozenset[Trouble] = frozenset()
    detail: str = ""


class Printer(Protocol):
    """A place where papers come out. Blocks; raises nothing for what a device does."""

    @property
    def medium(self) -> Medium: ...

    @property
    def destination(self) -> str:
        """As written in settings and ``--to``: ``file:F``, ``tcp://host:9100``, ``cups:Q`` …"""
        ...

    def status(self) -> PrinterStatus: ...

    def print(self, document: bytes, name: str) -> PrintOutcome:
        """Print bytes made for this printer's medium (ESC/POS for rolls, PDF for A4)."""
        ...
