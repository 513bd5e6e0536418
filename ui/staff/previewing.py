"""A paper of a staff window is looked at, then printed: the sheet joined to the use cases."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk.flow.previews import Preview
from kiosk.flow.station import Station
from ui.desk.proofsheet import ProofSheet
from ui.proofs import proof_of
from ui.services import Services
from ui.theme import Theme

Fault = Callable[[BaseException], None]


class Previewing(QObject):
    """One paper at a time over ``window``; a newer one takes the place of an older."""

    def __init__(self, theme: Theme, window: QWidget, services: Services, fault: Fault) -> None:
        super().__init__(window)
        self._services, self._fault = services, fault
        self.sheet = ProofSheet(theme, window)
        self.sheet.agreed.connect(self._agreed)
        self._seen: Preview | None = None
        self._then: Callable[[Preview], None] = lambda _seen: None
        self._asked = 0

    def look(
        self,
        make: Callable[[Station], Preview],
        then: Callable[[Preview], None],
        *,
        printing: bool = False,
    ) -> None:
        """Show what would be printed; ``then`` follows 打印, or at once if it is ``printing``."""
        self._asked += 1
        turn, press = self._asked, self._services.press

        def show(seen: Preview) -> None:
            if printing:
                then(seen)
            if turn == self._asked:
                self._seen, self._then = None if printing else seen, then
                self.sheet.open(proof_of(seen), printing=printing)

        self._services.press_lane.run(lambda: make(press), show, self._fault)

    def forget(self) -> None:
        """Somebody else works here now: nothing is left to be looked at or printed."""
        self._asked += 1
        self._seen = None
        self.sheet.close_sheet()

    def _agreed(self) -> None:
        seen, self._seen = self._seen, None
        if seen is not None:
            self._then(seen)
