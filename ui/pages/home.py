"""The home page: scan and begin, or look first at what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, link, primary, small
from ui.components.doors import Door
from ui.components.frames import frame
from ui.components.scenery import Phone, paint_scenery
from ui.components.text import Text
from ui.pages.base import Leave, Page
from ui.theme import Mode, Theme

_DOORS_LARGE = 5
_DOORS = 8


@dataclass(frozen=True, slots=True)
class DoorData:
    """A group of items: its id, name, what is in it, and an icon's name."""

    group: str
    title: str
    hint: str = ""
    symbol: str = "document"


@dataclass(frozen=True, slots=True)
class HomeData:
    """The doors in order of use, how many items there are, and what else the kiosk has."""

    doors: tuple[DoorData, ...]
    total: int
    card_reader: bool = True


@dataclass(frozen=True, slots=True)
class ScanPressed:
    """Begin by a service code."""


@dataclass(frozen=True, slots=True)
class CardPressed:
    """Begin by an ID card."""


@dataclass(frozen=True, slots=True)
class TypeIdPressed:
    """Begin by typing an ID."""


@dataclass(frozen=True, slots=True)
class DoorChosen:
    """Look at the items of a group."""

    group: str


@dataclass(frozen=True, slots=True)
class AllServicesPressed:
    """Look at all items."""


@dataclass(frozen=True, slots=True)
class MyCasesPressed:
    """Look up a case by the code on a slip or receipt."""


