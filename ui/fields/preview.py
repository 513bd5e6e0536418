"""The picture of an upload, as large as there is room; a dashed frame while there is none."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.paint import Box, draw_box, sized_font
from ui.icons import icon
from ui.theme import Theme

_WORDS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class Preview(QWidget):
    """A picture and one line of words below it."""

    def __init__(self, theme: Theme, room: QSize) -> None:
        super().__init__()
        self._theme, self._room = theme, room
        self._picture: QPixmap | None = None
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(room.height() if theme.staff else theme.px(220))
        self.setMaximumHeight(room.height() + self._words_height())

    def sizeHint(self) -> QSize:
        """Room for the picture and its words."""
        return QSize(self._room.width(), self._room.height() + self._words_height())

    def show_picture(self, picture: QPixmap | None, caption: str) -> None:
        """Show a picture, or the invitation to take one."""
        self._picture, self._caption = picture, caption
        self.setAccessibleName(caption)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, picture or camera, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colour, border = self._theme.colour, self._theme.border
        there = self._picture is not None
        fill = colour.mist if there else colour.wall
        box = Box(fill, colour.edge, border.line, dashed=not there)
        draw_box(painter, self._theme, QRectF(self.rect()), box)
        area = self.rect().adjusted(12, 8, -12, -self._words_height())
        if self._picture is not None:
            self._paint_picture(painter, area, self._picture)
        elif not self._theme.staff:
            self._paint_camera(painter, area)
        self._paint_words(painter)

    def _paint_picture(self, painter: QPainter, area: QRect, picture: QPixmap) -> None:
        size = picture.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(area.topLeft(), size)
        target.moveCenter(area.center())
        painter.drawPixmap(target, picture)

    def _paint_camera(self, painter: QPainter, area: QRect) -> None:
        size = self._theme.px(96)
        picture = icon("camera", self._theme.colour.ink_2, size, self.devicePixelRatioF())
        painter.drawPixmap(area.center().x() - size // 2, area.bottom() - size, picture)

    def _paint_words(self, painter: QPainter) -> None:
        high = self._words_height()
        centred = self._picture is None
        top = self.height() - high if not centred or not self._theme.staff else 0
        area = QRect(12, top, self.width() - 24, self.height() - top)
        painter.setFont(sized_font(self.font(), self._theme.type.body))
        painter.setPen(QColor(self._theme.colour.ink_2))
        painter.drawText(area, _WORDS, self._caption)

    def _words_height(self) -> int:
        return round(self._theme.type.body * (2.0 if self._theme.staff else 3.2))
