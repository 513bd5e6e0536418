"""A machine that belongs to no centre yet: the gate joined to its enrolment."""

from __future__ import annotations

from collections.abc import Callable

from kiosk import centrewords
from kiosk.background import Lane
from kiosk.settings import Settings
from offline.exchange.port import ExchangeError
from offline.i18n import tr
from ui.desk.events import CloseOffice
from ui.desk.joingate import GoOn, Join, JoinGate
from ui.staff.gatework import GateWork

Enrol = Callable[[str, str], int]
"""Enrols at an address with a one-time code and fetches what the centre has: how many items."""


class Joining(GateWork):
    """Enrols with what is typed; nothing is changed by an enrolment that fails."""

    gate: JoinGate

    def __init__(self, gate: JoinGate, enrol: Enrol, lane: Lane, settings: Settings) -> None:
        super().__init__(gate, lane, settings)
        self._enrol = enrol
        gate.show_form()

    def handle(self, event: object) -> None:
        """What was typed or pressed at the gate."""
        match event:
            case Join(url=url, code=code):
                meanwhile = tr("正在登记，再取事项和表单，第一次要一会儿……")
                self.run(lambda: self._enrol(url, code), self.gate.show_joined, meanwhile)
            case GoOn():
                self.end()
            case CloseOffice():
                self.done.emit()

    def explain(self, error: BaseException) -> str:
        """Nothing tries again by itself, so the sentence says what to do."""
        if isinstance(error, ExchangeError):
            return centrewords.enrolling(error.outcome)
        return super().explain(error)
