"""The list of items: by group, or searched by name or by the first letters of the pinyin."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import SOURCE, language, tr
from ui.components.buttons import Button, Kind, secondary
from ui.components.frames import Hole, Note, clear, frame
from ui.components.item import ItemRow, ItemWords
from ui.components.letters import LetterPad
from ui.components.roll import Column, Roll
from ui.components.searchfield import SearchField
from ui.components.text import Text
from ui.pages.base import BackPressed, Leave, Page
from ui.pages.my import ItemChosen
from ui.theme import Mode, Theme

_TABS, _TABS_WIDE = 196, 244
"""Width of the groups at the left: two characters, or an English word."""


@dataclass(frozen=True, slots=True)
class GroupTab:
    """A group of items at the left; the empty id means all."""

    id: str
    title: str
    symbol: str = "list"


@dataclass(frozen=True, slots=True)
class ServicesData:
    """What is found for a query in a group, best first."""

    items: tuple[ItemWords, ...]
    groups: tuple[GroupTab, ...]
    group: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class SearchChanged:
    """Look for these letters or words; answer with ``show_data``."""

    query: str


@dataclass(frozen=True, slots=True)
class GroupChosen:
    """Show the items of a group; answer with ``show_data``."""

    group: str


class ServicesPage(Page):
    """您要办哪件事？"""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: ServicesData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("您要办哪件事？"))
        self._field = SearchField(theme, tr("输名字，或每个字的拼音头一个字母"))
        self._field.setText(data.query)
        self._found = Text("", "small")
        self._list = Column()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.gap(14))
        self._tabs = QButtonGroup(self)
        self._build()
        self.show_data(data)
        self._field.textChanged.connect(lambda text: self.say(SearchChanged(text)))

    def show_data(self, data: ServicesData) -> None:
        """Show other results; the letters typed stay as they are."""
        self.data = data
        clear(self._rows)
        for words in data.items:
            row = ItemRow(self.theme, words, data.query)
            row.clicked.connect(lambda _checked=False, id_=words.id: self.say(ItemChosen(id_)))
            self._rows.addWidget(row)
        if not data.items:
            self._rows.addWidget(
                Hole(self.theme, "search", tr("没有找到"), tr("换几个字试试，或按“叫人帮忙”"))
            )
        self._rows.addStretch(1)
        self._found.show_text(self._found_words())

    def spoken(self) -> str:
        """The question, how many there are, and their names."""
        names = "、".join(words.title for words in self.data.items[:8])
        return f"{self.accessibleName()}{self._found_words()}。{names}"

    def _found_words(self) -> str:
        count = len(self.data.items)
        if self.data.query:
            return tr("找到 {count} 项，按字母对上的排在前面", count=count)
        return tr("一共 {count} 项", count=count)

    def _build(self) -> None:
        (self._portrait if self.theme.portrait else self._landscape)()

    def _portrait(self) -> None:
        theme = self.theme
        column = QVBoxLayout(self)
        side = theme.space.page
        column.setContentsMargins(side, theme.gap(44), side, theme.space.xl)
        column.setSpacing(0)
        column.addWidget(Text(tr("您要办哪件事？"), "title"))
        column.addSpacing(theme.gap(20))
        column.addWidget(self._field)
        column.addSpacing(theme.gap(26))
        middle = QHBoxLayout()
        middle.setSpacing(theme.gap(24))
        if not theme.large:
            middle.addWidget(self._groups(), 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(self._results(), 1)
        column.addLayout(middle, 1)
        column.addSpacing(theme.gap(26))
        column.addWidget(LetterPad(theme, self._field))
        column.addSpacing(theme.gap(28))
        row = QHBoxLayout()
        row.addWidget(self._back(), 32)
        row.addStretch(68)
        column.addLayout(row)

    def _landscape(self) -> None:
        theme = self.theme
        compact = theme.mode is Mode.COMPACT
        side = 36 if compact else theme.space.page
        row = QHBoxLayout(self)
        row.setContentsMargins(side, theme.gap(40), side, theme.gap(28))
        row.setSpacing(theme.gap(48))
        left = QVBoxLayout()
        left.setSpacing(theme.gap(18))
        if not compact:
            left.addWidget(Text(tr("您要办哪件事？"), "title"))
        left.addWidget(self._field)
        left.addStretch(1)
        left.addWidget(LetterPad(theme, self._field, columns=7 if compact else 9))
        left.addSpacing(theme.gap(10))
        back = QHBoxLayout()
        back.addWidget(self._back(), 57)
        back.addStretch(43)
        left.addLayout(back)
        holder = QWidget()
        holder.setLayout(left)
        holder.setFixedWidth(570 if compact else theme.px(800))
        left.setContentsMargins(0, 0, 0, 0)
        row.addWidget(holder)
        if not theme.large and not compact:
            row.addWidget(self._groups(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._results(), 1)

    def _results(self) -> QVBoxLayout:
        theme, column = self.theme, QVBoxLayout()
        column.setSpacing(theme.gap(14))
        if theme.mode is Mode.COMPACT:
            column.addWidget(Text(tr("您要办哪件事？"), "title"))
        column.addWidget(self._found)
        column.addWidget(Roll(theme, self._list), 1)
        if theme.portrait and not theme.large:
            column.addWidget(
                Note(theme, tr("没找到？按“叫人帮忙”，说出您要办的事。"), symbol="bell")
            )
        return column

    def _groups(self) -> QFrame:
        theme, made = self.theme, frame("soft")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made.setFixedWidth(theme.px(_TABS if language() == SOURCE else _TABS_WIDE))
        tabs = (GroupTab("", tr("全部")), *self.data.groups)
        for index, group in enumerate(tabs):
            tab = Button(theme, group.title, Kind.TAB, symbol=group.symbol)
            tab.setCheckable(True)
            if not theme.portrait:
                tab.setFixedHeight(theme.px(84))
            tab.setChecked(group.id == self.data.group)
            tab.clicked.connect(lambda _checked=False, id_=group.id: self.say(GroupChosen(id_)))
            self._tabs.addButton(tab, index)
            column.addWidget(tab)
        return made

    def _back(self) -> Button:
        back = secondary(self.theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        return back
