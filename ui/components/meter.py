"""A bar that fills with words under it, and the ring that counts down."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.paint import sized_font
from ui.components.text import Text
from ui.theme import Theme


class Bar(QWidget):
    """A rounded bar filled to a share of 0 to 1."""

    def __init__(self, theme: Theme, share: float, *, width: int, height: int) -> None:
        super().__init__()
        self._theme, self._share, self._size = theme, share, QSize(width, height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Fill to another share."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        """As asked for."""
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Outline and fill."""
        theme, colour = self._theme, self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.border.line
        area = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.setPen(QPen(QColor(colour.edge), line))
        painter.setBrush(QColor(colour.paper))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        filled = QRectF(area.left(), area.top(), area.width() * self._share, area.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.pine))
        if filled.width() >= filled.height():
            painter.drawRoundedRect(filled, filled.height() / 2, filled.height() / 2)


class Meter(QWidget):
    """A small bar with words: never a spinner alone."""

    def __init__(self, theme: Theme, share: float, words: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(6))
        column.addStretch(1)
        column.addWidget(Bar(theme, share, width=theme.px(240), height=theme.px(20)))
        caption = Text(words, "small").one_line()
        column.addWidget(caption.aligned(Qt.AlignmentFlag.AlignCenter))
        column.addStretch(1)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)


class Ring(QWidget):
    """Seconds left, in a ring of dark grain that shortens; never red."""

    def __init__(self, theme: Theme, seconds: int, total: int) -> None:
        super().__init__()
        self._theme, self._seconds, self._total = theme, seconds, max(1, total)
        self._size = theme.px(378 if theme.portrait else 300)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_seconds(seconds)

    def show_seconds(self, seconds: int) -> None:
        """Count on."""
        self._seconds = max(0, seconds)
        self.setAccessibleName(tr("还有 {seconds} 秒", seconds=self._seconds))
        self.update()

    def sizeHint(self) -> QSize:
        """The square of the ring."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, arc, number, 秒."""
        colour, size = self._theme.colour, self._size
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = round(size * 0.068)
        area = QRectF(thick / 2, thick / 2, size - thick, size - thick)
        track = colour.line if not self._theme.contrast else colour.pine_soft
        painter.setPen(QPen(QColor(track), thick))
        painter.setBrush(QColor(colour.paper))
        painter.drawEllipse(area)
        pen = QPen(QColor(colour.focus), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(area, 90 * 16, -round(360 * 16 * self._seconds / self._total))
        painter.setPen(QColor(colour.ink))
        painter.setFont(sized_font(self.font(), round(size * 0.4), bold=True))
        number = QRectF(0, size * 0.17, size, size * 0.5)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(self._seconds))
        painter.setPen(QColor(colour.ink_2))
        painter.setFont(sized_font(self.font(), round(size * 0.1)))
        unit = QRectF(0, size * 0.62, size, size * 0.18)
        painter.drawText(unit, Qt.AlignmentFlag.AlignCenter, tr("秒"))
