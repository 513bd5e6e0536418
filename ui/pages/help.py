"""叫人帮忙: whom to ring, and whether the town hall was told."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QWidget

from offline.i18n import tr
from ui.components.buttons import primary
from ui.components.frames import Note, card
from ui.components.rows import state_tile, tile_row
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.pages.problem import big_tile
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class HelpData:
    """Who helps here. ``told`` is True when the exchange has the call, False when it could not be
    reached, None while that is not known yet. ``terminal`` is read out on the telephone.
    """

    name: str
    phone: str
    told: bool | None = None
    terminal: str = ""
    others: tuple[tuple[str, str], ...] = ()
    can_go_on: bool = True


class HelpPage(Page):
    """Help is called; what was filled stays."""

    leave = Leave.HOME

    def __init__(self, theme: Theme, data: HelpData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("叫人帮忙"))
        head: list[QWidget] = [] if theme.large else [big_tile(theme, "bell", "info")]
        head += [Text(self._title(), "title"), Text(self._text(), "step")]
        body: list[QWidget] = [self._person(), self._told()]
        go = primary(theme, tr("接着办") if data.can_go_on else tr("知道了"))
        go.clicked.connect(lambda: self.say(BackPressed()))
        low = []
        if data.terminal:
            words = tr("打电话时请说：机器号 {terminal}", terminal=data.terminal)
            low = [Text(words, "small")]
        arrange(self, Anatomy(head, body, list(low), go=go))

    def spoken(self) -> str:
        """Whom to ring, and whether somebody knows."""
        data = self.data
        call = tr("请打 {phone} 找 {name}", phone=data.phone, name=data.name)
        return "。".join(plain(part) for part in (self._title(), call, self._told_words()[2]))

    def _title(self) -> str:
        return tr("有人会来帮您") if self.data.told else tr("请打这个电话")

    def _text(self) -> str:
        return tr("您填的都还在，不会丢。")

    def _person(self) -> QFrame:
        theme, data = self.theme, self.data
        made, column = card(theme)
        for name, phone in ((data.name, data.phone), *data.others):
            tile = state_tile(theme, "call", "ok", theme.px(96))
            words = (Text(name, "hint"), Text(phone, "phone"))
            column.addWidget(tile_row(theme, tile, words, pad=theme.gap(14)))
        return made

    def _told(self) -> Note:
        state, symbol, words, heading = self._told_parts()
        return Note(self.theme, words, symbol=symbol, state=state, heading=heading)

    def _told_words(self) -> tuple[str, str, str]:
        state, symbol, words, heading = self._told_parts()
        return state, symbol, f"{heading}，{words}"

    def _told_parts(self) -> tuple[str, str, str, str]:
        if self.data.told is None:
            return "", "sync", tr("正在告诉镇里，请等一等。"), tr("正在通知")
        if self.data.told:
            return "ok", "check-circle", tr("镇里已经知道您在这里要人帮忙。"), tr("已经通知")
        return "warn", "offline", tr("现在没有网，没能告诉镇里。请打上面的电话。"), tr("还没通知到")
