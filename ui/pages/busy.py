"""Something takes a moment: a bar with words, never a spinner alone; and a plain notice."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.frames import Note
from ui.components.meter import Bar
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.pages.problem import big_tile
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class BusyData:
    """What is being done, and how much of it (0 to 1)."""

    title: str
    text: str = ""
    share: float = 0.5


class BusyPage(Page):
    """正在保存，请等一等."""

    leave = Leave.SAVE

    def __init__(self, theme: Theme, data: BusyData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        wide = theme.px(700)
        self._bar = Bar(theme, data.share, width=wide, height=theme.px(36))
        self._bar.setMaximumWidth(wide)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        side = theme.space.page
        column.setContentsMargins(side, theme.gap(60), side, theme.gap(60))
        column.setSpacing(theme.gap(28))
        column.addStretch(2)
        column.addWidget(Text(data.title, "title").aligned(middle))
        if data.text:
            column.addWidget(Text(data.text, "lead").aligned(middle))
        column.addSpacing(theme.gap(24))
        column.addWidget(self._bar, 0, middle)
        column.addStretch(3)
        self._bar.setMinimumWidth(wide)

    def show_share(self, share: float) -> None:
        """Fill the bar further."""
        self._bar.show_share(share)


@dataclass(frozen=True, slots=True)
class NoticeData:
    """Anything that must be told: what is so, what to do. Without ``go`` there is only 返回."""

    title: str
    text: str
    symbol: str = "info"
    state: str = "info"
    note: str = ""
    go: str = "知道了"
    back: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """Read; go on."""


class NoticePage(Page):
    """A tile, a title, a paragraph."""

    leave = Leave.HOME

    def __init__(self, theme: Theme, data: NoticeData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        head = [big_tile(theme, data.symbol, data.state), Text(data.title, "title")]
        body = [Text(data.text, "step")]
        low = [Note(theme, data.note)] if data.note else []
        back = go = None
        if data.back or not data.go:
            back = secondary(theme, tr(data.back or "返回"), "back")
            back.clicked.connect(lambda: self.say(BackPressed()))
        if data.go:
            go = primary(theme, tr(data.go), "check")
            go.clicked.connect(lambda: self.say(NoticeRead()))
        arrange(self, Anatomy(list(head), list(body), list(low), back, go))

    def spoken(self) -> str:
        """All of it."""
        return "。".join(plain(part) for part in (self.data.title, self.data.text, self.data.note))
