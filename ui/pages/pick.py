"""One thing is picked from a few big buttons: a day, an hour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.buttons import secondary
from ui.components.doors import Door
from ui.components.frames import Note
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.theme import Theme

_TALL = 160


@dataclass(frozen=True, slots=True)
class PickOption:
    """What may be picked, and a line about it."""

    id: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PickData:
    """The question, what it is about, and what there is to pick from."""

    title: str
    text: str
    options: tuple[PickOption, ...]
    symbol: str = "calendar"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """This one."""

    id: str


class PickPage(Page):
    """The question, big buttons, and the way back."""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: PickData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        back = secondary(theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        head: list[QWidget] = [Text(data.title, "title"), Text(data.text, "step")]
        low: list[QWidget] = [Note(theme, data.note)] if data.note and not theme.large else []
        arrange(self, Anatomy(head, [self._options()], low, back))

    def spoken(self) -> str:
        """The question and everything that can be picked."""
        data = self.data
        said = [data.title, data.text, *(f"{one.title} {one.text}" for one in data.options)]
        return "。".join(plain(part).rstrip("。 ") for part in said if part)

    def _options(self) -> QWidget:
        theme, holder = self.theme, QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.gap(20))
        columns = 1 if theme.large else 2
        rows = -(-len(self.data.options) // columns)
        holder.setMaximumHeight(rows * theme.px(_TALL) + (rows - 1) * theme.gap(20))
        for at, one in enumerate(self.data.options):
            door = Door(theme, self.data.symbol, one.title, one.text)
            door.setAccessibleName(f"{one.title} {one.text}".strip())
            door.clicked.connect(lambda _checked=False, id_=one.id: self.say(Picked(id_)))
            grid.addWidget(door, at // columns, at % columns)
        return holder
