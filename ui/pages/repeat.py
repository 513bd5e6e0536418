"""The overview of a repeat: numbered cards with 改 and 删, one more, and the sum."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, Kind, primary, secondary, small
from ui.components.frames import Note, Tag, frame
from ui.components.marks import Disc
from ui.components.progress import Steps
from ui.components.summary import ErrorSummary, PageProblem
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.pages.question import NextPressed
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """One instance: its name (masked), a few words, and what is missing (empty if complete)."""

    path: str
    name: str
    tag: str = ""
    text: str = ""
    missing: str = ""
    removable: bool = True


@dataclass(frozen=True, slots=True)
class RepeatData:
    """The instances of a repeat; ``sum_left`` and ``sum_right`` are the line below them.

    ``next_words`` names what the primary button does, e.g. 接着填欧*娜.
    """

    item: str
    step: int
    total: int
    title: str
    rows: tuple[RepeatRow, ...]
    hint: str = ""
    add_words: str = ""
    can_add: bool = True
    sum_left: str = ""
    sum_right: str = ""
    note: str = ""
    next_words: str = ""
    problems: tuple[PageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class EditPressed:
    """Change what stands at a path."""

    path: str


@dataclass(frozen=True, slots=True)
class RemovePressed:
    """Remove an instance; it was asked for twice."""

    path: str


@dataclass(frozen=True, slots=True)
class AddPressed:
    """One instance more."""


class RepeatPage(Page):
    """家里一起生活的有谁？"""

    leave = Leave.SAVE

    def __init__(self, theme: Theme, data: RepeatData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        steps = Steps(theme, data.item, data.step, data.total)
        steps.setContentsMargins(0, 0, 0, theme.gap(20 if theme.large else 34))
        summary = ErrorSummary(theme)
        summary.chosen.connect(lambda path: self.say(EditPressed(path)))
        head: list[QWidget] = [steps, summary, Text(data.title, "title")]
        if data.hint and not theme.large:
            head.append(Text(data.hint, "hint"))
        low = [Note(theme, data.note)] if data.note and theme.mode is not Mode.COMPACT else []
        parts = Anatomy(head, self._body(), list(low), self._back(), self._next(), gap=20)
        arrange(self, parts)
        summary.show_problems(data.problems)

    def spoken(self) -> str:
        """Title, everyone, and what is missing."""
        data = self.data
        said = [data.title, data.hint]
        for row in data.rows:
            lack = tr("没填完，{missing}", missing=row.missing) if row.missing else row.text
            said.append(f"{row.name}，{row.tag}，{lack}")
        return "。".join(plain(part) for part in (*said, data.sum_left) if part)

    def _body(self) -> list[QWidget]:
        body: list[QWidget] = [
            RepeatCard(self, number, row) for number, row in enumerate(self.data.rows, 1)
        ]
        if self.data.can_add:
            words = self.data.add_words or tr("再加一个人")
            add = Button(self.theme, words, Kind.ADD, symbol="plus")
            add.clicked.connect(lambda: self.say(AddPressed()))
            body.append(add)
        if self.data.sum_left or self.data.sum_right:
            body.append(self._sum())
        return body

    def _sum(self) -> QFrame:
        made = frame("soft")
        row = QHBoxLayout(made)
        side = self.theme.gap(34)
        row.setContentsMargins(side, self.theme.gap(26), side, self.theme.gap(26))
        row.addWidget(Text(self.data.sum_left, "step"), 1)
        right = Text(self.data.sum_right, "hint")
        row.addWidget(right.aligned(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), 1)
        return made

    def _back(self) -> QWidget:
        back = secondary(self.theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        return back

    def _next(self) -> QWidget:
        go = primary(self.theme, self.data.next_words or tr("下一步"))
        go.clicked.connect(lambda: self.say(NextPressed()))
        return go


class RepeatCard(QFrame):
    """One numbered card; 删 asks once more, in the card itself."""

    def __init__(self, page: RepeatPage, number: int, row: RepeatRow) -> None:
        super().__init__()
        self._page, self._row = page, row
        theme = page.theme
        self.setProperty("role", "card")
        self.setProperty("state", "unfinished" if row.missing else "")
        line = QHBoxLayout(self)
        pad = theme.gap(30)
        line.setContentsMargins(pad, theme.gap(22), pad, theme.gap(22))
        line.setSpacing(theme.gap(24))
        line.addWidget(Disc(theme, number, dark=False, size=theme.px(64)))
        line.addLayout(self._words(theme), 1)
        self._usual, self._asking = self._buttons(theme), self._question(theme)
        self._asking.hide()
        line.addWidget(self._usual)
        line.addWidget(self._asking)

    def _words(self, theme: Theme) -> QVBoxLayout:
        row, column = self._row, QVBoxLayout()
        column.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(theme.gap(16))
        first.addWidget(Text(row.name or tr("还没填名字"), "h2").one_line())
        if row.tag:
            first.addWidget(Tag(theme, row.tag))
        if row.missing and not theme.large:
            first.addWidget(Tag(theme, tr("没填完"), state="warn", symbol="alert"))
        first.addStretch(1)
        column.addLayout(first)
        text = tr("还差：{missing}", missing=row.missing) if row.missing else row.text
        tone = "warn" if row.missing else ""
        column.addWidget(Text(text, "hint", tone=tone))
        return column

    def _buttons(self, theme: Theme) -> QWidget:
        holder, row = _row(theme)
        edit = small(theme, tr("改"), "edit", name=tr("改{name}", name=self._row.name))
        edit.clicked.connect(lambda: self._page.say(EditPressed(self._row.path)))
        row.addWidget(edit)
        if self._row.removable:
            remove = small(theme, tr("删"), "trash", name=tr("删{name}", name=self._row.name))
            remove.clicked.connect(lambda: self._ask(asking=True))
            row.addWidget(remove)
        return holder

    def _question(self, theme: Theme) -> QWidget:
        holder, row = _row(theme)
        keep = small(theme, tr("不删"))
        keep.clicked.connect(lambda: self._ask(asking=False))
        sure = Button(theme, tr("确定删除"), Kind.DANGER, symbol="trash", after=True)
        sure.setProperty("scale", "small")
        sure.setFixedHeight(theme.target.small)
        sure.clicked.connect(lambda: self._page.say(RemovePressed(self._row.path)))
        row.addWidget(keep)
        row.addWidget(sure)
        return holder

    def _ask(self, *, asking: bool) -> None:
        self._usual.setVisible(not asking)
        self._asking.setVisible(asking)


def _row(theme: Theme) -> tuple[QWidget, QHBoxLayout]:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.gap(24))
    return holder, row
