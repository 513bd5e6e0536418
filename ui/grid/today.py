"""The first page: what the centre wants done, what was begun, what waits, a record to begin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Kind
from ui.components.frames import frame
from ui.components.text import Text
from ui.desk.data import Line
from ui.desk.events import NewCase, OpenLine
from ui.desk.keycaps import KeyButton
from ui.desk.lists import LineList
from ui.desk.panel import Panel
from ui.grid.data import Waiting
from ui.theme import Theme

_SIDE = 316


class TodayPage(QWidget):
    """``told`` carries OpenLine and NewCase; ``wanted`` the name of another page."""

    told = Signal(object)
    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xl)
        row.addWidget(self._drafts(), 1)
        row.addLayout(self._side())

    def show_lines(
        self, drafts: Sequence[Line], done: Sequence[Line], tasks: Sequence[Line] = ()
    ) -> None:
        """Show what is to do, my drafts, and today's records below them."""
        lines = [*tasks]
        if tasks and drafts:
            lines.append(Line("", "", tr("接着填"), state=str(len(drafts)), icon="edit"))
        lines += drafts
        if not lines:
            lines.append(Line("", "", tr("没有要做的。按“新记录”开始。"), icon="check"))
        if done:
            lines.append(Line("", "", tr("今天记的"), state=str(len(done)), icon="check"))
            lines.extend(done)
        self._list.show_lines(lines)
        late = sum(line.tone == "err" for line in tasks)
        told = [tr("{count} 件", count=len(tasks))] if tasks else []
        told += [tr("{count} 件过期", count=late)] if late else []
        told += [tr("{count} 件没填完", count=len(drafts))] if drafts or not tasks else []
        self._panel.say(word="，".join(told))

    def show_waiting(self, waiting: Waiting) -> None:
        """Show how much waits and since when."""
        self._count.show_text(tr("<b>{count} 条</b>", count=waiting.count))
        if waiting.count:
            self._age.show_text(
                tr("最早 {date}，{age}前", date=waiting.oldest_at, age=waiting.oldest)
            )
            self._words.show_text(tr("都存好了，有网自动上传。"))
        else:
            self._age.show_text("")
            self._words.show_text(tr("都上传好了。"))

    def show_quick(self, items: Sequence[tuple[str, str]]) -> None:
        """Show the records that are begun most, by id and name."""
        self._quick_lines.show_lines(
            [Line("offer", item, name, action=tr("记")) for item, name in items]
        )

    def focus_first(self) -> None:
        """Begin with the drafts."""
        self._list.setFocus()

    def _drafts(self) -> Panel:
        theme = self._theme
        self._panel = Panel(theme, tr("今天要做"), "list")
        begin = KeyButton(theme, tr("新记录"), "Ctrl N", Kind.PRIMARY, symbol="plus")
        begin.clicked.connect(lambda: self.wanted.emit("new"))
        self._panel.head.addWidget(begin)
        self._list = LineList(theme, columns=True)
        self._list.opened.connect(lambda line: self.told.emit(OpenLine(line.kind, line.id)))
        self._panel.column.addWidget(self._list, 1)
        return self._panel

    def _side(self) -> QVBoxLayout:
        theme = self._theme
        card = frame("note", "warn")
        inner = QVBoxLayout(card)
        space = theme.space
        inner.setContentsMargins(space.xl, space.l, space.l, space.l)
        self._count = Text("", "title")
        self._age = Text("", "small")
        self._words = Text("", "body")
        for widget in (Text(tr("还没上传"), "strong"), self._count, self._age, self._words):
            inner.addWidget(widget)
        look = KeyButton(theme, tr("看看"), "Ctrl U", symbol="upload")
        look.clicked.connect(lambda: self.wanted.emit("sync"))
        inner.addWidget(look)
        quick = Panel(theme, tr("常记的"), "list")
        self._quick_lines = LineList(theme)
        self._quick_lines.opened.connect(lambda line: self.told.emit(NewCase(line.id)))
        quick.column.addWidget(self._quick_lines, 1)
        column = QVBoxLayout()
        column.setSpacing(space.l)
        column.addWidget(card)
        column.addWidget(quick, 1)
        for part in (card, quick):
            part.setFixedWidth(_SIDE)
        return column
