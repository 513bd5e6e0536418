"""``run --profile window``: the desk's window joined to the use cases."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.roles import Act
from offline.i18n import tr
from ui.desk.data import Line
from ui.desk.dossier import Decide
from ui.desk.events import (
    ActFor,
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
from ui.fields import Helpers
from ui.services import Services
from ui.staff import lines
from ui.staff.cases import Cases
from ui.staff.frame import StaffFrame
from ui.staff.lines import DRAFT, PERSON, Shelf
from ui.staff.porter import Failed, Then
from ui.staff.reception import Reception
from ui.staff.seeking import Seeker
from ui.syncing import AGAIN
from ui.theme import Screen, ThemeName, apply_theme, build_theme


class Desk(QObject):
    """The window of the hall at work."""

    def __init__(self, app: QApplication, services: Services, screen: Screen) -> None:
        super().__init__(app)
        self._app = app
        self._services = services
        theme = build_theme(ThemeName.STAFF_LIGHT, screen)
        apply_theme(app, theme)
        self.window = DeskWindow(theme, Helpers(attachment=self._picture))
        self.reception = Reception(services, services.settings.terminal, self)
        self.cases = Cases(self.window, self.window, services)
        self.seeker, self._agent_next = Seeker(services, self), False
        self.frame = StaffFrame(app, theme, services, self.window, self, Act.ENTER_WINDOW)
        self._join()

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
        """The open case stays as its draft, the person at the window goes with who served them."""

        def kept() -> None:
            self.reception.forget()
            self.seeker.forget()
            self.frame.clear_behind()
            self.window.open_catalogue()
            then()

        self.cases.hand_over(kept, failed)

    def covered(self) -> None:
        """A number that was shown in full is masked again."""
        self.window.notify("")

    def _scanned(self, text: str) -> None:
        if self.frame.porter.is_open:
            self.window.take_scan(text)

    def _join(self) -> None:
        self.frame.porter.opened.connect(self._opened)
        self.reception.standing.connect(self.frame.gate.show_station)
        self.window.said.connect(self.handle)
        self.frame.office.said.connect(self._from_office)
        self.frame.supervising.correct.connect(self._correct)
        self.frame.supervising.changed.connect(self.reception.read)
        self.frame.supervising.counted.connect(self.window.show_office)
        self.reception.standing.connect(self.frame.office.show_station)
        self.reception.shelved.connect(lambda _shelf: self._count_office())
        self.seeker.found.connect(self.window.show_found)
        self.seeker.matter.connect(self.window.show_matter)
        self.seeker.told.connect(self.window.notify)
        self.cases.changed.connect(self.reception.read)
        self.cases.closed.connect(self.window.open_catalogue)
        self.reception.shelved.connect(self._shelved)
        self.reception.standing.connect(self.window.show_station)
        self.reception.person_changed.connect(self.window.show_person)
        self.reception.told.connect(self.window.notify)
        self.reception.sync.leaving.connect(self._leave_if_idle)
        self.reception.sync.locked.connect(lambda _words: self.frame.porter.lock())

    def _leave_if_idle(self) -> None:
        """The centre wants a fresh start: never while a case is open."""
        if not self.cases.open:
            self._app.exit(AGAIN)

    def handle(self, event: object) -> None:
        """What a person did at the desk."""
        if self.cases.handle(event):
            return
        match event:
            case NewCase(item=item_id) if item_id:
                self._begin(item_id)
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
            case Scanned(text=text) if self._agent_next:
                self._agent_next = False
                self.reception.agent_scanned(text, self.cases.act_for)
            case Scanned(text=text):
                self.reception.scanned(text)
            case ActFor():
                self._ask_agent()
            case DismissPerson():
                self.reception.show_person(None)
            case RevealNumber():
                self._reveal()
            case SyncNow():
                self.reception.sync.now()

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

    def _begin(self, item_id: str) -> None:
        item = self.reception.item(item_id)
        if item is not None:
            self.cases.save(lambda: self.cases.begin(item, self.reception.person))

    def _opened(self) -> None:
        self.reception.read()
        if not self.cases.open:
            self.window.open_catalogue()

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

    def _ask_agent(self) -> None:
        self._agent_next = self.cases.open
        asked = tr("请扫代办人的服务码") if self.cases.open else tr("先打开要办的事项，再按代办")
        self.window.notify(asked, "info")

    def _decide(self, event: Decide) -> None:
        match event.deed:
            case "print":
                self.cases.print_paper(event.id)
            case "withdraw":
                self.cases.withdraw(event.id)
            case "office":
                self.frame.open_office()

    def _reveal(self) -> None:
        person = self.reception.person
        if person is not None and person.id_number:
            station = self._services.station
            self._services.store_lane.run(
                lambda: station.audit("view-number", person.subject),
                lambda _none: self.window.notify(person.id_number, "info"),
                lambda error: self.window.notify(type(error).__name__, "err"),
            )

    def _shelved(self, shelf: Shelf) -> None:
        found: list[Line] = lines.desk_lines(shelf)
        self.window.show_lines(found, lines.tally(shelf))
        self.window.show_offers(lines.offers(shelf.items))

    def _picture(self, name: str) -> bytes | None:
        return self.cases.picture(name)
