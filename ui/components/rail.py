"""The bottom rail: six aids in six equal cells, the same place for ever."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton

from ui.components.paint import sized_font
from ui.icons import icon
from ui.theme import Theme
from ui.theme.focus import focus_shown


class Aid(StrEnum):
    """The six cells, from left to right."""

    LEAVE = "leave"
    VOICE = "voice"
    LARGE = "large"
    CONTRAST = "contrast"
    LANGUAGE = "language"
    HELP = "help"


class RailCell(QToolButton):
    """Icon above words in portrait, beside them in landscape; filled when on."""

    def __init__(self, theme: Theme, aid: Aid) -> None:
        super().__init__()
        self._theme, self.aid, self._symbol = theme, aid, "home"
        self.setProperty("on", False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_aid(self, symbol: str, words: str, *, on: bool) -> None:
        """What the cell says now, and whether its aid is on."""
        self._symbol = symbol
        self.setText(words)
        self.setAccessibleName(words)
        self.setProperty("on", on)
        self.update()

    def sizeHint(self) -> QSize:
        """All six are equal: the rail decides."""
        return QSize(self._theme.target.minimum, self._theme.bars.rail)

    def minimumSizeHint(self) -> QSize:
        """No less than a target."""
        return QSize(self._theme.target.minimum, self._theme.target.minimum)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, words, focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, colour = self._theme, self._theme.colour
        on = bool(self.property("on"))
        if on:
            painter.fillRect(self.rect(), QColor(colour.pine if theme.contrast else colour.tile))
        elif self.isDown():
            painter.fillRect(self.rect(), QColor(colour.pine_soft))
        ink = (colour.on_pine if theme.contrast else colour.on_tile) if on else colour.ink
        (self._paint_tall if theme.portrait else self._paint_wide)(painter, ink)
        if focus_shown(self):
            half = theme.border.focus // 2
            painter.setPen(QPen(QColor(colour.focus), theme.border.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(half, half, -half, -half))

    def _paint_tall(self, painter: QPainter, ink: str) -> None:
        theme = self._theme
        size = theme.icon.rail + (theme.px(4) if theme.large else 0)
        words = round(theme.type.small * 1.45)
        top = (self.height() - size - words - theme.px(2)) // 2
        pixmap = icon(self._symbol, ink, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, top, pixmap)
        area = QRect(0, top + size + theme.px(2), self.width(), words)
        self._paint_words(painter, ink, area, Qt.AlignmentFlag.AlignCenter)

    def _paint_wide(self, painter: QPainter, ink: str) -> None:
        theme = self._theme
        size = min(theme.icon.rail, theme.px(36))
        painter.setFont(sized_font(self.font(), theme.type.small))
        words = min(
            painter.fontMetrics().horizontalAdvance(self.text()),
            self.width() - size - theme.px(30),
        )
        gap = theme.gap(18)
        left = (self.width() - size - gap - words) // 2
        pixmap = icon(self._symbol, ink, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
        area = QRect(left + size + gap, 0, words + 2, self.height())
        self._paint_words(painter, ink, area, Qt.AlignmentFlag.AlignVCenter)

    def _paint_words(
        self, painter: QPainter, ink: str, area: QRect, where: Qt.AlignmentFlag
    ) -> None:
        size = self._theme.type.small
        font = sized_font(self.font(), size)
        painter.setFont(font)
        while painter.fontMetrics().horizontalAdvance(self.text()) > area.width() and size > 1:
            size -= 1
            painter.setFont(sized_font(font, size))
        painter.setPen(QColor(ink))
        painter.drawText(area, where, self.text())


class Rail(QFrame):
    """Six cells and the lines between them; ``pressed`` carries the aid."""

    pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "rail")
        self.setFixedHeight(theme.bars.rail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.border.line, 0, 0)
        row.setSpacing(theme.border.line)
        self.cells = {aid: RailCell(theme, aid) for aid in Aid}
        for aid, cell in self.cells.items():
            cell.clicked.connect(lambda _checked=False, aid=aid: self.pressed.emit(aid))
            row.addWidget(cell, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The thin lines between cells, over the ground of the style sheet."""
        super().paintEvent(event)
        painter = QPainter(self)
        width = self._theme.border.line
        for cell in list(self.cells.values())[1:]:
            painter.fillRect(
                cell.x() - width, 0, width, self.height(), QColor(self._theme.colour.line)
            )
