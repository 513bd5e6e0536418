"""What the screen of a staff member holds: the gate, and the work behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kiosk.roles import Act
from ui.desk.gate import Gate
from ui.services import Services
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
        for page in (self.gate, work):
            self.addWidget(page)
        self.setCurrentWidget(self.gate)
        self.porter = Porter(app, services, self.gate, place, entrance)
        self.porter.locked.connect(lambda: self.setCurrentWidget(self.gate))
        self.porter.opened.connect(lambda: self.setCurrentWidget(self.work))
        self.resize(theme.screen.width, theme.screen.height)
