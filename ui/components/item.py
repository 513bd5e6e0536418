"""One item in a list: its name, the initials that were typed marked, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from offline.i18n import tr
from ui.components.frames import Tag
from ui.components.paint import Box, draw_box, sized_font
from ui.icons import icon
from ui.theme import Mode, Theme
from ui.theme.focus import focus_shown


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item: its id, name, pinyin initials (JZZM), department, and whether it works offline."""

    id: str
    title: str
    initials: str = ""
    department: str = ""
    offline: bool = True


class ItemRow(QAbstractButton):
    """A pressable row. ``query`` letters found in the initials are bold and underlined."""

    def __init__(self, theme: Theme, words: ItemWords, query: str = "") -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._found = words.initials.upper().find(query.upper()) if query else -1
        self._length = len(query)
        self.setProperty("kind", "item")
        self.setText(words.title)
        can = tr("没网也能办") if words.offline else tr("要联网")
        self.setAccessibleName(f"{words.title}，{words.department}，{can}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.gap(80), 0)
        row.addStretch(1)
        self.setMaximumHeight(self.sizeHint().height())
        self._tag: Tag | None = None
        if theme.mode is not Mode.COMPACT and not theme.large:
            symbol, state = ("", "ok") if words.offline else ("online", "")
            self._tag = Tag(theme, can, state=state, symbol=symbol)
            self._tag.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(self._tag)

    def sizeHint(self) -> QSize:
        """128 px high at the reference screen."""
        return QSize(self._theme.px(500), max(self._theme.px(126), self._theme.target.minimum))

    def minimumSizeHint(self) -> QSize:
        """A little lower where the list is long."""
        return QSize(self._theme.px(300), max(self._theme.px(108), self._theme.target.minimum))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, name, second line, arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, colour = self._theme, self._theme.colour
        draw_box(painter, theme, QRectF(self.rect()), self._box())
        ink = colour.wall if theme.contrast and self.isDown() else colour.ink
        size = theme.px(44)
        pixmap = icon("chevron-right", ink, size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - theme.px(26) - size, (self.height() - size) // 2, pixmap)
        self._paint_words(painter, ink)

    def _box(self) -> Box:
        colour, border = self._theme.colour, self._theme.border
        pressed = colour.ink if self._theme.contrast else colour.pine_soft
        fill = pressed if self.isDown() else colour.paper
        if focus_shown(self):
            return Box(fill, colour.focus, border.focus)
        return Box(fill, colour.edge, border.line)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        theme = self._theme
        title = sized_font(self.font(), theme.type.card, bold=True)
        first = round(theme.type.card * 1.35)
        second = 0 if theme.large else round(theme.type.small * 1.5)
        top = (self.height() - first - second) // 2
        left = theme.px(28)
        room = self.width() - left - theme.px(80) - (self._tag.width() if self._tag else 0)
        painter.setPen(QColor(ink))
        painter.setFont(title)
        name = QFontMetrics(title).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top, room, first), Qt.AlignmentFlag.AlignVCenter, name)
        if second:
            self._paint_second(painter, QRect(left, top + first, room, second))

    def _paint_second(self, painter: QPainter, area: QRect) -> None:
        theme, colour = self._theme, self._theme.colour
        plain = sized_font(self.font(), theme.type.small)
        bold = sized_font(self.font(), theme.type.small, bold=True)
        x = area.left()
        for index, letter in enumerate(self._words.initials):
            hit = 0 <= self._found <= index < self._found + self._length
            painter.setFont(bold if hit else plain)
            painter.setPen(QColor(colour.pine if hit else colour.ink_2))
            wide = painter.fontMetrics().horizontalAdvance(letter)
            place = QRect(x, area.top(), wide, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, letter)
            if hit:
                under = area.bottom() - theme.px(2)
                painter.fillRect(x, under, wide, theme.px(3), QColor(colour.pine))
            x += wide + theme.px(7)
        painter.setFont(plain)
        painter.setPen(QColor(colour.ink_2))
        x += theme.px(16) if self._words.initials else 0
        rest = QRect(x, area.top(), area.right() - x, area.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._words.department)
