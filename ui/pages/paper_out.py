"""The roll is empty: the matter can be done all the same; three ways to go on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.choice import ChoiceCard
from ui.components.frames import Note
from ui.components.summary import ErrorSummary, PageProblem
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.pages.problem import big_tile
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go on."""

    id: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PaperOutData:
    """The ways to go on; nothing is chosen unless ``chosen`` names one."""

    options: tuple[Option, ...]
    chosen: str = ""
    note: str = ""
    title: str = ""
    text: str = ""
    can_go_back: bool = True


@dataclass(frozen=True, slots=True)
class OptionChosen:
    """Go on in this way."""

    id: str


class PaperOutPage(Page):
    """小票纸用完了."""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: PaperOutData) -> None:
        super().__init__(theme)
        self.data = data
        self._title = data.title or tr("小票纸用完了")
        usual = tr("事情照样能办，只是<b>现在打不出单子</b>。您选一个：")
        self._text = data.text or usual
        self.setAccessibleName(self._title)
        self._options = QButtonGroup(self)
        self._summary = ErrorSummary(theme)
        cards = [self._card(index, option) for index, option in enumerate(data.options)]
        self._summary.chosen.connect(lambda _path: cards[0].setFocus(Qt.FocusReason.TabFocusReason))
        low = [Note(theme, data.note, symbol="printer")] if data.note else []
        arrange(self, Anatomy(self._head(), list(cards), list(low), self._back(), self._go()))

    def spoken(self) -> str:
        """What is so, and the ways to go on."""
        said = [self._title, self._text, *(option.title for option in self.data.options)]
        return "。".join(plain(part) for part in said)

    def _head(self) -> list[QWidget]:
        theme = self.theme
        head: list[QWidget] = [] if theme.large else [big_tile(theme, "paper-out", "warn")]
        return [*head, self._summary, Text(self._title, "title"), Text(self._text, "step")]

    def _card(self, index: int, option: Option) -> ChoiceCard:
        card = ChoiceCard(self.theme, option.title, option.hint)
        card.setMaximumHeight(self.theme.px(214))
        card.setChecked(option.id == self.data.chosen)
        self._options.addButton(card, index)
        return card

    def _back(self) -> QWidget | None:
        if not self.data.can_go_back:
            return None
        back = secondary(self.theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        return back

    def _go(self) -> QWidget:
        go = primary(self.theme, tr("继续办理"))
        go.clicked.connect(self._pressed)
        return go

    def _pressed(self) -> None:
        chosen = self._options.checkedId()
        if chosen < 0:
            self._summary.show_problems((PageProblem("", tr("请选一个")),))
            self._summary.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say(OptionChosen(self.data.options[chosen].id))
