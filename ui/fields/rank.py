"""Rank: all choices in an order that is changed with 上移 and 下移."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from offline.forms.view import Choice, Question
from offline.i18n import tr
from ui.components.buttons import Button, small
from ui.components.frames import frame
from ui.components.marks import Disc
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.choosing import title


class RankField(Field):
    """A card a choice, in order. The order counts as an answer once it was changed or confirmed."""

    _order: list[Choice]
    _answered = False
    _keep: Button
    _ups: list[Button]
    _list: QVBoxLayout

    def build(self) -> None:
        self._order, self._ups = list(self._question.choices), []
        self._list = QVBoxLayout()
        self._list.setSpacing(self._theme.px(14))
        self._keep = small(self._theme, tr("就按这个顺序"), "check")
        self._keep.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._keep.clicked.connect(self._confirm)
        self._rows.addLayout(self._list)
        self._rows.addWidget(self._keep)
        self._rows.addWidget(self._problem)

    def value(self) -> str:
        return " ".join(choice.value for choice in self._order) if self._answered else ""

    def show_value(self, value: str) -> None:
        places = {word: at for at, word in enumerate(value.split())}
        choices = list(self._question.choices)
        self._order = sorted(choices, key=lambda choice: places.get(choice.value, len(places)))
        self._answered = bool(value)
        self._fill()

    def show_question(self, question: Question) -> None:
        if {choice.value for choice in self._order} != {each.value for each in question.choices}:
            self.show_value(question.value)

    def first(self) -> QWidget:
        return self._ups[1] if len(self._ups) > 1 else self._keep

    def read_value(self) -> str:
        return "、".join(title(choice) for choice in self._order) if self._answered else ""

    @property
    def columns(self) -> int:
        return 4

    def _fill(self) -> None:
        while self._list.count():
            row = self._list.takeAt(0).widget()
            row.hide()
            row.deleteLater()
        self._ups = []
        for at, choice in enumerate(self._order):
            row = self._row(at, choice)
            self._list.addWidget(row)
            row.show()
        self._keep.setVisible(not self._answered)

    def _row(self, at: int, choice: Choice) -> QWidget:
        holder = frame("panel" if self._answered else "card")
        row = QHBoxLayout(holder)
        side = self._theme.px(24)
        row.setContentsMargins(side, self._theme.px(12), side, self._theme.px(12))
        row.setSpacing(self._theme.px(16))
        row.addWidget(Disc(self._theme, at + 1, dark=self._answered, size=self._theme.px(56)))
        row.addWidget(Text(title(choice), "strong"), 1)
        up = self._mover("chevron-up", tr("上移"), at, -1)
        self._ups.append(up)
        row.addWidget(up)
        row.addWidget(self._mover("chevron-down", tr("下移"), at, 1))
        return holder

    def _mover(self, symbol: str, words: str, at: int, steps: int) -> Button:
        name = f"{words} {title(self._order[at])}"
        button = small(self._theme, words, symbol, name=name)
        button.setEnabled(0 <= at + steps < len(self._order))
        button.clicked.connect(partial(self._move, at, at + steps))
        return button

    def _move(self, source: int, target: int) -> None:
        order = self._order
        order[source], order[target] = order[target], order[source]
        self._confirm()
        self._ups[target].setFocus()

    def _confirm(self) -> None:
        self._answered = True
        self._fill()
        self.tell()
