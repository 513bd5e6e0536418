"""Keys shown beside what they do: an outlined cap, a button with its cap, a hint."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.components.buttons import Button, Kind
from ui.components.paint import sized_font
from ui.components.text import Text
from ui.theme import Theme

_HIGH = 24


def cap_width(theme: Theme, key: str, widget: QWidget) -> int:
    """The width of a cap in px."""
    font = sized_font(widget.font(), theme.type.key_number)
    return max(_HIGH, QFontMetrics(font).horizontalAdvance(key) + 12)


def paint_cap(painter: QPainter, theme: Theme, area: QRect, key: str, colour: str) -> None:
    """An outlined cap with a slightly thicker foot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 1))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    foot = QRect(area.left() + 3, area.bottom() - 1, area.width() - 6, 1)
    painter.fillRect(foot, QColor(colour))
    painter.setFont(sized_font(painter.font(), theme.type.key_number))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, key)


class KeyCap(QWidget):
    """A cap alone; ``on_dark`` for the top bar."""

    def __init__(self, theme: Theme, key: str, colour: str = "") -> None:
        super().__init__()
        self._theme, self._key = theme, key
        self._colour = colour or theme.colour.ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the key's name."""
        return QSize(cap_width(self._theme, self._key, self), _HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cap."""
        paint_cap(QPainter(self), self._theme, self.rect(), self._key, self._colour)


class KeyButton(Button):
    """A button that shows its key at the right of its words."""

    def __init__(
        self, theme: Theme, text: str, key: str, kind: Kind = Kind.SECONDARY, *, symbol: str = ""
    ) -> None:
        self._key = key
        super().__init__(theme, text, kind, symbol=symbol, name=f"{text} {key}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Room for the cap beside the words."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._room(), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words and icon as every button, then the cap."""
        super().paintEvent(event)
        colour = self.theme.colour
        ink = colour.on_pine if self.kind is Kind.PRIMARY else colour.ink
        width = cap_width(self.theme, self._key, self)
        area = QRect(0, 0, width, _HIGH)
        area.moveCenter(self.rect().center())
        area.moveRight(self.width() - 14)
        paint_cap(QPainter(self), self.theme, area, self._key, ink)

    def _content(self) -> QRect:
        return super()._content().adjusted(0, 0, -self._room(), 0)

    def _room(self) -> int:
        return cap_width(self.theme, self._key, self) + 8


class KeyHint(QWidget):
    """A cap and what it does."""

    def __init__(self, theme: Theme, key: str, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xs * 2)
        row.addWidget(KeyCap(theme, key))
        row.addWidget(Text(words, "small").one_line())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
