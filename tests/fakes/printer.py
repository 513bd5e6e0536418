"""A printer in memory that does as it is told, and remembers what came out."""

from __future__ import annotations

from collections.abc import Sequence

from printers.port import (
    Doubtful,
    Medium,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Sent,
)


class FakePrinter:
    """Prints at once; ``outcomes`` are worked off first, one a print, then it is ``Printed``."""

    def __init__(
        self,
        medium: Medium = Medium.ROLL_80,
        outcomes: Sequence[PrintOutcome] = (),
        *,
        state: PrinterStatus | None = None,
        destination: str = "fake:tray",
    ) -> None:
        self.medium = medium
        self.destination = destination
        self.papers: list[bytes] = []
        self.names: list[str] = []
        self._outcomes = list(outcomes)
        self._state = state or PrinterStatus(reachable=True)

    def status(self) -> PrinterStatus:
        return self._state

    def print(self, document: bytes, name: str) -> PrintOutcome:
        """Hand back the outcome due; a paper comes out unless it says otherwise."""
        outcome = self._outcomes.pop(0) if self._outcomes else Printed()
        self.names.append(name)
        if isinstance(outcome, Printed | Sent):
            self.papers.append(document)
        if isinstance(outcome, Doubtful):
            self.papers.append(document[: len(document) // 2])
        return outcome
