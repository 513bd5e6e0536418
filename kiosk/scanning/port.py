"""The Scanner port: raw text in, from wherever a person held a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from kiosk.scanning.hints import Hint
from kiosk.scanning.picture import Grey


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


OnPicture = Callable[[Grey], None]
OnHint = Callable[[Hint], None]


@runtime_checkable
class Camera(Scanner, Protocol):
    """A scanner that shows what it sees, so that a person can aim; it runs while it is needed."""

    def watch(self, on_picture: OnPicture, on_hint: OnHint) -> None:
        """Show what is seen, and what would help, on the GUI thread until ``stop``."""
        ...
