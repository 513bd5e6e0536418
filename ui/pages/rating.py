"""The rating (GB/T 39735): five levels in words, none chosen beforehand, never forced."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary, small
from ui.components.choice import ChoiceCard
from ui.components.frames import frame
from ui.components.marks import Mark
from ui.components.summary import ErrorSummary, PageProblem
from ui.components.text import Text
from ui.icons import drawing, recolouring
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.theme import Theme

LEVELS = 5


@dataclass(frozen=True, slots=True)
class RatingData:
    """What is rated. ``level`` (5 best … 1) and ``comment`` are the person's own, if any yet."""

    item: str
    number: str = ""
    level: int = 0
    comment: str = ""
    can_write: bool = True


@dataclass(frozen=True, slots=True)
class RatingChosen:
    """A rating to keep: 5 非常满意 … 1 非常不满意."""

    level: int


@dataclass(frozen=True, slots=True)
class CommentPressed:
    """Write a sentence; ``level`` is what is chosen so far, 0 if nothing."""

    level: int


@dataclass(frozen=True, slots=True)
class Skip:
    """No rating."""


class GrainCard(ChoiceCard):
    """A level in words, with as many full grains."""

    def __init__(self, theme: Theme, words: str, level: int) -> None:
        self._grain = theme.px(40)
        super().__init__(theme, words, tail=theme.px(250))
        self._level = level
        self.setMaximumHeight(theme.px(164))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, and grains at its right end."""
        super().paintEvent(event)
        painter = QPainter(self)
        theme, colour, size = self.theme, self.theme.colour, self._grain
        pitch = theme.px(48)
        left = self.width() - theme.px(44) - LEVELS * pitch
        colours = recolouring(
            {"#F0B544": colour.grain, "#6A4100": colour.grain_ink, "#6A7974": colour.edge}
        )
        for index in range(LEVELS):
            name = "art-grain-full" if index < self._level else "art-grain-empty"
            pixmap = drawing(name, size, size, self.devicePixelRatioF(), colours)
            painter.drawPixmap(left + index * pitch, (self.height() - size) // 2, pixmap)


class RatingPage(Page):
    """这次办事，您满意吗？"""

    leave = Leave.FINISH

    def __init__(self, theme: Theme, data: RatingData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("这次办事，您满意吗？"))
        self._levels = QButtonGroup(self)
        cards = self._cards()
        self._summary = ErrorSummary(theme)
        self._summary.chosen.connect(lambda _path: cards[0].setFocus(Qt.FocusReason.TabFocusReason))
        low = [Text(tr("不显示您的名字，只用来改进服务。"), "small")] if theme.portrait else []
        body: list[QWidget] = [*cards]
        if data.can_write and theme.portrait and not theme.large:
            body.append(self._comment())
        skip = secondary(theme, tr("不评了"), "exit")
        skip.clicked.connect(lambda: self.say(Skip()))
        send = primary(theme, tr("提交评价"), "check")
        send.clicked.connect(self._send)
        arrange(self, Anatomy(self._head(), body, list(low), skip, send, gap=22))

    @property
    def level(self) -> int:
        """The level chosen so far, 0 if none."""
        return max(0, self._levels.checkedId())

    def spoken(self) -> str:
        """The question, that it is free, and the five answers."""
        said = [self.accessibleName(), tr("不评也可以"), *level_words()]
        return "。".join(said)

    def _head(self) -> list[QWidget]:
        theme, data = self.theme, self.data
        head: list[QWidget] = [self._summary]
        if not theme.large:
            head.append(Text(" · ".join(filter(None, (data.item, data.number))), "hint"))
        breaking = tr("这次办事，\n您满意吗？")
        usual = tr("这次办事，您满意吗？")
        head.append(Text(usual if theme.portrait else breaking, "title"))
        head.append(Text(tr("不评也可以。评好评坏，都不影响办事结果"), "hint"))
        return head

    def _cards(self) -> list[GrainCard]:
        cards = []
        for level, words in zip(range(LEVELS, 0, -1), level_words(), strict=True):
            card = GrainCard(self.theme, words, level)
            card.setChecked(level == self.data.level)
            self._levels.addButton(card, level)
            cards.append(card)
        return cards

    def _comment(self) -> QFrame:
        theme, made = self.theme, frame("card")
        row = QHBoxLayout(made)
        side = theme.gap(34)
        row.setContentsMargins(side, theme.gap(24), theme.gap(32), theme.gap(24))
        row.setSpacing(theme.gap(24))
        row.addWidget(Mark(theme, "edit", theme.colour.ink, theme.px(42)))
        row.addWidget(Text(self.data.comment or tr("想说两句？（可以不写）"), "hint"), 1)
        write = small(theme, tr("写一句"), "write")
        write.clicked.connect(lambda: self.say(CommentPressed(self.level)))
        row.addWidget(write)
        return made

    def _send(self) -> None:
        if not self.level:
            words = tr("请先选一个，或者按“不评了”")
            self._summary.show_problems((PageProblem("", words),))
            self._summary.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say(RatingChosen(self.level))


def level_words() -> tuple[str, ...]:
    """The five levels of GB/T 39735-2020, best first."""
    return (tr("非常满意"), tr("满意"), tr("基本满意"), tr("不满意"), tr("非常不满意"))
