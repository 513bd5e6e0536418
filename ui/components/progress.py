"""Where one is in a form: segments, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.text import Text, plain
from ui.theme import Theme

_MOST_SEGMENTS = 12


class Segments(QWidget):
    """One segment a step: done full, the current half, the rest empty."""

    def __init__(self, theme: Theme, step: int, total: int) -> None:
        super().__init__()
        self._theme, self._step, self._total = theme, step, max(1, total)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """14 px high at the reference screen."""
        return QSize(self._theme.px(160), self._theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Segments; one bar when there are too many to tell apart."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._total > _MOST_SEGMENTS:
            self._paint_segment(painter, QRectF(self.rect()), (self._step - 0.5) / self._total)
            return
        gap = self._theme.gap(8)
        width = (self.width() - gap * (self._total - 1)) / self._total
        for index in range(self._total):
            area = QRectF(index * (width + gap), 0, width, self.height())
            passed = self._step - 1 - index
            self._paint_segment(
                painter, area, min(1.0, max(0.0, passed + 0.5)) if passed <= 0 else 1
            )

    def _paint_segment(self, painter: QPainter, area: QRectF, share: float) -> None:
        theme = self._theme
        line = theme.border.line if theme.contrast else 0
        shape = QPainterPath()
        inner = area.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        shape.addRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.fillPath(shape, QColor(theme.colour.track))
        filled = QPainterPath()
        filled.addRect(QRectF(area.left(), area.top(), area.width() * share, area.height()))
        painter.fillPath(shape.intersected(filled), QColor(theme.colour.pine))
        if line:
            painter.setPen(QPen(QColor(theme.colour.edge), line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)


class Steps(QWidget):
    """The item's name, the segments, and 第 n 步，共 m 步."""

    def __init__(self, theme: Theme, item: str, step: int, total: int) -> None:
        super().__init__()
        said = tr("<b>第 {step} 步</b>，共 {total} 步", step=step, total=total)
        self.setAccessibleName(f"{item}，{plain(said)}")
        name = Text(item, "small").one_line()
        where = Text(said, "small").one_line()
        segments = Segments(theme, step, total)
        row = QHBoxLayout()
        row.setSpacing(theme.gap(22))
        if theme.portrait:
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(name)
            row.addWidget(segments, 1)
            row.addWidget(where)
            self.setLayout(row)
            return
        row.addWidget(name)
        row.addStretch(1)
        row.addWidget(where)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(8))
        column.addLayout(row)
        column.addWidget(segments)
