"""暂停服务: what a kiosk says to residents while its store is not open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from offline.i18n import tr
from ui.components.frames import Note
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, Page, arrange
from ui.pages.problem import big_tile
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class ClosedData:
    """Whom to ring ("" for nobody), which terminal it is, and why, where the centre says so."""

    phone: str = ""
    terminal: str = ""
    why: str = ""


class ClosedPage(Page):
    """Nothing can be pressed here: where to go instead, and below it a line for the staff."""

    def __init__(self, theme: Theme, data: ClosedData) -> None:
        super().__init__(theme)
        self.data = data
        title = tr("暂停服务")
        self._text = tr("请到旁边的窗口办，或者找这里的工作人员。您以前办的都在，没有丢。")
        self.setAccessibleName(title)
        head: list[QWidget] = [big_tile(theme, "lock", "warn"), Text(title, "title")]
        low: list[QWidget] = []
        if data.phone:
            low.append(Note(theme, tr("服务电话 {phone}", phone=data.phone), symbol="call"))
        staff = tr(
            "工作人员：按住左上角的徽标五秒，就能打开。机器编号 {terminal}。",
            terminal=data.terminal,
        )
        low.append(Text(staff, "small"))
        body: list[QWidget] = [Text(self._text, "step")]
        if data.why:
            body.append(Note(theme, data.why, symbol="info", state="info"))
        arrange(self, Anatomy(head, body, low))

    def spoken(self) -> str:
        """What is so, and where to go."""
        return "。".join(filter(None, (plain(self.accessibleName()), self._text, self.data.why)))
