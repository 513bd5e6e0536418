"""The log of acts: filtered by operator, act and day, with the word on its chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.frames import Note
from ui.components.text import Text
from ui.desk.data import Line
from ui.desk.lists import LineList
from ui.desk.panel import Panel, add, emptied
from ui.desk.search import Choice
from ui.theme import Theme

_WIDE = 190


@dataclass(frozen=True, slots=True)
class AskLog:
    """The log is asked for: "" for whatever; ``days`` back, 0 for all."""

    operator: str = ""
    act: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class LogData:
    """``operators`` and ``acts`` are names and words; ``state`` words and tone on the chain."""

    lines: tuple[Line, ...] = ()
    operators: tuple[tuple[str, str], ...] = ()
    acts: tuple[tuple[str, str], ...] = ()
    state: tuple[str, str] = ("", "")


class LogPage(QWidget):
    """``told`` carries AskLog."""

    told = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._asked = AskLog()
        self._state = QVBoxLayout()
        self._panel = Panel(theme, tr("日志"), "list")
        self._list = LineList(theme, columns=True)
        self._panel.column.addWidget(self._list, 1)
        self._who = Choice(theme, tr("谁"))
        self._who.chosen.connect(lambda name: self._ask(operator=name))
        self._days = Choice(theme, tr("时间"), _times())
        self._days.chosen.connect(lambda days: self._ask(days=int(days or 0)))
        self._acts = LineList(theme)
        self._acts.opened.connect(lambda line: self._ask(act=line.id.removeprefix("*")))
        left = QVBoxLayout()
        left.setSpacing(theme.space.l)
        left.addLayout(self._state)
        left.addWidget(self._panel, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xl)
        row.addLayout(left, 1)
        row.addLayout(self._side())

    def ask(self) -> None:
        """Ask for the log as the filters stand."""
        self.told.emit(self._asked)

    def show_log(self, data: LogData) -> None:
        """Show entries and filters."""
        emptied(self._state)
        words, tone = data.state
        symbol = "check-circle" if tone == "ok" else "alert"
        add(self._state, Note(self._theme, words, symbol=symbol, state=tone))
        self._list.show_lines(data.lines or (Line("", "", tr("没有这样的记录。")),))
        self._panel.say(word=tr("{count} 条", count=len(data.lines)))
        people = [("", tr("全部"), 0), *((name, words, 0) for name, words in data.operators)]
        self._who.show_choices(people, self._asked.operator)
        acts = [Line("act", "*", tr("全部")), *(Line("act", n, w) for n, w in data.acts)]
        self._acts.show_lines(acts, self._asked.act or "*")

    def _ask(
        self, *, operator: str | None = None, act: str | None = None, days: int | None = None
    ) -> None:
        before = self._asked
        self._asked = AskLog(
            before.operator if operator is None else operator,
            before.act if act is None else act,
            before.days if days is None else days,
        )
        self.ask()

    def _side(self) -> QVBoxLayout:
        panel = Panel(self._theme, tr("只看"))
        pad = self._theme.space.l
        column = QVBoxLayout()
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        column.addWidget(self._days)
        column.addWidget(self._who)
        column.addWidget(Text(tr("做了什么"), "label"))
        panel.column.addLayout(column)
        panel.column.addWidget(self._acts, 1)
        panel.setFixedWidth(_WIDE)
        outer = QVBoxLayout()
        outer.addWidget(panel)
        return outer


def _times() -> Sequence[tuple[str, str, int]]:
    return (("", tr("全部"), 0), ("1", tr("今天"), 0), ("7", tr("近 7 天"), 0))
