"""The frame of one question: where one is, the question, its answer, what to correct."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary, small
from ui.components.frames import Note
from ui.components.progress import Steps
from ui.components.summary import ErrorSummary, PageProblem
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class QuestionData:
    """The words around an answer. ``why`` is said low on the page, or behind a button.

    ``trail`` names the repeat instance the question is part of (李*兰); ``problems`` are shown
    above, each linked to its field.
    """

    item: str
    step: int
    total: int
    title: str
    hint: str = ""
    why: str = ""
    trail: str = ""
    problems: tuple[PageProblem, ...] = ()
    next_words: str = ""


@dataclass(frozen=True, slots=True)
class NextPressed:
    """Go on. The answer is the field's; the page never knows it."""


@dataclass(frozen=True, slots=True)
class ProblemPressed:
    """A line of the error summary was pressed: bring its field into view."""

    path: str


@dataclass(frozen=True, slots=True)
class WhyPressed:
    """The reason for the question was opened."""


class QuestionPage(Page):
    """One question. ``answer`` is the widget of ``ui.fields`` (or several in one container)."""

    leave = Leave.SAVE

    def __init__(self, theme: Theme, data: QuestionData, answer: QWidget) -> None:
        super().__init__(theme)
        self.data, self.answer = data, answer
        self.setAccessibleName(data.title)
        self._summary = ErrorSummary(theme)
        self._summary.chosen.connect(self._problem_chosen)
        self._why = self._why_widgets()
        self._actions = (self._back(), self._next())
        parts = Anatomy(
            head=self._head(),
            body=[answer],
            low=self._why,
            back=self._actions[0],
            go=self._actions[1],
        )
        self._body = arrange(self, parts)
        self.show_problems(data.problems)

    def show_problems(self, problems: tuple[PageProblem, ...]) -> None:
        """Say what to correct; the summary takes the focus, so it is read aloud first."""
        self._summary.show_problems(problems)
        if self.theme.mode is Mode.COMPACT:
            for widget in self._why[1:]:
                widget.setHidden(bool(problems))
        if problems:
            self._summary.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_room(self, *, typing: bool) -> None:
        """A low screen keeps question and field: 确定 goes on, 收起 brings the buttons back."""
        if self.theme.portrait:
            return
        for widget in (*self._actions, *self._why[-1:]):
            widget.setHidden(typing)

    def bring(self, inner: QWidget) -> None:
        """Turn the answers to a widget, e.g. the field of a problem."""
        self._body.show_widget(inner)

    def spoken(self) -> str:
        """Problems first, then the question, its hint, and the answer's own words."""
        data = self.data
        said = [problem.message for problem in self._summary.problems]
        said += [data.trail, data.title, data.hint]
        own = getattr(self.answer, "spoken", None)
        if callable(own):
            said = [problem.message for problem in self._summary.problems]
            said += [data.trail, str(own())]
        return "。".join(plain(part).rstrip("。") for part in said if part)

    def _head(self) -> list[QWidget]:
        theme, data = self.theme, self.data
        head: list[QWidget] = [Steps(theme, data.item, data.step, data.total)]
        head.append(self._summary)
        if data.trail:
            head.append(Text(data.trail, "hint"))
        head.append(Text(data.title, "title"))
        if data.hint:
            head.append(Text(data.hint, "hint"))
        head[0].setContentsMargins(0, 0, 0, theme.gap(20 if theme.large else 34))
        return head

    def _why_widgets(self) -> list[QWidget]:
        theme, why = self.theme, self.data.why
        if not why:
            return []
        note = Note(theme, tr("<b>为什么问这个？</b>{why}", why=why))
        if not theme.large and theme.mode is not Mode.COMPACT:
            return [note]
        note.hide()
        button = small(theme, tr("为什么问这个？"), "info")
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        button.clicked.connect(lambda: self._open_why(note, button))
        return [note, button]

    def _open_why(self, note: QWidget, button: QWidget) -> None:
        button.hide()
        note.show()
        self.say(WhyPressed())

    def _back(self) -> QWidget:
        back = secondary(self.theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        return back

    def _next(self) -> QWidget:
        words = self.data.next_words or tr("下一步")
        go = primary(self.theme, words)
        go.clicked.connect(lambda: self.say(NextPressed()))
        return go

    def _problem_chosen(self, path: str) -> None:
        self.say(ProblemPressed(path))
