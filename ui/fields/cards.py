"""Select one or several among few: a card an answer, growing with the room there is."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from offline.forms.view import Question
from offline.i18n import tr
from ui.fields.base import Field
from ui.fields.card import AnswerCard
from ui.fields.choosing import Chosen
from ui.fields.evengrid import EvenGrid
from ui.theme import Theme

_GROWING = 5
_COLUMN = 4


class CardsField(Field):
    """Cards below each other; in two columns where the screen lies and there are more than four."""

    grows = True
    _chosen: Chosen
    _cards: list[AnswerCard]
    _grid: EvenGrid

    def build(self) -> None:
        self._chosen = Chosen.of(self._question)
        self._cards = []
        few = len(self._question.choices) <= _GROWING
        px, wide = self._theme.px, few and self._theme.portrait and not self._theme.large
        self._grid = EvenGrid(
            columns=1, gap=px(24 if wide else 14), cap=px(214 if few else 150), slack=px(24)
        )
        self._rows.addWidget(self._grid, 1)
        self._fill()

    def value(self) -> str:
        return self._chosen.serialised(self._question.choices)

    def show_value(self, value: str) -> None:
        del value
        self._chosen = Chosen.of(self._question)
        self._show()

    def show_question(self, question: Question) -> None:
        if [card.choice for card in self._cards] != list(question.choices):
            self._fill()

    def first(self) -> QWidget:
        chosen = (card for card in self._cards if card.isChecked())
        return next(chosen, self._cards[0] if self._cards else self)

    def read_value(self) -> str:
        labels = self._chosen.labels(self._question.choices)
        return tr("已选：{choices}", choices="、".join(labels)) if labels else self._all_aloud()

    def _all_aloud(self) -> str:
        return "；".join(card.text() for card in self._cards)

    def _fill(self) -> None:
        self._cards = [self._card(at) for at in range(len(self._question.choices))]
        self._grid.show_items(self._cards, _columns(self._theme, self._question))
        self._show()

    def _card(self, at: int) -> AnswerCard:
        choice, many = self._question.choices[at], self._chosen.many
        card = AnswerCard(self._theme, choice, self._helpers, many=many)
        card.clicked.connect(lambda: self._press(choice.value))
        card.entered.connect(lambda: self._enter(choice.value))
        return card

    def _press(self, value: str) -> None:
        self._chosen = self._chosen.toggled(value, required=self._question.required)
        self._show()
        self.tell()

    def _enter(self, value: str) -> None:
        if not self._chosen.values:
            self._press(value)
        self.done.emit()

    def _show(self) -> None:
        for card in self._cards:
            card.setChecked(card.choice.value in self._chosen.values)


def _columns(theme: Theme, question: Question) -> int:
    asked = re.search(r"\bcolumns-([1-4])\b", question.appearance)
    if asked:
        return int(asked[1])
    lying = not theme.portrait and len(question.choices) > _COLUMN
    return 2 if lying or "columns" in question.appearance.split() else 1
