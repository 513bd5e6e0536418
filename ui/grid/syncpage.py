"""What is not uploaded and how old it is, each record with what it waits for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Kind
from ui.components.frames import frame
from ui.components.text import Text
from ui.desk.data import Line
from ui.desk.events import HoldSync, OpenLine, SyncNow
from ui.desk.keycaps import KeyButton
from ui.desk.lists import LineList
from ui.desk.panel import Panel
from ui.grid.bars import DayBars, KindBars
from ui.grid.data import Waiting
from ui.theme import Theme

_SIDE = 316


class SyncPage(QWidget):
    """``told`` carries SyncNow, HoldSync and OpenLine."""

    told = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        left = QVBoxLayout()
        left.setSpacing(theme.space.l)
        left.addWidget(self._head())
        left.addWidget(self._queue(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xl)
        row.addLayout(left, 1)
        row.addLayout(self._side())

    def show_waiting(self, waiting: Waiting) -> None:
        """Show the numbers and the words around them."""
        self._title.show_text(self._headline(waiting))
        self._words.show_text(waiting.pause or self._promise(waiting))
        self._hold.setText(tr("继续上传") if waiting.held else tr("暂停上传"))
        self._last.show_text(waiting.last_contact or tr("还没连上过"))
        self._next.show_text(waiting.next_try or "—")
        self._size.show_text(waiting.size or "—")
        self._kinds.show_kinds(waiting.kinds)
        self._days.show_days(waiting.days)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show the records that wait or need a person."""
        self._list.show_lines(lines)
        self._panel.say(word=tr("{count} 条", count=len(lines)))

    @staticmethod
    def _headline(waiting: Waiting) -> str:
        if not waiting.count:
            return tr("都上传好了")
        return tr("{count} 条还没上传，都存好了", count=waiting.count)

    @staticmethod
    def _promise(waiting: Waiting) -> str:
        if not waiting.count:
            return tr("新记的会自动上传。")
        return tr(
            "最早一条是 {age}前（{date}）。没有网，照样记；有网自动上传，不会重复。",
            age=waiting.oldest,
            date=waiting.oldest_at,
        )

    def _head(self) -> QFrame:
        theme = self._theme
        card = frame("note", "warn")
        row = QHBoxLayout(card)
        space = theme.space
        row.setContentsMargins(space.xxl, space.xl, space.xl, space.xl)
        self._title, self._words = Text("", "title"), Text("", "body", tone="warn-note")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._words)
        row.addLayout(words, 1)
        now = KeyButton(theme, tr("现在试一次"), "F5", Kind.PRIMARY, symbol="sync")
        now.clicked.connect(lambda: self.told.emit(SyncNow()))
        self._hold = KeyButton(theme, tr("暂停上传"), "", Kind.SECONDARY)
        self._hold.clicked.connect(lambda: self.told.emit(HoldSync()))
        row.addWidget(self._hold)
        row.addWidget(now)
        return card

    def _queue(self) -> Panel:
        self._panel = Panel(self._theme, tr("排队的记录"), "upload")
        self._list = LineList(self._theme, columns=True)
        self._list.opened.connect(lambda line: self.told.emit(OpenLine(line.kind, line.id)))
        self._panel.column.addWidget(self._list, 1)
        return self._panel

    def _side(self) -> QVBoxLayout:
        theme = self._theme
        self._last, self._next, self._size = (Text("", "strong") for _ in range(3))
        facts = frame("card")
        grid = QGridLayout(facts)
        rows = (
            (tr("上次连上"), self._last),
            (tr("下次自动试"), self._next),
            (tr("要传"), self._size),
        )
        for at, (words, value) in enumerate(rows):
            grid.addWidget(Text(words, "hint").one_line(), at, 0)
            grid.addWidget(value.one_line(), at, 1)
        self._kinds, self._days = KindBars(theme), DayBars(theme)
        column = QVBoxLayout()
        column.setSpacing(theme.space.l)
        column.addWidget(facts)
        column.addWidget(self._boxed(tr("按种类"), self._kinds))
        column.addWidget(self._boxed(tr("这几天（绿的传了，黄的没传）"), self._days))
        for at in range(column.count()):
            column.itemAt(at).widget().setFixedWidth(_SIDE)
        column.addStretch(1)
        return column

    def _boxed(self, title: str, inner: QWidget) -> Panel:
        panel = Panel(self._theme, title)
        space = self._theme.space
        column = QVBoxLayout()
        column.setContentsMargins(space.l, space.m, space.l, space.m)
        column.addWidget(inner, 1)
        panel.column.addLayout(column, 1)
        return panel
