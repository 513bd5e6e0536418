"""Select among many: a search by name or initials, and one page of answers at a time.

Only the answers of the page in view are widgets, so a list of thousands costs no more than nine.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from offline.forms.view import Choice, Question
from offline.i18n import tr
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.card import AnswerCard, AnswerTile
from ui.fields.choosing import Chosen
from ui.fields.evengrid import EvenGrid
from ui.fields.line import Line
from ui.fields.pager import Pager
from ui.fields.spelling import ChoiceIndex
from ui.theme import Mode

_SHORT = 7
"""Labels up to so many characters stand three in a row."""

_SAMPLE = 60
"""Labels looked at to tell whether a list is one of short names."""


class ListedField(Field):
    """A search, a page of tiles (short names) or cards (long ones), and a pager."""

    grows = True
    _chosen: Chosen
    _index: ChoiceIndex
    _found: list[int]
    _answers: list[AnswerCard | AnswerTile]
    _search: Line
    _so_far: Text
    _grid: EvenGrid
    _pager: Pager

    def build(self) -> None:
        self._chosen = Chosen.of(self._question)
        self._answers, self._found = [], []
        self._search = Line(self._theme, dense=False, symbol="search")
        self._search.setPlaceholderText(tr("搜：名字，或拼音头字母"))
        self._search.setAccessibleName(tr("搜索"))
        self._search.typed.connect(self._look)
        self._search.entered.connect(self._take_only_one)
        self._so_far = Text("", "hint")
        columns, rows = self._shape()
        cap = self._theme.px(136 if self._short() else 164)
        px = self._theme.px
        slack = 0 if self._short() else px(24)
        self._grid = EvenGrid(columns=columns, gap=px(16), cap=cap, rows=rows, slack=slack)
        self._pager = Pager(self._theme)
        self._pager.turned.connect(self._fill)
        self._place()
        self._take_choices()

    def _place(self) -> None:
        if self._theme.portrait:
            for widget in (self._search, self._so_far, self._grid, self._pager):
                self._rows.addWidget(widget, widget is self._grid)
            return
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.m)
        row.addWidget(self._search, 1)
        row.addWidget(self._pager)
        self._rows.addLayout(row)
        self._rows.addWidget(self._so_far)
        self._rows.addWidget(self._grid, 1)

    def value(self) -> str:
        return self._chosen.serialised(self._question.choices)

    def show_value(self, value: str) -> None:
        del value
        self._chosen = Chosen.of(self._question)
        self._show()

    def show_question(self, question: Question) -> None:
        if self._listed != question.choices:
            self._take_choices()

    def first(self) -> QWidget:
        return self._search

    def read_value(self) -> str:
        return "、".join(self._chosen.labels(self._question.choices))

    def _take_choices(self) -> None:
        self._listed = self._question.choices
        self._index = ChoiceIndex([choice.label for choice in self._listed])
        self._found = list(range(len(self._listed)))
        self._fill(self._page_of_chosen())

    def _page_of_chosen(self) -> int:
        for at, choice in enumerate(self._listed):
            if choice.value in self._chosen.values:
                return at // self._per_page()
        return 0

    def _look(self) -> None:
        self._found = self._index.find(self._search.text())
        self._fill(0)

    def _take_only_one(self) -> None:
        if self._search.text() and len(self._found) == 1:
            self._press(self._listed[self._found[0]].value)
        self.done.emit()

    def _fill(self, page: int) -> None:
        per_page = self._per_page()
        self._pager.show_pages(page, -(-len(self._found) // per_page))
        begin = self._pager.page * per_page
        shown = [self._listed[at] for at in self._found[begin : begin + per_page]]
        self._answers = [self._answer(choice) for choice in shown]
        self._grid.show_items(self._answers, self._shape()[0])
        self._show()

    def _answer(self, choice: Choice) -> AnswerCard | AnswerTile:
        answer: AnswerCard | AnswerTile
        if self._short():
            answer = AnswerTile(self._theme, choice)
        else:
            answer = AnswerCard(self._theme, choice, self._helpers, many=self._chosen.many)
        answer.clicked.connect(lambda: self._press(choice.value))
        answer.entered.connect(self.done)
        return answer

    def _press(self, value: str) -> None:
        self._chosen = self._chosen.toggled(value, required=self._question.required)
        self._show()
        self.tell()

    def _show(self) -> None:
        for answer in self._answers:
            answer.setChecked(answer.choice.value in self._chosen.values)
        summary = self._summary()
        self._so_far.show_text(summary)
        self._so_far.setVisible(bool(summary))

    def _summary(self) -> str:
        if not self._found:
            return tr("没找到。换个字，或拼音头字母试试。")
        labels = self._chosen.labels(self._listed)
        if labels:
            return tr("已选：{choices}", choices="、".join(labels))
        if self._theme.mode is Mode.COMPACT:
            return ""
        return tr("一共 {count} 个，选一个", count=len(self._found))

    def _short(self) -> bool:
        return all(len(choice.label) <= _SHORT for choice in self._question.choices[:_SAMPLE])

    def _shape(self) -> tuple[int, int]:
        """Columns and rows of a page."""
        theme = self._theme
        if self._short():
            return 3, 2 if theme.mode is Mode.COMPACT or (theme.large and not theme.portrait) else 3
        if theme.portrait:
            return 1, 4 if theme.large else 5
        return (1, 3) if theme.mode is Mode.COMPACT else (2, 2)

    def _per_page(self) -> int:
        columns, rows = self._shape()
        return columns * max(rows, 1)
