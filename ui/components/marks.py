"""Small painted marks: an icon as a widget, an icon on a soft tile, a number in a disc."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import Theme


class Mark(QWidget):
    """An icon alone, in a token's colour. Decoration: it has no accessible name."""

    def __init__(self, theme: Theme, name: str, colour: str, size: int) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The icon's square."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon's pixmap."""
        pixmap = icon(self._name, self._colour, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, pixmap)


class IconTile(QWidget):
    """An icon on a rounded soft square; ``fill`` and ``colour`` are colours of the theme."""

    def __init__(
        self, theme: Theme, name: str, *, fill: str, colour: str, size: int, icon_size: int = 0
    ) -> None:
        super().__init__()
        self.theme = theme
        self._name, self._fill, self._colour, self._size = name, fill, colour, size
        self._icon = icon_size or round(size * 0.6)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The tile's square."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tile, outlined in the contrast theme, and the icon in its middle."""
        painter = QPainter(self)
        paint_tile(
            painter,
            self.theme,
            QRectF(0, 0, self._size, self._size),
            (self._name, self._icon),
            (self._fill, self._colour),
        )


def paint_tile(
    painter: QPainter,
    theme: Theme,
    area: QRectF,
    symbol: tuple[str, int],
    colours: tuple[str, str],
) -> None:
    """Paint an icon (name, px) on a rounded tile (fill, icon colour)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = theme.border.line
    edged = theme.contrast
    painter.setPen(QPen(QColor(theme.colour.edge), line) if edged else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[0]))
    inset = line / 2 if edged else 0
    radius = min(theme.radius.tile, area.width() * 0.22)
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)
    name, size = symbol
    offset = (area.width() - size) / 2
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(
        round(area.left() + offset), round(area.top() + offset), icon(name, colours[1], size, ratio)
    )


class Disc(QWidget):
    """A number in a disc: a step, or a person's place in a list."""

    def __init__(self, theme: Theme, number: int, *, dark: bool = True, size: int = 0) -> None:
        super().__init__()
        self._theme, self._number, self._dark = theme, number, dark
        self._size = size or theme.px(60)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The disc's square."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc and number."""
        colour, contrast = self._theme.colour, self._theme.contrast
        fill, ink = (colour.tile, colour.on_tile) if self._dark else (colour.mist, colour.ink)
        if contrast:
            fill, ink = colour.ink, colour.wall
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawEllipse(self.rect())
        font = self.font()
        font.setPixelSize(round(self._size * 0.58))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
