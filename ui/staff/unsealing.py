"""A store that this machine does not open, at the start: the gate joined to the ways in."""

from __future__ import annotations

from kiosk import staffwords
from kiosk.background import Lane
from kiosk.settings import Settings
from offline.store.waysin import Refusal, Sealed
from ui.desk.events import CloseOffice
from ui.desk.sealgate import GoOn, SealGate, Unseal
from ui.staff.gatework import GateWork


class Unsealing(GateWork):
    """Opens the store by passphrase or recovery code, and keeps a key where that is wanted."""

    gate: SealGate

    def __init__(self, gate: SealGate, sealed: Sealed, lane: Lane, settings: Settings) -> None:
        super().__init__(gate, lane, settings)
        self._sealed = sealed
        gate.show_ways(sealed.ways())

    def handle(self, event: object) -> None:
        """What was typed or pressed at the gate."""
        sealed = self._sealed
        match event:
            case Unseal(secret=secret, code=True):
                self.run(lambda: sealed.by_recovery(secret), self._judged)
            case Unseal(secret=secret):
                self.run(lambda: sealed.by_passphrase(secret), self._judged)
            case GoOn(keep=True):
                self.run(sealed.keep, lambda _none: self.end())
            case GoOn():
                self.end()
            case CloseOffice():
                self.done.emit()

    def _judged(self, refusal: Refusal | None) -> None:
        if refusal is None:
            self.gate.show_opened()
        else:
            self.gate.refuse(staffwords.unsealing(refusal, self._sealed.ways()))
