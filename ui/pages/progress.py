"""How far a case is, found by the code on its slip or receipt."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary, small
from ui.components.frames import Note, Tag
from ui.components.text import Text, plain
from ui.components.timeline import TimelineStep, timeline
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class ProgressData:
    """A case in steps. ``source`` says how old the knowledge is; ``action`` is the one thing to
    do, if there is one: its id, words and icon.
    """

    title: str
    number: str
    person: str
    steps: tuple[TimelineStep, ...]
    tag: str = ""
    tag_state: str = ""
    tag_symbol: str = ""
    source: str = ""
    can_refresh: bool = True
    action: str = ""
    action_words: str = ""
    action_symbol: str = "next"


@dataclass(frozen=True, slots=True)
class RefreshPressed:
    """Ask the exchange once more."""


@dataclass(frozen=True, slots=True)
class ActionPressed:
    """Do the one thing the case waits for."""

    action: str


class ProgressPage(Page):
    """Title, state, timeline, and where the knowledge comes from."""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: ProgressData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        back = secondary(theme, tr("返回"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        low = [self._source()] if data.source else []
        parts = Anatomy([self._head()], [timeline(theme, data.steps)], low, back, self._act())
        arrange(self, parts)

    def spoken(self) -> str:
        """Title, state, every step with its day."""
        data = self.data
        said = [data.title, data.tag]
        said += [f"{step.day}，{step.title}，{step.text}".strip("，") for step in data.steps]
        return "。".join(plain(part) for part in said if part)

    def _head(self) -> QWidget:
        theme, data, holder = self.theme, self.data, QWidget()
        across = theme.portrait and not theme.large
        row: QBoxLayout = QHBoxLayout(holder) if across else QVBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, theme.gap(10))
        row.setSpacing(theme.gap(12))
        words = QVBoxLayout()
        words.setSpacing(theme.gap(4))
        words.addWidget(Text(data.title, "title"))
        line = tr("登记号 {number}  ·  {person}", number=data.number, person=data.person)
        words.addWidget(Text(line, "hint"))
        row.addLayout(words, 1)
        if data.tag:
            row.addWidget(
                Tag(theme, data.tag, state=data.tag_state, symbol=data.tag_symbol, big=True)
            )
        return holder

    def _source(self) -> QWidget:
        again = None
        if self.data.can_refresh:
            again = small(self.theme, tr("再查"), "sync")
            again.clicked.connect(lambda: self.say(RefreshPressed()))
        return Note(self.theme, self.data.source, extra=again)

    def _act(self) -> QWidget | None:
        data = self.data
        if not data.action:
            return None
        act = primary(self.theme, data.action_words, data.action_symbol)
        act.clicked.connect(lambda: self.say(ActionPressed(data.action)))
        return act
