"""Small painted bars: counts by kind, and uploaded against waiting by day."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.paint import sized_font
from ui.theme import Theme

_ROW = 32
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class KindBars(QWidget):
    """A row a kind: name, bar, count."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kinds: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, max(len(self._kinds), 1) * _ROW)

    def show_kinds(self, kinds: tuple[tuple[str, int], ...]) -> None:
        """Show these."""
        self._kinds = kinds
        self.setAccessibleName("，".join(f"{name} {count}" for name, count in kinds))
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names, bars, counts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((count for _name, count in self._kinds), default=1) or 1
        for at, (name, count) in enumerate(self._kinds):
            self._row(painter, QRect(0, at * _ROW, self.width(), _ROW), name, count / most)
            painter.setFont(sized_font(self.font(), self._theme.type.body, bold=True))
            right = QRect(0, at * _ROW, self.width(), _ROW)
            painter.drawText(right, _MIDDLE | Qt.AlignmentFlag.AlignRight, str(count))

    def _row(self, painter: QPainter, area: QRect, name: str, share: float) -> None:
        colour = self._theme.colour
        painter.setFont(sized_font(self.font(), self._theme.type.body))
        painter.setPen(QColor(colour.ink))
        painter.drawText(area, _MIDDLE, name)
        left, width = area.width() * 0.35, area.width() * 0.5
        track = QRectF(left, area.center().y() - 4, width, 9)
        painter.setBrush(QColor(colour.mist))
        painter.setPen(QColor(colour.line))
        painter.drawRoundedRect(track, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.pine))
        painter.drawRoundedRect(QRectF(left, track.top(), max(width * share, 6), 9), 4, 4)
        painter.setPen(QColor(colour.ink))


class DayBars(QWidget):
    """A column a day: uploaded in pine, waiting in grain on top of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._days: tuple[tuple[str, int, int], ...] = ()
        self.setFixedHeight(170)

    def show_days(self, days: tuple[tuple[str, int, int], ...]) -> None:
        """Show these."""
        self._days = days
        self.setAccessibleName(
            "，".join(
                tr("{day} 日传了 {sent}，没传 {left}", day=day, sent=sent, left=left)
                for day, sent, left in days
            )
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Columns and their days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._days:
            return
        colour, label = self._theme.colour, self._theme.type.small
        high = self.height() - label * 2
        most = max((sent + left for _day, sent, left in self._days), default=1) or 1
        cell = self.width() / len(self._days)
        for at, (day, sent, left) in enumerate(self._days):
            x, width = at * cell + cell * 0.2, cell * 0.6
            tall, waiting = high * sent / most, high * left / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour.pine))
            painter.drawRoundedRect(QRectF(x, high - tall, width, tall), 2, 2)
            painter.setBrush(QColor(colour.grain))
            painter.drawRoundedRect(QRectF(x, high - tall - waiting, width, waiting), 2, 2)
            painter.setPen(QColor(colour.ink_2))
            painter.setFont(sized_font(self.font(), label))
            painter.drawText(QRectF(at * cell, high + 4, cell, label * 1.6), _CENTRE, day)
