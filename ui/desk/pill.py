"""The amber pill: no network is a way of working, said in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.paint import sized_font
from ui.icons import icon
from ui.theme import Theme


class Pill(QWidget):
    """Icon and bold words on grain."""

    def __init__(self, theme: Theme, symbol: str, words: str) -> None:
        super().__init__()
        self._theme, self._symbol, self._words = theme, symbol, words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Words, icon and round ends."""
        font = sized_font(self.font(), self._theme.type.body, bold=True)
        size = self._theme.icon.button
        return QSize(QFontMetrics(font).horizontalAdvance(self._words) + size + 34, size + 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pill."""
        theme, size = self._theme, self._theme.icon.button
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colour.grain))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        ink = theme.colour.grain_on
        picture = icon(self._symbol, ink, size, self.devicePixelRatioF())
        painter.drawPixmap(12, (self.height() - size) // 2, picture)
        painter.setFont(sized_font(self.font(), theme.type.body, bold=True))
        painter.setPen(QColor(ink))
        area = self.rect().adjusted(12 + size + 8, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._words)
