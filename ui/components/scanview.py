"""The picture of a scan: a phone or a slip inside four grain corners, and a line that moves."""

from __future__ import annotations

from PySide6.QtCore import (
    Property,
    QAbstractAnimation,
    QEasingCurve,
    QPointF,
    QPropertyAnimation,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.scanning.picture import Grey
from ui.components.paint import sized_font
from ui.components.paperview import paint_code
from ui.components.scenery import paint_phone
from ui.theme import Theme

_LINE_MS = 1800
_ASPECT = 952 / 860


class ScanView(QWidget):
    """Dark ground, the thing to hold, the corners, and a sentence at the foot."""

    def __init__(self, theme: Theme, status: str, *, slip: bool) -> None:
        super().__init__()
        self._theme, self._slip, self._line = theme, slip, 0.5
        self._status = status
        self._picture: QImage | None = None
        self.setAccessibleName(status)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setMaximumHeight(theme.px(860 if theme.portrait else 2000))
        self._animation = QPropertyAnimation(self, b"line", self)
        if theme.motion and QGuiApplication.platformName() != "offscreen":
            self._move()

    def show_status(self, words: str) -> None:
        """Another sentence at the foot."""
        self._status = words
        self.setAccessibleName(words)
        self.update()

    def show_picture(self, picture: QImage) -> None:
        """What the camera sees, in place of the drawing; held in memory until the next one."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """As in the picture of the scan page."""
        return QSize(self._theme.px(952), self._theme.px(760 if self._theme.portrait else 400))

    def minimumSizeHint(self) -> QSize:
        """Still to be understood when there is little room."""
        return QSize(self._theme.px(300), self._theme.px(280))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, phone or slip, line, corners, sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, colour = self._theme, self._theme.colour
        foot = round(theme.type.card * 2.4)
        area = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(area, theme.radius.frame, theme.radius.frame)
        painter.setClipPath(shape)
        painter.fillPath(shape, QColor(colour.wall if theme.contrast else colour.tile))
        view = area.adjusted(0, 0, 0, -foot)
        held = self._held(view)
        if self._picture is None:
            self._paint_held(painter, held)
        else:
            _paint_filling(painter, view, self._picture)
        self._paint_corners(painter, held)
        self._paint_foot(painter, QRectF(area.left(), view.bottom(), area.width(), foot))
        if theme.contrast:
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour.edge), theme.border.control * 2))
            painter.drawPath(shape)

    def _held(self, view: QRectF) -> QRectF:
        height = view.height() * 0.84
        width = height * (0.9 if self._slip else 300 / 450 * 0.92)
        return QRectF(view.center().x() - width / 2, view.center().y() - height / 2, width, height)

    def _paint_held(self, painter: QPainter, held: QRectF) -> None:
        theme, colour = self._theme, self._theme.colour
        if not self._slip and not theme.contrast:
            width = held.height() * 300 / 385
            phone = QRectF(held.center().x() - width / 2, held.top(), width, width * 1.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour.wall))
            paint_phone(painter, theme, phone, arrow=False)
            return
        sheet = held.adjusted(held.width() * 0.18, 0, -held.width() * 0.18, 0)
        ink = colour.ink
        painter.setPen(QPen(QColor(ink), theme.border.control))
        painter.setBrush(QColor(colour.paper))
        painter.drawRoundedRect(sheet, theme.radius.card, theme.radius.card)
        side = sheet.width() * 0.56
        code = QRectF(sheet.center().x() - side / 2, sheet.center().y() - side / 2, side, side)
        paint_code(painter, code, ink)

    def _paint_corners(self, painter: QPainter, held: QRectF) -> None:
        theme = self._theme
        pen = QPen(QColor(theme.colour.grain), theme.px(12))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = max(held.width(), held.height() * 0.78)
        box = QRectF(held.center().x() - width / 2, held.top(), width, held.height())
        box.adjust(0, held.height() * 0.06, 0, -held.height() * 0.06)
        long, round_ = box.width() * 0.19, theme.px(28)
        for x, sx in ((box.left(), 1), (box.right(), -1)):
            for y, sy in ((box.top(), 1), (box.bottom(), -1)):
                path = QPainterPath()
                path.moveTo(x, y + sy * long)
                path.lineTo(x, y + sy * round_)
                path.quadTo(x, y, x + sx * round_, y)
                path.lineTo(x + sx * long, y)
                painter.drawPath(path)
        thin = QPen(QColor(theme.colour.grain), theme.px(6))
        thin.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(thin)
        y = box.top() + box.height() * self._line
        painter.drawLine(round(box.left() + 20), round(y), round(box.right() - 20), round(y))

    def _paint_foot(self, painter: QPainter, foot: QRectF) -> None:
        colour = self._theme.colour
        ground = QColor(colour.wall if self._theme.contrast else colour.tile)
        painter.fillRect(foot, ground if self._theme.contrast else ground.darker(180))
        painter.setPen(QColor(colour.on_tile))
        painter.setFont(sized_font(self.font(), self._theme.type.card, bold=True))
        painter.drawText(
            foot, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._status
        )

    def _move(self) -> None:
        self._animation.setDuration(_LINE_MS)
        self._animation.setStartValue(0.1)
        self._animation.setKeyValueAt(0.5, 0.9)
        self._animation.setEndValue(0.1)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.setLoopCount(-1)
        self._animation.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def _get_line(self) -> float:
        return self._line

    def _set_line(self, line: float) -> None:
        self._line = line
        self.update()

    line = Property(float, _get_line, _set_line)


def picture_of(pixels: Grey) -> QImage:
    """A camera's frame as a mirror shows it: what moves left is seen to move left."""
    height, width = pixels.shape
    rows = pixels[:, ::-1].tobytes()
    return QImage(rows, width, height, width, QImage.Format.Format_Grayscale8).copy()


def _paint_filling(painter: QPainter, view: QRectF, picture: QImage) -> None:
    """The picture's middle, as large as the view."""
    size = QSizeF(picture.size())
    part = view.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    corner = QPointF((size.width() - part.width()) / 2, (size.height() - part.height()) / 2)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(view, picture, QRectF(corner, part))
