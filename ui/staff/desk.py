"""``run --profile window``: the desk's window joined to the use cases."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from kiosk.flow import agency
from kiosk.flow.booking import appointment_of
from kiosk.roles import Act
from ui.desk.data import Line, PersonCard
from ui.desk.dossier import Decide
from ui.desk.events import (
    DismissPerson,
    Lock,
    NewCase,
    OpenLine,
    OpenOffice,
    RevealNumber,
    Scanned,
    Search,
    Submit,
    Suspend,
    SyncNow,
)
from ui.desk.window import DeskWindow
from ui.services import Services
from ui.staff import lines
from ui.staff.arrivals import Arrivals
from ui.staff.hall import Hall
from ui.staff.lines import DRAFT, PERSON, Shelf
from ui.staff.papering import PRINTS
from ui.theme import Screen


class Desk(Hall):
    """The window of the hall at work."""

    entrance = Act.ENTER_WINDOW
    window: DeskWindow
    window_type = DeskWindow

    def __init__(self, app: QApplication, services: Services, screen: Screen) -> None:
        super().__init__(app, services, screen)
        self.arrivals = Arrivals(services, self)
        self.arrivals.told.connect(self.window.notify)

    def home(self) -> None:
        self.window.open_catalogue()

    def opened(self) -> None:
        super().opened()
        if not self.cases.open:
            self.home()

    def show_person(self, card: PersonCard | None) -> None:
        self.window.show_person(card)

    def handle(self, event: object) -> None:
        if self.cases.handle(event) or self.proxy.handle(event):
            return
        match event:
            case NewCase(item=item_id) if item_id:
                self.begin(item_id)
            case Submit():
                self.cases.submit(printing=True)
            case Suspend():
                self.cases.put_aside()
            case Lock():
                self.frame.porter.lock()
            case OpenOffice():
                self.frame.open_office()
            case OpenLine(kind=kind, id=identifier):
                self._open_line(kind, identifier)
            case Search():
                self.seeker.look(event)
            case Decide():
                self._decide(event)
            case Scanned(text=text):
                self._take(text)
            case DismissPerson():
                self.reception.show_person(None)
            case RevealNumber():
                self._reveal()
            case SyncNow():
                self.reception.sync.now(asked=True)

    def _take(self, text: str) -> None:
        """An appointment's slip checks in, all else tells who is here."""
        appointment = appointment_of(text)
        if appointment:
            self.arrivals.check_in(appointment)
        else:
            self.reception.scanned(text)

    def _open_line(self, kind: str, identifier: str) -> None:
        if kind == DRAFT:
            draft = next(d for d in self.reception.shelf.drafts if d.instance_id == identifier)
            self.reception.show_person(draft.person)
            self.cases.save(lambda: self.cases.resume(identifier, draft.person))
        elif kind == PERSON:
            self.window.show_columns()
            self.reception.show_person(self.seeker.person(identifier))
        else:
            self.seeker.open(kind, identifier)

    def _decide(self, event: Decide) -> None:
        if self.till.handle(event):
            return
        match event.deed:
            case deed if deed in PRINTS:
                self.cases.papering.print_paper(event.id, deed)
            case "withdraw":
                self.cases.withdraw(event.id)
            case "supplement":
                self.cases.save(lambda: self.cases.supplement(event.id))
            case "office":
                self.frame.open_office()

    def _reveal(self) -> None:
        person = self.reception.person
        if person is not None and person.id_number:
            station, case = self._services.station, self.cases.instance_id
            self._services.store_lane.run(
                lambda: agency.audit_view(station, "view-number", person.subject, case),
                lambda _none: self.window.notify(person.id_number, "info"),
                lambda error: self.window.notify(type(error).__name__, "err"),
            )

    def show_shelf(self, shelf: Shelf) -> None:
        found: list[Line] = lines.desk_lines(shelf)
        self.window.show_lines(found, lines.tally(shelf))
        self.window.show_offers(lines.offers(shelf.items))
