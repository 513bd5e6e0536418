"""您还在吗？ Opaque, so that nobody else reads what was filled; one button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary
from ui.components.frames import Note
from ui.components.meter import Ring
from ui.components.text import Text, plain
from ui.pages.base import Leave, Page
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class IdleData:
    """Seconds left of how many. ``saved`` says that something filled is kept."""

    seconds: int
    total: int = 60
    saved: bool = True


@dataclass(frozen=True, slots=True)
class KeepGoing:
    """Still here."""


class IdlePage(Page):
    """The warning before a silent visit ends."""

    leave = Leave.SAVE

    def __init__(self, theme: Theme, data: IdleData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("您还在吗？"))
        self._ring = Ring(theme, data.seconds, data.total)
        (self._portrait if theme.portrait else self._landscape)()

    def show_seconds(self, seconds: int) -> None:
        """Count on."""
        self._ring.show_seconds(seconds)

    def spoken(self) -> str:
        """The question, how long, and that nothing is lost."""
        return f"{self.accessibleName()}{self._ring.accessibleName()}。{plain(self._kept())}"

    def _kept(self) -> str:
        if not self.data.saved:
            return tr("时间到了会自动退出。")
        return tr("<b>时间到了会自动退出，填好的不会丢。</b>\n下次扫同一个码，接着往下办。")

    def _words(self, where: Qt.AlignmentFlag) -> list[QWidget]:
        compact = self.theme.mode is Mode.COMPACT
        role = "title" if compact else "display"
        title = Text(tr("您还在吗？"), role).aligned(where)
        said = tr("好一会儿没有按屏幕了。\n为了不让别人看到，内容先遮住了。")
        return [title, Text(said, "hint" if compact else "lead", tone="ink").aligned(where)]

    def _button(self) -> QWidget:
        button = primary(self.theme, tr("我还在，继续办"), "check", before=True)
        button.setProperty("scale", "huge")
        button.setFixedHeight(self.theme.px(212) if self.theme.portrait else self.theme.px(190))
        button.clicked.connect(lambda: self.say(KeepGoing()))
        return button

    def _note(self) -> QWidget:
        return Note(self.theme, self._kept(), symbol="lock")

    def _portrait(self) -> None:
        theme = self.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.page, theme.gap(40), theme.space.page, theme.gap(40))
        column.setSpacing(0)
        column.addStretch(4)
        for words in self._words(Qt.AlignmentFlag.AlignHCenter):
            column.addWidget(words)
            column.addSpacing(theme.gap(24))
        column.addSpacing(theme.gap(60))
        column.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.gap(90))
        column.addWidget(self._button())
        column.addSpacing(theme.gap(44))
        column.addWidget(self._note())
        column.addStretch(7)

    def _landscape(self) -> None:
        theme = self.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.page, theme.gap(40), theme.space.page, theme.gap(40))
        row.setSpacing(theme.gap(72))
        row.addStretch(1)
        row.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(theme.gap(24))
        column.addStretch(1)
        for words in self._words(Qt.AlignmentFlag.AlignLeft):
            column.addWidget(words)
        column.addWidget(self._button())
        if not (theme.large and theme.mode is Mode.COMPACT):
            column.addWidget(self._note())
        column.addStretch(1)
        row.addLayout(column, 4)
        row.addStretch(1)
