"""Check the answers before handing in: each row with its 改, and the promise, never ticked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary, small
from ui.components.frames import Tag, frame
from ui.components.marks import Mark
from ui.components.progress import Steps
from ui.components.promise import PromiseCard
from ui.components.rows import bare, ruled
from ui.components.summary import ErrorSummary, PageProblem
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.pages.repeat import EditPressed
from ui.theme import Theme

PROMISE = "promise"
"""The path of the promise in an error summary."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One answer, masked: its label, value, where it came from, and a problem if there is one."""

    path: str
    label: str
    value: str
    source: str = ""
    editable: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CheckData:
    """All answers, the materials at hand, and the promise. Without ``promise`` none is asked."""

    item: str
    step: int
    total: int
    rows: tuple[CheckRow, ...]
    materials: tuple[str, ...] = ()
    promise: str = "我看过了，填的都是真的"
    promise_hint: str = ""
    promised: bool = False
    problems: tuple[PageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmitPressed:
    """Hand in. Said only when the promise is ticked; ``promised`` is False where none is asked."""

    promised: bool


@dataclass(frozen=True, slots=True)
class PromiseTextPressed:
    """Show the full text of the promise."""


@dataclass(frozen=True, slots=True)
class MaterialsPressed:
    """Show the materials at hand."""


class CheckPage(Page):
    """请核对，没错就提交."""

    leave = Leave.SAVE

    def __init__(self, theme: Theme, data: CheckData) -> None:
        super().__init__(theme)
        self.data = data
        self._summary = ErrorSummary(theme)
        self._summary.chosen.connect(self._problem_chosen)
        self._promise = self._promise_card()
        self.setAccessibleName(tr("请核对，没错就提交"))
        self._arrange()
        self._summary.show_problems(data.problems)
        if data.problems:
            self._summary.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def promised(self) -> bool:
        """Whether the promise is ticked now."""
        return self._promise is not None and self._promise.isChecked()

    def spoken(self) -> str:
        """What is to be corrected first, then every label and value."""
        said = [problem.message for problem in self.data.problems]
        said.append(tr("请核对，没错就提交"))
        said += [f"{row.label}：{row.value}" for row in self.data.rows]
        return "。".join(plain(part) for part in said)

    def _arrange(self) -> None:
        theme, data = self.theme, self.data
        steps = Steps(theme, data.item, data.step, data.total)
        steps.setContentsMargins(0, 0, 0, theme.gap(12 if theme.large else 34))
        head: list[QWidget] = [steps, self._summary, Text(self._title(), "title")]
        if not theme.large:
            head.append(Text(tr("哪一行不对，按那一行的“改”"), "hint"))
        body: list[QWidget] = [self._answers()]
        low: list[QWidget] = []
        if data.materials and not (theme.large and theme.portrait):
            (body if theme.portrait else low).append(self._materials())
        if self._promise is not None and theme.portrait:
            low.append(self._promise)
        beside = None if theme.portrait else self._promise
        parts = Anatomy(head, body, low, self._back(), self._submit(), beside, 24)
        self._body = arrange(self, parts)

    def _title(self) -> str:
        if self.theme.large:
            return tr("没错就提交")
        return tr("请核对，没错就提交") if self.theme.portrait else tr("请核对，\n没错就提交")

    def _answers(self) -> QFrame:
        made = frame("card")
        column = bare(made, self.theme)
        for row in ruled(self.theme, [self._row(row) for row in self.data.rows]):
            column.addWidget(row)
        return made

    def _row(self, row: CheckRow) -> QWidget:
        theme, holder = self.theme, QWidget()
        line = QHBoxLayout(holder)
        pad = theme.gap((8 if theme.large else 18) if theme.portrait else 11)
        line.setContentsMargins(0, pad, 0, pad)
        line.setSpacing(theme.gap(24))
        words = QVBoxLayout()
        words.setSpacing(0)
        label = Text(row.label, "small" if theme.large else "label")
        if theme.large:
            words.addWidget(label)
        else:
            label.setFixedWidth(theme.px(150))
            line.addWidget(label)
        words.addStretch(1)
        words.addWidget(Text(row.value or tr("没有填"), "strong"))
        if row.problem:
            words.addWidget(Text(row.problem, "problem"))
        elif row.source and not theme.large:
            words.addLayout(self._source(row.source))
        words.addStretch(1)
        line.addLayout(words, 1)
        if row.editable:
            edit = small(theme, tr("改"), "edit", name=tr("改{label}", label=row.label))
            edit.clicked.connect(lambda: self.say(EditPressed(row.path)))
            line.addWidget(edit)
        return holder

    def _source(self, source: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.gap(8))
        size = round(self.theme.type.small * 1.1)
        row.addWidget(Mark(self.theme, "document", self.theme.colour.ink_2, size))
        row.addWidget(Text(source, "small"), 1)
        return row

    def _materials(self) -> QFrame:
        theme, made = self.theme, frame("card")
        row = QHBoxLayout(made)
        side = theme.gap(30)
        row.setContentsMargins(side, theme.gap(18), side, theme.gap(18))
        row.setSpacing(theme.gap(12))
        if theme.portrait and not theme.large:
            label = Text(tr("材料"), "label")
            label.setFixedWidth(theme.px(162))
            row.addWidget(label)
            for name in self.data.materials[:2]:
                row.addWidget(Tag(theme, name, state="ok", symbol="check"))
            row.addStretch(1)
        else:
            row.addWidget(Mark(theme, "document", theme.colour.ink, theme.px(38)))
            count = len(self.data.materials)
            row.addWidget(Text(tr("材料 {count} 份，已调取", count=count), "body"), 1)
        see = small(theme, tr("看"), "eye", name=tr("看材料"))
        see.clicked.connect(lambda: self.say(MaterialsPressed()))
        row.addWidget(see)
        return made

    def _promise_card(self) -> PromiseCard | None:
        data = self.data
        if not data.promise:
            return None
        made = PromiseCard(self.theme, tr(data.promise), data.promise_hint, tr("看全文"))
        made.setChecked(data.promised)
        made.read.connect(lambda: self.say(PromiseTextPressed()))
        return made

    def _back(self) -> QWidget:
        back = secondary(self.theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        return back

    def _submit(self) -> QWidget:
        submit = primary(self.theme, tr("确认提交"), "check")
        submit.clicked.connect(self._submit_pressed)
        return submit

    def _submit_pressed(self) -> None:
        if self._promise is not None and not self._promise.isChecked():
            words = tr("请先看一遍，没错就勾上“{promise}”", promise=tr(self.data.promise))
            self._summary.show_problems((*self.data.problems, PageProblem(PROMISE, words)))
            self._summary.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say(SubmitPressed(promised=self.promised))

    def _problem_chosen(self, path: str) -> None:
        if path == PROMISE and self._promise is not None:
            self._promise.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.say(EditPressed(path))
