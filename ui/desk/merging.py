"""Two versions of a record, field by field: what differs is chosen by a press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from ui.components.choice import ChoiceCard
from ui.components.text import Text
from ui.theme import Theme

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Pick:
    """A field on both sides, masked. ``chosen`` is MINE or THEIRS, "" where a person must say."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str = ""


class MergeSheet(QFrame):
    """Cards to choose from for each field that differs; the others stand as they are."""

    def __init__(self, theme: Theme, picks: Sequence[Pick], sides: tuple[str, str]) -> None:
        super().__init__()
        self._theme, self._sides = theme, sides
        self._groups: dict[str, QButtonGroup] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s)
        for pick in picks:
            (self._same if pick.mine == pick.theirs else self._ask)(pick)

    def missing(self) -> int:
        """How many fields are not chosen yet."""
        return sum(group.checkedButton() is None for group in self._groups.values())

    def chosen(self) -> tuple[str, ...]:
        """The fields that are as ours."""
        return tuple(name for name, group in self._groups.items() if group.checkedId() == 0)

    def _same(self, pick: Pick) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.l)
        row.addWidget(Text(pick.label, "label").one_line())
        row.addWidget(Text(pick.mine or "—"), 1)
        self._column.addLayout(row)

    def _ask(self, pick: Pick) -> None:
        group = self._groups[pick.name] = QButtonGroup(self)
        self._column.addWidget(Text(pick.label, "label").one_line())
        sides = zip((MINE, THEIRS), self._sides, (pick.mine, pick.theirs), strict=True)
        for at, (side, words, value) in enumerate(sides):
            card = ChoiceCard(self._theme, value or "—", words)
            card.setAccessibleName(f"{pick.label} {words} {value or '—'}")
            card.setChecked(side == pick.chosen)
            group.addButton(card, at)
            self._column.addWidget(card)
