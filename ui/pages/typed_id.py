"""No phone, no card: the ID is typed on the number pad, in groups, masked as it grows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from offline.forms.view import Control, Media, Question
from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.frames import Note
from ui.components.summary import ErrorSummary, PageProblem
from ui.components.text import Text
from ui.fields.helpers import Helpers
from ui.fields.resident import ResidentIdField, id_complaint
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.theme import Mode, Theme

_PATH = "/visit/person/id"


@dataclass(frozen=True, slots=True)
class TypeIdData:
    """``problem`` is a sentence the page cannot know itself; ``number`` what was typed before."""

    number: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IdEntered:
    """A resident ID whose form, date and check digit are right."""

    number: str


class TypeIdPage(Page):
    """请输您的身份证号."""

    leave = Leave.HOME

    def __init__(self, theme: Theme, data: TypeIdData, helpers: Helpers | None = None) -> None:
        super().__init__(theme)
        self.data = data
        self._helpers = helpers or Helpers()
        self.setAccessibleName(tr("请输您的身份证号"))
        self.field = ResidentIdField(_question(data.number), theme, self._helpers, dense=False)
        self._summary = ErrorSummary(theme)
        self._summary.chosen.connect(lambda _path: self.field.focus_first())
        self.field.done.connect(self._go_on)
        back = secondary(theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        go = primary(theme, tr("下一步"))
        go.clicked.connect(self._go_on)
        low: list[QWidget] = []
        if theme.mode is not Mode.COMPACT:
            low.append(Note(theme, tr("您走后就清掉，别人看不到。"), symbol="lock"))
        arrange(self, Anatomy(self._head(), [self.field], low, back, go))
        if data.problem:
            self._complain(data.problem)

    def spoken(self) -> str:
        """What to type, and what is wrong if anything is."""
        said = [problem.message for problem in self._summary.problems]
        return "。".join((*said, self.accessibleName(), self._hint()))

    def _hint(self) -> str:
        return tr("照着身份证从左往右输，一共 18 位")

    def _head(self) -> list[QWidget]:
        head: list[QWidget] = [self._summary, Text(self.accessibleName(), "title")]
        if not self.theme.large:
            head.append(Text(self._hint(), "hint"))
        return head

    def _go_on(self) -> None:
        number = self.field.value()
        today = self._helpers.today()
        wrong = id_complaint(number, today) if number else tr("请先输身份证号")
        if wrong:
            self._complain(wrong)
            return
        self.say(IdEntered(number))

    def _complain(self, sentence: str) -> None:
        self._summary.show_problems((PageProblem(_PATH, sentence),))
        self.field.show_state("error")
        self._summary.setFocus(Qt.FocusReason.OtherFocusReason)


def _question(number: str) -> Question:
    return Question(
        path=_PATH,
        bind=_PATH,
        control=Control.INPUT,
        data_type="string",
        label=tr("身份证号"),
        hint="",
        guidance="",
        media=Media(),
        appearance="resident-id",
        value=number,
        required=True,
        readonly=False,
        missing=False,
        problem="",
    )
