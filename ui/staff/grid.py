"""``run --profile grid``: the grid worker's window joined to the use cases."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.roles import Act
from ui.desk.data import PersonCard
from ui.desk.dossier import Decide
from ui.desk.events import (
    HoldSync,
    Lock,
    NewCase,
    OpenLine,
    OpenOffice,
    Scanned,
    Search,
    Submit,
    Suspend,
    SyncNow,
)
from ui.fields import Helpers
from ui.grid.window import GridWindow
from ui.services import Services
from ui.staff import lines
from ui.staff.cases import Cases
from ui.staff.found import person_matter
from ui.staff.frame import StaffFrame
from ui.staff.lines import DRAFT, PENDING, PERSON, Shelf
from ui.staff.porter import Failed, Then
from ui.staff.reception import Reception
from ui.staff.seeking import Seeker
from ui.syncing import AGAIN
from ui.theme import Screen, ThemeName, apply_theme, build_theme


class Grid(QObject):
    """A grid worker's laptop at work."""

    def __init__(self, app: QApplication, services: Services, screen: Screen) -> None:
        super().__init__(app)
        self._app = app
        theme = build_theme(ThemeName.STAFF_LIGHT, screen)
        apply_theme(app, theme)
        self.window = GridWindow(theme, Helpers(attachment=self._picture))
        self.reception = Reception(services, services.settings.terminal, self)
        self.cases = Cases(self.window, self.window, services)
        self.frame = StaffFrame(app, theme, services, self.window, self, Act.ENTER_GRID)
        self.seeker = Seeker(services, self)
        self._join()

    def open(self) -> None:
        """Begin the day."""
        self.reception.open(self._scanned)
        self.frame.porter.open()

    def close(self) -> None:
        """The open record is kept as its draft before anything ends."""
        self.frame.porter.close()
        self.cases.save()
        self.reception.close()

    def hand_over(self, then: Then, failed: Failed) -> None:
        """The open record stays as its draft."""

        def kept() -> None:
            self.reception.forget()
            self.seeker.forget()
            self.frame.clear_behind()
            self.window.open_page("today")
            then()

        self.cases.hand_over(kept, failed)

    def covered(self) -> None:
        """What was said above the page is said no more."""
        self.window.notify("")

    def _scanned(self, text: str) -> None:
        if self.frame.porter.is_open:
            self.window.take_scan(text)

    def _join(self) -> None:
        self.frame.porter.opened.connect(self.reception.read)
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
        self.reception.person_changed.connect(self._person)
        self.cases.changed.connect(self.reception.read)
        self.cases.closed.connect(lambda: self.window.open_page("today"))
        self.reception.shelved.connect(self._shelved)
        self.reception.standing.connect(self.window.show_station)
        self.reception.told.connect(self.window.notify)
        self.reception.sync.leaving.connect(self._leave_if_idle)
        self.reception.sync.locked.connect(lambda _words: self.frame.porter.lock())

    def _leave_if_idle(self) -> None:
        """The centre wants a fresh start: never while a case is open."""
        if not self.cases.open:
            self._app.exit(AGAIN)

    def handle(self, event: object) -> None:
        """What the grid worker did."""
        if self.cases.handle(event):
            return
        match event:
            case NewCase(item=item_id) if item_id:
                self._begin(item_id)
            case Submit():
                self.cases.submit(printing=False)
            case Lock():
                self.frame.porter.lock()
            case OpenOffice():
                self.frame.open_office()
            case Suspend():
                self.cases.put_aside()
            case OpenLine(kind=kind, id=identifier) if kind == DRAFT:
                draft = next(d for d in self.reception.shelf.drafts if d.instance_id == identifier)
                self.cases.save(lambda: self.cases.resume(identifier, draft.person))
            case OpenLine(kind=kind, id=identifier) if kind == PERSON:
                self.reception.show_person(self.seeker.person(identifier))
            case OpenLine(kind=kind, id=identifier):
                self.seeker.open(kind, identifier)
            case Search():
                self.seeker.look(event)
            case Decide(deed="print", id=identifier):
                self.cases.print_paper(identifier)
            case Decide(deed="withdraw", id=identifier):
                self.cases.withdraw(identifier)
            case Scanned(text=text):
                self.reception.scanned(text)
            case HoldSync():
                self.reception.hold()
            case SyncNow():
                self.reception.sync.now()

    def _person(self, card: PersonCard | None) -> None:
        person = self.reception.person
        if card is not None and person is not None:
            self.window.show_matter(person_matter(person.subject, card))

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

    def _shelved(self, shelf: Shelf) -> None:
        done = lines.desk_lines(shelf)[len(shelf.drafts) + bool(shelf.drafts) :]
        pending = [p for p in shelf.submissions if p.submission.state in PENDING]
        self.window.show_drafts([lines.draft_line(d) for d in shelf.drafts], done[1:])
        self.window.show_queue([lines.submission_line(p) for p in pending])
        self.window.show_offers(lines.grid_offers(shelf.items))
        self.window.show_waiting(lines.waiting(shelf, self.reception.status))

    def _picture(self, name: str) -> bytes | None:
        return self.cases.picture(name)
