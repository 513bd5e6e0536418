"""A scanner that a test holds codes before."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.scanning.port import Scan


class FakeScanner:
    """Fulfils ``kiosk.scanning.port.Scanner``; ``hold`` is what a person does."""

    name = "fake"

    def __init__(self, source: str = "wedge") -> None:
        self._source = source
        self._on_scan: Callable[[Scan], None] | None = None

    @property
    def running(self) -> bool:
        return self._on_scan is not None

    def start(self, on_scan: Callable[[Scan], None]) -> None:
        self._on_scan = on_scan

    def stop(self) -> None:
        self._on_scan = None

    def hold(self, text: str) -> None:
        """A code before the scanner; not heard if the scanner is stopped."""
        if self._on_scan is not None:
            self._on_scan(Scan(text, self._source))
