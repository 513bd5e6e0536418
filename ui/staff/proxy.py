"""代办 at a staff window: the next scan is the agent's, or the one who is not here was typed."""

from __future__ import annotations

from typing import Protocol

from offline.i18n import tr
from ui.desk.events import ActFor, ActForTyped, Scanned
from ui.staff.cases import Cases
from ui.staff.reception import Reception


class AskingWindow(Protocol):
    """What a staff window offers for it."""

    def ask_agent(self) -> None: ...
    def notify(self, sentence: str, tone: str = "") -> None: ...


class Proxy:
    """Takes the events that belong to acting for another, and leaves the rest."""

    def __init__(self, reception: Reception, cases: Cases, window: AskingWindow) -> None:
        self._reception, self._cases, self._window = reception, cases, window
        self._asked = False

    def handle(self, event: object) -> bool:
        """Whether it was one of them."""
        match event:
            case ActFor():
                self._ask()
            case ActForTyped(name=name, number=number):
                self._asked = False
                self._cases.act_for_typed(name, number)
            case Scanned(text=text) if self._asked and self._cases.open:
                self._asked = False
                self._reception.agent_scanned(text, self._cases.act_for)
            case _:
                return False
        return True

    def _ask(self) -> None:
        self._asked = self._cases.open
        if self._asked:
            self._window.ask_agent()
        else:
            self._window.notify(tr("先打开要办的事项，再按代办"), "info")
