"""Doors and list rows: big painted buttons with an icon tile, words, and what waits behind."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.components.marks import paint_tile
from ui.components.paint import Box, draw_box, sized_font
from ui.icons import has_icon, icon
from ui.theme import Theme
from ui.theme.focus import focus_shown

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_WRAP = _LEFT | Qt.TextFlag.TextWordWrap


class Door(QAbstractButton):
    """A way in: icon, a title, a hint below it (or after it with ``beside``), maybe an arrow."""

    def __init__(
        self,
        theme: Theme,
        symbol: str,
        title: str,
        hint: str = "",
        *,
        beside: bool = False,
        arrow: bool = False,
        soft: bool = False,
        tiled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.hint = theme, hint
        self._symbol = symbol if has_icon(symbol) else "document"
        self._beside, self._arrow, self._soft, self._tiled = beside, arrow, soft, tiled
        self.setProperty("kind", "door")
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(160))

    def sizeHint(self) -> QSize:
        """120 px high at the reference screen, 141 in the large themes."""
        return QSize(self.theme.px(300), self.theme.px(141 if self.theme.large else 120))

    def minimumSizeHint(self) -> QSize:
        """No lower than a target, nor than the words."""
        words = self._line(self._title_font()) + (
            self._line(self._hint_font()) if self._two() else 0
        )
        least = max(self.theme.target.minimum, words + self.theme.px(22))
        return QSize(self.theme.px(150), least)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, tile, words, arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, self.theme, QRectF(self.rect()), self._box())
        left = self._paint_symbol(painter)
        room = self.width() - left - self.theme.px(24)
        if self._arrow:
            room -= self.theme.px(60)
            self._paint_arrow(painter)
        self._paint_words(painter, left, room)

    def _ink(self) -> str:
        colour = self.theme.colour
        return colour.wall if self.theme.contrast and self.isDown() else colour.ink

    def _box(self) -> Box:
        colour, border = self.theme.colour, self.theme.border
        fill = colour.mist if self._soft and not self.theme.large else colour.paper
        if self.isDown():
            fill = colour.ink if self.theme.contrast else colour.pine_soft
        if focus_shown(self):
            return Box(fill, colour.focus, border.focus)
        return Box(fill, colour.edge, border.control if self.theme.large else border.line)

    def _paint_symbol(self, painter: QPainter) -> int:
        theme, colour = self.theme, self.theme.colour
        if not self._tiled:
            size = theme.px(42)
            pixmap = icon(self._symbol, self._ink(), size, self.devicePixelRatioF())
            painter.drawPixmap(theme.px(26), (self.height() - size) // 2, pixmap)
            return theme.px(26) + size + theme.px(20)
        size = min(theme.px(96 if theme.large else 84), self.height() - theme.px(16))
        area = QRectF(theme.px(30), (self.height() - size) / 2, size, size)
        fills = (colour.paper, colour.ink) if self._soft else (colour.pine_soft, colour.pine)
        if self._soft and theme.large:
            fills = (colour.mist, colour.ink)
        paint_tile(painter, theme, area, (self._symbol, round(size * 0.6)), fills)
        return theme.px(30) + size + theme.px(24)

    def _paint_arrow(self, painter: QPainter) -> None:
        size = self.theme.px(46)
        pixmap = icon("chevron-right", self._ink(), size, self.devicePixelRatioF())
        left = self.width() - self.theme.px(26) - size
        painter.drawPixmap(left, (self.height() - size) // 2, pixmap)

    def _paint_words(self, painter: QPainter, left: int, room: int) -> None:
        title = self._title_font()
        painter.setPen(QColor(self._ink()))
        painter.setFont(title)
        if self._beside and self.hint:
            self._paint_beside(painter, left, room)
            return
        if not self._two():
            painter.drawText(QRect(left, 0, room, self.height()), _WRAP, self.text())
            return
        first, second = self._line(title), self._line(self._hint_font())
        top = (self.height() - first - second) // 2
        painter.drawText(QRect(left, top, room, first), _LEFT, self.text())
        self._paint_hint(painter, QRect(left, top + first, room, second))

    def _paint_beside(self, painter: QPainter, left: int, room: int) -> None:
        width = QFontMetrics(self._title_font()).horizontalAdvance(self.text())
        painter.drawText(QRect(left, 0, room, self.height()), _LEFT, self.text())
        start = left + width + self.theme.px(22)
        down = self.theme.px(3)
        self._paint_hint(painter, QRect(start, down, left + room - start, self.height()))

    def _paint_hint(self, painter: QPainter, area: QRect) -> None:
        font = self._hint_font()
        painter.setFont(font)
        pressed = self.theme.contrast and self.isDown()
        painter.setPen(QColor(self._ink() if pressed else self.theme.colour.ink_2))
        elided = QFontMetrics(font).elidedText(self.hint, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, elided)

    def _two(self) -> bool:
        return bool(self.hint) and not self._beside and not self.theme.large

    def _title_font(self) -> QFont:
        size = self.theme.type.card if self._tiled else min(self.theme.type.card, self.theme.px(38))
        return sized_font(self.font(), size if self._tiled else size - self.theme.px(4), bold=True)

    def _hint_font(self) -> QFont:
        return sized_font(self.font(), self.theme.type.small)

    @staticmethod
    def _line(font: QFont) -> int:
        return round(font.pixelSize() * 1.32)
