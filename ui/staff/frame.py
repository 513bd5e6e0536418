"""What the screen of a staff member holds: the gate, and the work behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kiosk.roles import Act
from ui.desk.events import CloseOffice, Lock
from ui.desk.gate import Gate
from ui.desk.office import OfficeWindow
from ui.services import Services
from ui.staff.office import Office
from ui.staff.porter import Porter, Workplace
from ui.theme import Theme


class StaffFrame(QStackedWidget):
    """One page at a time: what is not shown takes no keys, and keeps its state.

    ``work`` is the desk or the grid worker's window. Nothing of it is seen before somebody came in.
    """

    def __init__(
        self,
        app: QApplication,
        theme: Theme,
        services: Services,
        work: QWidget,
        place: Workplace,
        entrance: Act,
    ) -> None:
        super().__init__()
        self.work, self.gate = work, Gate(theme)
        self.office = OfficeWindow(theme)
        self.supervising = Office(self.office, services)
        self.office.said.connect(self._handle)
        for page in (self.gate, work, self.office):
            self.addWidget(page)
        self.setCurrentWidget(self.gate)
        self.porter = Porter(app, services, self.gate, place, entrance)
        self._behind: QWidget = work
        self.porter.locked.connect(self._cover)
        self.porter.opened.connect(lambda: self.setCurrentWidget(self._behind))
        self.porter.opened.connect(self.supervising.read)
        self.resize(theme.screen.width, theme.screen.height)

    def open_office(self) -> None:
        """What waits for a decision; the work stays behind it as it is."""
        self.supervising.open()
        self.setCurrentWidget(self.office)

    def show_work(self) -> None:
        """Back to the work."""
        self.setCurrentWidget(self.work)

    def clear_behind(self) -> None:
        """Somebody else comes: they begin at the work, not where the other one was."""
        self._behind = self.work

    def _cover(self) -> None:
        self.supervising.previewing.forget()
        self._behind = self.currentWidget()
        self.setCurrentWidget(self.gate)

    def _handle(self, event: object) -> None:
        match event:
            case CloseOffice():
                self.show_work()
            case Lock():
                self.porter.lock()
