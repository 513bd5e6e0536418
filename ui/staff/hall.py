"""What the desk of the hall and the grid worker's laptop share, joined to the use cases."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.roles import Act
from ui.desk.data import PersonCard
from ui.desk.events import NewCase, Search
from ui.desk.window import DeskWindow
from ui.fields import Helpers
from ui.grid.window import GridWindow
from ui.services import Services
from ui.staff.cases import Cases
from ui.staff.frame import StaffFrame
from ui.staff.lines import SUBMISSION, Shelf
from ui.staff.porter import Failed, Then
from ui.staff.proxy import Proxy
from ui.staff.reception import Reception
from ui.staff.seeking import Seeker
from ui.staff.till import Till
from ui.syncing import AGAIN
from ui.theme import Screen, ThemeName, apply_theme, build_theme


class Hall(QObject):
    """One place of work: its window behind the gate, the people, the cases, the search.

    A subclass names its window and says what that window's events and lists mean.
    """

    entrance: Act
    window_type: type[DeskWindow | GridWindow]
    window: DeskWindow | GridWindow

    def __init__(self, app: QApplication, services: Services, screen: Screen) -> None:
        super().__init__(app)
        self._app, self._services = app, services
        theme = build_theme(ThemeName.STAFF_LIGHT, screen)
        apply_theme(app, theme)
        self.window = self.window_type(theme, Helpers(attachment=self.picture))
        self.reception = Reception(services, services.settings.terminal, self)
        self.cases = Cases(self.window, self.window, services)
        self.reception.case = lambda: self.cases.instance_id
        self.proxy = Proxy(self.reception, self.cases, self.window)
        self.seeker = Seeker(services, self)
        self.till = Till(services, self.window)
        self.frame = StaffFrame(app, theme, services, self.window, self, self.entrance)
        self._join_gate()
        self._join_work()

    def handle(self, event: object) -> None:
        """What a person did in the window."""

    def home(self) -> None:
        """Show where a case is begun."""

    def show_shelf(self, shelf: Shelf) -> None:
        """Drafts, submissions and items are others now."""

    def show_person(self, card: PersonCard | None) -> None:
        """Somebody else is served now, or nobody."""

    def opened(self) -> None:
        """Somebody came in."""
        self.reception.read()

    def open(self) -> None:
        """Begin the day."""
        self.reception.open(self._scanned)
        self.frame.porter.open()

    def close(self) -> None:
        """The open case is kept as its draft before anything ends."""
        self.frame.porter.close()
        self.cases.save()
        self.reception.close()

    def hand_over(self, then: Then, failed: Failed) -> None:
        """The open case stays as its draft, the person served goes with who served them."""

        def kept() -> None:
            self.reception.forget()
            self.seeker.forget()
            self.till.rest()
            self.frame.clear_behind()
            self.home()
            then()

        self.cases.hand_over(kept, failed)

    def covered(self) -> None:
        """A number that was shown in full is masked again, and a paper no longer shown."""
        self.cases.previewing.forget()
        self.window.notify("")
        self.window.forget_agent()

    def begin(self, item_id: str) -> None:
        """A case of a service item, for the person who is served."""
        item = self.reception.item(item_id)
        if item is not None:
            self.cases.save(lambda: self.cases.begin(item, self.reception.person))

    def picture(self, name: str) -> bytes | None:
        """An attachment of the open case."""
        return self.cases.picture(name)

    def _scanned(self, text: str) -> None:
        if self.frame.porter.is_open:
            self.window.take_scan(text)

    def _join_gate(self) -> None:
        frame, reception = self.frame, self.reception
        frame.porter.opened.connect(self.opened)
        reception.standing.connect(frame.gate.show_station)
        reception.standing.connect(frame.office.show_station)
        frame.office.said.connect(self._from_office)
        frame.supervising.correct.connect(self._correct)
        frame.supervising.changed.connect(reception.read)
        frame.supervising.counted.connect(self.window.show_office)
        reception.shelved.connect(lambda _shelf: self._count_office())
        reception.sync.leaving.connect(self._leave_if_idle)
        reception.sync.locked.connect(self._shut)

    def _join_work(self) -> None:
        window, reception = self.window, self.reception
        window.said.connect(self.handle)
        self.seeker.found.connect(window.show_found)
        self.seeker.matter.connect(window.show_matter)
        self.seeker.told.connect(window.notify)
        self.till.told.connect(window.notify)
        self.till.changed.connect(lambda one: self.seeker.open(SUBMISSION, one))
        self.cases.changed.connect(reception.read)
        self.cases.closed.connect(self.home)
        reception.person_changed.connect(self.show_person)
        reception.shelved.connect(self.show_shelf)
        reception.standing.connect(window.show_station)
        reception.told.connect(window.notify)

    def _leave_if_idle(self) -> None:
        """The centre wants a fresh start: never while a case is open."""
        if not self.cases.open:
            self._app.exit(AGAIN)

    def _shut(self, words: str) -> None:
        """The centre closed this terminal, or opened it again: never while a case is open."""
        self.frame.porter.closed = words
        if words and not self.cases.open:
            self.frame.porter.lock()

    def _from_office(self, event: object) -> None:
        if isinstance(event, Search):
            self.frame.show_work()
            self.seeker.look(event)
        elif isinstance(event, NewCase):
            self.frame.show_work()
            self.handle(event)

    def _count_office(self) -> None:
        if self.frame.porter.is_open:
            self.frame.supervising.read()

    def _correct(self, instance_id: str) -> None:
        self.frame.show_work()
        self.cases.save(lambda: self.cases.correct(instance_id))
