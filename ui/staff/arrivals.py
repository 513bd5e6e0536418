"""An appointment's slip at a staff window: its person is checked in and has a number."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk import words
from kiosk.flow import hall
from kiosk.flow.hall import Ticket
from offline.i18n import tr
from ui.services import Services


class Arrivals(QObject):
    """``told(words, tone)`` is for the window."""

    told = Signal(str, str)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services

    def check_in(self, appointment: str) -> None:
        """Take the number that belongs to an appointment; scanned again it is the same one."""
        station, exchange = self._services.station, self._services.asking
        if exchange is None:
            self.told.emit(tr("还没接上县里，现在报不了到。"), "warn")
            return
        self._services.store_lane.run(
            lambda: hall.check_in(station, exchange, appointment),
            lambda ticket: self.told.emit(*told_of(ticket)),
            lambda error: self.told.emit(words.sentence(error), "warn"),
        )


def told_of(ticket: Ticket) -> tuple[str, str]:
    """What is said of a number, and its tone."""
    if ticket.provisional:
        return tr("没有网，先给临时号 {number}，有网后自动报到", number=ticket.number), "warn"
    told = tr(
        "预约报到了，{number} 号，前面还有 {count} 人", number=ticket.number, count=ticket.ahead
    )
    return told, "ok"
