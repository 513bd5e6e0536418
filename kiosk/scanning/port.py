"""The Scanner port: raw text in, from wherever a person held a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Symbol:
    """One code read from a picture. ``format`` is zxing's name (``QRCode``, ``DataMatrix`` …)."""

    format: str
    text: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """A text that arrived, and from where (``wedge``, ``image``, ``camera``, ``serial``)."""

    text: str
    source: str


class Scanner(Protocol):
    """A source of scans; calls back on the GUI thread until stopped."""

    def start(self, on_scan: Callable[[Scan], None]) -> None: ...
    def stop(self) -> None: ...

    @property
    def name(self) -> str: ...
