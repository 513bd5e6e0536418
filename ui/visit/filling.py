"""The second chapter: one question a page, every page saved before the next is shown."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QTimer

from kiosk.flow import correcting, forms
from kiosk.flow.forms import Work
from kiosk.flow.station import Station
from kiosk.session import Begin, Change, Check, Choose
from kiosk.session import Stage as VisitStage
from kiosk.words import promise, sentence
from offline.forms.api import IncompleteError
from offline.forms.view import Page as FormPage
from offline.forms.view import Repeat
from offline.i18n import language, tr
from offline.records import Submission
from ui.components.summary import PageProblem
from ui.fields import Field, Helpers
from ui.pages.busy import NoticeData, NoticePage
from ui.pages.check import CheckPage, PromiseTextPressed, SubmitPressed
from ui.pages.question import NextPressed, ProblemPressed, QuestionPage
from ui.pages.repeat import AddPressed, EditPressed, RemovePressed, RepeatPage
from ui.theme import Theme
from ui.visit import course
from ui.visit.asking import Answers
from ui.visit.stage import Stage


class Filling:
    """Question pages, repeats, the check page, and handing in."""

    def __init__(
        self, stage: Stage, finished: Callable[[Submission], None], leave: Callable[[], None]
    ) -> None:
        self._stage, self._finished, self._leave = stage, finished, leave
        self._work: Work | None = None
        self._item = ""
        self._at = ""
        self._checking_back = False
        self._answers: Answers | None = None
        self._go_on = False
        self._pictures: dict[str, bytes] = {}
        self.promised = False
        stage.on(NextPressed, lambda _event: self.next())
        stage.on(ProblemPressed, lambda event: self._bring(event.path))
        stage.on(EditPressed, lambda event: self._edit(event.path))
        stage.on(AddPressed, lambda _event: self._add())
        stage.on(RemovePressed, lambda event: self._remove(event.path))
        stage.on(PromiseTextPressed, lambda _event: self._promise_text())
        stage.on(SubmitPressed, lambda event: self._submit(promised=event.promised))

    @property
    def work(self) -> Work:
        """The form being filled; only asked for while there is one."""
        if self._work is None:
            raise LookupError("no form is open")
        return self._work

    @property
    def open(self) -> bool:
        """Whether a form is being filled."""
        return self._work is not None

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields of the page that is shown, by path."""
        return self._answers.fields if self._answers else {}

    # Opening and closing

    def begin(self, item_id: str, form_id: str, name: str) -> None:
        """Open a form anew for the identified person."""
        person = self._stage.visit.person
        wanted = language()

        def task(station: Station) -> Work:
            return forms.begin(station, form_id, person, language=wanted)

        self._stage.store(task, lambda work: self._open(work, item_id, name))

    def resume(self, instance_id: str, item_id: str, name: str) -> None:
        """Go on with a draft of the identified person."""
        person = self._stage.visit.person

        def task(station: Station) -> Work:
            work = forms.resume(station, instance_id, person)
            self._pictures.update(forms.pictures(station, instance_id))
            return work

        self._stage.store(task, lambda work: self._open(work, item_id, name))

    def supplement(self, instance_id: str, item_id: str, name: str, reason: str) -> None:
        """Mend what the centre returned: its answers to be looked over, and why it came back."""
        person = self._stage.visit.person

        def task(station: Station) -> Work:
            work = correcting.supplement(station, instance_id, person)
            self._pictures.update(forms.pictures(station, work.instance_id))
            return work

        def opened(work: Work) -> None:
            self._open(work, item_id, name, checking=True)
            data = NoticeData(tr("县里请您补正"), reason, "alert", "warn", go=tr("知道了"))
            self._stage.interrupt(lambda theme: NoticePage(theme, data))

        self._stage.store(task, opened)

    def forget(self) -> None:
        """The person left: nothing of the form stays in memory."""
        self._work, self._answers, self._item, self._at = None, None, "", ""
        self._checking_back = self.promised = False
        self._pictures.clear()

    def save(
        self,
        then: Callable[[], None],
        otherwise: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Write the draft as it is, then go on; ``otherwise`` if it could not be written."""
        work, place = self.work, self._at
        self._stage.store(
            lambda station: forms.save(station, work, place), lambda _none: then(), otherwise
        )

    def _open(self, work: Work, item_id: str, name: str, *, checking: bool = False) -> None:
        self._work, self._item = work, name
        if self._stage.visit.stage is not VisitStage.CHOOSING:
            self._stage.step(Choose())
        self._stage.step(Begin(item_id, work.instance_id))
        self.speak()
        pages = work.session.pages()
        start = course.find(pages, work.draft.place) or course.following(work, pages, None)
        self._show(None if checking else start)

    def speak(self) -> None:
        """The form follows the language of the window."""
        if self._work is not None:
            wanted = course.form_language(self._work.session.form.languages, language())
            if wanted:
                self._work.session.use_language(wanted)

    # Moving between pages

    def next(self) -> None:
        """Check this page, save, and show what follows; stay where something must be corrected."""
        problems = self._answers.problems() if self._answers else ()
        if self._stage.working:
            self._go_on = True  # a signature is being stored first
            return
        page = self._stage.shell.page
        if problems and isinstance(page, QuestionPage):
            page.show_problems(problems)
            return
        self.save(self._onward)

    def previous(self) -> None:
        """One question back, or out of the form before its first."""
        work = self.work
        before = course.preceding(work, work.session.pages(), self._at)
        if before is None:
            self.save(self._leave)
        else:
            self.save(lambda: self._show(before))

    def _onward(self) -> None:
        work = self.work
        after = course.following(work, work.session.pages(), self._at)
        if self._checking_back and not course.within_repeat(self._at):
            after = None
        self._show(after)

    def _show(self, page: FormPage | None) -> None:
        if page is None:
            self.check()
            return
        if self._stage.visit.stage is VisitStage.CHECKING:
            self._stage.step(Change())
        self._at = page.path
        if not isinstance(page.items[0], Repeat):
            self.work.session.show(page.path)
        self._stage.show(lambda theme: self._page(theme, page.path), self.previous)

    def _page(self, theme: Theme, path: str) -> QuestionPage | RepeatPage:
        """Built from the session as it is now, so that a new language or theme shows at once."""
        pages = self.work.session.pages()
        page = course.find(pages, path) or pages[0]
        first = page.items[0]
        if isinstance(first, Repeat):
            self._answers = None
            return RepeatPage(theme, course.repeat_data(self._item, self.work, pages, page, first))
        self._answers = Answers(
            theme, page, self.work.session, self._helpers(), self._attach, self._attach_bytes
        )
        self._answers.done.connect(self.next)
        self._answers.reshaped.connect(
            lambda: QTimer.singleShot(0, self._stage.shell, self._stage.redraw)
        )
        data = course.question_data(self._item, self.work, pages, page, back=self._checking_back)
        return QuestionPage(theme, data, self._answers)

    def _bring(self, path: str) -> None:
        page = self._stage.shell.page
        if isinstance(page, QuestionPage) and self._answers and path in self._answers.fields:
            page.bring(self._answers.fields[path])
            self._answers.bring(path)
        elif isinstance(page, CheckPage):
            self._edit(path)

    # Repeats

    def _add(self) -> None:
        added = self.work.session.add_repeat(self._at)
        self._show(course.first_within(self.work.session.pages(), added))

    def _remove(self, path: str) -> None:
        self.work.session.remove_repeat(path)
        self.save(self._stage.redraw)

    def _edit(self, path: str) -> None:
        pages = self.work.session.pages()
        target = course.first_within(pages, path)
        self._checking_back = self._stage.visit.stage is VisitStage.CHECKING
        self._show(target)

    # Checking and handing in

    def check(self, problems: tuple[PageProblem, ...] = ()) -> None:
        """请核对，没错就提交."""
        self._checking_back, self._answers = False, None
        if self._stage.visit.stage is VisitStage.FILLING:
            self._stage.step(Check())
        self._stage.show(
            lambda theme: CheckPage(
                theme, course.check_data(self._item, self.work, problems, promised=self.promised)
            ),
            self._back_from_check,
        )

    def _promise_text(self) -> None:
        """The whole of what is promised, over the check page."""
        data = NoticeData(tr("告知承诺书"), promise(), "document", go=tr("知道了"))
        self._stage.interrupt(lambda theme: NoticePage(theme, data))

    def _back_from_check(self) -> None:
        work = self.work
        self._show(course.preceding(work, work.session.pages(), ""))

    def _submit(self, *, promised: bool) -> None:
        self.promised = promised
        work = self.work
        self._stage.store(
            lambda station: forms.finalise(station, work), self._handed_in, self._refused
        )

    def _handed_in(self, submission: Submission) -> None:
        self.forget()
        self._finished(submission)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, IncompleteError):
            found = tuple(
                PageProblem(p.path, f"{p.label}：{p.message}" if p.label else p.message)
                for p in error.problems
            )
            self.check(found)
        else:
            self._stage.trouble.emit(sentence(error))

    # Attachments

    def _helpers(self) -> Helpers:
        work, folder = self.work, self._stage.services.settings.camera_folder
        return Helpers(
            attachment=self._pictures.get,
            camera=Path(folder) if folder else None,
            source=lambda path: course.source_of(work, path),
        )

    def _attach(self, path: str, file: str) -> None:
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        work = self.work
        name = course.file_name(self._stage.services.station.clock(), Path(file).suffix)

        def task(station: Station) -> bytes:
            data = Path(file).read_bytes()
            forms.attach(station, work, path, name, kind, BytesIO(data))
            return data

        self._stage.store(task, lambda data: self._attached(name, data), self._not_attached)

    def _attach_bytes(self, path: str, data: bytes) -> None:
        work = self.work
        name = course.file_name(self._stage.services.station.clock(), ".png")

        def task(station: Station) -> object:
            return forms.attach(station, work, path, name, "image/png", BytesIO(data))

        self._stage.store(task, lambda _added: self._attached(name, data), self._not_attached)

    def _attached(self, name: str, data: bytes) -> None:
        self._pictures[name] = data
        if self._answers is not None:
            self._answers.refresh()
        if self._go_on:
            self._go_on = False
            self.next()

    def _not_attached(self, error: BaseException) -> None:
        self._go_on = False
        page = self._stage.shell.page
        if isinstance(page, QuestionPage):
            told = sentence(error) or tr("这个文件存不进去，请换一个")
            page.show_problems((PageProblem(self._at, told),))
