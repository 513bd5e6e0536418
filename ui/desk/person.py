"""The resident at the window: who, what is known, what is under way. Opened by a scan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.frames import Note, Tag, frame
from ui.components.marks import Mark
from ui.components.text import Text
from ui.desk.data import PersonCard
from ui.desk.events import ActFor, DismissPerson, OpenLine, RevealNumber
from ui.desk.keycaps import KeyButton
from ui.desk.lists import LineList
from ui.desk.panel import add, emptied
from ui.theme import Theme


class PersonPanel(QWidget):
    """``told`` carries RevealNumber, DismissPerson and OpenLine."""

    told = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nobody())
        self._stack.addWidget(self._somebody())
        panel = frame("card")
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)

    def show_person(self, person: PersonCard | None) -> None:
        """Show a resident, or that nobody is there."""
        self._stack.setCurrentIndex(0 if person is None else 1)
        if person is None:
            return
        self._name.show_text(person.name)
        facts = " · ".join(part for part in (person.number, person.facts) if part)
        self._facts.show_text(facts)
        emptied(self._tags)
        for words, tone in person.tags:
            add(self._tags, Tag(self._theme, words, state=tone))
        self._tags.addStretch(1)
        self._notice(person.notice)
        self._cases.show_lines(person.cases)
        self._cases_head.setVisible(bool(person.cases))

    def _notice(self, words: str) -> None:
        emptied(self._notices)
        if words:
            add(self._notices, Note(self._theme, words, symbol="alert", state="warn"))

    def _somebody(self) -> QWidget:
        theme = self._theme
        self._name = Text("", "title").one_line()
        self._facts = Text("", "hint")
        self._tags, self._notices = QHBoxLayout(), QVBoxLayout()
        self._cases = LineList(theme)
        self._cases.opened.connect(lambda line: self.told.emit(OpenLine(line.kind, line.id)))
        reveal = KeyButton(theme, tr("显示号码"), "Alt S", symbol="eye")
        reveal.clicked.connect(lambda: self.told.emit(RevealNumber()))
        self._cases_head = Text(tr("办件"), "strong")
        holder = QWidget()
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(reveal)
        column = QVBoxLayout()
        side = theme.space.l
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.space.m)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addLayout(self._tags)
        column.addLayout(self._notices)
        column.addWidget(self._cases_head)
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(column)
        outer.addWidget(self._cases, 1)
        return holder

    def _nobody(self) -> QWidget:
        theme = self._theme
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.space.xl, theme.space.xl, theme.space.xl, theme.space.xl)
        hole = frame("hole")
        inner = QVBoxLayout(hole)
        inner.setContentsMargins(theme.space.xl, theme.space.xxl, theme.space.xl, theme.space.xxl)
        inner.setSpacing(theme.space.s)
        mark = Mark(theme, "scan", theme.colour.ink_2, theme.icon.mark)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(mark)
        row.addStretch(1)
        inner.addLayout(row)
        for words, role in (
            (tr("窗口前还没有人"), "strong"),
            (tr("扫居民的服务码，这里就有他的资料"), "hint"),
        ):
            inner.addWidget(Text(words, role).aligned(Qt.AlignmentFlag.AlignCenter))
        column.addWidget(hole)
        column.addStretch(1)
        return holder

    def _foot(self) -> QWidget:
        theme = self._theme
        foot = frame("soft")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.m)
        row.addWidget(Mark(theme, "scan", theme.colour.ink_2, theme.icon.button))
        row.addStretch(1)
        agent = KeyButton(theme, tr("代办"), "F5")
        agent.clicked.connect(lambda: self.told.emit(ActFor()))
        row.addWidget(agent)
        leave = KeyButton(theme, tr("下一位"), "F2")
        leave.clicked.connect(lambda: self.told.emit(DismissPerson()))
        row.addWidget(leave)
        return foot
