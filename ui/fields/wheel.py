"""A wheel: the number chosen in a band, its neighbours above and below, an arrow at either end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, Kind
from ui.components.paint import Box, draw_box, sized_font
from ui.theme import Theme
from ui.theme.focus import focus_shown

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}
_CLICK = 120
"""A notch of a mouse wheel, in eighths of a degree (QWheelEvent)."""


class Drum(QWidget):
    """The painted window of a wheel. ``turned`` carries how many numbers it was turned."""

    turned = Signal(int)

    def __init__(self, theme: Theme, unit: str, label: Callable[[int], str]) -> None:
        super().__init__()
        self._theme, self._unit, self._label = theme, unit, label
        self._set = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(506))

    def sizeHint(self) -> QSize:
        """Five numbers high."""
        return QSize(self._theme.px(180), self._theme.px(506))

    def minimumSizeHint(self) -> QSize:
        """The band alone."""
        return QSize(self._theme.px(96), self._band_height() + self._theme.px(12))

    def show_set(self, *, on: bool) -> None:
        """Draw the band as chosen, or as not chosen yet."""
        self._set = on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down turn by one, page keys by ten."""
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A mouse wheel turns it too."""
        notches = round(event.angleDelta().y() / _CLICK)
        if notches:
            self.turned.emit(-notches)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a neighbour brings it into the band."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        away = event.position().y() - self.height() / 2
        half = self._band_height() / 2
        if abs(away) > half:
            steps = 1 + int((abs(away) - half) // self._row_height())
            self.turned.emit(steps if away > 0 else -steps)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, band, and as many neighbours as fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, border = self._theme.colour, self._theme.border
        shown = focus_shown(self)
        width = border.focus if shown else border.control
        edge = colour.focus if shown else colour.edge
        draw_box(painter, self._theme, QRectF(self.rect()), Box(colour.paper, edge, width))
        self._paint_band(painter, width)
        for steps in range(1, self._neighbours() + 1):
            for signed in (-steps, steps):
                self._paint_neighbour(painter, signed)

    def _band_height(self) -> int:
        return self._theme.px(132 if self._theme.portrait else 104)

    def _row_height(self) -> int:
        return self._theme.px(92)

    def _neighbours(self) -> int:
        room = (self.height() - self._band_height()) / 2
        return min(2, int(room // self._row_height()))

    def _paint_band(self, painter: QPainter, inset: int) -> None:
        colour = self._theme.colour
        top = (self.height() - self._band_height()) / 2
        area = QRectF(inset, top, self.width() - 2 * inset, self._band_height())
        if self._set:
            painter.fillRect(area, QColor(colour.pine_soft))
        line = self._theme.px(5)
        ink = QColor(colour.pine if self._set else colour.line)
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), line), ink)
        painter.fillRect(QRectF(area.left(), area.bottom() - line, area.width(), line), ink)
        self._paint_number(painter, area)

    def _paint_number(self, painter: QPainter, area: QRectF) -> None:
        theme = self._theme
        size = min(theme.px(72), round(self.width() * 0.27))
        number = sized_font(self.font(), size, bold=True)
        unit = sized_font(self.font(), min(theme.type.card, round(size * 0.5)), bold=True)
        gap = theme.px(12) if self._unit else 0
        text = self._label(0)
        wide = QFontMetrics(number).horizontalAdvance(text)
        both = wide + gap + QFontMetrics(unit).horizontalAdvance(self._unit)
        left = area.left() + (area.width() - both) / 2
        base = area.center().y() + size * 0.36
        painter.setPen(QColor(theme.colour.ink if self._set else theme.colour.ink_2))
        painter.setFont(number)
        painter.drawText(round(left), round(base), text)
        painter.setFont(unit)
        painter.drawText(round(left + wide + gap), round(base - size * 0.06), self._unit)

    def _paint_neighbour(self, painter: QPainter, steps: int) -> None:
        theme = self._theme
        size = round(min(theme.px(46), self.width() * 0.2) * (1 - 0.18 * (abs(steps) - 1)))
        painter.setFont(sized_font(self.font(), size))
        painter.setPen(QColor(theme.colour.ink_2))
        way = 1 if steps > 0 else -1
        away = self._band_height() / 2 + (abs(steps) - 0.5) * self._row_height()
        middle = self.height() / 2 + way * away
        area = QRectF(0, middle - self._row_height() / 2, self.width(), self._row_height())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._label(steps))


class Wheel(QWidget):
    """A drum between its two arrow buttons."""

    turned = Signal(int)

    def __init__(self, theme: Theme, name: str, unit: str, label: Callable[[int], str]) -> None:
        super().__init__()
        self.drum = Drum(theme, unit, label)
        self.drum.setAccessibleName(name)
        self.drum.turned.connect(self.turned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(self._arrow(theme, "chevron-up", -1))
        column.addWidget(self.drum, 1)
        column.addWidget(self._arrow(theme, "chevron-down", 1))
        self.setMaximumHeight(self.drum.maximumHeight() + 2 * theme.px(108 + 16))

    def show_state(self, *, chosen: bool) -> None:
        """Draw the number again."""
        self.drum.setAccessibleDescription(self.drum.accessibleName())
        self.drum.show_set(on=chosen)

    def _arrow(self, theme: Theme, symbol: str, steps: int) -> Button:
        button = Button(theme, "", Kind.SMALL, symbol=symbol, name=self._arrow_name(steps))
        height = theme.px(108)
        button.setMinimumHeight(min(height, theme.target.minimum))
        button.setMaximumHeight(height)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        button.clicked.connect(lambda: self.turned.emit(steps))
        return button

    def _arrow_name(self, steps: int) -> str:
        name = self.drum.accessibleName()
        return tr("{name} 往前", name=name) if steps < 0 else tr("{name} 往后", name=name)