class HomePage(Page):
    """Hero with the village, the scan panel, the doors, and the way to one's own cases."""

    leave = Leave.TICKET

    def __init__(self, theme: Theme, data: HomeData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("扫服务码，就能办事"))
        self._panel = self._scan_panel()
        (self._portrait if theme.portrait else self._landscape)()

    def spoken(self) -> str:
        """What to do here, and what the doors are."""
        doors = "、".join(door.title for door in self.data.doors)
        return tr(
            "扫服务码，就能办事。打开手机上的服务码，对准屏幕下面的扫描口。先看看能办什么：{doors}。",
            doors=doors,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sky and village behind the panel; nothing of it in the contrast theme."""
        super().paintEvent(event)
        if self.theme.contrast:
            return
        painter = QPainter(self)
        if self.theme.portrait:
            ground = self._panel.y() + self.theme.px(30)
            area = QRectF(0, 0, self.width(), ground + self.theme.px(86))
        else:
            ground = self._panel.y() - self.theme.px(22)
            area = QRectF(0, 0, self._left_width(), self.height())
        paint_scenery(painter, self.theme, area, ground)

    def _left_width(self) -> int:
        return (
            self.theme.px(800) if self.theme.mode is Mode.LANDSCAPE else round(self.width() * 0.42)
        )

    def _portrait(self) -> None:
        theme = self.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.gap(34), 0, theme.gap(26))
        column.setSpacing(0)
        column.addLayout(self._hero())
        column.addStretch(1)
        inner = QVBoxLayout()
        side = theme.space.page
        inner.setContentsMargins(side, 0, side, 0)
        inner.setSpacing(0)
        inner.addWidget(self._panel)
        inner.addSpacing(theme.gap(30))
        inner.addLayout(self._doors_head())
        inner.addSpacing(theme.gap(12))
        inner.addLayout(self._doors_grid())
        inner.addSpacing(theme.gap(20))
        inner.addWidget(self._my_door())
        column.addLayout(inner)

    def _landscape(self) -> None:
        theme = self.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QWidget()
        left.setFixedWidth(self._left_width() if theme.mode is Mode.LANDSCAPE else 538)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, theme.px(34), 0, theme.gap(36))
        column.addLayout(self._hero())
        column.addStretch(1)
        holder = QHBoxLayout()
        holder.setContentsMargins(theme.gap(40), 0, theme.gap(40), 0)
        holder.addWidget(self._panel)
        column.addLayout(holder)
        row.addWidget(left)
        right = QVBoxLayout()
        right.setContentsMargins(theme.space.page, theme.gap(36), theme.space.page, theme.gap(32))
        right.setSpacing(0)
        right.addLayout(self._doors_head())
        right.addSpacing(theme.gap(10))
        right.addLayout(self._doors_grid(), 1)
        right.addSpacing(theme.gap(18))
        right.addWidget(self._my_door())
        row.addLayout(right, 1)

    def _hero(self) -> QHBoxLayout:
        theme = self.theme
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(theme.gap(10))
        small = theme.mode is Mode.COMPACT or (theme.large and not theme.portrait)
        role = "title" if small else "display"
        words.addWidget(Text(tr("扫服务码，\n就能办事"), role))
        words.addSpacing(theme.gap(18))
        if theme.mode is not Mode.COMPACT:
            words.addWidget(Text(self._lead(), "lead", tone="ink" if not theme.contrast else ""))
        words.addStretch(1)
        side = theme.space.page if theme.portrait else theme.gap(56)
        row.setContentsMargins(side, 0, theme.gap(76), 0)
        words.setContentsMargins(0, 0 if theme.mode is Mode.COMPACT else theme.gap(22), 0, 0)
        row.addLayout(words, 1)
        if not (theme.large and theme.mode is Mode.COMPACT):
            row.addWidget(Phone(theme, self._phone_width()), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _phone_width(self) -> int:
        if self.theme.portrait:
            return self.theme.px(244 if self.theme.large else 268)
        return self.theme.px(226) if self.theme.mode is Mode.LANDSCAPE else self.theme.px(170)

    def _lead(self) -> str:
        if self.theme.large:
            return tr("手机码对准下面扫描口")
        return tr("打开手机上的服务码，\n对准屏幕下面的<b>扫描口</b>")

    def _scan_panel(self) -> QFrame:
        theme = self.theme
        panel = frame("panel")
        column = QVBoxLayout(panel)
        pad = theme.gap(28)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.gap(20))
        scan = primary(theme, tr("扫码办事"), "scan", before=True)
        scan.setProperty("scale", "large")
        tall = (156 if theme.large else 132) if theme.portrait else 118
        scan.setFixedHeight(theme.px(tall))
        scan.clicked.connect(lambda: self.say(ScanPressed()))
        column.addWidget(scan)
        column.addLayout(self._without_code())
        return panel

    def _without_code(self) -> QHBoxLayout:
        theme = self.theme
        row = QHBoxLayout()
        row.setSpacing(theme.gap(20))
        if not theme.large and theme.mode is not Mode.COMPACT:
            row.addWidget(Text(tr("没有码："), "hint").one_line())
        choices: list[tuple[Button, object]] = []
        if self.data.card_reader:
            choices.append((small(theme, tr("刷身份证"), "id-card"), CardPressed()))
        choices.append((small(theme, tr("输身份证号"), "keypad"), TypeIdPressed()))
        for button, event in choices:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, event=event: self.say(event))
            row.addWidget(button, 1)
        return row

    def _doors_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Text(tr("先看看能办什么"), "h2"), 1)
        if not self.theme.large:
            every = link(self.theme, tr("全部 {total} 项", total=self.data.total), "chevron-right")
            every.clicked.connect(lambda: self.say(AllServicesPressed()))
            row.addWidget(every)
        return row

    def _doors_grid(self) -> QGridLayout:
        theme = self.theme
        grid = QGridLayout()
        grid.setSpacing(theme.gap(21 if theme.large else 18))
        shown = self.data.doors[: _DOORS_LARGE if theme.large else _DOORS]
        buttons = [self._door(data) for data in shown]
        if theme.large:
            every = Door(theme, "list", tr("全部 {total} 项", total=self.data.total))
            every.clicked.connect(lambda: self.say(AllServicesPressed()))
            buttons.append(every)
        for index, button in enumerate(buttons):
            grid.addWidget(button, index // 2, index % 2)
        return grid

    def _door(self, data: DoorData) -> Door:
        door = Door(self.theme, data.symbol, data.title, data.hint)
        door.clicked.connect(lambda: self.say(DoorChosen(data.group)))
        return door

    def _my_door(self) -> Door:
        hint = "" if self.theme.large else tr("扫登记单或回执上的码")
        door = Door(self.theme, "slip", tr("查我的办件"), hint, beside=True, arrow=True, soft=True)
        door.setFixedHeight(self.theme.px(134 if self.theme.large else 112))
        door.clicked.connect(lambda: self.say(MyCasesPressed()))
        return door
