"""A scan that led nowhere, or anything else that must be told: what it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.frames import Note, card, frame
from ui.components.marks import IconTile
from ui.components.scenery import paint_phone
from ui.components.text import Text, plain
from ui.icons import has_icon, icon
from ui.pages.base import Anatomy, BackPressed, Page, arrange
from ui.pages.home import CardPressed, ScanPressed, TypeIdPressed
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One picture of what to do: an icon's name, or ``hold`` for the phone at the scanner."""

    picture: str
    words: str


@dataclass(frozen=True, slots=True)
class ScanProblemData:
    """The words of a verdict: what is so, and what to do.

    ``state`` is ``warn`` (waiting), ``err`` (please correct) or ``info``; ``number`` is said to
    staff, at the end. Without ``again`` the page offers no new scan, only the way back; with
    ``type_id`` it goes on by the number instead.
    """

    title: str
    text: str
    symbol: str = "clock"
    state: str = "warn"
    guide_title: str = ""
    guide: tuple[GuideStep, ...] = ()
    note: str = ""
    number: str = ""
    card_reader: bool = True
    again: bool = True
    type_id: bool = False


class ScanProblemPage(Page):
    """A tile, a title, what to do in pictures, and another scan."""

    def __init__(self, theme: Theme, data: ScanProblemData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        arrange(self, self._parts())

    def spoken(self) -> str:
        """What happened and what to do."""
        said = (self.data.title, self.data.text, *(step.words for step in self.data.guide))
        return "。".join(plain(part).rstrip("。") for part in (*said, self.data.note) if part)

    def _parts(self) -> Anatomy:
        theme, data = self.theme, self.data
        head: list[QWidget] = [big_tile(theme, data.symbol, data.state)]
        head += [Text(data.title, "title"), Text(data.text, "lead")]
        body: list[QWidget] = []
        if data.guide:
            body.append(self._guide())
        if data.note:
            body.append(Note(theme, data.note, symbol="id-card"))
        if data.number:
            body.append(Text(self._for_staff(), "small"))
        return Anatomy(head, body, back=self._other(), go=self._again())

    def _for_staff(self) -> str:
        return tr("还是不行，请按右下角“叫人帮忙”。说明编号：{number}", number=self.data.number)

    def _again(self) -> QWidget | None:
        if not self.data.again:
            return None
        if self.data.type_id:
            typing = primary(self.theme, tr("输身份证号"), "keypad")
            typing.clicked.connect(lambda: self.say(TypeIdPressed()))
            return typing
        again = primary(self.theme, tr("重新扫码"), "scan")
        again.clicked.connect(lambda: self.say(ScanPressed()))
        return again

    def _other(self) -> QWidget:
        reader = self.data.card_reader
        words, symbol = (tr("刷身份证"), "id-card") if reader else (tr("返回"), "back")
        other = secondary(self.theme, words, symbol)
        event = CardPressed() if reader else BackPressed()
        other.clicked.connect(lambda: self.say(event))
        return other

    def _guide(self) -> QFrame:
        made, column = card(self.theme)
        column.addWidget(Text(self.data.guide_title or tr("您可以这样做"), "h2"))
        row = QHBoxLayout()
        row.setSpacing(self.theme.gap(40))
        for step in self.data.guide:
            row.addLayout(self._guide_step(step), 1)
        column.addLayout(row)
        return made

    def _guide_step(self, step: GuideStep) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.theme.gap(16))
        picture = frame("picture")
        inner = QVBoxLayout(picture)
        inner.addWidget(StepPicture(self.theme, step.picture), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        words = Text(step.words, "body").aligned(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        column.addStretch(1)
        return column


class StepPicture(QWidget):
    """An empty phone with an icon on it, or the phone with its code held to the scanner."""

    def __init__(self, theme: Theme, picture: str) -> None:
        super().__init__()
        self._theme, self._picture = theme, picture
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A third of a page's width."""
        scale = 1.0 if self._theme.portrait else 0.8
        return QSize(self._theme.px(160 * scale), self._theme.px(240 * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture of the step."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, colour = self._theme, self._theme.colour
        if self._picture == "hold" and not theme.contrast:
            paint_phone(painter, theme, QRectF(self.rect()))
            return
        scale = self.width() / theme.px(160)

        def unit(reference: float) -> int:
            return theme.px(reference * scale)

        screen = QRectF(unit(23), unit(22), unit(114), unit(196))
        painter.setPen(QPen(QColor(colour.ink if theme.contrast else colour.tile), unit(9)))
        painter.setBrush(QColor(colour.paper))
        painter.drawRoundedRect(screen, unit(18), unit(18))
        name = "phone-code" if self._picture == "hold" else self._picture
        size = unit(64)
        pixmap = icon(
            name if has_icon(name) else "info", colour.pine, size, self.devicePixelRatioF()
        )
        painter.drawPixmap(
            round(screen.center().x() - size / 2), round(screen.center().y() - size / 2), pixmap
        )


def big_tile(theme: Theme, symbol: str, state: str) -> QWidget:
    """The large soft tile above the title of a page that tells something."""
    colour = theme.colour
    fill, ink = {
        "warn": (colour.grain_soft, colour.grain_ink),
        "err": (colour.vermilion_soft, colour.vermilion),
        "info": (colour.indigo_soft, colour.indigo),
        "ok": (colour.pine, colour.on_pine),
    }.get(state, (colour.mist, colour.ink))
    size = theme.px(168) if theme.portrait else theme.px(120)
    tile = IconTile(theme, symbol, fill=fill, colour=ink, size=size, icon_size=round(size * 0.64))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, theme.gap(36) if theme.portrait else 0, 0, theme.gap(24))
    row.addWidget(tile)
    row.addStretch(1)
    return holder
