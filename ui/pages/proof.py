"""The paper before it is printed: exactly what will come out, then 打印."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.frames import Note
from ui.components.paperpictures import PaperPictures
from ui.components.text import Text
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.theme import Theme

_ROLL, _SHEET = 520, 820
"""How wide a slip and an A4 page are shown at most (reference pixels)."""


@dataclass(frozen=True, slots=True)
class ProofData:
    """``name`` of the paper, its pictures from the first page on, and what must be known of it.

    ``sheet`` says that it is A4 and not a slip.
    """

    name: str
    pictures: tuple[QImage, ...] = field(repr=False)
    sheet: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintPressed:
    """It is right: print it."""


class ProofPage(Page):
    """Title, the paper, and one green button."""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: ProofData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("看一看，对了再打印"))
        back = secondary(theme, tr("返回"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        go = primary(theme, tr("打印"), "printer")
        go.clicked.connect(lambda: self.say(PrintPressed()))
        widest = theme.px(_SHEET if data.sheet else _ROLL)
        paper = PaperPictures(theme, data.pictures, widest, data.name)
        title = self.accessibleName()
        if not theme.portrait:
            title = title.replace("，", "，\n")
        head = [Text(title, "title"), Text(self._told(), "hint")]
        low = [Note(theme, data.note)] if data.note else []
        arrange(self, Anatomy(list(head), [paper], list(low), back, go))

    def spoken(self) -> str:
        """What it is, how much of it, what to do."""
        said = [self.accessibleName(), self._told(), self.data.note]
        return "。".join(part for part in said if part)

    def _told(self) -> str:
        pages = len(self.data.pictures)
        return tr("{paper}，一共 {count} 张", paper=self.data.name, count=pages)
