"""``run --profile grid``: the grid worker's window joined to the use cases."""

from __future__ import annotations

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
from ui.grid.window import GridWindow
from ui.staff import lines
from ui.staff.found import person_matter
from ui.staff.hall import Hall
from ui.staff.lines import DRAFT, PENDING, PERSON, Shelf
from ui.staff.papering import PRINTS
from ui.staff.tasklines import TASK, task_lines


class Grid(Hall):
    """A grid worker's laptop at work."""

    entrance = Act.ENTER_GRID
    window: GridWindow
    window_type = GridWindow

    def home(self) -> None:
        self.window.open_page("today")

    def handle(self, event: object) -> None:
        if self.cases.handle(event) or self.proxy.handle(event):
            return
        if isinstance(event, Decide) and self.till.handle(event):
            return
        match event:
            case NewCase(item=item_id) if item_id:
                self.begin(item_id)
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
            case OpenLine(kind=kind, id=identifier) if kind == TASK:
                self.cases.save(lambda: self.cases.open_task(identifier))
            case OpenLine(kind=kind, id=identifier) if kind == PERSON:
                self.reception.show_person(self.seeker.person(identifier))
            case OpenLine(kind=kind, id=identifier):
                self.seeker.open(kind, identifier)
            case Search():
                self.seeker.look(event)
            case Decide(deed=deed, id=identifier) if deed in PRINTS:
                self.cases.papering.print_paper(identifier, deed)
            case Decide(deed="withdraw", id=identifier):
                self.cases.withdraw(identifier)
            case Decide(deed="supplement", id=identifier):
                self.cases.save(lambda: self.cases.supplement(identifier))
            case Scanned(text=text):
                self.reception.scanned(text)
            case HoldSync():
                self.reception.hold()
            case SyncNow():
                self.reception.sync.now(asked=True)

    def show_person(self, card: PersonCard | None) -> None:
        person = self.reception.person
        if card is not None and person is not None:
            self.window.show_matter(person_matter(person.subject, card))

    def show_shelf(self, shelf: Shelf) -> None:
        done = lines.desk_lines(shelf)[len(shelf.drafts) + bool(shelf.drafts) :]
        pending = [p for p in shelf.submissions if p.submission.state in PENDING]
        wanted = task_lines(shelf.tasks, shelf.items, shelf.now)
        self.window.show_drafts([lines.draft_line(d) for d in shelf.drafts], done[1:], wanted)
        self.window.show_queue([lines.submission_line(p) for p in pending])
        self.window.show_offers(lines.grid_offers(shelf.items))
        self.window.show_waiting(lines.waiting(shelf, self.reception.status))
