"""The open case of a staff window: answers into the session, drafts kept, handing in, printing."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kiosk import words
from kiosk.flow import acting, correcting, forms, tasking
from kiosk.flow.forms import Work
from kiosk.flow.station import Station
from offline.exchange.online import Task
from offline.forms.api import AnswerError, FormSession, IncompleteError
from offline.i18n import tr
from offline.identity import mask_name
from offline.records import Person, ServiceItem, Submission
from ui.desk.case import CasePanel
from ui.desk.data import CaseHead
from ui.desk.events import (
    AddRepeat,
    Answered,
    AttachBytes,
    AttachFile,
    Check,
    RemoveRepeat,
)
from ui.services import Services
from ui.staff.papering import Papering
from ui.staff.tasklines import masked
from ui.theme import Theme
from ui.visit.course import file_name

T = TypeVar("T")
AUTOSAVE_MS = 800


class CaseWindow(Protocol):
    """What a staff window offers for its open case."""

    case: CasePanel
    theme: Theme

    def open_case(self, head: CaseHead, session: FormSession) -> None: ...
    def refresh(self, session: FormSession) -> None: ...
    def notify(self, sentence: str, tone: str = "") -> None: ...


class Cases(QObject):
    """One open case at a time. ``changed`` says that drafts or submissions are others now."""

    changed = Signal()
    closed = Signal()

    def __init__(self, view: CaseWindow, widget: QWidget, services: Services) -> None:
        super().__init__(widget)
        self._view, self._widget, self._services = view, widget, services
        self._work: Work | None = None
        self._department = ""
        self._pictures: dict[str, bytes] = {}
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(AUTOSAVE_MS)
        self._autosave.timeout.connect(self.save)
        self._print_after = True
        self.papering = Papering(view.theme, widget, services, view.notify, self._fault)
        self.previewing = self.papering.previewing

    @property
    def open(self) -> bool:
        """Whether a case is being filled."""
        return self._work is not None

    @property
    def instance_id(self) -> str:
        """Of the open case, "" for none."""
        return self._work.instance_id if self._work is not None else ""

    def picture(self, name: str) -> bytes | None:
        """A stored picture of the open case, to be shown."""
        return self._pictures.get(name)

    def begin(self, item: ServiceItem, person: Person | None) -> None:
        """Open a new case of an item."""
        self._department = item.department
        self._run(lambda station: forms.begin(station, item.form_id, person), self._opened)

    def correct(self, instance_id: str) -> None:
        """A refused one in a new draft that names it."""
        self._run(lambda station: correcting.correct(station, instance_id), self._opened)

    def supplement(self, instance_id: str) -> None:
        """One that the centre returned, in a new draft that names it."""
        self._run(lambda station: correcting.supplement(station, instance_id), self._opened)

    def open_task(self, task_id: str) -> None:
        """What the centre wants done: its form, filled in as far as the task says."""

        def opened(found: tuple[Task, Work]) -> None:
            task, work = found
            self._department = ""
            self._opened(work)
            told = [masked(task, part) for part in (task.title, task.place, task.words) if part]
            self._view.notify("　".join(told), "info")

        self._run(lambda station: tasking.open_task(station, task_id), opened)

    def act_for(self, agent: Person) -> None:
        """Somebody stands here for the person of the case: the form is told, both on record."""
        work = self._work
        if work is None:
            return

        def told(_none: None) -> None:
            self._say_agency(work, agent, work.draft.person)

        self._run(lambda station: acting.act_for(station, work, agent), told)

    def act_for_typed(self, name: str, number: str) -> None:
        """The person of the case stands here for one whose name and number were typed."""
        work = self._work
        if work is None:
            return

        def told(principal: Person) -> None:
            self._say_agency(work, work.draft.person, principal)

        self._run(lambda station: acting.act_for_typed(station, work, name, number), told)

    def _say_agency(self, work: Work, agent: Person | None, principal: Person | None) -> None:
        who, name = (
            mask_name(one.name) if one is not None and one.name else unknown
            for one, unknown in ((agent, tr("代办人")), (principal, tr("本人")))
        )
        self._view.refresh(work.session)
        self._view.notify(tr("{who} 替 {name} 办，授权方式在表里选", who=who, name=name), "info")

    def resume(self, instance_id: str, person: Person | None) -> None:
        """Go on with a draft."""

        def task(station: Station) -> Work:
            work = forms.resume(station, instance_id, person)
            self._pictures.update(forms.pictures(station, instance_id))
            return work

        self._run(task, self._opened)

    def handle(self, event: object) -> bool:
        """An event of the form, if it is one."""
        match event:
            case Answered(path=path, value=value):
                self._answer(path, value)
            case AddRepeat(path=path):
                self._session(lambda session: session.add_repeat(path))
            case RemoveRepeat(path=path):
                self._session(lambda session: session.remove_repeat(path))
            case AttachFile(path=path, file=file):
                self._attach_file(path, Path(file))
            case AttachBytes(path=path, data=data):
                self._attach(path, ".png", "image/png", data)
            case Check():
                pass
            case _:
                return False
        return True

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the draft; the snapshot is made here, on the thread that owns the session."""
        self._autosave.stop()
        work = self._work
        if work is None:
            if then:
                then()
            return
        draft = forms.snapshot(self._services.station, work)
        self._services.store_lane.run(
            lambda: self._services.station.store.drafts.save(draft),
            lambda _none: then() if then else None,
            self._fault,
        )

    def put_aside(self) -> None:
        """Suspend: the case stays as its draft."""
        self.save(self._close)

    def hand_over(self, then: Callable[[], None], failed: Callable[[BaseException], None]) -> None:
        """Keep the open case as its draft for whoever comes next; ``failed`` if it was not kept."""
        self.previewing.forget()
        self._autosave.stop()
        work = self._work
        if work is None:
            then()
            return

        def kept(_none: None) -> None:
            self._close()
            then()

        draft = forms.snapshot(self._services.station, work)
        self._services.store_lane.run(
            lambda: self._services.station.store.drafts.save(draft), kept, failed
        )

    def submit(self, *, printing: bool) -> None:
        """Hand in, and print the slip where there is a printer for it."""
        work, self._print_after = self._work, printing
        if work is None:
            return
        self._autosave.stop()
        self._run(lambda station: forms.finalise(station, work), self._handed_in)

    def _opened(self, work: Work) -> None:
        self._work = work
        head = CaseHead(title=work.draft.title, department=self._department)
        self._view.notify("")
        self._view.open_case(head, work.session)
        self.changed.emit()

    def _answer(self, path: str, value: str) -> None:
        """An answer that cannot be taken is said at its field and stays there to be mended."""
        try:
            self._session(lambda session: session.answer(path, value))
        except AnswerError:
            self._view.case.form.show_problem(path, tr("这个答案看不懂，请再看一遍"))

    def _session(self, act: Callable[[FormSession], object]) -> None:
        if self._work is None:
            return
        act(self._work.session)
        self._view.refresh(self._work.session)
        self._autosave.start()

    def _attach_file(self, path: str, file: Path) -> None:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        try:
            data = file.read_bytes()
        except OSError as error:
            self._view.notify(words.sentence(error), "err")
            return
        self._attach(path, file.suffix, kind, data)

    def _attach(self, path: str, suffix: str, kind: str, data: bytes) -> None:
        work = self._work
        if work is None:
            return
        name = file_name(self._services.station.clock(), suffix)

        def kept(_added: object) -> None:
            self._pictures[name] = data
            self._view.refresh(work.session)

        self._run(
            lambda station: forms.attach(station, work, path, name, kind, BytesIO(data)), kept
        )

    def _handed_in(self, submission: Submission) -> None:
        self._close()
        self._view.notify(tr("登记好了，登记号 {receipt}", receipt=submission.receipt), "ok")
        self.papering.handed_in(submission, printing=self._print_after)

    def withdraw(self, instance_id: str) -> None:
        """Take back what was not sent yet, at its person's wish."""

        def done(submission: Submission) -> None:
            told = tr("{receipt} 撤回了，不再上传", receipt=submission.receipt)
            self._view.notify(told, "ok")
            self.changed.emit()

        self._run(lambda station: forms.withdraw(station, instance_id), done)

    def _close(self) -> None:
        self._autosave.stop()
        self._work = None
        self._pictures.clear()
        self.changed.emit()
        self.closed.emit()

    def _run(self, task: Callable[[Station], T], then: Callable[[T], None]) -> None:
        """Work on the store lane; the window waits, so nothing else touches the session."""
        self._widget.setEnabled(False)

        def done(result: T) -> None:
            self._widget.setEnabled(True)
            then(result)

        self._services.store_lane.run(lambda: task(self._services.station), done, self._fault)

    def _fault(self, error: BaseException) -> None:
        self._widget.setEnabled(True)
        if isinstance(error, IncompleteError):
            told = tr("还有 {count} 处要改", count=len(error.problems))
            self._view.notify(told, "err")
            if self._work is not None:
                self._view.refresh(self._work.session)
            return
        self._view.notify(words.sentence(error), "err")
