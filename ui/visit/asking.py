"""The answers of one page: its fields in a column, joined to the form session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from offline.forms.api import AnswerError, FormSession
from offline.forms.view import Group, Item, Page, Question
from offline.i18n import tr
from ui.components.summary import PageProblem
from ui.components.text import Text
from ui.fields import Field, Helpers, field_for
from ui.fields.levels import Levels, is_level
from ui.theme import Theme

Attach = Callable[[str, str], None]
AttachBytes = Callable[[str, bytes], None]


def questions_of(items: tuple[Item, ...]) -> Iterator[Question]:
    """The questions of a page, groups opened up; a repeat asks on pages of its own."""
    for item in items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group):
            yield from questions_of(item.children)


class Answers(QWidget):
    """Fields for a page's questions; each change goes into the session at once.

    ``reshaped`` says that an answer made other questions of this page come or go, ``done`` that
    Enter asked to go on.
    """

    reshaped = Signal()
    done = Signal()

    def __init__(
        self,
        theme: Theme,
        page: Page,
        session: FormSession,
        helpers: Helpers,
        attach: Attach,
        attach_bytes: AttachBytes,
    ) -> None:
        super().__init__()
        self._session, self._place = session, page.path
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.l)
        questions = list(questions_of(page.items))
        made = [field_for(question, theme, helpers=helpers) for question in questions]
        levels = [field for field in made if is_level(field.question)]
        self._levels = Levels(theme, levels) if len(levels) > 1 else None
        self._below: list[QWidget] = []
        for field in made:
            if self._levels is None or field not in levels:
                self._set(column, field, labelled=len(questions) > 1)
            elif field is levels[0]:
                column.addWidget(self._levels, 1)
            self._join(field.question.path, field, attach, attach_bytes)
        if self._levels is not None:
            self._levels.moved.connect(self._uncover)
            self._uncover()

    def _set(self, column: QVBoxLayout, field: Field, *, labelled: bool) -> None:
        """An ordinary field; one below an address waits until that is chosen."""
        placed: list[QWidget] = [field]
        if labelled and not field.shows_label:
            placed.insert(0, Text(field.question.label, "h2"))
        for widget in placed:
            column.addWidget(widget, 1 if widget is field else 0)
        if self._levels is not None and column.indexOf(self._levels) >= 0:
            self._below += placed

    def _uncover(self) -> None:
        for widget in self._below:
            widget.setVisible(self._levels is None or self._levels.settled)

    def _join(self, path: str, field: Field, attach: Attach, attach_bytes: AttachBytes) -> None:
        self.fields[path] = field
        field.changed.connect(lambda value: self._answer(path, value))
        field.done.connect(self.done)
        field.attach.connect(lambda file: attach(path, file))
        field.attach_bytes.connect(lambda data: attach_bytes(path, data))

    def _answer(self, path: str, value: str) -> None:
        field = self.fields[path]
        try:
            self._session.answer(path, value)
        except AnswerError:
            field.show_problem(tr("这个答案看不懂，请再看一遍"))
            return
        field.show_problem("")
        self.refresh()

    def refresh(self) -> None:
        """An answer may change what the other fields ask, or which of them are asked at all."""
        page = next((p for p in self._session.pages() if p.path == self._place), None)
        shown = {q.path: q for q in questions_of(page.items)} if page else {}
        if list(shown) != list(self.fields):
            self.reshaped.emit()
            return
        for path, field in self.fields.items():
            field.set_question(shown[path])
        if self._levels is not None:
            self._levels.refresh()

    def bring(self, path: str) -> None:
        """Make the field of a path visible and put the keyboard there."""
        field = self.fields[path]
        if self._levels is not None and self._levels.isAncestorOf(field):
            self._levels.ask(path)
        field.focus_first()

    def problems(self) -> tuple[PageProblem, ...]:
        """What must be corrected before going on, said below each field too."""
        found: list[PageProblem] = []
        for path, field in self.fields.items():
            field.commit()
            words = problem_of(self._session.question(path), field.complaint())
            field.show_problem(words)
            if words:
                found.append(PageProblem(path, words))
        return tuple(found)

    def spoken(self) -> str:
        """Every question with its answer so far."""
        return "。".join(field.spoken() for field in self.fields.values())


def problem_of(question: Question, complaint: str = "") -> str:
    """The one sentence to show for a question; "" if it is in order."""
    if complaint or question.problem:
        return complaint or question.problem
    return (question.required_message or tr("这里还没有填")) if question.missing else ""
