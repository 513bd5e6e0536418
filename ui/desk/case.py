"""The open case: its head, the form, and the keys to check, put aside and submit."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from offline.forms.api import FormSession
from offline.i18n import tr
from ui.components.buttons import Kind
from ui.components.frames import Tag, frame, line
from ui.components.text import Text
from ui.desk.data import CaseHead
from ui.desk.events import Check, Submit, Suspend
from ui.desk.form import FormView
from ui.desk.keycaps import KeyButton, KeyHint
from ui.desk.panel import add, emptied
from ui.fields import Helpers
from ui.theme import Theme


class CasePanel(QFrame):
    """``told`` carries the events of the form and Submit, Check, Suspend.

    ``submit_words`` is the verb of the green button: 提交并打印 at a window, 上报 in the grid.
    """

    told = Signal(object)

    def __init__(self, theme: Theme, helpers: Helpers, submit_words: str, symbol: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        self._saved, self._note = "", ""
        self.form = FormView(theme, helpers)
        self.form.said.connect(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(line(theme))
        column.addWidget(self.form, 1)
        column.addWidget(self._foot(submit_words, symbol))

    def open(self, head: CaseHead, session: FormSession) -> None:
        """Show a case and go to its first open question."""
        self.show_head(head)
        self.refresh(session)
        self.form.focus_first()

    def show_head(self, head: CaseHead) -> None:
        """Show another head, e.g. after the draft was saved."""
        self._title.show_text(head.title)
        self._saved = head.saved
        emptied(self._tags)
        words = ((head.department, ""), *head.tags) if head.department else head.tags
        for text, tone in words:
            add(self._tags, Tag(self._theme, text, state=tone))
        self._say_state()

    def refresh(self, session: FormSession) -> None:
        """Show the session as it is now."""
        self.form.refresh(session)
        self._say_state()

    def check(self) -> int:
        """F8: show what is missing; how much it is."""
        wrong = self.form.check()
        self.told.emit(Check())
        self._say_state()
        return wrong

    def submit(self) -> None:
        """F9: hand in, if the form itself sees nothing wrong."""
        if self.form.check() == 0:
            self.told.emit(Submit())
        self._say_state()

    def suspend(self) -> None:
        """F6: put aside; what is typed is told first."""
        self.form.commit()
        self.told.emit(Suspend())

    def _say_state(self) -> None:
        left = self.form.unfinished()
        words = tr("还差 <b>{count}</b> 项", count=left) if left else tr("都填好了")
        self._state.show_text(" · ".join(part for part in (self._saved, words) if part))

    def _head(self) -> QHBoxLayout:
        theme = self._theme
        self._title, self._state = Text("", "title").one_line(), Text("", "small")
        self._tags = QHBoxLayout()
        self._tags.setSpacing(theme.space.m)
        first = QHBoxLayout()
        first.setSpacing(theme.space.l)
        first.addWidget(self._title)
        first.addLayout(self._tags)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(first)
        words.addWidget(self._state)
        row = QHBoxLayout()
        row.setContentsMargins(theme.space.xl, theme.space.m, theme.space.xl, theme.space.m)
        row.addLayout(words, 1)
        return row

    def _foot(self, submit_words: str, symbol: str) -> QWidget:
        theme = self._theme
        strip = frame("soft")
        row = QHBoxLayout(strip)
        row.setContentsMargins(theme.space.xl, theme.space.l, theme.space.xl, theme.space.l)
        row.setSpacing(theme.space.l)
        hints = (("Enter", tr("下一项")), ("Shift Enter", tr("上一项")), ("F1", tr("全部快捷键")))
        for key, words in hints:
            row.addWidget(KeyHint(theme, key, words))
        row.addStretch(1)
        buttons = (
            (KeyButton(theme, tr("挂起"), "F6", symbol="pause"), self.suspend),
            (KeyButton(theme, tr("检查"), "F8", symbol="check"), self.check),
            (KeyButton(theme, submit_words, "F9", Kind.PRIMARY, symbol=symbol), self.submit),
        )
        for button, act in buttons:
            button.clicked.connect(act)
            row.addWidget(button)
        return strip
