"""An electronic licence's document on the screen, for its owner only."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from offline.i18n import tr
from ui.components.buttons import primary
from ui.components.frames import Note
from ui.components.paperpictures import PaperPictures
from ui.components.text import Text
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.theme import Theme

_SHEET = 820


@dataclass(frozen=True, slots=True)
class LicenceData:
    """Its name, who issued it, and its pages."""

    name: str
    issuer: str
    pictures: tuple[QImage, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LicenceClosed:
    """Seen; back to one's own page."""


class LicencePage(Page):
    """The document, and that nothing of it stays."""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: LicenceData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.name)
        go = primary(theme, tr("看好了"), "check")
        go.clicked.connect(lambda: self.say(LicenceClosed()))
        paper = PaperPictures(theme, data.pictures, theme.px(_SHEET), data.name)
        self._told = tr("只给您自己看，您走开就清掉，机器里不留。")
        head = [Text(data.name, "title"), Text(data.issuer, "hint")]
        note = Note(theme, self._told, symbol="eye-off")
        arrange(self, Anatomy(list(head), [paper], [note], None, go))

    def spoken(self) -> str:
        """Which one it is; what stands on it is not read out to the room."""
        return f"{self.data.name}。{self._told}"
